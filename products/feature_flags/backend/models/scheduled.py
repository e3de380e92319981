"""Changes of flags that wait for their time."""

from django.db import models

from posthog.models.scoping import TeamScopedModel
from products.feature_flags.backend.models.flags import FeatureFlag


class ScheduledChange(TeamScopedModel):
    """What shall happen to a flag, once at `scheduled_at` or again and again from `starts_at` on.

    `scheduled_at` is the next time; `starts_at` the first, from which the others are counted, so that a month after
    31 January and a month after that are 28 February and 31 March. `executed_at` is set when nothing is left to do.
    """

    flag = models.ForeignKey(FeatureFlag, on_delete=models.CASCADE, related_name="+")
    operation = models.CharField(max_length=40)
    value = models.JSONField()
    scheduled_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    timezone = models.CharField(max_length=64, default="UTC")
    recurrence_interval = models.CharField(max_length=10, blank=True, default="")
    cron_expression = models.CharField(max_length=100, blank=True, default="")
    end_date = models.DateTimeField(null=True, blank=True)
    executed_at = models.DateTimeField(null=True, blank=True)
    last_executed_at = models.DateTimeField(null=True, blank=True)
    failure_reason = models.TextField(blank=True, default="")
    created_by = models.ForeignKey("posthog.User", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(operation__in=("update_status", "add_release_condition", "update_variants"))
                & models.Q(recurrence_interval__in=("", "daily", "weekly", "monthly", "yearly")),
                name="scheduled_change_words_are_known",
            ),
            models.CheckConstraint(
                condition=models.Q(recurrence_interval="") | models.Q(cron_expression=""),
                name="scheduled_change_has_one_rhythm",
            ),
        ]
        indexes = [
            models.Index(fields=["team", "flag", "scheduled_at"], name="scheduled_change_of_flag"),
            # The task looks for what is due in all projects.
            models.Index(
                fields=["scheduled_at"], condition=models.Q(executed_at__isnull=True), name="scheduled_change_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.operation} of {self.flag_id} at {self.scheduled_at}"
