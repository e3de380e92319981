"""What a project says about its events, over HTTP."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from posthog.api.pagination import paginate
from posthog.api.parsing import parse, parse_query
from posthog.api.viewsets import TeamViewSet
from products.events.backend.facade import EventsSettingsAPI
from products.events.backend.facade.contracts import ChangeEventsSettings, RetentionRun


class EventsSettingsSerializer(serializers.Serializer[Any]):
    cookieless_enabled = serializers.BooleanField(
        help_text="Store events of visitors without cookies, under ids that change daily; otherwise they are refused."
    )
    retention_days = serializers.IntegerField(
        allow_null=True, help_text="Events older than this are deleted, for good; null keeps all."
    )
    drop_events_older_than_hours = serializers.IntegerField(
        allow_null=True, help_text="Events older than this when they arrive are not stored; null takes every age."
    )
    person_processing_opt_out = serializers.BooleanField(
        help_text="Store events without making or changing people; those about nothing else are refused."
    )


class MonthRowsSerializer(serializers.Serializer[Any]):
    month = serializers.IntegerField(help_text="202601 for January 2026.")
    rows = serializers.IntegerField()


class RetentionRunSerializer(serializers.Serializer[RetentionRun]):
    id = serializers.UUIDField()
    retention_days = serializers.IntegerField()
    cutoff = serializers.DateTimeField(help_text="Events before this moment were deleted.")
    rows = serializers.IntegerField()
    months = MonthRowsSerializer(many=True)
    dropped_months = serializers.ListField(child=serializers.IntegerField(), help_text="Months that went as a whole.")
    started_at = serializers.DateTimeField()
    completed_at = serializers.DateTimeField(allow_null=True)


class RetentionDaysSerializer(serializers.Serializer[Any]):
    days = serializers.IntegerField(min_value=1, max_value=4000)


class RetentionViewSet(TeamViewSet):
    """What retention has deleted, and what it would."""

    scope_object = "project"

    @extend_schema(responses=RetentionRunSerializer(many=True))
    def list(self, request: Request, **_: str) -> Response:
        """Receipts of deletions of outdated events, the newest first."""
        return paginate(
            request,
            lambda limit, offset: EventsSettingsAPI.list_retention_runs(
                team_id=self.team_id, limit=limit, offset=offset
            ),
            RetentionRunSerializer,
        )

    @extend_schema(
        parameters=[RetentionDaysSerializer],
        responses=MonthRowsSerializer(many=True),
        operation_id="retention_preview_list",
        filters=False,
    )
    @action(detail=False, pagination_class=None)
    def preview(self, request: Request, **_: str) -> Response:
        """How many events of which months a retention of so many days would delete now. Deletes nothing."""
        days = parse_query(RetentionDaysSerializer, request)["days"]
        found = EventsSettingsAPI.preview_retention(team_id=self.team_id, days=days)
        return Response(MonthRowsSerializer(found, many=True).data)


class EventsSettingsViewSet(TeamViewSet):
    scope_object = "project"
    pagination_class = None

    @extend_schema(responses=EventsSettingsSerializer)
    @action(detail=False)
    def current(self, request: Request, **_: str) -> Response:
        """The settings of the project's events."""
        return Response(EventsSettingsSerializer(EventsSettingsAPI.get_settings(team_id=self.team_id)).data)

    @extend_schema(request=EventsSettingsSerializer, responses=EventsSettingsSerializer)
    @current.mapping.patch
    def change(self, request: Request, **_: str) -> Response:
        """Change the settings that are given."""
        form = parse(EventsSettingsSerializer, request, partial=True)
        cleared = frozenset(name for name, value in form.items() if value is None)
        change = ChangeEventsSettings(**form, cleared=cleared)
        changed = EventsSettingsAPI.change_settings(change, team_id=self.team_id, actor=self.actor)
        return Response(EventsSettingsSerializer(changed).data)
