"""Features that people may opt into before everybody gets them."""

from django.db import models

from common.ids import uuid7
from posthog.models.scoping import TeamScopedModel
from products.feature_flags.backend.models.flags import FeatureFlag


class EarlyAccessFeature(TeamScopedModel):
    """An offer with a flag behind it. Who takes it is said by the person's property `$feature_enrollment/<flag key>`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    flag = models.OneToOneField(FeatureFlag, on_delete=models.CASCADE, related_name="offer")
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True, default="")
    stage = models.CharField(max_length=30)
    documentation_url = models.URLField(max_length=800, blank=True, default="")
    payload = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            # The words of facade/enums.py.
            models.CheckConstraint(
                condition=models.Q(stage__in=("draft", "concept", "alpha", "beta", "general-availability", "archived")),
                name="early_access_stage_is_known",
            )
        ]
        indexes = [models.Index(fields=["team", "-created_at"], name="early_access_newest")]

    def __str__(self) -> str:
        return self.name
