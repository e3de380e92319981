"""What people and schedules changed: one row a change, kept as long as the project."""

from django.db import models

from common.ids import uuid7
from posthog.models.scoping import TeamScopedModel


class ActivityLog(TeamScopedModel):
    """Who did what to which thing. Written and read by posthog/activity.py only.

    `item_id` is text and no foreign key: the log outlives what it tells about. `changes` is a list of
    `{field, action, before, after}`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Nobody for what the system did by itself, and for people whose account has been deleted.
    user = models.ForeignKey("posthog.User", null=True, on_delete=models.SET_NULL, related_name="+")
    is_system = models.BooleanField(default=False)
    # The personal API key that was used, or empty for the dashboard.
    key_id = models.CharField(max_length=32, blank=True)
    scope = models.CharField(max_length=80)
    item_id = models.CharField(max_length=80)
    activity = models.CharField(max_length=80)
    name = models.TextField(blank=True)
    changes = models.JSONField(default=list)
    trigger = models.JSONField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        # Ids are made in the order of time and break ties of the clock.
        indexes = [
            models.Index(fields=["team", "scope", "item_id", "-created_at", "-id"], name="activity_of_item"),
            models.Index(fields=["team", "-created_at", "-id"], name="activity_of_team"),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.item_id} {self.activity}"
