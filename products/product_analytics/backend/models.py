"""The rows of product analytics. Fields, constraints and indexes; the verbs are in logic.py."""

from django.db import models

from common.ids import short_id
from posthog.models.scoping import TeamScopedModel


class Insight(TeamScopedModel):
    """A saved question. `query` is a query node as the query endpoint takes it."""

    short_id = models.CharField(max_length=12, default=short_id)
    name = models.CharField(max_length=400, blank=True)
    description = models.TextField(blank=True, max_length=4000)
    query = models.JSONField()
    favorited = models.BooleanField(default=False)
    deleted = models.BooleanField(default=False)
    created_by = models.ForeignKey("posthog.User", null=True, on_delete=models.SET_NULL, related_name="+")
    last_modified_by = models.ForeignKey("posthog.User", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    last_modified_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "short_id"], name="insight_short_id_unique_per_team")]
        # The list shows the newest change first.
        indexes = [models.Index(fields=["team", "-last_modified_at"], name="insight_by_last_change")]

    def __str__(self) -> str:
        return self.name or self.short_id


class Annotation(TeamScopedModel):
    """A remark on a moment, drawn into charts. One of scope `organization` is seen in all of its projects."""

    content = models.TextField(max_length=8000)
    date_marker = models.DateTimeField()
    scope = models.CharField(
        max_length=24, default="project", choices=[("project", "project"), ("organization", "organization")]
    )
    creation_type = models.CharField(max_length=3, default="USR", choices=[("USR", "user"), ("GIT", "git")])
    is_emoji = models.BooleanField(default=False)
    hidden_in_user_interface = models.BooleanField(default=False)
    deleted = models.BooleanField(default=False)
    created_by = models.ForeignKey("posthog.User", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [models.Index(fields=["team", "-date_marker"], name="annotation_by_moment")]

    def __str__(self) -> str:
        return self.content[:80]
