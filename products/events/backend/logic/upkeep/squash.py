"""Writing merges into the events, so that queries need not look them up for good.

A merge moves a distinct id to another person; events written before carry the old one, and an override tells queries
who it is now. Once an override has rested for SETTLE, its events are written again with their person, and then the
override is removed. No answer changes at any moment:

- An event of an id with an override belongs to the override's person, whatever is written on it. So events may be
  rewritten one part after the other.
- Only an override whose newest row is older than the cutoff is touched. The cutoff is fixed for a run and rows are
  stamped by ClickHouse when they arrive, so the set can only shrink: an id that moves again meanwhile drops out, keeps
  its override, and has its turn in a later run. An older version that arrives late does not count: ClickHouse may
  merge it away between two steps, and the id would come into the set when its events have not been rewritten.
- A batch that was resolved before the merge and is still to be inserted would carry the old person without an override.
  SETTLE is far longer than any batch can take, with its lease and the check before its insert.
- A mutation goes on when whoever waited for it has given up or died. While one is under way none is added; the next
  turn asks for what is left: events that already carry their person are not written again.
- Older versions of an override go before the newest, which alone counts; otherwise they could be seen for a moment.
- Ids are taken in chunks, by a hash, so that what a step holds in memory does not depend on how many there are: ClickHouse
  works on many parts at once, each with the chunk's ids and persons. Measured over 50 parts: 60 MB for 20,000 ids and for
  100,000 ids in chunks of 20,000; 800 MB for 100,000 ids at once. Those that still rest count, as they are looked at, too.

So a crash between any two steps leaves a state that reads the same, and the next run goes on from it.
"""

import secrets
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import structlog

from common import clock
from posthog.alone import alone
from posthog.clickhouse import client, migrator, mutations
from products.events.backend.clickhouse.tables import EVENTS, PERSON_DISTINCT_ID_OVERRIDES
from products.events.backend.logic.upkeep.jobs import SQUASH

SETTLE = timedelta(hours=6)
# Ids of a chunk, about.
MAX_IDS = 20_000
# A run keeps a process of the worker from other work; what is left over waits for the next, which begins somewhere else.
SECONDS = 300.0

_TAG = client.QueryTag(product="events", kind="squash")
logger = structlog.get_logger(__name__)
_RESTED = (
    "(SELECT team_id, distinct_id, argMax(person_id, version) AS owner, argMax(is_deleted, version) AS is_gone, "
    "max(version) AS newest FROM person_distinct_id_overrides "
    "WHERE cityHash64(team_id, distinct_id) % {chunks:UInt32} = {chunk:UInt32} GROUP BY team_id, distinct_id "
    "HAVING argMax(arrived_at, (version, arrived_at)) < {cutoff:DateTime64(6, 'UTC')})"
)
_KEY = "concat(toString(team_id), ':', distinct_id)"
_OWNERS = "".join(("(SELECT (groupArray(", _KEY, "), groupArray(owner)) FROM ", _RESTED, " WHERE is_gone = 0)"))
_ALL = "".join(("(SELECT team_id, distinct_id FROM ", _RESTED, ")"))
_NEWEST = "".join(("(SELECT team_id, distinct_id, newest FROM ", _RESTED, ")"))
_PLACE = f"transform({_KEY}, {_OWNERS}.1, arrayEnumerate({_OWNERS}.1), toUInt32(0))"
_OWNER = f"arrayElement({_OWNERS}.2, {_PLACE})"
# By the same lists as the new value: they are made once for a part, which costs most of its time.
_TO_WRITE = f"{_PLACE} != 0 AND {_OWNER} != person_id"
_UPDATE = f"UPDATE person_id = if({_PLACE} = 0, person_id, {_OWNER}) WHERE {_TO_WRITE}"
_DELETE_OLDER = f"DELETE WHERE (team_id, distinct_id) IN {_ALL} AND (team_id, distinct_id, version) NOT IN {_NEWEST}"
_DELETE = f"DELETE WHERE (team_id, distinct_id) IN {_ALL}"
_COUNT = " ".join(("SELECT count() FROM", _RESTED))
# All ids, since those that have to rest are looked at as well; approximate, in memory that does not grow with them.
_SIZE = "SELECT uniq(team_id, distinct_id) FROM person_distinct_id_overrides"
# The same on every replica: what a fixed cutoff finds among rows that arrived hours ago does not depend on who asks.
_SETTINGS: dict[str, object] = {"mutations_sync": 2, "allow_nondeterministic_mutations": 1}


def squash_overrides() -> int:
    """Squash what has rested; returns how many distinct ids that were. One process at a time."""
    with alone(SQUASH) as is_alone:
        if not is_alone or not all(mutations.is_settled(table) for table in (EVENTS, PERSON_DISTINCT_ID_OVERRIDES)):
            return 0
        until = time.monotonic() + SECONDS
        squashed = 0
        for parameters in _chunks(_cutoff()):
            ids = int(client.query(_COUNT, parameters, tag=_TAG).rows[0][0])
            if ids:
                _rewrite_events(parameters)
                _remove_overrides(parameters)
                squashed += ids
            if time.monotonic() > until:
                break
        if squashed:
            logger.info("events.overrides_squashed", distinct_ids=squashed)
        return squashed


def _chunks(cutoff: datetime) -> Iterator[dict[str, Any]]:
    """Parameters of one chunk after the other, beginning with any."""
    chunks = int(client.query(_SIZE, tag=_TAG).rows[0][0]) // MAX_IDS + 1
    first = secrets.randbelow(chunks)
    for number in range(chunks):
        yield {"cutoff": cutoff, "chunks": chunks, "chunk": (first + number) % chunks}


def _cutoff() -> datetime:
    return clock.now() - SETTLE


def _rewrite_events(parameters: dict[str, Any]) -> None:
    for statement in migrator.current_cluster().alter_storage(EVENTS, _UPDATE):
        client.command(statement, parameters, settings=_SETTINGS, tag=_TAG)


def _remove_overrides(parameters: dict[str, Any]) -> None:
    for action in (_DELETE_OLDER, _DELETE):
        for statement in migrator.current_cluster().alter_storage(PERSON_DISTINCT_ID_OVERRIDES, action):
            client.command(statement, parameters, settings=_SETTINGS, tag=_TAG)
