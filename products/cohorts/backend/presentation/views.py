"""Cohorts over HTTP: parse, call the facade, render, status."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from common.json import dumps
from posthog.api.pagination import paginate
from posthog.api.parsing import parse, parse_query
from posthog.api.viewsets import TeamViewSet
from products.cohorts.backend.facade import CohortsAPI
from products.cohorts.backend.facade.contracts import ChangeCohort, CreateCohort
from products.cohorts.backend.presentation import serializers as shapes


def _as_text(form: dict[str, Any]) -> dict[str, Any]:
    """JSON crosses the facade as its text."""
    if form.get("filters") is None:
        return {name: value for name, value in form.items() if name != "filters"}
    return {**form, "filters": dumps(form["filters"]).decode()}


class CohortViewSet(TeamViewSet):
    scope_object = "cohort"
    lookup_field = "cohort_id"
    lookup_value_converter = "int"

    @extend_schema(parameters=[shapes.ListCohortsSerializer], responses=shapes.CohortSerializer(many=True))
    def list(self, request: Request, **_: str) -> Response:
        """Cohorts, the newest first."""
        form = parse_query(shapes.ListCohortsSerializer, request)
        return paginate(
            request,
            lambda limit, offset: CohortsAPI.list_cohorts(
                team_id=self.team_id,
                search=form.get("search", ""),
                is_static=form["is_static"],
                limit=limit,
                offset=offset,
            ),
            shapes.CohortSerializer,
        )

    @extend_schema(responses=shapes.CohortSerializer)
    def retrieve(self, request: Request, cohort_id: int, **_: str) -> Response:
        """One cohort."""
        cohort = CohortsAPI.get_cohort(team_id=self.team_id, cohort_id=cohort_id)
        return Response(shapes.CohortSerializer(cohort).data)

    @extend_schema(request=shapes.CreateCohortSerializer, responses={201: shapes.CohortSerializer})
    def create(self, request: Request, **_: str) -> Response:
        """Define a cohort. It is calculated in the background; `is_calculating` and `count` tell how far it is."""
        new = CreateCohort(**_as_text(parse(shapes.CreateCohortSerializer, request)))
        cohort = CohortsAPI.create_cohort(new, team_id=self.team_id, actor=self.actor)
        return Response(shapes.CohortSerializer(cohort).data, status=201)

    @extend_schema(request=shapes.ChangeCohortSerializer, responses=shapes.CohortSerializer)
    def partial_update(self, request: Request, cohort_id: int, **_: str) -> Response:
        """Rename a cohort, change its filters, or delete it with `deleted: true`."""
        form = _as_text(parse(shapes.ChangeCohortSerializer, request, partial=True))
        change = ChangeCohort(cohort_id=cohort_id, **form)
        cohort = CohortsAPI.change_cohort(change, team_id=self.team_id, actor=self.actor)
        return Response(shapes.CohortSerializer(cohort).data)
