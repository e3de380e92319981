"""Cohorts over HTTP: parse, call the facade, render, status."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from common.json import dumps
from common.pages import Page
from posthog.api.activity import ActivityMixin
from posthog.api.pagination import paginate
from posthog.api.parsing import fields_of, parse, parse_list_query, parse_query
from posthog.api.rendering import JSONParser
from posthog.api.viewsets import TeamViewSet
from products.cohorts.backend.facade import CohortsAPI
from products.cohorts.backend.facade.contracts import ChangeCohort, CohortMember, CreateCohort
from products.cohorts.backend.presentation import serializers as shapes

# What clients send back of an answer, this one's or PostHog's.
IGNORED_FIELDS = fields_of(shapes.CohortSerializer) | {
    *(
        "experiment_set",
        "creation_context",
        "condition_type",
        "last_backfill_person_properties_at",
        "_create_in_folder",
    ),
}


class CohortsOfPersonViewSet(TeamViewSet):
    scope_object = "cohort"
    pagination_class = None

    @extend_schema(
        parameters=[shapes.CohortsOfPersonSerializer],
        responses=shapes.CohortResultsSerializer,
        operation_id="persons_cohorts_retrieve",
    )
    def list(self, request: Request, **_: str) -> Response:
        """The cohorts a person is in, as last calculated, by name."""
        person_uuid = parse_list_query(shapes.CohortsOfPersonSerializer, request)["person_id"]
        found = CohortsAPI.list_cohorts_of_person(team_id=self.team_id, person_uuid=person_uuid)
        return Response(shapes.CohortResultsSerializer({"results": found}).data)


class CohortViewSet(ActivityMixin):
    scope_object = "cohort"
    activity_scope = "Cohort"
    lookup_field = "cohort_id"
    lookup_value_converter = "int"
    read_actions = ("estimate",)
    parser_classes = [JSONParser, MultiPartParser]

    def activity_item_id(self) -> str:
        return str(CohortsAPI.get_cohort(team_id=self.team_id, cohort_id=int(self.kwargs["cohort_id"])).id)

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
        return self._cohort(cohort_id)

    @extend_schema(request=shapes.CreateCohortSerializer, responses={201: shapes.CohortSerializer})
    def create(self, request: Request, **_: str) -> Response:
        """Define a cohort. It is calculated in the background; `is_calculating` and `count` tell how far it is.

        A static one may be filled at once: with `csv`, a file in a multipart form, or with `query`.
        """
        form = _as_text(parse(shapes.CreateCohortSerializer, request, ignored=IGNORED_FIELDS))
        if "csv" in form or "query" in form:
            form["is_static"] = True
        made = CohortsAPI.create_cohort(CreateCohort(**form), team_id=self.team_id, actor=self.actor)
        return Response(shapes.CohortSerializer(made).data, status=201)

    @extend_schema(request=shapes.ChangeCohortSerializer, responses=shapes.CohortSerializer)
    def partial_update(self, request: Request, cohort_id: int, **_: str) -> Response:
        """Rename a cohort, change its filters, delete it with `deleted: true`, or add people with `csv`."""
        form = _as_text(parse(shapes.ChangeCohortSerializer, request, partial=True, ignored=IGNORED_FIELDS))
        content = form.pop("csv", None)
        change = ChangeCohort(cohort_id=cohort_id, **form)
        CohortsAPI.change_cohort(change, team_id=self.team_id, actor=self.actor)
        if content is not None:
            CohortsAPI.upload_people(content, team_id=self.team_id, cohort_id=cohort_id, actor=self.actor)
        return self._cohort(cohort_id)

    @extend_schema(request=shapes.EstimateCohortSerializer, responses=shapes.CohortEstimateSerializer)
    @action(detail=False, methods=["post"])
    def estimate(self, request: Request, **_: str) -> Response:
        """How many people filters find now, without keeping anything."""
        form = _as_text(parse(shapes.EstimateCohortSerializer, request, ignored=()))
        return Response({"count": CohortsAPI.estimate_size(form["filters"], team_id=self.team_id)})

    @extend_schema(request=None, responses=shapes.CohortSerializer)
    @action(detail=True, methods=["post"])
    def recalculate(self, request: Request, cohort_id: int, **_: str) -> Response:
        """Calculate a cohort with filters as soon as a worker is free."""
        CohortsAPI.recalculate(team_id=self.team_id, cohort_id=cohort_id)
        return self._cohort(cohort_id)

    @extend_schema(parameters=[shapes.ListMembersSerializer], responses=shapes.CohortMemberSerializer(many=True))
    @action(detail=True)
    def persons(self, request: Request, cohort_id: int, **_: str) -> Response:
        """The people in a cohort, as last calculated."""
        search = parse_query(shapes.ListMembersSerializer, request).get("search", "")

        def fetch(limit: int, offset: int) -> Page[CohortMember]:
            return CohortsAPI.list_members(
                team_id=self.team_id, cohort_id=cohort_id, search=search, limit=limit, offset=offset
            )

        return paginate(request, fetch, shapes.CohortMemberSerializer)

    @extend_schema(request=shapes.UploadPeopleSerializer, responses=shapes.UploadReportSerializer)
    @action(detail=True, methods=["post"])
    def upload(self, request: Request, cohort_id: int, **_: str) -> Response:
        """Add the people of a CSV file to a static cohort: one distinct id, e-mail address or person id a row."""
        content = parse(shapes.UploadPeopleSerializer, request, ignored=())["csv"].read()
        report = CohortsAPI.upload_people(content, team_id=self.team_id, cohort_id=cohort_id, actor=self.actor)
        return Response(shapes.UploadReportSerializer(report).data)

    @extend_schema(request=shapes.AddPersonsSerializer, responses=shapes.UploadReportSerializer)
    @action(detail=True, methods=["patch"])
    def add_persons_to_static_cohort(self, request: Request, cohort_id: int, **_: str) -> Response:
        """Add people by person id, distinct id or e-mail address."""
        names = tuple(parse(shapes.AddPersonsSerializer, request, ignored=())["person_ids"])
        report = CohortsAPI.add_people(names, team_id=self.team_id, cohort_id=cohort_id, actor=self.actor)
        return Response(shapes.UploadReportSerializer(report).data)

    @extend_schema(request=shapes.RemovePersonSerializer, responses=shapes.RemovedPersonSerializer)
    @action(detail=True, methods=["patch"])
    def remove_person_from_static_cohort(self, request: Request, cohort_id: int, **_: str) -> Response:
        """Take a person out of a static cohort."""
        person = parse(shapes.RemovePersonSerializer, request, ignored=())["person_id"]
        removed = CohortsAPI.remove_person(person, team_id=self.team_id, cohort_id=cohort_id, actor=self.actor)
        return Response({"removed": removed})

    @extend_schema(request=None, responses={201: shapes.CohortSerializer})
    @action(detail=True, methods=["post"])
    def duplicate_as_static_cohort(self, request: Request, cohort_id: int, **_: str) -> Response:
        """A new static cohort with the people who are in this one now."""
        made = CohortsAPI.duplicate_as_static(team_id=self.team_id, cohort_id=cohort_id, actor=self.actor)
        return Response(shapes.CohortSerializer(made).data, status=201)

    @extend_schema(responses=shapes.CohortCalculationSerializer(many=True))
    @action(detail=True)
    def calculation_history(self, request: Request, cohort_id: int, **_: str) -> Response:
        """The calculations of a cohort, failed ones too, the newest first: its size over time."""
        return paginate(
            request,
            lambda limit, offset: CohortsAPI.list_calculations(
                team_id=self.team_id, cohort_id=cohort_id, limit=limit, offset=offset
            ),
            shapes.CohortCalculationSerializer,
        )

    @extend_schema(responses=shapes.CohortUserSerializer(many=True))
    @action(detail=True, pagination_class=None)
    def used_by(self, request: Request, cohort_id: int, **_: str) -> Response:
        """What asks for this cohort: cohorts, flags and their plans, the filter of test users, insights. All but insights
        and flags that are off keep it from deletion."""
        users = CohortsAPI.list_users(team_id=self.team_id, cohort_id=cohort_id)
        return Response(shapes.CohortUserSerializer(list(users), many=True).data)

    def _cohort(self, cohort_id: int) -> Response:
        cohort = CohortsAPI.get_cohort(team_id=self.team_id, cohort_id=cohort_id)
        return Response(shapes.CohortSerializer(cohort).data)


def _as_text(form: dict[str, Any]) -> dict[str, Any]:
    """JSON crosses the facade as its text, and a file as its content."""
    texts = {name: dumps(form[name]).decode() for name in ("filters", "query") if form.get(name) is not None}
    files = {"csv": form["csv"].read()} if form.get("csv") is not None else {}
    rest = {name: value for name, value in form.items() if name not in ("filters", "query", "csv")}
    return rest | texts | files
