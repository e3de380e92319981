"""The core as a Django app."""

from django.apps import AppConfig


class PostHogConfig(AppConfig):
    name = "posthog"
    label = "posthog"
    verbose_name = "Prickle core"
