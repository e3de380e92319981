"""What a project says about its events."""

from django.db import models

from common.ids import uuid7
from posthog.models.scoping import TeamScopedModel


class EventsSettings(TeamScopedModel):
    """One row per project; a project without one has the defaults."""

    # Whether events of visitors without cookies are stored under a hash that changes daily, or refused.
    cookieless_enabled = models.BooleanField(default=False)
    # Older events are deleted; None keeps them all.
    retention_days = models.PositiveIntegerField(null=True, blank=True)
    # What is older when it arrives is left out; None takes every age.
    drop_events_older_than_hours = models.PositiveIntegerField(null=True, blank=True)
    # Whether events are stored without making or changing people.
    person_processing_opt_out = models.BooleanField(default=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team"], name="events_settings_one_per_team")]

    def __str__(self) -> str:
        return f"events settings of team {self.team_id}"


class RetentionRun(TeamScopedModel):
    """The receipt of one deletion of outdated events: `rows` in all, `months` by month (202601), and which went whole."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    retention_days = models.PositiveIntegerField()
    cutoff = models.DateTimeField()
    rows = models.BigIntegerField()
    months = models.JSONField(default=dict)
    dropped_months = models.JSONField(default=list)
    started_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["team", "-started_at"], name="retention_run_team_newest")]

    def __str__(self) -> str:
        return f"{self.rows} events before {self.cutoff}"
