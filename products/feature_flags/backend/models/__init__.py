"""The rows of feature flags. Fields, constraints and indexes; the verbs are in logic/."""

from products.feature_flags.backend.models.flags import FeatureFlag, FeatureFlagHashKeyOverride

__all__ = ["FeatureFlag", "FeatureFlagHashKeyOverride"]
