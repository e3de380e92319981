"""Actions: names that people give to what events mean."""

from django.db import models

from posthog.models.scoping import TeamScopedModel


class Action(TeamScopedModel):
    """A named condition on events. `steps` are alternatives, as `logic/actions/steps.py` writes them."""

    name = models.CharField(max_length=400)
    description = models.TextField(blank=True, default="")
    tags = models.JSONField(default=list, blank=True)
    steps = models.JSONField(default=list, blank=True)
    pinned_at = models.DateTimeField(null=True, blank=True)
    deleted = models.BooleanField(default=False)
    created_by = models.ForeignKey("posthog.User", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            # A deleted action gives its name free.
            models.UniqueConstraint(
                fields=["team", "name"], condition=models.Q(deleted=False), name="action_name_unique_per_team"
            )
        ]

    def __str__(self) -> str:
        return self.name
