"""Where product analytics answers."""

from posthog.api.routing import ProjectRouter
from products.product_analytics.backend.presentation.views import AnnotationViewSet, InsightViewSet


def register(router: ProjectRouter) -> None:
    router.register("insights", InsightViewSet, basename="insights")
    router.register("annotations", AnnotationViewSet, basename="annotations")
