"""Where feature flags answers."""

from django.urls import path

from posthog.api.routing import ProjectRouter
from products.feature_flags.backend.presentation.views.flags import FeatureFlagViewSet
from products.feature_flags.backend.presentation.views.many import OrganizationFlagViewSet

ORGANIZATION = "api/organizations/<str:organization_id>/feature_flags/"

urlpatterns = [
    path(f"{ORGANIZATION}copy_flags/", OrganizationFlagViewSet.as_view({"post": "copy_flags"})),
    path(f"{ORGANIZATION}<str:key>/", OrganizationFlagViewSet.as_view({"get": "flag_in_projects"})),
]


def register(router: ProjectRouter) -> None:
    router.register("feature_flags", FeatureFlagViewSet, basename="feature_flags")
