"""Bases of views under `/api/projects/:project_id/`: they find the project or answer 404, before any view code runs."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.viewsets import GenericViewSet

from common.errors import ErrorKind, ProductError
from posthog.api.authentication import actor_of
from posthog.api.permissions import KeyScopePermission
from posthog.contracts import Actor, TeamContext
from posthog.models import PersonalAPIKey, Team, User
from posthog.teams import to_team_context


class ProjectNotFoundError(ProductError):
    code = "not_found"
    kind = ErrorKind.NOT_FOUND


class TeamViewSet(GenericViewSet[Any]):
    """A viewset of things that belong to a project.

    Gives `self.team`, `self.team_id` and `self.actor`. A project that does not exist, that the person is not a member
    of, or that the key is not scoped to is *not found*: nothing tells them apart.
    """

    permission_classes = [IsAuthenticated, KeyScopePermission]
    queryset = None
    # The object of scopes.OBJECTS that a key needs; read_actions are actions that only read although they are POSTs.
    scope_object: ClassVar[str]
    read_actions: ClassVar[tuple[str, ...]] = ()

    team: TeamContext
    actor: Actor

    @property
    def team_id(self) -> int:
        return self.team.id

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.actor = actor_of(request)
        self.team = to_team_context(accessible_team(request, self.kwargs["project_id"]))


def accessible_team(request: Request, project_id: str) -> Team:
    """The project a request names, by id or `@current`; raises ProjectNotFoundError when it may not be seen."""
    teams = _accessible_teams(request)
    user = request.user
    if project_id == "@current" and isinstance(user, User):
        current = teams.filter(pk=user.current_team_id).first() if user.current_team_id else None
        team = current or teams.order_by("pk").first()
    elif project_id.isdecimal() and len(project_id) < 19:
        team = teams.filter(pk=int(project_id)).first()
    else:
        team = None
    if team is None:
        raise ProjectNotFoundError("There is no such project, or you are not a member of it.")
    return team


def accessible_project(request: Request, organization_id: UUID, project_id: int) -> int:
    """The id of a project of this organization; raises ProjectNotFoundError when the request may not see it."""
    if project_id not in accessible_project_ids(request, organization_id):
        raise ProjectNotFoundError(f"There is no project {project_id} here, or you are not a member of it.")
    return project_id


def accessible_project_ids(request: Request, organization_id: UUID) -> tuple[int, ...]:
    """The projects of an organization that the request may see, the oldest first."""
    teams = _accessible_teams(request).filter(organization_id=organization_id)
    return tuple(teams.order_by("pk").values_list("pk", flat=True))


def _accessible_teams(request: Request) -> QuerySet[Team]:
    """The projects of those whose membership, and whose key, reach them; none for nobody."""
    user = request.user
    if not isinstance(user, User):
        return Team.objects.none()
    teams = Team.objects.filter(organization__memberships__user=user)
    key = request.auth
    if isinstance(key, PersonalAPIKey):
        if key.scoped_teams:
            teams = teams.filter(pk__in=key.scoped_teams)
        if key.scoped_organizations:
            teams = teams.filter(organization_id__in=key.scoped_organizations)
    return teams
