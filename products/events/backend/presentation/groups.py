"""Groups and their kinds over HTTP: parse, call the facade, render, status."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common.json import dumps
from posthog.api.activity import ActivityPagination, ActivitySerializer, ListActivitySerializer, activity_response
from posthog.api.pagination import paginate
from posthog.api.parsing import parse, parse_list_query, parse_query
from posthog.api.viewsets import TeamViewSet
from products.events.backend.facade import DefinitionsAPI, GroupsAPI
from products.events.backend.facade.contracts import DescribeGroupType, GroupType, ListPropertyDefinitions
from products.events.backend.facade.enums import PropertyOwnerKind
from products.events.backend.presentation import serializers as shapes
from products.events.backend.presentation.erasures import GroupErasureSerializer
from products.events.backend.wire.identifiers import group_item_id

MAX_NAMES = 1000


class GroupTypeViewSet(TeamViewSet):
    """Kinds come with events. There is no DELETE: the column of a kind keeps the keys it holds, so it is never given
    to another kind; rename it instead."""

    scope_object = "group"
    pagination_class = None

    @extend_schema(responses=shapes.GroupTypeSerializer(many=True))
    def list(self, request: Request, **_: str) -> Response:
        """The kinds of groups the project uses, at most five."""
        return _group_types(GroupsAPI.list_group_types(team_id=self.team_id))

    @extend_schema(
        request=shapes.DescribeGroupTypeSerializer(many=True), responses=shapes.GroupTypeSerializer(many=True)
    )
    @action(detail=False, methods=["patch"])
    def update_metadata(self, request: Request, **_: str) -> Response:
        """Say what kinds of groups are called: a list, all or none."""
        form = shapes.DescribeGroupTypeSerializer(data=request.data, many=True)
        form.is_valid(raise_exception=True)
        changes = tuple(DescribeGroupType(**each) for each in form.validated_data)
        return _group_types(GroupsAPI.describe_group_types(changes, team_id=self.team_id, actor=self.actor))

    @extend_schema(request=shapes.DefaultColumnsSerializer, responses=shapes.GroupTypeSerializer(many=True))
    @action(detail=False, methods=["put"])
    def set_default_columns(self, request: Request, **_: str) -> Response:
        """Say which columns the list of one kind of groups shows."""
        form = parse(shapes.DefaultColumnsSerializer, request)
        change = DescribeGroupType(
            group_type_index=form["group_type_index"], default_columns=tuple(form["default_columns"])
        )
        return _group_types(GroupsAPI.describe_group_types((change,), team_id=self.team_id, actor=self.actor))


class GroupViewSet(TeamViewSet):
    scope_object = "group"

    @extend_schema(parameters=[shapes.ListGroupsSerializer], responses=shapes.GroupSerializer(many=True))
    def list(self, request: Request, **_: str) -> Response:
        """Groups of one kind, the newest first."""
        form = parse_list_query(shapes.ListGroupsSerializer, request)
        return paginate(
            request,
            lambda limit, offset: GroupsAPI.list_groups(team_id=self.team_id, limit=limit, offset=offset, **form),
            shapes.GroupSerializer,
        )

    @extend_schema(request=shapes.CreateGroupSerializer, responses={201: shapes.GroupSerializer})
    def create(self, request: Request, **_: str) -> Response:
        """Make a group before it is seen in events."""
        form = parse(shapes.CreateGroupSerializer, request)
        properties = dumps(form.pop("group_properties")).decode()
        group = GroupsAPI.create_group(team_id=self.team_id, properties=properties, actor=self.actor, **form)
        return Response(shapes.GroupSerializer(group).data, status=201)

    @extend_schema(parameters=[shapes.FindGroupSerializer], responses=shapes.GroupSerializer, filters=False)
    @action(detail=False, pagination_class=None)
    def find(self, request: Request, **_: str) -> Response:
        """One group by its key."""
        group = GroupsAPI.get_group(team_id=self.team_id, **parse_query(shapes.FindGroupSerializer, request))
        return Response(shapes.GroupSerializer(group).data)

    @extend_schema(request=None, parameters=[shapes.FindGroupSerializer], responses={202: GroupErasureSerializer})
    @find.mapping.delete
    def delete_found(self, request: Request, **_: str) -> Response:
        """Delete a group: its properties, and those in its history that were changed by hand. Answers a receipt.

        Events keep the key of the group and, in `$groupidentify`, what they said about it. A group that is described
        again begins anew.
        """
        which = parse_query(shapes.FindGroupSerializer, request)
        receipt = GroupsAPI.delete_group(team_id=self.team_id, actor=self.actor, **which)
        return Response(GroupErasureSerializer(receipt).data, status=202)

    @extend_schema(
        parameters=[shapes.GroupPropertyHistorySerializer],
        responses=shapes.GroupPropertyChangeSerializer(many=True),
        filters=False,
    )
    @action(detail=False, pagination_class=None)
    def property_history(self, request: Request, **_: str) -> Response:
        """What events and people changed about a group's properties, the newest first."""
        form = parse_query(shapes.GroupPropertyHistorySerializer, request)
        found = GroupsAPI.list_property_changes(
            team_id=self.team_id,
            group_type_index=form["group_type_index"],
            group_key=form["group_key"],
            name=form.get("property", ""),
            limit=form["limit"],
        )
        return Response([shapes.GroupPropertyChangeSerializer(change).data for change in found])

    @extend_schema(
        operation_id="groups_activity_list",
        parameters=[shapes.FindGroupActivitySerializer, ListActivitySerializer],
        responses=ActivitySerializer(many=True),
    )
    @action(detail=False, pagination_class=ActivityPagination)
    def activity(self, request: Request, **_: str) -> Response:
        """Who changed, made or deleted a group by hand, the newest first; without a key, any group. Deleted ones, too."""
        form = parse_query(shapes.FindGroupActivitySerializer, request)
        item_id = group_item_id(**form) if form else None
        return activity_response(request, team_id=self.team_id, scope="Group", item_id=item_id)

    @extend_schema(
        parameters=[shapes.FindGroupSerializer],
        request=shapes.UpdateGroupPropertySerializer,
        responses=shapes.GroupSerializer,
        filters=False,
    )
    @action(detail=False, methods=["post"], pagination_class=None)
    def update_property(self, request: Request, **_: str) -> Response:
        """Set one property of the group that the address names."""
        which = parse_query(shapes.FindGroupSerializer, request)
        form = parse(shapes.UpdateGroupPropertySerializer, request)
        group = GroupsAPI.set_group_properties(
            dumps({form["key"]: form["value"]}).decode(), team_id=self.team_id, actor=self.actor, **which
        )
        return Response(shapes.GroupSerializer(group).data)

    @extend_schema(
        parameters=[shapes.FindGroupSerializer],
        request=shapes.DeleteGroupPropertySerializer,
        responses=shapes.GroupSerializer,
        filters=False,
    )
    @action(detail=False, methods=["post"], pagination_class=None)
    def delete_property(self, request: Request, **_: str) -> Response:
        """Remove one property of the group that the address names."""
        which = parse_query(shapes.FindGroupSerializer, request)
        name = parse(shapes.DeleteGroupPropertySerializer, request)["$unset"]
        group = GroupsAPI.unset_group_property(name, team_id=self.team_id, actor=self.actor, **which)
        return Response(shapes.GroupSerializer(group).data)

    @extend_schema(parameters=[shapes.RelatedQuerySerializer], responses=shapes.RelatedSerializer, filters=False)
    @action(detail=False, pagination_class=None)
    def related(self, request: Request, **_: str) -> Response:
        """Who and what occurs in the same events, within 90 days."""
        form = parse_query(shapes.RelatedQuerySerializer, request)
        found = GroupsAPI.list_related(
            team_id=self.team_id, group_type_index=form.get("group_type_index"), key=form["id"]
        )
        return Response(shapes.RelatedSerializer(found).data)

    @extend_schema(responses={200: dict[str, Any]}, filters=False)
    @action(detail=False, pagination_class=None)
    def property_definitions(self, request: Request, **_: str) -> Response:
        """Names of the properties of groups, by index of their kind."""
        return Response(
            {
                str(kind.group_type_index): [{"name": name} for name in self._names(kind.group_type_index)]
                for kind in GroupsAPI.list_group_types(team_id=self.team_id)
            }
        )

    @extend_schema(
        parameters=[shapes.GroupValuesSerializer],
        responses=shapes.PropertyValueSerializer(many=True),
        filters=False,
    )
    @action(detail=False, pagination_class=None)
    def property_values(self, request: Request, **_: str) -> Response:
        """Values of a group property, the most frequent first."""
        form = parse_query(shapes.GroupValuesSerializer, request)
        return Response([{"name": value} for value in GroupsAPI.list_group_values(team_id=self.team_id, **form)])

    def _names(self, group_type_index: int) -> tuple[str, ...]:
        asked = ListPropertyDefinitions(owner=PropertyOwnerKind.GROUP, group_type_index=group_type_index)
        page = DefinitionsAPI.list_property_definitions(asked, team_id=self.team_id, limit=MAX_NAMES, offset=0)
        return tuple(definition.name for definition in page.items)


def _group_types(found: tuple[GroupType, ...]) -> Response:
    return Response([shapes.GroupTypeSerializer(kind).data for kind in found])
