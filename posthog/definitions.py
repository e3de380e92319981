"""How web processes learn that something they keep in memory has changed: a number per project, in Redis.

Whoever changes what flags are decided by (flags, cohorts, kinds of groups, the project itself) calls
`definitions_changed`. Processes that hold compiled definitions compare the number about once a second, and read the
database again only when it differs. Losing a change is survived: whoever holds definitions also reads them again when
they are old.
"""

from collections.abc import Callable, Iterable

import redis
import structlog
from django.db import transaction

from posthog.redis import get_client

Listener = Callable[[int], None]

_listeners: list[Listener] = []
logger = structlog.get_logger(__name__)


def definitions_changed(team_id: int) -> None:
    """Tell every process, once the surrounding transaction is committed, that the project's definitions are new."""
    transaction.on_commit(lambda: announce(team_id))


def announce(team_id: int) -> None:
    """Tell it now. Never raises: what was changed is stored, and holders of old definitions find out by their age."""
    try:
        get_client().incr(version_key(team_id))
    except redis.RedisError as error:
        logger.warning("definitions.change_not_announced", team_id=team_id, error=type(error).__name__)
    for listener in _listeners:
        listener(team_id)


def on_change(listener: Listener) -> None:
    """Have `listener(team_id)` called in this process at once, besides what other processes see through Redis."""
    _listeners.append(listener)


def version_key(team_id: int) -> str:
    return f"definitions:version:{team_id}"


def versions(client: "redis.Redis", team_ids: Iterable[int]) -> dict[int, int]:
    """The number of each project, 0 when nothing was ever changed, in one round trip; raises redis.RedisError."""
    ids = tuple(team_ids)
    found = client.mget([version_key(team_id) for team_id in ids]) if ids else []
    return {team_id: int(value or 0) for team_id, value in zip(ids, found, strict=True)}
