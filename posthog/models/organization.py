"""Organizations, who belongs to them, and who is invited."""

from datetime import timedelta
from uuid import uuid4

from django.db import models

from common import clock
from common.ids import uuid7
from posthog.models.living import LivingManager

INVITE_VALIDITY = timedelta(days=3)


class MembershipLevel(models.IntegerChoices):
    """What a member may do. The numbers are PostHog's, so that clients of its API understand them."""

    MEMBER = 1, "member"
    ADMIN = 8, "administrator"
    OWNER = 15, "owner"


class Organization(models.Model):
    """A company or group. Owns projects (teams) and has members."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=64)
    slug = models.SlugField(max_length=72, unique=True)
    members_can_invite = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    # Hidden since then, until the last of its projects is gone.
    deleted_at = models.DateTimeField(null=True, editable=False)

    objects = LivingManager["Organization"]()
    with_deleted = models.Manager["Organization"]()

    def __str__(self) -> str:
        return self.name


class OrganizationMembership(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey("posthog.User", on_delete=models.CASCADE, related_name="memberships")
    level = models.PositiveSmallIntegerField(choices=MembershipLevel.choices, default=MembershipLevel.MEMBER)
    joined_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "user"], name="membership_unique_per_organization"),
            models.CheckConstraint(condition=models.Q(level__in=MembershipLevel.values), name="membership_level_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.organization_id} at {self.level}"


class OrganizationInvite(models.Model):
    """An open door for one e-mail address. Its id is the secret of the link, so it is random, not time-ordered."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="invites")
    target_email = models.EmailField()
    first_name = models.CharField(max_length=150, blank=True)
    level = models.PositiveSmallIntegerField(choices=MembershipLevel.choices, default=MembershipLevel.MEMBER)
    message = models.TextField(blank=True, max_length=2000)
    created_by = models.ForeignKey("posthog.User", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "target_email"], name="invite_unique_per_address"),
        ]

    def __str__(self) -> str:
        return f"invite to {self.organization_id}"

    @property
    def is_expired(self) -> bool:
        return clock.now() - self.created_at > INVITE_VALIDITY
