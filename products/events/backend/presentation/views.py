"""Events and definitions over HTTP: parse, call the facade, render, status."""

from itertools import chain
from typing import Any
from uuid import UUID

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common.pages import Page
from posthog.api.pagination import paginate
from posthog.api.parsing import parse, parse_list_query, parse_query
from posthog.api.viewsets import TeamViewSet
from products.events.backend.facade import DefinitionsAPI, EventsAPI
from products.events.backend.facade.contracts import (
    DescribeEvent,
    DescribeMany,
    DescribeProperty,
    Event,
    ListEventDefinitions,
    ListEvents,
    ListPropertyDefinitions,
)
from products.events.backend.facade.enums import PropertyOwnerKind
from products.events.backend.presentation import serializers as shapes
from products.events.backend.presentation.tables import as_csv


class EventViewSet(TeamViewSet):
    scope_object = "query"
    lookup_field = "event_uuid"
    lookup_value_converter = "uuid"

    @extend_schema(parameters=[shapes.ListEventsSerializer], responses=shapes.EventSerializer(many=True))
    def list(self, request: Request, **_: str) -> Response:
        """Events, the newest first. For more than pages of events use the query endpoint."""
        asked = _asked_events(request)
        return paginate(
            request,
            lambda limit, offset: EventsAPI.list_events(asked, team_id=self.team_id, limit=limit, offset=offset),
            shapes.EventSerializer,
        )

    @extend_schema(
        parameters=[shapes.ListEventsSerializer, shapes.ExportEventsSerializer],
        responses={(200, "text/csv"): OpenApiTypes.STR},
        filters=False,
    )
    @action(detail=False, pagination_class=None)
    def export(self, request: Request, **_: str) -> StreamingHttpResponse:
        """The list as CSV, with the properties as JSON: 3,500 events unless `limit` says otherwise, at most 100,000."""
        limit = parse_query(shapes.ExportEventsSerializer, request)["limit"]
        pages = EventsAPI.export_events(_asked_events(request), team_id=self.team_id, limit=limit)
        text = chain((as_csv([_CSV_HEADER]),), (as_csv(_csv_row(event) for event in page) for page in pages))
        response = StreamingHttpResponse(text, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="events.csv"'
        return response

    @extend_schema(responses=shapes.EventSerializer)
    def retrieve(self, request: Request, event_uuid: UUID, **_: str) -> Response:
        """One event."""
        event = EventsAPI.get_event(team_id=self.team_id, event_uuid=event_uuid)
        return Response(shapes.EventSerializer(event).data)

    @extend_schema(
        parameters=[shapes.EventValuesSerializer],
        responses=shapes.PropertyValueSerializer(many=True),
        operation_id="events_values_list",
        filters=False,
    )
    @action(detail=False, pagination_class=None)
    def values(self, request: Request, **_: str) -> Response:
        """Values of an event property seen in the last 30 days, the most frequent first."""
        form = parse_query(shapes.EventValuesSerializer, request)
        return Response([{"name": value} for value in EventsAPI.list_event_values(team_id=self.team_id, **form)])


_CSV_HEADER = ("uuid", "event", "timestamp", "distinct_id", "person_id", "properties", "elements_chain")


def _csv_row(event: Event) -> tuple[str, ...]:
    happened_at = event.timestamp.isoformat()
    ids = (event.distinct_id, str(event.person_id))
    return str(event.uuid), event.event, happened_at, *ids, event.properties, event.elements_chain


def _asked_events(request: Request) -> ListEvents:
    form = parse_list_query(shapes.ListEventsSerializer, request)
    order = form.pop("orderBy", "-timestamp").strip('[]"')
    return ListEvents(**_with_tuples(form), order=order)


class EventDefinitionViewSet(TeamViewSet):
    scope_object = "event_definition"
    lookup_field = "definition_id"
    lookup_value_converter = "uuid"

    @extend_schema(
        parameters=[shapes.ListEventDefinitionsSerializer], responses=shapes.EventDefinitionSerializer(many=True)
    )
    def list(self, request: Request, **_: str) -> Response:
        """Event names."""
        form = parse_list_query(shapes.ListEventDefinitionsSerializer, request)
        asked = ListEventDefinitions(
            search=form.get("search", ""),
            kind=form["event_type"],
            order=form["ordering"],
            include_hidden=not form["exclude_hidden"],
            tags=tuple(form["tags"]),
            verified=form["verified"],
        )
        return paginate(
            request,
            lambda limit, offset: DefinitionsAPI.list_event_definitions(
                asked, team_id=self.team_id, limit=limit, offset=offset
            ),
            shapes.EventDefinitionSerializer,
        )

    @extend_schema(responses=shapes.EventDefinitionSerializer)
    def retrieve(self, request: Request, definition_id: UUID, **_: str) -> Response:
        """One event name."""
        definition = DefinitionsAPI.get_event_definition(team_id=self.team_id, definition_id=definition_id)
        return Response(shapes.EventDefinitionSerializer(definition).data)

    @extend_schema(request=shapes.CreateEventSerializer, responses={201: shapes.EventDefinitionSerializer})
    def create(self, request: Request, **_: str) -> Response:
        """Announce an event before it is seen."""
        form = parse(shapes.CreateEventSerializer, request)
        name = form.pop("name")
        made = DefinitionsAPI.create_event_definition(
            name, DescribeEvent(**_event_form(form)), team_id=self.team_id, actor=self.actor
        )
        return Response(shapes.EventDefinitionSerializer(made).data, status=201)

    @extend_schema(request=shapes.ChangeEventSerializer, responses=shapes.EventDefinitionSerializer)
    def partial_update(self, request: Request, definition_id: UUID, **_: str) -> Response:
        """Describe an event name, verify it or hide it."""
        change = DescribeEvent(**_event_form(parse(shapes.ChangeEventSerializer, request, partial=True)))
        definition = DefinitionsAPI.describe_event(
            change, team_id=self.team_id, definition_id=definition_id, actor=self.actor
        )
        return Response(shapes.EventDefinitionSerializer(definition).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, definition_id: UUID, **_: str) -> Response:
        """Forget an event name until it is seen again. Its events stay."""
        DefinitionsAPI.delete_event_definition(team_id=self.team_id, definition_id=definition_id, actor=self.actor)
        return Response(status=204)

    @extend_schema(parameters=[shapes.EventNameSerializer], responses=shapes.EventDefinitionSerializer, filters=False)
    @action(detail=False, pagination_class=None)
    def by_name(self, request: Request, **_: str) -> Response:
        """The event of exactly this name."""
        name = parse_query(shapes.EventNameSerializer, request)["name"]
        definition = DefinitionsAPI.find_event_definition(name, team_id=self.team_id)
        return Response(shapes.EventDefinitionSerializer(definition).data)

    @extend_schema(responses=shapes.EventMetricsSerializer, filters=False)
    @action(detail=True, pagination_class=None)
    def metrics(self, request: Request, definition_id: UUID, **_: str) -> Response:
        """How often the event happened in the last 30 days."""
        days = DefinitionsAPI.get_event_volume(team_id=self.team_id, definition_id=definition_id)
        found = {"volume_30_day": sum(day.count for day in days), "days": days}
        return Response(shapes.EventMetricsSerializer(found).data)

    @extend_schema(request=shapes.BulkTagsSerializer, responses=shapes.ChangedSerializer, filters=False)
    @action(detail=False, methods=["post"], pagination_class=None)
    def bulk_update_tags(self, request: Request, **_: str) -> Response:
        """Add, remove or set the tags of several events, all or none."""
        change = _tags_of_many(parse(shapes.BulkTagsSerializer, request))
        count = DefinitionsAPI.describe_events(change, team_id=self.team_id, actor=self.actor)
        return Response({"changed": count})

    @extend_schema(request=shapes.BulkVerifySerializer, responses=shapes.ChangedSerializer, filters=False)
    @action(detail=False, methods=["post"], pagination_class=None)
    def bulk_verify(self, request: Request, **_: str) -> Response:
        """Verify several events, or take it back, all or none."""
        form = parse(shapes.BulkVerifySerializer, request)
        change = DescribeMany(ids=tuple(form["ids"]), verified=form["verified"])
        count = DefinitionsAPI.describe_events(change, team_id=self.team_id, actor=self.actor)
        return Response({"changed": count})


class PropertyDefinitionViewSet(TeamViewSet):
    scope_object = "property_definition"
    lookup_field = "definition_id"
    lookup_value_converter = "uuid"

    @extend_schema(
        parameters=[shapes.ListPropertyDefinitionsSerializer], responses=shapes.PropertyDefinitionSerializer(many=True)
    )
    def list(self, request: Request, **_: str) -> Response:
        """Property names of events, persons or groups."""
        form = parse_list_query(shapes.ListPropertyDefinitionsSerializer, request)
        asked = ListPropertyDefinitions(
            owner=PropertyOwnerKind[form["type"].upper()],
            group_type_index=form.get("group_type_index"),
            search=form.get("search", ""),
            names=tuple(name for name in form.get("properties", "").split(",") if name),
            excluded_names=tuple(form.get("excluded_properties", ())),
            event_names=tuple(form.get("event_names", ())),
            only_seen_on_events=form["filter_by_event_names"],
            is_numerical=form["is_numerical"],
            is_feature_flag=form["is_feature_flag"],
            exclude_core=form["exclude_core_properties"],
            include_hidden=not form["exclude_hidden"],
            tags=tuple(form["tags"]),
            verified=form["verified"],
        )
        return paginate(
            request,
            lambda limit, offset: DefinitionsAPI.list_property_definitions(
                asked, team_id=self.team_id, limit=limit, offset=offset
            ),
            shapes.PropertyDefinitionSerializer,
        )

    @extend_schema(responses=shapes.PropertyDefinitionSerializer)
    def retrieve(self, request: Request, definition_id: UUID, **_: str) -> Response:
        """One property name."""
        definition = DefinitionsAPI.get_property_definition(team_id=self.team_id, definition_id=definition_id)
        return Response(shapes.PropertyDefinitionSerializer(definition).data)

    @extend_schema(request=shapes.DescribePropertySerializer, responses=shapes.PropertyDefinitionSerializer)
    def partial_update(self, request: Request, definition_id: UUID, **_: str) -> Response:
        """Describe a property, or settle its type."""
        change = DescribeProperty(**_with_tuples(parse(shapes.DescribePropertySerializer, request, partial=True)))
        definition = DefinitionsAPI.describe_property(
            change, team_id=self.team_id, definition_id=definition_id, actor=self.actor
        )
        return Response(shapes.PropertyDefinitionSerializer(definition).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, definition_id: UUID, **_: str) -> Response:
        """Forget a property name until it is seen again. Its values stay."""
        DefinitionsAPI.delete_property_definition(team_id=self.team_id, definition_id=definition_id, actor=self.actor)
        return Response(status=204)

    @extend_schema(request=shapes.BulkTagsSerializer, responses=shapes.ChangedSerializer, filters=False)
    @action(detail=False, methods=["post"], pagination_class=None)
    def bulk_update_tags(self, request: Request, **_: str) -> Response:
        """Add, remove or set the tags of several properties, all or none."""
        change = _tags_of_many(parse(shapes.BulkTagsSerializer, request))
        count = DefinitionsAPI.describe_properties(change, team_id=self.team_id, actor=self.actor)
        return Response({"changed": count})

    @extend_schema(request=shapes.BulkVerifySerializer, responses=shapes.ChangedSerializer, filters=False)
    @action(detail=False, methods=["post"], pagination_class=None)
    def bulk_verify(self, request: Request, **_: str) -> Response:
        """Verify several properties, or take it back, all or none."""
        form = parse(shapes.BulkVerifySerializer, request)
        change = DescribeMany(ids=tuple(form["ids"]), verified=form["verified"])
        count = DefinitionsAPI.describe_properties(change, team_id=self.team_id, actor=self.actor)
        return Response({"changed": count})


class IngestionWarningViewSet(TeamViewSet):
    scope_object = "ingestion_warning"

    @extend_schema(responses=shapes.IngestionWarningsSerializer(many=True))
    def list(self, request: Request, **_: str) -> Response:
        """What ingestion refused, repaired or ignored in the last 30 days, by type."""
        found = EventsAPI.list_ingestion_warnings(team_id=self.team_id)
        return paginate(
            request,
            lambda limit, offset: Page(items=found[offset : offset + limit], total=len(found)),
            shapes.IngestionWarningsSerializer,
        )


def _with_tuples(form: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in form.items()}


def _event_form(form: dict[str, Any]) -> dict[str, Any]:
    if "owner" in form:
        form["owner_id"] = form.pop("owner") or 0
    return _with_tuples(form)


def _tags_of_many(form: dict[str, Any]) -> DescribeMany:
    ids, tags, how = tuple(form["ids"]), tuple(form["tags"]), form["action"]
    return DescribeMany(
        ids=ids,
        add_tags=tags if how == "add" else (),
        remove_tags=tags if how == "remove" else (),
        set_tags=tags if how == "set" else None,
    )
