"""The activity log over HTTP: of a whole project, and as two actions that any viewset can inherit."""

import re
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common.json import loads
from common.pages import Page
from posthog.activity import ActivityEntry, Change, ChangeAction, list_activity
from posthog.api.pagination import Pagination
from posthog.api.parsing import parse_query
from posthog.api.viewsets import TeamViewSet


class ActivityUserSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    distinct_id = serializers.CharField()
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    email = serializers.CharField()


class ChangeSerializer(serializers.Serializer[Any]):
    type = serializers.CharField(help_text="The kind of thing, such as FeatureFlag.")
    action = serializers.ChoiceField(choices=[action.value for action in ChangeAction])
    field = serializers.CharField()
    before = serializers.JSONField(allow_null=True, help_text="The value until then; null when there was none.")
    after = serializers.JSONField(allow_null=True, help_text="The value since then; null when there is none.")


class TriggerSerializer(serializers.Serializer[Any]):
    job_type = serializers.CharField(help_text="What made the system act, such as scheduled_change.")
    job_id = serializers.CharField()


class ActivityDetailSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(allow_blank=True, help_text="What the thing was called when it happened.")
    short_id = serializers.CharField(allow_null=True)
    type = serializers.CharField(allow_null=True)
    trigger = TriggerSerializer(allow_null=True)
    merge = serializers.JSONField(allow_null=True)
    changes = ChangeSerializer(many=True)


class ActivitySerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    team_id = serializers.IntegerField()
    organization_id = serializers.UUIDField()
    user = ActivityUserSerializer(allow_null=True, help_text="Null for the system and for deleted accounts.")
    is_system = serializers.BooleanField(help_text="True for what happened by a schedule or a command.")
    was_impersonated = serializers.BooleanField()
    api_key_id = serializers.CharField(allow_null=True, help_text="The personal API key that was used, if it was one.")
    activity = serializers.CharField(help_text="What happened, such as created, updated, deleted or restored.")
    item_id = serializers.CharField()
    scope = serializers.CharField(help_text="The kind of thing, such as FeatureFlag.")
    detail = ActivityDetailSerializer()
    created_at = serializers.DateTimeField()

    def to_representation(self, instance: ActivityEntry) -> dict[str, Any]:
        return dict(super().to_representation(_as_wire(instance)))


class ListActivitySerializer(serializers.Serializer[Any]):
    """`page` counts from 1 in steps of `limit`, as PostHog's activity lists do; `offset` works as everywhere else."""

    search = serializers.CharField(
        required=False,
        max_length=400,
        default="",
        help_text="Words, each a part of the name, of who did it, of what happened, or of a value before or after.",
    )
    page = serializers.IntegerField(required=False, min_value=1, max_value=10**6)


class ListProjectActivitySerializer(ListActivitySerializer):
    scope = serializers.CharField(required=False, max_length=80, help_text="The kind of thing, such as FeatureFlag.")
    item_id = serializers.CharField(required=False, max_length=80)
    user = serializers.IntegerField(required=False, min_value=1, max_value=2**31 - 1, help_text="Who did it, by id.")


class ActivityPagination(Pagination):
    """Pages by `page` as well as by `offset`, and repeats the count under the name that PostHog gives it here."""

    def get_offset(self, request: Request) -> int:
        page = request.query_params.get("page", "")
        if page.isdecimal() and "offset" not in request.query_params:
            return (int(page) - 1) * (self.get_limit(request) or self.default_limit)
        return int(super().get_offset(request))

    def get_paginated_response(self, data: Any) -> Response:
        response = super().get_paginated_response(data)
        response.data["total_count"] = self.count
        return response

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        document = super().get_paginated_response_schema(schema)
        document["properties"]["total_count"] = {"type": "integer", "description": "The same as `count`."}
        return dict(document)


def activity_response(
    request: Request, *, team_id: int, scope: str | None = None, item_id: str | None = None, user_id: int | None = None
) -> Response:
    """One page of the log, as the request's `search`, `page`, `limit` and `offset` say."""
    form = parse_query(ListActivitySerializer, request)

    def fetch(limit: int, offset: int) -> Page[ActivityEntry]:
        return list_activity(
            team_id=team_id,
            scope=scope,
            item_id=item_id,
            user_id=user_id,
            search=form["search"],
            limit=limit,
            offset=offset,
        )

    return ActivityPagination().respond(request, fetch, ActivitySerializer)


class ActivityLogViewSet(TeamViewSet):
    scope_object = "activity_log"
    pagination_class = ActivityPagination

    @extend_schema(parameters=[ListProjectActivitySerializer], responses=ActivitySerializer(many=True))
    def list(self, request: Request, **_: str) -> Response:
        """Who changed what in the project, the newest first."""
        form = parse_query(ListProjectActivitySerializer, request)
        return activity_response(
            request,
            team_id=self.team_id,
            scope=form.get("scope"),
            item_id=form.get("item_id"),
            user_id=form.get("user"),
        )


class ActivityMixin(TeamViewSet):
    """Adds `activity/` and `:id/activity/` to a viewset, which says how its things are called in the log.

    Inherit from it instead of TeamViewSet. `activity_item_id` must raise the product's *not found* for an id that the
    team does not have: the log itself knows no other team's lines, but the answer should say which it is.
    """

    activity_scope: ClassVar[str]

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "activity_scope" in cls.__dict__:
            # Both actions end in `activity`, of which the OpenAPI document would make one name.
            name = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.activity_scope).lower()
            extend_schema_view(all_activity=extend_schema(operation_id=f"{name}s_all_activity_list"))(cls)

    def activity_item_id(self) -> str:
        """The id of the thing in the address, as the log has it; checks that the thing is the team's."""
        raise NotImplementedError

    @extend_schema(parameters=[ListActivitySerializer], responses=ActivitySerializer(many=True))
    @action(detail=False, methods=["get"], url_path="activity", pagination_class=ActivityPagination)
    def all_activity(self, request: Request, **_: Any) -> Response:
        """What was changed in all of these, the newest first."""
        return activity_response(request, team_id=self.team_id, scope=self.activity_scope)

    @extend_schema(parameters=[ListActivitySerializer], responses=ActivitySerializer(many=True))
    @action(detail=True, methods=["get"], pagination_class=ActivityPagination)
    def activity(self, request: Request, **_: Any) -> Response:
        """What was changed in this one, the newest first."""
        return activity_response(
            request, team_id=self.team_id, scope=self.activity_scope, item_id=self.activity_item_id()
        )


def _as_wire(entry: ActivityEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "team_id": entry.team_id,
        "organization_id": entry.organization_id,
        "user": entry.user,
        "is_system": entry.is_system,
        # Nobody can act as somebody else here; the field is part of the shape clients know.
        "was_impersonated": False,
        "api_key_id": entry.key_id or None,
        "activity": entry.activity,
        "item_id": entry.item_id,
        "scope": entry.scope,
        "detail": {
            "name": entry.name,
            "short_id": None,
            "type": None,
            "trigger": entry.trigger,
            "merge": None,
            "changes": [_change_as_wire(entry.scope, change) for change in entry.changes],
        },
        "created_at": entry.created_at,
    }


def _change_as_wire(scope: str, change: Change) -> dict[str, Any]:
    return {
        "type": scope,
        "action": change.action.value,
        "field": change.field,
        "before": None if change.before is None else loads(change.before),
        "after": None if change.after is None else loads(change.after),
    }
