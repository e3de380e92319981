"""Where cohorts answers: `/api/projects/<project_id>/cohorts/`."""

from posthog.api.routing import ProjectRouter
from products.cohorts.backend.presentation.views import CohortViewSet


def register(router: ProjectRouter) -> None:
    router.register("cohorts", CohortViewSet, basename="cohorts")
