"""What other products may import from feature flags."""

from products.feature_flags.backend.facade.api import FeatureFlagsAPI

__all__ = ["FeatureFlagsAPI"]
