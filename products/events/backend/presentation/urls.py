"""This product's addresses. Capture answers with and without a slash at the end: a redirect would lose the body."""

from django.urls import path

from posthog.api.routing import ProjectRouter
from products.events.backend.presentation import (
    actions,
    erasures,
    groups,
    ingestion,
    list_columns,
    persons,
    remote_config,
    settings,
    views,
)
from products.events.backend.presentation.capture import capture
from products.events.backend.presentation.capture_v1 import analytics_events
from products.events.backend.presentation.not_here import empty_list, not_stored
from products.events.backend.presentation.protection import CaptureProtectionViewSet

# The busiest first.
ENDPOINTS = ("batch", "i/v0/e", "e", "capture", "track", "i/v0/ai/batch")
# One of them a project, so there is nothing to list.
PROTECTION = "api/projects/<str:project_id>/capture_protection/"
# OpenTelemetry's, which the newest SDKs can send.
SIGNALS = ("logs", "metrics", "traces")

urlpatterns = [
    *(path(f"{name}{slash}", capture(name)) for name in ENDPOINTS for slash in ("/", "")),
    *(path(f"engage{slash}", capture("engage", as_identify=True)) for slash in ("/", "")),
    *(path(f"i/v1/analytics/events{slash}", analytics_events) for slash in ("/", "")),
    path(PROTECTION, CaptureProtectionViewSet.as_view({"get": "retrieve", "patch": "partial_update"})),
    path(f"{PROTECTION}rotate_secret/", CaptureProtectionViewSet.as_view({"post": "rotate_secret"})),
    path("array/<str:token>/config.js", remote_config.config_js),
    path("array/<str:token>/config", remote_config.config_json),
    path("array/<str:token>/array.js", remote_config.array_js),
    path("api/surveys/", empty_list("surveys")),
    path("api/product_tours/", empty_list("product_tours")),
    path("api/web_experiments/", empty_list("experiments")),
    *(path(f"s{slash}", not_stored("session recordings")) for slash in ("/", "")),
    *(path(f"i/v1/{signal}{slash}", not_stored(signal)) for signal in SIGNALS for slash in ("/", "")),
]


def register(router: ProjectRouter) -> None:
    router.register("persons", persons.PersonViewSet, basename="persons")
    router.register("events", views.EventViewSet, basename="events")
    router.register("groups_types", groups.GroupTypeViewSet, basename="groups_types")
    router.register("groups", groups.GroupViewSet, basename="groups")
    router.register("event_definitions", views.EventDefinitionViewSet, basename="event_definitions")
    router.register("property_definitions", views.PropertyDefinitionViewSet, basename="property_definitions")
    router.register("ingestion_warnings", views.IngestionWarningViewSet, basename="ingestion_warnings")
    router.register("list_columns", list_columns.ListColumnsViewSet, basename="list_columns")
    router.register("actions", actions.ActionViewSet, basename="actions")
    router.register("ingestion", ingestion.IngestionViewSet, basename="ingestion")
    router.register("erasures", erasures.ErasureViewSet, basename="erasures")
    router.register("group_erasures", erasures.GroupErasureViewSet, basename="group_erasures")
    router.register("events_settings", settings.EventsSettingsViewSet, basename="events_settings")
    router.register("retention", settings.RetentionViewSet, basename="retention")
