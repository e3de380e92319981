"""Who is asking: a session with CSRF, or a personal API key in the Authorization header and nowhere else."""

import re
from datetime import timedelta
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication, exceptions
from rest_framework.request import Request

from common import clock
from posthog.contracts import Actor
from posthog.models import PersonalAPIKey, User
from posthog.models.personal_api_key import hash_key

BEARER = re.compile(r"^Bearer\s+(\S+)\s*$", re.IGNORECASE)
LAST_USED_PRECISION = timedelta(minutes=1)


class EmailBackend(ModelBackend):
    """Passwords, with the e-mail address compared ignoring case."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> User | None:
        if username is None or password is None:
            return None
        user = User.objects.filter(email__iexact=username).first()
        if user is None:
            # Spend the same time as for a known address, so that timing tells nothing.
            User().set_password(password)
            return None
        return user if user.check_password(password) and user.is_active else None


class SessionAuthentication(authentication.SessionAuthentication):
    def authenticate_header(self, request: Request) -> str:
        # Without a challenge DRF would answer 403 to somebody who is simply not logged in.
        return "Session"

    def enforce_csrf(self, request: Request) -> None:
        """With Django's request, which has no form to look for in a body of JSON: DRF's would have the body parsed, before
        it is known how much of it may be read from whoever this is.
        """
        super().enforce_csrf(request._request)  # type: ignore[arg-type]


class PersonalAPIKeyAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer phx_…`. `request.auth` is then the key, which permissions read the scopes from."""

    def authenticate(self, request: Request) -> tuple[User, PersonalAPIKey] | None:
        match = BEARER.match(request.headers.get("Authorization", ""))
        if match is None:
            return None
        value = match.group(1)
        key = (
            PersonalAPIKey.objects.select_related("user")
            .filter(secure_value=hash_key(value), user__is_active=True)
            .first()
        )
        if key is None:
            raise exceptions.AuthenticationFailed("This API key is unknown or has been deleted.", "invalid_api_key")
        now = clock.now()
        if key.last_used_at is None or now - key.last_used_at > LAST_USED_PRECISION:
            PersonalAPIKey.objects.filter(pk=key.pk).update(last_used_at=now)
        return key.user, key

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


def signed_in_user(request: Request) -> User:
    """The person behind a request; raises NotAuthenticated."""
    if not isinstance(request.user, User):
        raise exceptions.NotAuthenticated
    return request.user


def actor_of(request: Request) -> Actor:
    """The signed-in person as a value; only for views that require authentication."""
    user = signed_in_user(request)
    key_id = request.auth.pk if isinstance(request.auth, PersonalAPIKey) else ""
    return Actor(user_id=user.pk, user_uuid=user.uuid, email=user.email, key_id=key_id)


class PersonalAPIKeyScheme(OpenApiAuthenticationExtension):
    target_class = "posthog.api.authentication.PersonalAPIKeyAuthentication"
    name = "PersonalAPIKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A personal API key, `phx_…`."}


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = "posthog.api.authentication.SessionAuthentication"
    name = "Session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": "prickle_session", "description": "The dashboard's session."}
