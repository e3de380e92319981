"""Events, groups and definitions over HTTP: parse, call the facade, render, status."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common.pages import Page
from posthog.api.pagination import paginate
from posthog.api.parsing import parse, parse_query
from posthog.api.viewsets import TeamViewSet
from products.events.backend.facade import DefinitionsAPI, EventsAPI, GroupsAPI
from products.events.backend.facade.contracts import (
    DescribeEvent,
    DescribeProperty,
    ListEventDefinitions,
    ListEvents,
    ListPropertyDefinitions,
)
from products.events.backend.facade.enums import PropertyOwnerKind
from products.events.backend.presentation import serializers as shapes


class EventViewSet(TeamViewSet):
    scope_object = "query"
    lookup_field = "event_uuid"
    lookup_value_converter = "uuid"

    @extend_schema(parameters=[shapes.ListEventsSerializer], responses=shapes.EventSerializer(many=True))
    def list(self, request: Request, **_: str) -> Response:
        """Events, the newest first. For more than pages of events use the query endpoint."""
        form = parse_query(shapes.ListEventsSerializer, request)
        oldest_first = form.pop("orderBy", "").strip('[]"') == "timestamp"
        asked = ListEvents(**form, oldest_first=oldest_first)
        return paginate(
            request,
            lambda limit, offset: EventsAPI.list_events(asked, team_id=self.team_id, limit=limit, offset=offset),
            shapes.EventSerializer,
        )

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


class GroupTypeViewSet(TeamViewSet):
    scope_object = "group"
    pagination_class = None

    @extend_schema(responses=shapes.GroupTypeSerializer(many=True))
    def list(self, request: Request, **_: str) -> Response:
        """The kinds of groups the project uses, at most five."""
        return Response(
            shapes.GroupTypeSerializer(list(GroupsAPI.list_group_types(team_id=self.team_id)), many=True).data
        )


class GroupViewSet(TeamViewSet):
    scope_object = "group"

    @extend_schema(parameters=[shapes.ListGroupsSerializer], responses=shapes.GroupSerializer(many=True))
    def list(self, request: Request, **_: str) -> Response:
        """Groups of one kind, the newest first."""
        form = parse_query(shapes.ListGroupsSerializer, request)
        return paginate(
            request,
            lambda limit, offset: GroupsAPI.list_groups(team_id=self.team_id, limit=limit, offset=offset, **form),
            shapes.GroupSerializer,
        )

    @extend_schema(parameters=[shapes.FindGroupSerializer], responses=shapes.GroupSerializer, filters=False)
    @action(detail=False, pagination_class=None)
    def find(self, request: Request, **_: str) -> Response:
        """One group by its key."""
        group = GroupsAPI.get_group(team_id=self.team_id, **parse_query(shapes.FindGroupSerializer, request))
        return Response(shapes.GroupSerializer(group).data)


class EventDefinitionViewSet(TeamViewSet):
    scope_object = "event_definition"
    lookup_field = "definition_id"
    lookup_value_converter = "uuid"

    @extend_schema(
        parameters=[shapes.ListEventDefinitionsSerializer], responses=shapes.EventDefinitionSerializer(many=True)
    )
    def list(self, request: Request, **_: str) -> Response:
        """Event names."""
        form = parse_query(shapes.ListEventDefinitionsSerializer, request)
        asked = ListEventDefinitions(
            search=form.get("search", ""),
            kind=form["event_type"],
            order=form["ordering"],
            include_hidden=not form["exclude_hidden"],
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

    @extend_schema(request=shapes.DescribeEventSerializer, responses=shapes.EventDefinitionSerializer)
    def partial_update(self, request: Request, definition_id: UUID, **_: str) -> Response:
        """Describe an event name, verify it or hide it."""
        change = DescribeEvent(**_with_tuples(parse(shapes.DescribeEventSerializer, request, partial=True)))
        definition = DefinitionsAPI.describe_event(change, team_id=self.team_id, definition_id=definition_id)
        return Response(shapes.EventDefinitionSerializer(definition).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, definition_id: UUID, **_: str) -> Response:
        """Forget an event name until it is seen again. Its events stay."""
        DefinitionsAPI.delete_event_definition(team_id=self.team_id, definition_id=definition_id)
        return Response(status=204)


class PropertyDefinitionViewSet(TeamViewSet):
    scope_object = "property_definition"
    lookup_field = "definition_id"
    lookup_value_converter = "uuid"

    @extend_schema(
        parameters=[shapes.ListPropertyDefinitionsSerializer], responses=shapes.PropertyDefinitionSerializer(many=True)
    )
    def list(self, request: Request, **_: str) -> Response:
        """Property names of events, persons or groups."""
        form = parse_query(shapes.ListPropertyDefinitionsSerializer, request)
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
        definition = DefinitionsAPI.describe_property(change, team_id=self.team_id, definition_id=definition_id)
        return Response(shapes.PropertyDefinitionSerializer(definition).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, definition_id: UUID, **_: str) -> Response:
        """Forget a property name until it is seen again. Its values stay."""
        DefinitionsAPI.delete_property_definition(team_id=self.team_id, definition_id=definition_id)
        return Response(status=204)


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
