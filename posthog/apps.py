"""The core as a Django app."""

from django.apps import AppConfig


class PostHogConfig(AppConfig):
    name = "posthog"
    label = "posthog"
    verbose_name = "Prickle core"

    def ready(self) -> None:
        from posthog.queries.builtin import register_builtin_queries

        register_builtin_queries()
