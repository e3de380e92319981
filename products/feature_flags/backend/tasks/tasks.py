"""Celery's door to feature flags. No rules here: the facade has them."""

from celery import shared_task

from products.feature_flags.backend.facade.system import FlagSystemAPI


@shared_task(name="feature_flags.sync_last_called")
def sync_last_called() -> None:
    """Note when SDKs last asked for each flag. Repeating it changes nothing."""
    FlagSystemAPI.sync_last_called()
