"""People and groups that were deleted: the receipt of each deletion, and what keeps events from coming back."""

from django.conf import settings
from django.db import models

from common.ids import uuid7
from posthog.models.scoping import TeamScopedModel

# The words of the facade's ErasureStatus, which models cannot import.
STATUSES = [(status, status) for status in ("pending", "erased", "verified")]


class Receipt(TeamScopedModel):
    """What is to be removed, by whom that was asked for, and what was removed.

    Rows in ClickHouse whose version is below `version_below` are to go; who comes back later gets higher ones. `planned`
    are rows by table that a statement under way is removing, so that a crash does not lose or double their count.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    requested_at = models.DateTimeField()
    status = models.CharField(max_length=16, choices=STATUSES, default="pending")
    version_below = models.BigIntegerField()
    removed = models.JSONField(default=dict)
    planned = models.JSONField(default=dict)
    proof = models.JSONField(default=dict)
    completed_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Erasure(Receipt):
    """One deleted person.

    `person_uuids` are the person's own and those of the people who were merged into them. `distinct_ids` are kept only
    until the work is done; `fingerprints` (`logic/erasure/forgotten.py`) take their place, so that the receipt can be
    checked later without saying who it was about.
    """

    person_uuid = models.UUIDField()
    with_events = models.BooleanField(default=False)
    person_uuids = models.JSONField(default=list)
    distinct_ids = models.JSONField(default=list)
    fingerprints = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["team", "-requested_at"], name="erasure_team_newest"),
            models.Index(
                fields=["requested_at"],
                name="erasure_to_work_on",
                condition=~models.Q(status="verified"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_uuid} ({self.status})"


class GroupErasure(Receipt):
    """One deleted group. Its key stays on the receipt, as it stays in the events that name it."""

    group_type_index = models.PositiveSmallIntegerField()
    group_key = models.CharField(max_length=400)

    class Meta:
        indexes = [
            models.Index(fields=["team", "-requested_at"], name="group_erasure_team_newest"),
            models.Index(
                fields=["requested_at"], name="group_erasure_to_work_on", condition=~models.Q(status="verified")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_type_index}:{self.group_key} ({self.status})"


class ForgottenId(TeamScopedModel):
    """A distinct id of a deleted person, as a fingerprint.

    Events that happened or arrived up to `refuse_until` are refused; None when only the profile was deleted. Should the
    id be used again, its new rows start at `least_version`, above everything that ClickHouse may still hold.
    """

    fingerprint = models.CharField(max_length=64)
    refuse_until = models.DateTimeField(null=True, blank=True)
    least_version = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "fingerprint"], name="forgotten_id_unique_per_team")]

    def __str__(self) -> str:
        return self.fingerprint
