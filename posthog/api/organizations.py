"""Organizations, members, invitations and projects over HTTP. Rules live in posthog/accounts/organizations.py."""

from typing import Any
from uuid import UUID

from django.db import transaction
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import ListSerializer
from rest_framework.viewsets import GenericViewSet

from posthog.accounts import organizations
from posthog.accounts.errors import NotFoundError
from posthog.api.authentication import signed_in_user
from posthog.api.pagination import Pagination
from posthog.api.parsing import parse
from posthog.api.permissions import KeyScopePermission
from posthog.api.serializers import (
    ChangeMemberSerializer,
    ChangeProjectSerializer,
    CreateInviteSerializer,
    CreateProjectSerializer,
    InviteSerializer,
    MemberSerializer,
    OrganizationNameSerializer,
    OrganizationSerializer,
    ProjectSerializer,
)
from posthog.api.viewsets import accessible_team
from posthog.models import Organization, OrganizationInvite, OrganizationMembership, PersonalAPIKey, Team, User
from posthog.models.organization import MembershipLevel

MAX_INVITES_AT_ONCE = 20
ORGANIZATION_ID = OpenApiParameter("id", OpenApiTypes.STR, OpenApiParameter.PATH, description="A UUID or @current.")
PROJECT_ID = OpenApiParameter("id", OpenApiTypes.STR, OpenApiParameter.PATH, description="A number or @current.")


class AccountViewSet(GenericViewSet[Any]):
    """Base of views about what a person belongs to."""

    permission_classes = [IsAuthenticated, KeyScopePermission]
    pagination_class = Pagination
    queryset = None

    @property
    def user(self) -> User:
        return signed_in_user(self.request)

    def organization(self, organization_id: str) -> Organization:
        """The organization of the address, if the person belongs to it and the key is not scoped to others."""
        found = organizations.get_organization(self.user, organization_id)
        key = self.request.auth
        if isinstance(key, PersonalAPIKey) and (
            key.scoped_teams or (key.scoped_organizations and found.pk not in key.scoped_organizations)
        ):
            raise NotFoundError("There is no such organization, or this key is not scoped to it.")
        return found


class OrganizationViewSet(AccountViewSet):
    scope_object = "organization"

    @extend_schema(responses=OrganizationSerializer(many=True))
    def list(self, request: Request) -> Response:
        """The organizations one belongs to."""
        found = organizations.organizations_of(self.user).prefetch_related("memberships", "teams")
        if isinstance(request.auth, PersonalAPIKey):
            if request.auth.scoped_teams:
                found = found.none()
            elif request.auth.scoped_organizations:
                found = found.filter(pk__in=request.auth.scoped_organizations)
        page = self.paginate_queryset(found)
        return self.get_paginated_response(OrganizationSerializer(page, many=True, context={"user": self.user}).data)

    @extend_schema(request=OrganizationNameSerializer, responses={201: OrganizationSerializer})
    def create(self, request: Request) -> Response:
        """A new organization with one project, owned by its creator."""
        created = organizations.create_organization(owner=self.user, **parse(OrganizationNameSerializer, request))
        return Response(OrganizationSerializer(created, context={"user": self.user}).data, status=201)

    @extend_schema(responses=OrganizationSerializer, parameters=[ORGANIZATION_ID])
    def retrieve(self, request: Request, pk: str) -> Response:
        """One organization."""
        return Response(OrganizationSerializer(self.organization(pk), context={"user": self.user}).data)

    @extend_schema(request=OrganizationNameSerializer, responses=OrganizationSerializer, parameters=[ORGANIZATION_ID])
    def partial_update(self, request: Request, pk: str) -> Response:
        """Rename an organization."""
        form = parse(OrganizationNameSerializer, request)
        changed = organizations.rename_organization(self.user, self.organization(pk), **form)
        return Response(OrganizationSerializer(changed, context={"user": self.user}).data)

    @extend_schema(responses={204: None}, parameters=[ORGANIZATION_ID])
    def destroy(self, request: Request, pk: str) -> Response:
        """Delete an organization with its projects. Only its owner may."""
        organizations.delete_organization(self.user, self.organization(pk))
        return Response(status=204)


class MemberViewSet(AccountViewSet):
    scope_object = "organization_member"
    pagination_class = None  # type: ignore[assignment]  # PostHog lists members whole
    lookup_field = "user_uuid"
    lookup_value_converter = "uuid"

    @extend_schema(responses=MemberSerializer(many=True))
    def list(self, request: Request, organization_id: str) -> Response:
        """The members of an organization."""
        members = (
            OrganizationMembership.objects.filter(organization=self.organization(organization_id))
            .select_related("user")
            .order_by("joined_at")
        )
        return Response(MemberSerializer(members, many=True).data)

    @extend_schema(request=ChangeMemberSerializer, responses=MemberSerializer)
    def partial_update(self, request: Request, organization_id: str, user_uuid: UUID) -> Response:
        """Promote or demote a member."""
        form = parse(ChangeMemberSerializer, request)
        member = organizations.change_level(
            self.user, self.organization(organization_id), member_uuid=user_uuid, level=form["level"]
        )
        return Response(MemberSerializer(member).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, organization_id: str, user_uuid: UUID) -> Response:
        """Remove a member, or leave."""
        organizations.remove_member(self.user, self.organization(organization_id), member_uuid=user_uuid)
        return Response(status=204)


