"""Insights and annotations over HTTP: parse, call the facade, render, status."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from common.json import dumps
from common.pages import Page
from posthog.api.pagination import paginate
from posthog.api.parsing import parse, parse_query
from posthog.api.viewsets import TeamViewSet
from products.product_analytics.backend.facade import AnnotationsAPI, ProductAnalyticsAPI
from products.product_analytics.backend.facade.contracts import (
    ChangeAnnotation,
    ChangeInsight,
    CreateAnnotation,
    CreateInsight,
    Insight,
    ListAnnotations,
)
from products.product_analytics.backend.facade.enums import AnnotationOrigin, AnnotationScope, InsightOrder
from products.product_analytics.backend.presentation.serializers import (
    AnnotationSerializer,
    ChangeAnnotationSerializer,
    ChangeInsightSerializer,
    CreateAnnotationSerializer,
    CreateInsightSerializer,
    InsightSerializer,
    ListAnnotationsSerializer,
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


class AnnotationViewSet(TeamViewSet):
    """There is no DELETE: an annotation is deleted with `deleted: true`, and restored with false."""

    scope_object = "annotation"
    lookup_field = "annotation_id"
    lookup_value_converter = "int"

    @extend_schema(parameters=[ListAnnotationsSerializer], responses=AnnotationSerializer(many=True))
    def list(self, request: Request, **_: str) -> Response:
        """Annotations of the project and of its whole organization, the latest moment first."""
        asked = ListAnnotations(**_with_enums(parse_query(ListAnnotationsSerializer, request)))
        return paginate(
            request,
            lambda limit, offset: AnnotationsAPI.list_annotations(
                asked, team_id=self.team_id, limit=limit, offset=offset
            ),
            AnnotationSerializer,
        )

    @extend_schema(responses=AnnotationSerializer)
    def retrieve(self, request: Request, annotation_id: int, **_: str) -> Response:
        """One annotation, deleted or not."""
        found = AnnotationsAPI.get_annotation(team_id=self.team_id, annotation_id=annotation_id)
        return Response(AnnotationSerializer(found).data)

    @extend_schema(request=CreateAnnotationSerializer, responses={201: AnnotationSerializer})
    def create(self, request: Request, **_: str) -> Response:
        """Write a remark on a moment."""
        new = CreateAnnotation(**_with_enums(parse(CreateAnnotationSerializer, request)))
        made = AnnotationsAPI.create_annotation(new, team_id=self.team_id, actor=self.actor)
        return Response(AnnotationSerializer(made).data, status=201)

    @extend_schema(request=ChangeAnnotationSerializer, responses=AnnotationSerializer)
    def partial_update(self, request: Request, annotation_id: int, **_: str) -> Response:
        """Change an annotation, or delete it with `deleted: true`."""
        form = _with_enums(parse(ChangeAnnotationSerializer, request, partial=True))
        change = ChangeAnnotation(annotation_id=annotation_id, **form)
        changed = AnnotationsAPI.change_annotation(change, team_id=self.team_id, actor=self.actor)
        return Response(AnnotationSerializer(changed).data)


def _with_enums(form: dict[str, Any]) -> dict[str, Any]:
    kinds = {"scope": AnnotationScope, "creation_type": AnnotationOrigin}
    return {name: kinds[name](value) if name in kinds else value for name, value in form.items()}
