"""Celery's door to cohorts. No rules here: the facade has them."""

import structlog
from celery import shared_task

from products.cohorts.backend import dispatch
from products.cohorts.backend.facade.system import CohortsSystemAPI

logger = structlog.get_logger(__name__)


@shared_task(name="cohorts.call_calculations")
def call_calculations() -> None:
    """Call a worker for each cohort that is due and may run now. Runs often, does nothing when all is fresh."""
    for team_id, cohort_id in CohortsSystemAPI.list_due_cohorts():
        dispatch.calculate(team_id=team_id, cohort_id=cohort_id)


@shared_task(name=dispatch.CALCULATE)
def calculate(team_id: int, cohort_id: int) -> None:
    """Calculate one cohort. May be called any number of times: it looks whether the cohort is due, and claims it."""
    if CohortsSystemAPI.calculate_cohort(team_id=team_id, cohort_id=cohort_id):
        logger.info("cohorts.calculated", team_id=team_id, cohort_id=cohort_id)


@shared_task(name=dispatch.FLUSH)
def flush_changes() -> None:
    """Carry changes of members to ClickHouse. A repeat carries what is left, which is nothing."""
    CohortsSystemAPI.flush_changes()


@shared_task(name="cohorts.remove_old_versions")
def remove_old_versions() -> None:
    """Remove what no query reads any more. A repeat finds nothing."""
    CohortsSystemAPI.remove_old_versions()
