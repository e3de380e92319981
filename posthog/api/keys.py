"""Personal API keys over HTTP. Only for sessions: a key cannot make or change keys."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from posthog.accounts import keys
from posthog.api.organizations import AccountViewSet
from posthog.api.parsing import parse
from posthog.api.serializers import (
    NewPersonalAPIKeySerializer,
    PersonalAPIKeyFormSerializer,
    PersonalAPIKeySerializer,
)
from posthog.models import PersonalAPIKey

KEY_ID = OpenApiParameter("id", OpenApiTypes.STR, OpenApiParameter.PATH)


def _form(request: Request) -> keys.KeyForm:
    form = parse(PersonalAPIKeyFormSerializer, request)
    return keys.KeyForm(
        label=form["label"],
        scopes=tuple(form["scopes"]),
        scoped_teams=tuple(form["scoped_teams"]),
        scoped_organizations=tuple(form["scoped_organizations"]),
    )


def _with_value(key: PersonalAPIKey, value: str) -> dict[str, Any]:
    return {**PersonalAPIKeySerializer(key).data, "value": value}


class PersonalAPIKeyViewSet(AccountViewSet):
    pagination_class = None  # type: ignore[assignment]  # at most ten

    @extend_schema(responses=PersonalAPIKeySerializer(many=True))
    def list(self, request: Request) -> Response:
        """One's keys, without their values."""
        found = PersonalAPIKey.objects.filter(user=self.user).order_by("-created_at")
        return Response(PersonalAPIKeySerializer(found, many=True).data)

    @extend_schema(request=PersonalAPIKeyFormSerializer, responses={201: NewPersonalAPIKeySerializer})
    def create(self, request: Request) -> Response:
        """A new key. The answer is the only place its value is ever shown."""
        return Response(_with_value(*keys.create_key(self.user, _form(request))), status=201)

    @extend_schema(responses=PersonalAPIKeySerializer, parameters=[KEY_ID])
    def retrieve(self, request: Request, pk: str) -> Response:
        """One key, without its value."""
        return Response(PersonalAPIKeySerializer(keys.get_key(self.user, pk)).data)

    @extend_schema(request=PersonalAPIKeyFormSerializer, responses=PersonalAPIKeySerializer, parameters=[KEY_ID])
    def update(self, request: Request, pk: str) -> Response:
        """Rename a key or change what it may do."""
        return Response(PersonalAPIKeySerializer(keys.change_key(self.user, pk, _form(request))).data)

    @extend_schema(responses={204: None}, parameters=[KEY_ID])
    def destroy(self, request: Request, pk: str) -> Response:
        """Delete a key; it stops working at once."""
        keys.get_key(self.user, pk).delete()
        return Response(status=204)

    @extend_schema(request=None, responses=NewPersonalAPIKeySerializer, parameters=[KEY_ID])
    @action(detail=True, methods=["post"])
    def roll(self, request: Request, pk: str) -> Response:
        """Replace the value of a key; the old one stops working at once."""
        return Response(_with_value(*keys.roll_key(self.user, pk)))
