"""What a project does about misuse of its token, over HTTP: one thing a project, always there."""

import re
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from posthog.api.parsing import parse
from posthog.api.viewsets import TeamViewSet
from products.events.backend.facade import ProtectionAPI
from products.events.backend.facade.contracts import CaptureProtection, ChangeProtection, IdentitySecret
from products.events.backend.facade.enums import BotFilter

MAX_CAP = 10_000_000
MAX_ORIGINS = 100
_ORIGIN = re.compile(r"https?://(?:\*\.)?(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(?::\d{1,5})?", re.ASCII)


class OriginField(serializers.CharField):
    """`https://shop.example.com`, or `https://*.example.com` for what is below it; kept in lower case."""

    default_error_messages = {
        "origin": "'{origin}' is no origin; write it as https://shop.example.com or https://*.example.com, without a path."
    }

    def to_internal_value(self, data: Any) -> str:
        origin = super().to_internal_value(data).strip().lower()
        if not _ORIGIN.fullmatch(origin):
            self.fail("origin", origin=origin)
        return origin


class CaptureProtectionSerializer(serializers.Serializer[CaptureProtection]):
    person_events_per_minute = serializers.IntegerField(
        allow_null=True, min_value=1, max_value=MAX_CAP, help_text="Of one distinct id; null is no limit."
    )
    project_events_per_minute = serializers.IntegerField(
        allow_null=True, min_value=1, max_value=MAX_CAP, help_text="Of the whole project; null is no limit."
    )
    allowed_origins = serializers.ListField(
        child=OriginField(max_length=300), max_length=MAX_ORIGINS, help_text="Empty: pages of every origin may send."
    )
    allow_without_origin = serializers.BooleanField(
        help_text="Whether servers and apps, which name no origin, may send when `allowed_origins` is not empty."
    )
    require_signed_identity = serializers.BooleanField(
        help_text="Whether events must prove who they are about before they change or join identified people."
    )
    bot_filter = serializers.ChoiceField(
        choices=[(name.value, name.value) for name in BotFilter], help_text="What happens to events of known bots."
    )
    has_identity_secret = serializers.BooleanField(read_only=True)
    previous_secret_until = serializers.DateTimeField(
        read_only=True, allow_null=True, help_text="Until when signatures made with the secret before still count."
    )

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """A misspelt field would otherwise be a protection that is thought to be there."""
        if isinstance(data, dict) and (unknown := sorted(set(data) - set(self.fields))):
            raise serializers.ValidationError({unknown[0]: f"There is no field '{unknown[0]}' here."})
        form: dict[str, Any] = super().to_internal_value(data)
        return form


class IdentitySecretSerializer(serializers.Serializer[IdentitySecret]):
    secret = serializers.CharField(help_text="For the backend alone, which signs distinct ids with it. Shown only now.")
    previous_valid_until = serializers.DateTimeField(allow_null=True)


class CaptureProtectionViewSet(TeamViewSet):
    scope_object = "project"
    pagination_class = None

    @extend_schema(responses=CaptureProtectionSerializer, operation_id="capture_protection_retrieve", filters=False)
    def retrieve(self, request: Request, **_: str) -> Response:
        """The settings against misuse of the project's token."""
        return Response(CaptureProtectionSerializer(ProtectionAPI.get_protection(team_id=self.team_id)).data)

    @extend_schema(
        request=CaptureProtectionSerializer,
        responses=CaptureProtectionSerializer,
        operation_id="capture_protection_partial_update",
    )
    def partial_update(self, request: Request, **_: str) -> Response:
        """Change some of them. They are in force everywhere within ten seconds."""
        form = parse(CaptureProtectionSerializer, request, partial=True)
        if "allowed_origins" in form:
            form["allowed_origins"] = tuple(form["allowed_origins"])
        if "bot_filter" in form:
            form["bot_filter"] = BotFilter(form["bot_filter"])
        change = ChangeProtection(fields=frozenset(form), **form)
        changed = ProtectionAPI.change_protection(change, team_id=self.team_id, actor=self.actor)
        return Response(CaptureProtectionSerializer(changed).data)

    @extend_schema(
        request=None, responses=IdentitySecretSerializer, operation_id="capture_protection_rotate_secret_create"
    )
    def rotate_secret(self, request: Request, **_: str) -> Response:
        """Make a secret to sign distinct ids with. What was signed with the one before counts for a day more."""
        made = ProtectionAPI.rotate_identity_secret(team_id=self.team_id, actor=self.actor)
        return Response(IdentitySecretSerializer(made).data)
