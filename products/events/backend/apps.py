"""The product `events` as a Django app."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "products.events.backend"
    label = "events"
    verbose_name = "Events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from posthog.hogql.taxonomy import register_taxonomy
        from products.events.backend.logic.taxonomy import taxonomy_of

        register_taxonomy(taxonomy_of)
