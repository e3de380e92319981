"""The product `events` as a Django app."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "products.events.backend"
    label = "events"
    verbose_name = "Events"

    def ready(self) -> None:
        from posthog.deletion import register_project_eraser
        from posthog.hogql.actions import register_actions
        from posthog.hogql.taxonomy import register_taxonomy
        from posthog.identity import register_merge_listener, register_person_eraser
        from posthog.remote_config import register_remote_config

        # The facade first: it imports the logic, which in turn uses the facade's contracts and errors.
        from products.events.backend import facade  # noqa: F401
        from products.events.backend.logic.actions.resolving import resolve_action
        from products.events.backend.logic.erasure.projects import forget_project
        from products.events.backend.logic.persons import history
        from products.events.backend.logic.remote_config import remote_config_of
        from products.events.backend.logic.taxonomy import taxonomy_of

        register_actions(resolve_action)
        register_merge_listener(history.remember_merges)
        register_person_eraser(history.forget_merges, remaining=history.count_merges)
        register_project_eraser(forget_project)
        register_taxonomy(taxonomy_of)
        register_remote_config(remote_config_of)
