"""Celery's door to feature flags. No rules here: the facade has them."""

from celery import shared_task

from products.feature_flags.backend import dispatch
from products.feature_flags.backend.facade.evaluation import FlagEvaluationAPI
from products.feature_flags.backend.facade.system import FlagSystemAPI


@shared_task(name="feature_flags.sync_last_called")
def sync_last_called() -> None:
    """Note when SDKs last asked for each flag. Repeating it changes nothing."""
    FlagSystemAPI.sync_last_called()


@shared_task(name="feature_flags.run_scheduled_changes")
def run_scheduled_changes() -> None:
    """Make the changes whose time has come. A repeat, also at the same time, makes none of them twice."""
    FlagSystemAPI.run_scheduled_changes()


@shared_task(name=dispatch.KEEP_HASH_KEYS)
def keep_hash_keys(team_id: int, distinct_id: str, anonymous_id: str, attempt: int = 0) -> None:
    """Keep the id from before a login. Called when somebody asks for flags after one; a repeat changes nothing."""
    if not FlagEvaluationAPI.keep_hash_keys(team_id=team_id, distinct_id=distinct_id, anonymous_id=anonymous_id):
        dispatch.keep_hash_keys(team_id, distinct_id, anonymous_id, attempt=attempt + 1)


@shared_task(name=dispatch.GATHER_PEOPLE)
def gather_people() -> None:
    """Go on with cohorts of flags' people, for a while; what is left takes its turn behind other work. May be repeated."""
    if FlagSystemAPI.gather_people():
        dispatch.gather_people()
