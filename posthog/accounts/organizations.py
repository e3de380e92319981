"""Organizations, their members, invitations and projects: the rules about who may change what."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify

from common.ids import short_id
from posthog.accounts.errors import InvalidChangeError, NotAllowedError, NotFoundError
from posthog.deletion.marking import mark_organization_deleted, mark_project_deleted
from posthog.models import Organization, OrganizationInvite, OrganizationMembership, Team, User
from posthog.models.organization import MembershipLevel
from posthog.models.team import new_project_token


def create_organization(name: str, *, owner: User) -> Organization:
    """A new organization with one project, owned by and made current for `owner`."""
    with transaction.atomic():
        slug = f"{slugify(name)[:60] or 'organization'}-{short_id(6).lower()}"
        organization = Organization.objects.create(name=name, slug=slug)
        OrganizationMembership.objects.create(organization=organization, user=owner, level=MembershipLevel.OWNER)
        team = Team.objects.create(organization=organization)
        owner.current_organization, owner.current_team = organization, team
        owner.save(update_fields=["current_organization", "current_team"])
    return organization


def organizations_of(user: User) -> QuerySet[Organization]:
    return Organization.objects.filter(memberships__user=user).order_by("created_at")


def get_organization(user: User, organization_id: str) -> Organization:
    """An organization the user belongs to, by id or `@current`; raises NotFoundError."""
    organizations = organizations_of(user)
    organization: Organization | None = None
    if organization_id == "@current":
        current = (
            organizations.filter(pk=user.current_organization_id).first() if user.current_organization_id else None
        )
        organization = current or organizations.first()
    else:
        try:
            organization = organizations.filter(pk=UUID(organization_id)).first()
        except ValueError:
            organization = None
    if organization is None:
        raise NotFoundError("There is no such organization, or you are not a member of it.")
    return organization


def membership_of(user: User, organization: Organization) -> OrganizationMembership:
    """The user's membership; raises NotFoundError for outsiders."""
    membership = OrganizationMembership.objects.filter(user=user, organization=organization).first()
    if membership is None:
        raise NotFoundError("There is no such organization, or you are not a member of it.")
    return membership


def require_level(user: User, organization: Organization, level: MembershipLevel) -> OrganizationMembership:
    """The user's membership if it has at least `level`; raises NotAllowedError."""
    membership = membership_of(user, organization)
    if membership.level < level:
        raise NotAllowedError(f"Only an {level.label} of this organization may do this.")
    return membership


def rename_organization(user: User, organization: Organization, *, name: str) -> Organization:
    require_level(user, organization, MembershipLevel.ADMIN)
    organization.name = name
    organization.save(update_fields=["name", "updated_at"])
    return organization


def delete_organization(user: User, organization: Organization) -> None:
    require_level(user, organization, MembershipLevel.OWNER)
    mark_organization_deleted(organization, by=user)


def change_level(user: User, organization: Organization, *, member_uuid: UUID, level: int) -> OrganizationMembership:
    """Promote or demote a member: nobody acts on or above their own level, and one owner always remains."""
    with transaction.atomic():
        own = require_level(user, organization, MembershipLevel.ADMIN)
        membership = _lock_membership(organization, member_uuid)
        if max(level, membership.level) > own.level:
            raise NotAllowedError("You cannot change somebody of a higher level, or promote above your own.")
        if membership.level == MembershipLevel.OWNER and level != MembershipLevel.OWNER:
            _check_other_owner(organization, membership)
        membership.level = level
        membership.save(update_fields=["level", "updated_at"])
    return membership


def remove_member(user: User, organization: Organization, *, member_uuid: UUID) -> None:
    """Remove a member, or leave. The last owner stays."""
    with transaction.atomic():
        membership = _lock_membership(organization, member_uuid)
        if membership.user_id != user.pk:
            own = require_level(user, organization, MembershipLevel.ADMIN)
            if membership.level > own.level:
                raise NotAllowedError("You cannot remove somebody of a higher level.")
        if membership.level == MembershipLevel.OWNER:
            _check_other_owner(organization, membership)
        membership.delete()
        User.objects.filter(pk=membership.user_id, current_organization=organization).update(
            current_organization=None, current_team=None
        )


def _lock_membership(organization: Organization, member_uuid: UUID) -> OrganizationMembership:
    # The organization row is the lock that keeps two demotions from each seeing the other as the remaining owner.
    Organization.objects.select_for_update().get(pk=organization.pk)
    membership = OrganizationMembership.objects.filter(organization=organization, user__uuid=member_uuid).first()
    if membership is None:
        raise NotFoundError("There is no such member in this organization.")
    return membership


def _check_other_owner(organization: Organization, membership: OrganizationMembership) -> None:
    owners = OrganizationMembership.objects.filter(organization=organization, level=MembershipLevel.OWNER)
    if not owners.exclude(pk=membership.pk).exists():
        raise InvalidChangeError("An organization needs an owner. Make somebody else the owner first.", attr="level")


def invite(
    user: User, organization: Organization, *, email: str, first_name: str, level: int, message: str
) -> OrganizationInvite:
    """Invite an e-mail address; an earlier open invitation of the same address is replaced."""
    own = membership_of(user, organization)
    if own.level < MembershipLevel.ADMIN and not organization.members_can_invite:
        raise NotAllowedError("Only administrators of this organization may invite.")
    if level > own.level:
        raise NotAllowedError("You cannot invite somebody to a higher level than your own.")
    email = email.lower()
    if OrganizationMembership.objects.filter(organization=organization, user__email__iexact=email).exists():
        raise InvalidChangeError("There is already a member with this e-mail address.", attr="target_email")
    with transaction.atomic():
        OrganizationInvite.objects.filter(organization=organization, target_email=email).delete()
        return OrganizationInvite.objects.create(
            organization=organization,
            target_email=email,
            first_name=first_name,
            level=level,
            message=message,
            created_by=user,
        )


def cancel_invite(user: User, organization: Organization, *, invite_id: UUID) -> None:
    membership_of(user, organization)
    deleted, _ = OrganizationInvite.objects.filter(organization=organization, pk=invite_id).delete()
    if not deleted:
        raise NotFoundError("There is no such invitation in this organization.")


def create_project(user: User, organization: Organization, *, name: str) -> Team:
    require_level(user, organization, MembershipLevel.ADMIN)
    return Team.objects.create(organization=organization, name=name)


def delete_project(user: User, team: Team) -> None:
    require_level(user, team.organization, MembershipLevel.ADMIN)
    mark_project_deleted(team, by=user)


def reset_project_token(user: User, team: Team) -> Team:
    """Give the project a new public token; the old one stops working at once."""
    require_level(user, team.organization, MembershipLevel.ADMIN)
    team.api_token = new_project_token()
    team.save(update_fields=["api_token", "updated_at"])
    return team
