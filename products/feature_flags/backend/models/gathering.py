"""People of a flag on their way into a cohort."""

from django.db import models

from posthog.models.scoping import TeamScopedModel
from products.feature_flags.backend.models.flags import FeatureFlag


class CohortGathering(TeamScopedModel):
    """Everybody for whom a flag was on at `as_of` goes into the list `cohort_id`; gone when all have been asked.

    People are asked in the order of their uuids, `after` is the last of them. `held_until` keeps workers from asking the
    same people at once, and is over by itself when one ended.
    """

    flag = models.ForeignKey(FeatureFlag, on_delete=models.CASCADE, related_name="+")
    # Cohorts belong to another product.
    cohort_id = models.BigIntegerField()
    as_of = models.DateTimeField()
    after = models.UUIDField(null=True)
    held_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"people of {self.flag_id} into {self.cohort_id}"
