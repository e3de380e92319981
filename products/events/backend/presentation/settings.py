"""What a project says about its events, over HTTP."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from posthog.api.parsing import parse
from posthog.api.viewsets import TeamViewSet
from products.events.backend.facade import EventsSettingsAPI
from products.events.backend.facade.contracts import ChangeEventsSettings


class EventsSettingsSerializer(serializers.Serializer[Any]):
    cookieless_enabled = serializers.BooleanField(
        help_text="Store events of visitors without cookies, under ids that change daily; otherwise they are refused."
    )
    retention_days = serializers.IntegerField(
        allow_null=True, help_text="Events older than this are deleted, for good; null keeps all."
    )


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
        change = ChangeEventsSettings(
            cookieless_enabled=form.get("cookieless_enabled"),
            retention_days=form.get("retention_days"),
            sets_retention="retention_days" in form,
        )
        changed = EventsSettingsAPI.change_settings(change, team_id=self.team_id, actor=self.actor)
        return Response(EventsSettingsSerializer(changed).data)
