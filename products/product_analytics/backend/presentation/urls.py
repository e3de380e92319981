"""Where product analytics answers."""

from posthog.api.routing import ProjectRouter
from products.product_analytics.backend.presentation.views import InsightViewSet


def register(router: ProjectRouter) -> None:
    router.register("insights", InsightViewSet, basename="insights")
