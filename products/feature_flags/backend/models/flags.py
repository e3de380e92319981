"""Flags, and the ids that people keep their variants by."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from posthog.models.scoping import TeamScopedModel

MAX_KEY_LENGTH = 400


class FeatureFlag(TeamScopedModel):
    """A switch that SDKs ask for by `key`.

    `filters` says who gets what and is checked where it is written. `version` rises by one with each change.
    A deleted flag keeps its row, so that it can be restored and its history read; its key is free again.
    """

    key = models.CharField(max_length=MAX_KEY_LENGTH)
    name = models.TextField(blank=True, default="")
    filters = models.JSONField(default=dict)
    active = models.BooleanField(default=True)
    archived = models.BooleanField(default=False)
    deleted = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    ensure_experience_continuity = models.BooleanField(default=False)
    evaluation_runtime = models.CharField(max_length=10, default="all")
    evaluation_contexts = ArrayField(models.CharField(max_length=255), default=list, blank=True)
    tags = ArrayField(models.CharField(max_length=255), default=list, blank=True)
    bucketing_identifier = models.CharField(max_length=20, default="distinct_id")
    is_remote_configuration = models.BooleanField(default=False)
    has_encrypted_payloads = models.BooleanField(default=False)
    created_by = models.ForeignKey("posthog.User", null=True, on_delete=models.SET_NULL, related_name="+")
    last_modified_by = models.ForeignKey("posthog.User", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now_add=True)
    last_called_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "key"], condition=models.Q(deleted=False), name="feature_flag_key_unique_per_team"
            ),
            models.CheckConstraint(condition=~models.Q(key=""), name="feature_flag_has_key"),
            # The words of facade/enums.py.
            models.CheckConstraint(
                condition=models.Q(evaluation_runtime__in=("all", "client", "server"))
                & models.Q(bucketing_identifier__in=("distinct_id", "device_id")),
                name="feature_flag_words_are_known",
            ),
        ]
        # The list shows the newest first.
        indexes = [models.Index(fields=["team", "-created_at"], name="feature_flag_newest")]

    def __str__(self) -> str:
        return self.key


class FeatureFlagHashKeyOverride(TeamScopedModel):
    """The id a person is bucketed by for a flag that keeps its answer across a login: the one from before it.

    `person_uuid` is the person's id in the events product, kept plain because rows of products know each other by
    value only.
    """

    flag = models.ForeignKey(FeatureFlag, on_delete=models.CASCADE, related_name="+")
    person_uuid = models.UUIDField()
    hash_key = models.CharField(max_length=400)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "person_uuid", "flag"], name="feature_flag_hash_key_unique_per_person_and_flag"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_uuid} as {self.hash_key}"
