"""Tells every process that a team's cohorts changed, by a number in Redis."""

import structlog
from django.db import transaction
from redis import RedisError

from posthog.definitions import definitions_changed
from posthog.redis import get_client

logger = structlog.get_logger(__name__)


def version(team_id: int) -> int:
    """Rises with every change of the team's cohorts; raises redis.RedisError when Redis does not answer."""
    return int(get_client().get(_key(team_id)) or 0)


def announce_change(team_id: int) -> None:
    """Raise the version, as soon as the transaction is committed, and tell those who decide flags by cohorts."""
    definitions_changed(team_id)
    transaction.on_commit(lambda: _announce(team_id))


def _announce(team_id: int) -> None:
    try:
        get_client().incr(_key(team_id))
    except RedisError as error:
        # Whoever holds cohorts in memory refreshes them after a while even without being told.
        logger.warning("cohorts.change_not_announced", team_id=team_id, error=type(error).__name__)


def _key(team_id: int) -> str:
    return f"cohorts:version:{team_id}"
