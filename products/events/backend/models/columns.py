"""Which columns people want to see in lists."""

from django.conf import settings
from django.db import models

from posthog.models.scoping import TeamScopedModel


class ListColumns(TeamScopedModel):
    """What one person chose for one list of a project. No row: the list's own columns."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    list_name = models.CharField(max_length=32)
    columns = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "user", "list_name"], name="list_columns_unique_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.list_name} of user {self.user_id}"