class InviteViewSet(AccountViewSet):
    scope_object = "organization_member"
    lookup_field = "invite_id"
    lookup_value_converter = "uuid"

    @extend_schema(responses=InviteSerializer(many=True))
    def list(self, request: Request, organization_id: str) -> Response:
        """Open and expired invitations."""
        organization = self.organization(organization_id)
        # The id is the secret of the link; only those who may invite may see it.
        if not organization.members_can_invite:
            organizations.require_level(self.user, organization, MembershipLevel.ADMIN)
        own = organizations.membership_of(self.user, organization)
        invites = OrganizationInvite.objects.filter(organization=organization, level__lte=own.level)
        page = self.paginate_queryset(invites.select_related("created_by").order_by("-created_at"))
        return self.get_paginated_response(InviteSerializer(page, many=True).data)

    @extend_schema(request=CreateInviteSerializer, responses={201: InviteSerializer})
    def create(self, request: Request, organization_id: str) -> Response:
        """Invite somebody. Send them the link `/signup/<id>`."""
        form = parse(CreateInviteSerializer, request)
        invite = self._invite(form, self.organization(organization_id))
        return Response(InviteSerializer(invite).data, status=201)

    @extend_schema(request=CreateInviteSerializer(many=True), responses={201: InviteSerializer(many=True)})
    @action(detail=False, methods=["post"], pagination_class=None)
    def bulk(self, request: Request, organization_id: str) -> Response:
        """Invite up to 20 people: all of them, or none when one cannot be."""
        forms: ListSerializer[Any] = ListSerializer(
            data=request.data, child=CreateInviteSerializer(), allow_empty=False, max_length=MAX_INVITES_AT_ONCE
        )
        forms.is_valid(raise_exception=True)
        organization = self.organization(organization_id)
        with transaction.atomic():
            invites = [self._invite(form, organization) for form in forms.validated_data]
        return Response(InviteSerializer(invites, many=True).data, status=201)

    def _invite(self, form: dict[str, Any], organization: Organization) -> OrganizationInvite:
        return organizations.invite(
            self.user,
            organization,
            email=form["target_email"],
            first_name=form["first_name"],
            level=form["level"],
            message=form["message"],
        )

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, organization_id: str, invite_id: UUID) -> Response:
        """Withdraw an invitation."""
        organizations.cancel_invite(self.user, self.organization(organization_id), invite_id=invite_id)
        return Response(status=204)


class ProjectViewSet(AccountViewSet):
    scope_object = "project"

    @extend_schema(responses=ProjectSerializer(many=True))
    def list(self, request: Request) -> Response:
        """The projects one has access to."""
        teams = Team.objects.filter(organization__memberships__user=self.user)
        if isinstance(request.auth, PersonalAPIKey):
            if request.auth.scoped_teams:
                teams = teams.filter(pk__in=request.auth.scoped_teams)
            if request.auth.scoped_organizations:
                teams = teams.filter(organization_id__in=request.auth.scoped_organizations)
        page = self.paginate_queryset(teams.order_by("pk"))
        return self.get_paginated_response(ProjectSerializer(page, many=True).data)

    @extend_schema(request=CreateProjectSerializer, responses={201: ProjectSerializer})
    def create(self, request: Request) -> Response:
        """A new project in the current organization."""
        form = parse(CreateProjectSerializer, request)
        team = organizations.create_project(self.user, self.organization("@current"), **form)
        return Response(ProjectSerializer(team).data, status=201)

    @extend_schema(responses=ProjectSerializer, parameters=[PROJECT_ID])
    def retrieve(self, request: Request, pk: str) -> Response:
        """One project."""
        return Response(ProjectSerializer(accessible_team(request, pk)).data)

    @extend_schema(request=ChangeProjectSerializer, responses=ProjectSerializer, parameters=[PROJECT_ID])
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a project's settings."""
        team = accessible_team(request, pk)
        form = parse(ChangeProjectSerializer, request, partial=True)
        for field, value in form.items():
            setattr(team, field, value)
        team.save(update_fields=[*form, "updated_at"])
        return Response(ProjectSerializer(team).data)

    @extend_schema(responses={204: None}, parameters=[PROJECT_ID])
    def destroy(self, request: Request, pk: str) -> Response:
        """Delete a project. Administrators only."""
        organizations.delete_project(self.user, accessible_team(request, pk))
        return Response(status=204)

    @extend_schema(request=None, responses=ProjectSerializer, parameters=[PROJECT_ID])
    @action(detail=True, methods=["patch"])
    def reset_token(self, request: Request, pk: str) -> Response:
        """Replace the public project token; the old one stops working at once."""
        team = organizations.reset_project_token(self.user, accessible_team(request, pk))
        return Response(ProjectSerializer(team).data)
