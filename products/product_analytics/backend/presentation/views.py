"""Insights over HTTP: parse, call the facade, render, status."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from common.json import dumps
from common.pages import Page
from posthog.api.pagination import paginate
from posthog.api.parsing import parse, parse_query
from posthog.api.viewsets import TeamViewSet
from products.product_analytics.backend.facade import ProductAnalyticsAPI
from products.product_analytics.backend.facade.contracts import ChangeInsight, CreateInsight, Insight
from products.product_analytics.backend.facade.enums import InsightOrder
from products.product_analytics.backend.presentation.serializers import (
    ChangeInsightSerializer,
    CreateInsightSerializer,
    InsightSerializer,
    ListInsightsSerializer,
)


def _query_as_text(form: dict[str, Any]) -> dict[str, Any]:
    return {**form, "query": dumps(form["query"]).decode()} if "query" in form else form


class InsightViewSet(TeamViewSet):
    scope_object = "insight"
    lookup_field = "insight_id"
    lookup_value_converter = "int"

    @extend_schema(parameters=[ListInsightsSerializer], responses=InsightSerializer(many=True))
    def list(self, request: Request, **_: str) -> Response:
        """Saved insights, the last changed first."""
        form = parse_query(ListInsightsSerializer, request)
        if short_id := form.get("short_id"):
            found = ProductAnalyticsAPI.find_insight_by_short_id(team_id=self.team_id, short_id=short_id)
            items = (found,) if found else ()
            return paginate(request, lambda limit, offset: Page(items=items, total=len(items)), InsightSerializer)

        def fetch(limit: int, offset: int) -> Page[Insight]:
            return ProductAnalyticsAPI.list_insights(
                team_id=self.team_id,
                search=form.get("search", ""),
                favorited=form["favorited"],
                order=InsightOrder(form["order"]),
                limit=limit,
                offset=offset,
            )

        return paginate(request, fetch, InsightSerializer)

    @extend_schema(responses=InsightSerializer)
    def retrieve(self, request: Request, insight_id: int, **_: str) -> Response:
        """One insight."""
        insight = ProductAnalyticsAPI.get_insight(team_id=self.team_id, insight_id=insight_id)
        return Response(InsightSerializer(insight).data)

    @extend_schema(request=CreateInsightSerializer, responses={201: InsightSerializer})
    def create(self, request: Request, **_: str) -> Response:
        """Save a question."""
        new = CreateInsight(**_query_as_text(parse(CreateInsightSerializer, request)))
        insight = ProductAnalyticsAPI.create_insight(new, team_id=self.team_id, actor=self.actor)
        return Response(InsightSerializer(insight).data, status=201)

    @extend_schema(request=ChangeInsightSerializer, responses=InsightSerializer)
    def partial_update(self, request: Request, insight_id: int, **_: str) -> Response:
        """Rename an insight, change its query, or delete it with `deleted: true`."""
        form = _query_as_text(parse(ChangeInsightSerializer, request, partial=True))
        change = ChangeInsight(insight_id=insight_id, **form)
        insight = ProductAnalyticsAPI.change_insight(change, team_id=self.team_id, actor=self.actor)
        return Response(InsightSerializer(insight).data)
