"""Where feature flags answers."""

from posthog.api.routing import ProjectRouter
from products.feature_flags.backend.presentation.views import FeatureFlagViewSet


def register(router: ProjectRouter) -> None:
    router.register("feature_flags", FeatureFlagViewSet, basename="feature_flags")
