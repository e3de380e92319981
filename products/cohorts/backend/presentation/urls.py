"""Where cohorts answers: `/api/projects/<project_id>/cohorts/`, and which of them a person is in."""

from django.urls import path

from posthog.api.routing import ProjectRouter
from products.cohorts.backend.presentation.views import CohortsOfPersonViewSet, CohortViewSet

# An address of people, but only this product knows the answer.
urlpatterns = [
    path("api/projects/<str:project_id>/persons/cohorts/", CohortsOfPersonViewSet.as_view({"get": "list"})),
]


def register(router: ProjectRouter) -> None:
    router.register("cohorts", CohortViewSet, basename="cohorts")
