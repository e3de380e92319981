"""Deleting a project as far as people wait for it: one transaction, however much the project holds.

The rows of the project and its organization stay until what hangs on them is gone, hidden from every query
(`LivingManager`). What could still open a door goes at once: the public token, secret keys, memberships, invitations.
"""

from uuid import UUID

from django.db import transaction

from common import clock
from posthog.models import (
    DeletedProject,
    Organization,
    OrganizationInvite,
    OrganizationMembership,
    ProjectSecretKey,
    Team,
    User,
)
from posthog.models.team import new_project_token


def mark_project_deleted(team: Team, *, by: User | None) -> None:
    """Nobody finds the project from now on, and no SDK its token."""
    now = clock.now()
    with transaction.atomic():
        ProjectSecretKey.objects.for_team(team.pk).delete()
        User.objects.filter(current_team_id=team.pk).update(current_team=None)
        team.deleted_at = now
        team.api_token = new_project_token()
        # Saved as a row, not by `update`: those who hold definitions of flags listen for it.
        team.save(update_fields=["deleted_at", "api_token"])
        DeletedProject.objects.get_or_create(
            team_id=team.pk,
            defaults={
                "name": team.name,
                "deleted_at": now,
                "deleted_by": by,
                "organization_id": team.organization_id,
            },
        )


def mark_organization_deleted(organization: Organization, *, by: User | None) -> None:
    """The same for all projects of an organization, and for itself."""
    with transaction.atomic():
        teams = list(Team.objects.filter(organization=organization).select_for_update())
        for team in teams:
            mark_project_deleted(team, by=by)
        OrganizationMembership.objects.filter(organization=organization).delete()
        OrganizationInvite.objects.filter(organization=organization).delete()
        User.objects.filter(current_organization_id=organization.pk).update(current_organization=None)
        organization.deleted_at = clock.now()
        # Its name in addresses is free again.
        organization.slug = f"deleted-{organization.pk}"
        organization.save(update_fields=["deleted_at", "slug"])
    remove_empty_organization(organization.pk)


def remove_empty_organization(organization_id: UUID) -> None:
    """Remove the row of a deleted organization once the last of its projects is gone."""
    deleted = Organization.with_deleted.filter(pk=organization_id, deleted_at__isnull=False)
    if not Team.with_deleted.filter(organization_id=organization_id).exists():
        deleted.delete()
