"""The product as a Django app."""

from django.apps import AppConfig


class FeatureFlagsConfig(AppConfig):
    name = "products.feature_flags.backend"
    label = "feature_flags"
    verbose_name = "Feature flags"

    def ready(self) -> None:
        from django.db.models.signals import post_delete, post_save

        from posthog.definitions import on_change
        from posthog.identity import register_merge_listener, register_person_eraser
        from posthog.references import register_references
        from posthog.remote_config import register_remote_config

        # The facade first: it imports the logic, which in turn uses the facade's contracts and errors.
        from products.feature_flags.backend import facade  # noqa: F401
        from products.feature_flags.backend.logic.evaluation import announcing, hash_keys
        from products.feature_flags.backend.logic.evaluation.remote_config import remote_config_of
        from products.feature_flags.backend.logic.evaluation.store import store
        from products.feature_flags.backend.logic.management.catalogue import (
            find_flags_using_cohort,
            find_plans_using_cohort,
        )

        on_change(store.note_change)
        for model in announcing.MODELS:
            for signal in (post_save, post_delete):
                signal.connect(announcing.announce, sender=model, dispatch_uid=f"{model}-{id(signal)}")
        register_merge_listener(hash_keys.move)
        register_person_eraser(hash_keys.erase, remaining=hash_keys.count)
        register_remote_config(remote_config_of)
        register_references("cohort", find_flags_using_cohort)
        register_references("cohort", find_plans_using_cohort)
