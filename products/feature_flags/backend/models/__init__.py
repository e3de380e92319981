"""The rows of feature flags. Fields, constraints and indexes; the verbs are in logic/."""

from products.feature_flags.backend.models.early_access import EarlyAccessFeature
from products.feature_flags.backend.models.flags import FeatureFlag, FeatureFlagHashKeyOverride
from products.feature_flags.backend.models.gathering import CohortGathering
from products.feature_flags.backend.models.scheduled import ScheduledChange

__all__ = ["CohortGathering", "EarlyAccessFeature", "FeatureFlag", "FeatureFlagHashKeyOverride", "ScheduledChange"]
