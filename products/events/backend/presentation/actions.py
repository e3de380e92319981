"""Actions over HTTP: parse, call the facade, render, status."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from posthog.api.pagination import paginate
from posthog.api.parsing import parse, parse_list_query
from posthog.api.viewsets import TeamViewSet
from products.events.backend.facade import ActionsAPI
from products.events.backend.facade.contracts import ChangeAction, CreateAction
from products.events.backend.presentation import action_serializers as shapes
from products.events.backend.presentation.serializers import EventSerializer


class ActionViewSet(TeamViewSet):
    """There is no DELETE: an action is deleted with `deleted: true`, and restored with false."""

    scope_object = "action"
    read_actions = ("preview",)
    lookup_field = "action_id"
    lookup_value_converter = "int"

    @extend_schema(parameters=[shapes.ListActionsSerializer], responses=shapes.ActionSerializer(many=True))
    def list(self, request: Request, **_: str) -> Response:
        """Actions, pinned ones first, then by name."""
        search = parse_list_query(shapes.ListActionsSerializer, request).get("search", "")
        return paginate(
            request,
            lambda limit, offset: ActionsAPI.list_actions(
                team_id=self.team_id, search=search, limit=limit, offset=offset
            ),
            shapes.ActionSerializer,
        )

    @extend_schema(responses=shapes.ActionSerializer)
    def retrieve(self, request: Request, action_id: int, **_: str) -> Response:
        """One action, deleted or not."""
        return Response(shapes.ActionSerializer(ActionsAPI.get_action(team_id=self.team_id, action_id=action_id)).data)

    @extend_schema(request=shapes.ActionFormSerializer, responses={201: shapes.ActionSerializer})
    def create(self, request: Request, **_: str) -> Response:
        """Give a name to what events mean."""
        new = CreateAction(**_values(parse(shapes.ActionFormSerializer, request)))
        made = ActionsAPI.create_action(new, team_id=self.team_id, actor=self.actor)
        return Response(shapes.ActionSerializer(made).data, status=201)

    @extend_schema(request=shapes.ChangeActionSerializer, responses=shapes.ActionSerializer)
    def partial_update(self, request: Request, action_id: int, **_: str) -> Response:
        """Change an action, delete it with `deleted: true`, or restore it."""
        form = _values(parse(shapes.ChangeActionSerializer, request, partial=True))
        change = ChangeAction(**form, unpin="pinned_at" in form and form["pinned_at"] is None)
        changed = ActionsAPI.change_action(change, team_id=self.team_id, action_id=action_id, actor=self.actor)
        return Response(shapes.ActionSerializer(changed).data)

    @extend_schema(request=shapes.PreviewActionSerializer, responses=EventSerializer(many=True), filters=False)
    @action(detail=False, methods=["post"], pagination_class=None)
    def preview(self, request: Request, **_: str) -> Response:
        """The newest events that these steps match, whether saved or not."""
        form = parse(shapes.PreviewActionSerializer, request)
        found = ActionsAPI.preview_matches(tuple(form["steps"]), team_id=self.team_id, limit=form["limit"])
        return Response([EventSerializer(event).data for event in found])

    @extend_schema(responses=shapes.ReferenceSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def references(self, request: Request, action_id: int, **_: str) -> Response:
        """What uses the action, at most 50 of each kind: insights, cohorts, …"""
        found = ActionsAPI.list_action_references(team_id=self.team_id, action_id=action_id)
        return Response(shapes.ReferenceSerializer(list(found), many=True).data)


def _values(form: dict[str, Any]) -> dict[str, Any]:
    form.pop("post_to_slack", None)
    return {name: tuple(value) if isinstance(value, list) else value for name, value in form.items()}
