"""What a project does about requests that misuse its token, which everybody can read in its pages."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from posthog.models.scoping import TeamScopedModel


class CaptureProtection(TeamScopedModel):
    """One row per project that has changed something; without a row the field's defaults hold."""

    # Events a minute; null is no limit.
    person_events_per_minute = models.PositiveIntegerField(null=True, default=None)
    project_events_per_minute = models.PositiveIntegerField(null=True, default=None)
    # Empty: pages of every origin may send.
    allowed_origins = ArrayField(models.CharField(max_length=300), default=list)
    # Servers, apps and scripts name no origin.
    allow_without_origin = models.BooleanField(default=True)
    require_signed_identity = models.BooleanField(default=False)
    # In the clear, as it is needed to compute signatures. The earlier one counts until it expires.
    identity_secret = models.CharField(max_length=100, default="")
    previous_identity_secret = models.CharField(max_length=100, default="")
    previous_secret_until = models.DateTimeField(null=True, default=None)
    bot_filter = models.CharField(max_length=10, default="mark")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team"], name="capture_protection_one_per_team")]

    def __str__(self) -> str:
        return f"capture protection of team {self.team_id}"
