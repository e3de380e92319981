"""What a project says about its events."""

from django.db import models

from posthog.models.scoping import TeamScopedModel


class EventsSettings(TeamScopedModel):
    """One row per project; a project without one has the defaults."""

    # Whether events of visitors without cookies are stored under a hash that changes daily, or refused.
    cookieless_enabled = models.BooleanField(default=False)
    # Older events are deleted; None keeps them all.
    retention_days = models.PositiveIntegerField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team"], name="events_settings_one_per_team")]

    def __str__(self) -> str:
        return f"events settings of team {self.team_id}"
