"""The only place that puts this product's tasks into Celery's queue, by name.

A message says no more than that something may be due, which the task looks up again. So a lost message costs until the
next tick, and a superfluous one nothing.
"""

import structlog
from kombu.exceptions import OperationalError

from posthog.celery import app

CALCULATE = "cohorts.calculate"
FLUSH = "cohorts.flush_changes"
EXPIRES_SECONDS = 60

logger = structlog.get_logger(__name__)


def calculate(*, team_id: int, cohort_id: int) -> None:
    """Have a cohort calculated. Never raises: the tick finds what is due."""
    _send(CALCULATE, [team_id, cohort_id])


def flush_changes() -> None:
    """Have changes of members carried to ClickHouse. Never raises: the tick does the same."""
    _send(FLUSH, [])


def _send(task: str, args: list[int]) -> None:
    try:
        app.send_task(task, args=args, expires=EXPIRES_SECONDS, retry=False, ignore_result=True)
    except (OperationalError, OSError) as error:
        logger.warning("cohorts.task_not_sent", task=task, error=type(error).__name__)
