"""Project secret keys over HTTP. Only for sessions: a key cannot make or change keys."""

from datetime import timedelta
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from posthog.accounts import project_keys
from posthog.api.authentication import signed_in_user
from posthog.api.parsing import parse
from posthog.api.viewsets import TeamViewSet
from posthog.models import ProjectSecretKey

KEY_ID = OpenApiParameter("id", OpenApiTypes.STR, OpenApiParameter.PATH)


class ProjectSecretKeySerializer(serializers.Serializer[ProjectSecretKey]):
    id = serializers.CharField(read_only=True)
    label = serializers.CharField(max_length=40)  # type: ignore[assignment]  # a field of that name, not the title
    mask_value = serializers.CharField(read_only=True)
    scopes = serializers.ListField(child=serializers.CharField())
    created_at = serializers.DateTimeField(read_only=True)
    rolled_at = serializers.DateTimeField(read_only=True, allow_null=True)
    last_used_at = serializers.DateTimeField(read_only=True, allow_null=True)
    previous_valid_until = serializers.DateTimeField(
        read_only=True, allow_null=True, help_text="Until when the value before the last replacement works."
    )


class NewProjectSecretKeySerializer(ProjectSecretKeySerializer):
    value = serializers.CharField(help_text="The key, shown this once.")


class ProjectSecretKeyFormSerializer(serializers.Serializer[Any]):
    label = serializers.CharField(max_length=40)  # type: ignore[assignment]  # a field of that name, not the title
    scopes = serializers.ListField(
        child=serializers.ChoiceField(choices=project_keys.SCOPES), required=False, allow_empty=False
    )


class RollSecretKeySerializer(serializers.Serializer[Any]):
    grace_hours = serializers.FloatField(
        default=24, min_value=0, max_value=720, help_text="For how long the old value keeps working."
    )


class ProjectSecretKeyViewSet(TeamViewSet):
    """No scope object, so API keys are refused."""

    pagination_class = None

    @extend_schema(responses=ProjectSecretKeySerializer(many=True))
    def list(self, request: Request, **_: str) -> Response:
        """The project's secret keys, without their values."""
        found = project_keys.list_keys(team_id=self.team_id)
        return Response([ProjectSecretKeySerializer(key).data for key in found])

    @extend_schema(request=ProjectSecretKeyFormSerializer, responses={201: NewProjectSecretKeySerializer})
    def create(self, request: Request, **_: str) -> Response:
        """A new key for servers that decide flags. The answer is the only place its value is ever shown."""
        data = parse(ProjectSecretKeyFormSerializer, request)
        form = project_keys.SecretKeyForm(label=data["label"], scopes=tuple(data.get("scopes", ("feature_flag:read",))))
        key, value = project_keys.create_key(form, team_id=self.team_id, user=signed_in_user(request))
        return Response(_with_value(key, value), status=201)

    @extend_schema(request=RollSecretKeySerializer, responses=NewProjectSecretKeySerializer, parameters=[KEY_ID])
    @action(detail=True, methods=["post"])
    def roll(self, request: Request, pk: str, **_: str) -> Response:
        """Replace the value of a key; the old one works for a while, so that servers can be changed over."""
        grace = timedelta(hours=parse(RollSecretKeySerializer, request)["grace_hours"])
        key, value = project_keys.roll_key(pk, grace=grace, team_id=self.team_id, user=signed_in_user(request))
        return Response(_with_value(key, value))

    @extend_schema(responses={204: None}, parameters=[KEY_ID])
    def destroy(self, request: Request, pk: str, **_: str) -> Response:
        """Delete a key; it stops working at once."""
        project_keys.delete_key(pk, team_id=self.team_id, user=signed_in_user(request))
        return Response(status=204)


def _with_value(key: ProjectSecretKey, value: str) -> dict[str, Any]:
    return {**ProjectSecretKeySerializer(key).data, "value": value}
