"""Where feature flags answers. SDKs' addresses work with and without a slash: a redirect would lose the body."""

from django.urls import path

from posthog.api.routing import ProjectRouter
from products.feature_flags.backend.presentation.sdk import definitions, flags, ofrep
from products.feature_flags.backend.presentation.sdk.early_access import early_access_features
from products.feature_flags.backend.presentation.views.flags import FeatureFlagViewSet
from products.feature_flags.backend.presentation.views.many import OrganizationFlagViewSet
from products.feature_flags.backend.presentation.views.planning import (
    EarlyAccessFeatureViewSet,
    ScheduledChangeViewSet,
)

PROJECT = "api/projects/<str:project_id>/feature_flags/"
ORGANIZATION = "api/organizations/<str:organization_id>/feature_flags/"

urlpatterns = [
    path("api/early_access_features/", early_access_features),
    path(f"{ORGANIZATION}copy_flags/", OrganizationFlagViewSet.as_view({"post": "copy_flags"})),
    path(f"{ORGANIZATION}<str:key>/", OrganizationFlagViewSet.as_view({"get": "flag_in_projects"})),
    *(path(f"flags{slash}", flags.flags) for slash in ("/", "")),
    *(path(f"flags/definitions{slash}", definitions.definitions) for slash in ("", "/")),
    path("api/feature_flag/local_evaluation/", definitions.definitions),
    path(f"{PROJECT}local_evaluation/", definitions.definitions_in_project),
    path(f"{PROJECT}<str:key>/remote_config/", definitions.remote_config),
    *(path(f"ofrep/v1/evaluate/flags{slash}", ofrep.flags) for slash in ("", "/")),
    path("ofrep/v1/evaluate/flags/<str:key>", ofrep.flag),
    *(path(f"decide{slash}", flags.decide) for slash in ("/", "")),
]


def register(router: ProjectRouter) -> None:
    router.register("feature_flags", FeatureFlagViewSet, basename="feature_flags")
    router.register("scheduled_changes", ScheduledChangeViewSet, basename="scheduled_changes")
    router.register("early_access_feature", EarlyAccessFeatureViewSet, basename="early_access_feature")
