"""Groups (companies, projects, …) and the kinds of them that a project uses."""

from django.db import models

from posthog.models.scoping import TeamScopedModel


class GroupTypeMapping(TeamScopedModel):
    """A kind of group and the column (0 to 4) it has in ClickHouse. Never changes once given."""

    group_type = models.CharField(max_length=400)
    group_type_index = models.PositiveSmallIntegerField()
    name_singular = models.CharField(max_length=400, blank=True, default="")
    name_plural = models.CharField(max_length=400, blank=True, default="")
    # The columns that lists of these groups show, as HogQL; empty for the usual ones.
    default_columns = models.JSONField(default=list, blank=True, db_default=[])
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "group_type"], name="group_type_unique_per_team"),
            models.UniqueConstraint(fields=["team", "group_type_index"], name="group_type_index_unique_per_team"),
            models.CheckConstraint(condition=models.Q(group_type_index__lte=4), name="group_type_index_at_most_4"),
        ]

    def __str__(self) -> str:
        return self.group_type


class Group(TeamScopedModel):
    """One group, as `$groupidentify` described it."""

    group_type_index = models.PositiveSmallIntegerField()
    group_key = models.CharField(max_length=400)
    group_properties = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    version = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "group_type_index", "group_key"], name="group_key_unique_per_team_and_type"
            )
        ]

    def __str__(self) -> str:
        return self.group_key
