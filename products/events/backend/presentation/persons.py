"""People over HTTP: parse, call the facade, render, status."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common.json import dumps, loads
from posthog.api.activity import ActivityMixin
from posthog.api.pagination import paginate
from posthog.api.parsing import parse, parse_list_query, parse_query
from products.events.backend.facade import PersonsAPI
from products.events.backend.facade.contracts import ListPersons, Person
from products.events.backend.presentation import person_serializers as shapes
from products.events.backend.presentation.erasures import ErasureSerializer
from products.events.backend.presentation.serializers import (
    PropertyHistorySerializer,
    PropertyValueSerializer,
    ValuesSerializer,
)
from products.events.backend.presentation.tables import as_csv

MAX_EXPORTED = 10_000


class PersonViewSet(ActivityMixin):
    """A person is found by uuid, or by any distinct id."""

    scope_object = "person"
    activity_scope = "Person"
    lookup_field = "person_id"
    lookup_value_converter = "str"

    def activity_item_id(self) -> str:
        return str(self._person().uuid)

    @extend_schema(parameters=[shapes.ListPersonsSerializer], responses=shapes.PersonSerializer(many=True))
    def list(self, request: Request, **_: str) -> Response:
        """The people of the project, the newest first."""
        asked = ListPersons(**parse_list_query(shapes.ListPersonsSerializer, request))
        return paginate(
            request,
            lambda limit, offset: PersonsAPI.list_persons(asked, team_id=self.team_id, limit=limit, offset=offset),
            shapes.PersonSerializer,
        )

    @extend_schema(responses=shapes.PersonSerializer)
    def retrieve(self, request: Request, person_id: str, **_: str) -> Response:
        """One person, by uuid or any distinct id."""
        return Response(shapes.PersonSerializer(self._person()).data)

    @extend_schema(request=shapes.ChangePersonSerializer, responses=shapes.PersonSerializer)
    def partial_update(self, request: Request, person_id: str, **_: str) -> Response:
        """Set properties of a person. Those not named stay as they are."""
        form = parse(shapes.ChangePersonSerializer, request)
        return self._set(form["properties"])

    @extend_schema(request=shapes.UpdatePropertySerializer, responses=shapes.PersonSerializer)
    @action(detail=True, methods=["post"])
    def update_property(self, request: Request, person_id: str, **_: str) -> Response:
        """Set one property of a person."""
        form = parse(shapes.UpdatePropertySerializer, request)
        return self._set({form["key"]: form["value"]})

    @extend_schema(request=shapes.DeletePropertySerializer, responses=shapes.PersonSerializer)
    @action(detail=True, methods=["post"])
    def delete_property(self, request: Request, person_id: str, **_: str) -> Response:
        """Remove one property of a person."""
        name = parse(shapes.DeletePropertySerializer, request)["$unset"]
        changed = PersonsAPI.unset_property(
            name, team_id=self.team_id, person_uuid=self._person().uuid, actor=self.actor
        )
        return Response(shapes.PersonSerializer(changed).data)

    @extend_schema(parameters=[shapes.DeletePersonSerializer], responses={202: ErasureSerializer})
    def destroy(self, request: Request, person_id: str, **_: str) -> Response:
        """Delete a person and, if asked, their events. Answers the receipt, which tells how far it has come."""
        form = parse_query(shapes.DeletePersonSerializer, request)
        receipt = PersonsAPI.delete_person(
            team_id=self.team_id,
            person_uuid=self._person().uuid,
            delete_events=form["delete_events"],
            actor=self.actor,
        )
        return Response(ErasureSerializer(receipt).data, status=202)

    @extend_schema(request=shapes.BulkDeleteSerializer, responses={202: ErasureSerializer(many=True)}, filters=False)
    @action(detail=False, methods=["post"], pagination_class=None)
    def bulk_delete(self, request: Request, **_: str) -> Response:
        """Delete up to 2,000 people, all or none. Those who do not exist are passed over."""
        form = parse(shapes.BulkDeleteSerializer, request)
        receipts = PersonsAPI.delete_people(
            team_id=self.team_id,
            person_uuids=(*form["ids"], *PersonsAPI.find_uuids(tuple(form["distinct_ids"]), team_id=self.team_id)),
            delete_events=form["delete_events"],
            actor=self.actor,
        )
        return Response([ErasureSerializer(receipt).data for receipt in receipts], status=202)

    @extend_schema(request=shapes.SplitPersonSerializer, responses=shapes.PersonSerializer)
    @action(detail=True, methods=["post"])
    def split(self, request: Request, person_id: str, **_: str) -> Response:
        """Make every id but one a person of its own, for people who were merged by mistake."""
        form = parse(shapes.SplitPersonSerializer, request)
        kept = PersonsAPI.split_person(
            team_id=self.team_id,
            person_uuid=self._person().uuid,
            main_distinct_id=form.get("main_distinct_id") or "",
            actor=self.actor,
        )
        return Response(shapes.PersonSerializer(kept).data)

    @extend_schema(responses=shapes.PersonHistorySerializer, filters=False)
    @action(detail=True, pagination_class=None)
    def history(self, request: Request, person_id: str, **_: str) -> Response:
        """How the person came by their ids: when each was added, and who was merged."""
        found = PersonsAPI.get_person_history(team_id=self.team_id, person_uuid=self._person().uuid)
        return Response(shapes.PersonHistorySerializer(found).data)

    @extend_schema(
        parameters=[PropertyHistorySerializer],
        responses=shapes.PropertyChangeSerializer(many=True),
        filters=False,
    )
    @action(detail=True, pagination_class=None)
    def property_history(self, request: Request, person_id: str, **_: str) -> Response:
        """What events changed about the person's properties, the newest first."""
        form = parse_query(PropertyHistorySerializer, request)
        found = PersonsAPI.list_property_changes(
            team_id=self.team_id,
            person_uuid=self._person().uuid,
            name=form.get("property", ""),
            limit=form["limit"],
        )
        return Response([shapes.PropertyChangeSerializer(change).data for change in found])

    @extend_schema(responses=shapes.NameCountSerializer(many=True), filters=False)
    @action(detail=False, pagination_class=None)
    def properties(self, request: Request, **_: str) -> Response:
        """Names of properties with how many people have them, over the newest 10,000 people."""
        found = PersonsAPI.count_person_properties(team_id=self.team_id)
        return Response([shapes.NameCountSerializer(each).data for each in found])

    @extend_schema(
        parameters=[ValuesSerializer],
        responses=PropertyValueSerializer(many=True),
        operation_id="persons_values_list",
        filters=False,
    )
    @action(detail=False, pagination_class=None)
    def values(self, request: Request, **_: str) -> Response:
        """Values of a person property, the most frequent first."""
        form = parse_query(ValuesSerializer, request)
        found = PersonsAPI.list_person_values(team_id=self.team_id, key=form["key"], value=form.get("value", ""))
        return Response([{"name": value} for value in found])

    @extend_schema(
        parameters=[shapes.ListPersonsSerializer],
        responses={(200, "text/csv"): OpenApiTypes.STR},
        filters=False,
    )
    @action(detail=False, pagination_class=None)
    def export(self, request: Request, **_: str) -> HttpResponse:
        """The list as CSV, a column for each property; at most 10,000 people, the newest."""
        asked = ListPersons(**parse_list_query(shapes.ListPersonsSerializer, request))
        page = PersonsAPI.list_persons(asked, team_id=self.team_id, limit=MAX_EXPORTED, offset=0)
        response = HttpResponse(_as_csv(page.items), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="persons.csv"'
        return response

    def _person(self) -> Person:
        return PersonsAPI.find_person(team_id=self.team_id, person_id=self.kwargs["person_id"])

    def _set(self, properties: dict[str, Any]) -> Response:
        changed = PersonsAPI.set_properties(
            dumps(properties).decode(), team_id=self.team_id, person_uuid=self._person().uuid, actor=self.actor
        )
        return Response(shapes.PersonSerializer(changed).data)


def _as_csv(people: tuple[Person, ...]) -> str:
    profiles = [loads(person.properties) for person in people]
    names = sorted({name for profile in profiles for name in profile})
    header = ("id", "name", "distinct_ids", "created_at", *(f"properties.{name}" for name in names))
    rows = (
        (
            str(person.uuid),
            person.name,
            " ".join(person.distinct_ids),
            person.created_at.isoformat(),
            *(profile.get(name) for name in names),
        )
        for person, profile in zip(people, profiles, strict=True)
    )
    return as_csv((header, *rows))
