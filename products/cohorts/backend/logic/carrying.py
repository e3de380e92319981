"""A change of members by hand counts at once: for flags when it is committed, for queries before the request ends.

Where ClickHouse does not answer, or very many people came, the cohort says that it is being calculated, and a worker
carries the rest.
"""

from functools import partial

import structlog
from django.db import transaction

from common import clock
from posthog.clickhouse.client import ClickHouseError
from products.cohorts.backend import dispatch
from products.cohorts.backend.logic.membership import columns
from products.cohorts.backend.models import Cohort

logger = structlog.get_logger(__name__)


def carry_on_commit(*, team_id: int, cohort_id: int) -> None:
    """Have queries see the members that a static cohort has when the transaction is committed. Raises nothing then."""
    waiting = Cohort.objects.for_team(team_id).filter(pk=cohort_id)
    waiting.update(is_calculating=True, calculating_since=clock.now())
    transaction.on_commit(partial(_carry, team_id, cohort_id))


def _carry(team_id: int, cohort_id: int) -> None:
    try:
        is_done = columns.flush_cohort(cohort_id)
    except ClickHouseError as error:
        # Postgres keeps what is to be carried, so nobody has to send it again.
        logger.warning("cohorts.change_not_carried", team_id=team_id, cohort_id=cohort_id, error=type(error).__name__)
        is_done = False
    if not is_done:
        dispatch.flush_changes()
