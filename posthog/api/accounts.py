"""Signing up, logging in and out, and the signed-in person. Rules live in posthog/accounts."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect, ensure_csrf_cookie
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from posthog.accounts import organizations, signup
from posthog.accounts.errors import NotFoundError, PasswordRefusedError
from posthog.api.address import client_address
from posthog.api.authentication import SessionAuthentication, signed_in_user
from posthog.api.parsing import parse
from posthog.api.permissions import KeyScopePermission
from posthog.api.serializers import (
    ChangeUserSerializer,
    InvitePreviewSerializer,
    InviteSignUpSerializer,
    LogInSerializer,
    PreflightSerializer,
    SignUpSerializer,
    SuccessSerializer,
    UserSerializer,
)
from posthog.models import Organization, Team, User

BACKEND = "posthog.api.authentication.EmailBackend"


class OpenView(APIView):
    """A view for people who are not logged in. A stale session or key must not get in their way."""

    authentication_classes = []
    permission_classes = [AllowAny]


@method_decorator(ensure_csrf_cookie, name="dispatch")
class PreflightView(OpenView):
    authentication_classes = [SessionAuthentication]

    @extend_schema(responses=PreflightSerializer, operation_id="preflight")
    def get(self, request: Request) -> Response:
        """What the dashboard must know before anybody is logged in. Also sets the CSRF cookie."""
        body = {
            "signed_in": isinstance(request.user, User),
            "can_signup": signup.can_sign_up(),
            "version": settings.VERSION,
            "site_url": settings.SITE_URL or request.build_absolute_uri("/").rstrip("/"),
        }
        return Response(PreflightSerializer(body).data)


@method_decorator(csrf_protect, name="dispatch")
class SignUpView(OpenView):
    @extend_schema(request=SignUpSerializer, responses={201: UserSerializer}, operation_id="signup_create")
    def post(self, request: Request) -> Response:
        """Open the first account of this instance; later ones come by invitation."""
        user = signup.sign_up(signup.SignUp(**parse(SignUpSerializer, request)))
        login(request._request, user, backend=BACKEND)
        return Response(UserSerializer(user).data, status=201)


@method_decorator(csrf_protect, name="dispatch")
class InviteSignUpView(OpenView):
    authentication_classes = [SessionAuthentication]

    @extend_schema(responses=InvitePreviewSerializer, operation_id="signup_invite_retrieve")
    def get(self, request: Request, invite_id: UUID) -> Response:
        """Who invites whom, for the page behind an invitation link."""
        invite = signup.get_invite(invite_id)
        name, _, domain = invite.target_email.partition("@")
        preview = {
            "id": invite.pk,
            "target_email": f"{name[:1]}…@{domain}",
            "first_name": invite.first_name,
            "organization_name": invite.organization.name,
        }
        return Response(InvitePreviewSerializer(preview).data)

    @extend_schema(request=InviteSignUpSerializer, responses={201: UserSerializer}, operation_id="signup_invite_create")
    def post(self, request: Request, invite_id: UUID) -> Response:
        """Accept an invitation, with a new account or as the person who is logged in."""
        form = parse(InviteSignUpSerializer, request)
        current = request.user
        if isinstance(current, User):
            user = signup.accept_invite(invite_id, user=current)
        else:
            details = signup.SignUp(email="", password=form.get("password", ""), first_name=form.get("first_name", ""))
            user = signup.accept_invite(invite_id, form=details)
            login(request._request, user, backend=BACKEND)
        return Response(UserSerializer(user).data, status=201)


@method_decorator(csrf_protect, name="dispatch")
class LogInView(OpenView):
    @extend_schema(request=LogInSerializer, responses=SuccessSerializer, operation_id="login_create")
    def post(self, request: Request) -> Response:
        """Start a session."""
        form = parse(LogInSerializer, request)
        user = signup.log_in(address=client_address(request._request), **form)
        login(request._request, user, backend=BACKEND)
        return Response({"success": True})


@method_decorator(csrf_protect, name="dispatch")
class LogOutView(OpenView):
    @extend_schema(request=None, responses=SuccessSerializer, operation_id="logout_create")
    def post(self, request: Request) -> Response:
        """End the session."""
        logout(request._request)
        return Response({"success": True})


class MeView(APIView):
    permission_classes = [IsAuthenticated, KeyScopePermission]
    scope_object = "user"

    @extend_schema(responses=UserSerializer, operation_id="users_me_retrieve")
    def get(self, request: Request) -> Response:
        """The signed-in person."""
        return Response(UserSerializer(signed_in_user(request)).data)

    @extend_schema(request=ChangeUserSerializer, responses=UserSerializer, operation_id="users_me_partial_update")
    def patch(self, request: Request) -> Response:
        """Change one's name, theme, password, current organization or current project."""
        user = signed_in_user(request)
        form = parse(ChangeUserSerializer, request, partial=True)
        with transaction.atomic():
            _apply(user, form, request._request)
            user.save()
        return Response(UserSerializer(user).data)


def _apply(user: User, form: dict[str, Any], request: HttpRequest) -> None:
    for field in ("first_name", "last_name", "theme_mode"):
        if field in form:
            setattr(user, field, form[field])
    if organization_id := form.get("set_current_organization"):
        organization = organizations.get_organization(user, str(organization_id))
        user.current_organization = organization
        user.current_team = Team.objects.filter(organization=organization).order_by("pk").first()
    if team_id := form.get("set_current_team"):
        team = Team.objects.filter(organization__memberships__user=user, pk=team_id).first()
        if team is None:
            raise NotFoundError("There is no such project, or you are not a member of it.", attr="set_current_team")
        user.current_team, user.current_organization = team, Organization.objects.get(pk=team.organization_id)
    if password := form.get("password"):
        _change_password(user, password, form.get("current_password", ""), request)


def _change_password(user: User, password: str, current: str, request: HttpRequest) -> None:
    if not user.check_password(current):
        raise PasswordRefusedError("The current password is wrong.", attr="current_password")
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise PasswordRefusedError(" ".join(error.messages), attr="password") from error
    user.set_password(password)
    # Every other session of this person ends; this one goes on.
    update_session_auth_hash(request, user)
