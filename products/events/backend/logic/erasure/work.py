"""Removing what ClickHouse and Redis hold of deleted people, and keeping account of it.

`ALTER TABLE … DELETE`, not the lightweight `DELETE FROM`: the latter only hides rows until some later merge. The
statement returns when every part that held a row has been written again without it; ClickHouse keeps replaced parts on
disk for `old_parts_lifetime` (8 minutes by default) and then deletes their files. Parts without a match are not touched.

The statement may also end early, with its mutation still under way: then the next run waits until that is done. What
ClickHouse keeps of mutations that are done would name the ids, so that goes, too.

A crash anywhere is harmless: what is about to be removed is counted and written down first, and the next run finds
either nothing left of it or all of it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

import orjson
import structlog

from common import clock
from common.sdk import lenient_json
from common.sdk.errors import RequestError
from posthog.alone import alone
from posthog.clickhouse import client, migrator, mutations
from posthog.known_teams import find_team_by_token
from posthog.queries import cache
from posthog.receipts import note_planned
from products.events.backend.facade.enums import ErasureStatus
from products.events.backend.logic import outbox
from products.events.backend.logic.erasure import verify
from products.events.backend.logic.erasure.deletion import OUTBOX_PARTITION
from products.events.backend.logic.erasure.receipts import SECOND_LOOK, SETTLE, due
from products.events.backend.logic.erasure.targets import Chunk, Target, all_targets, chunks_of
from products.events.backend.logic.queue import connection as queue
from products.events.backend.logic.queue import keys as queue_keys
from products.events.backend.logic.queue.entry import BODY_FIELD, decode_entry
from products.events.backend.logic.upkeep.jobs import ERASE
from products.events.backend.models import Erasure

_TAG = client.QueryTag(product="events", kind="erase")
logger = structlog.get_logger(__name__)


def work_on_erasures() -> int:
    """Do what is due; returns how many erasures got further. Called regularly; one process at a time."""
    with alone(ERASE) as is_alone:
        if not is_alone:
            return 0
        outbox.send_left_over(OUTBOX_PARTITION)
        now = clock.now()
        return sum(
            _advance(team_id, erasures, now)
            for status, age in ((ErasureStatus.PENDING, SETTLE), (ErasureStatus.ERASED, SECOND_LOOK))
            for team_id, erasures in _due(status, now - age).items()
        )


def _due(status: ErasureStatus, until: datetime) -> dict[int, list[Erasure]]:
    by_team: dict[int, list[Erasure]] = {}
    for erasure in due(Erasure, status, until):
        by_team.setdefault(erasure.team_id, []).append(erasure)
    return by_team


def _advance(team_id: int, erasures: list[Erasure], now: datetime) -> int:
    targets = all_targets()
    if not all(mutations.is_settled(target.table) for target in targets):
        return 0
    for target in targets:
        for chunk in chunks_of(target, erasures):
            _remove(target, chunk, team_id)
    for target in targets:
        # The statements have the ids in them.
        mutations.forget_finished(target.table)
    _remove_from_dead_entries(team_id, erasures)
    cache.forget_team(team_id)
    for erasure in erasures:
        _complete(erasure, now)
    logger.info("events.people_erased", team_id=team_id, people=len(erasures))
    return len(erasures)


def _remove(target: Target, chunk: Chunk, team_id: int) -> None:
    parameters = {"team_id": team_id, "keys": list(chunk.keys), "limits": list(chunk.limits)}
    name = target.table.name
    counting = ("SELECT", target.key, "AS found_by, count() FROM", name, "WHERE", target.where, "GROUP BY found_by")
    found = client.query(" ".join(counting), parameters, settings=mutations.UNLOGGED, tag=_TAG)
    owners = dict(zip(chunk.keys, chunk.owners, strict=True))
    counts: Counter[str] = Counter()
    for key, rows in found.rows:
        counts[str(owners[key].pk)] += rows
    for erasure in {owner.pk: owner for owner in chunk.owners}.values():
        note_planned(erasure, name, counts[str(erasure.pk)])
    if not counts:
        return
    for statement in migrator.current_cluster().alter_storage(target.table, f"DELETE WHERE {target.where}"):
        client.command(statement, parameters, settings={"mutations_sync": 2, **mutations.UNLOGGED}, tag=_TAG)
    for erasure in {owner.pk: owner for owner in chunk.owners}.values():
        note_planned(erasure, name, 0)


def _complete(erasure: Erasure, now: datetime) -> None:
    if erasure.status == ErasureStatus.PENDING.value:
        erasure.status = ErasureStatus.ERASED.value
        erasure.completed_at = now
        erasure.planned = {}
    else:
        erasure.status = ErasureStatus.VERIFIED.value
        erasure.distinct_ids = []
        erasure.planned = {}
    verify.take_proof(erasure)
    erasure.save()


def _remove_from_dead_entries(team_id: int, erasures: Sequence[Erasure]) -> None:
    """Requests of the project that were put aside because no attempt could process them, and that name an erased id."""
    named = {
        needle: erasure
        for erasure in erasures
        if erasure.with_events
        for distinct_id in erasure.distinct_ids
        for needle in _spellings(distinct_id)
    }
    if not named:
        return
    redis = queue.client()
    for entry_id, fields in redis.xrange(queue_keys.DEAD):
        if not _is_of(team_id, entry_id, fields):
            continue
        body = _in_one_spelling(fields.get(BODY_FIELD, b""))
        if found := next((erasure for needle, erasure in named.items() if needle in body), None):
            redis.xdel(queue_keys.DEAD, entry_id)
            found.removed[queue_keys.DEAD] = found.removed.get(queue_keys.DEAD, 0) + 1


def _is_of(team_id: int, entry_id: bytes, fields: dict[bytes, bytes]) -> bool:
    try:
        received = decode_entry(entry_id, fields).received
    except (KeyError, ValueError, TypeError):
        # Nobody can say whose it is, so whoever it names may be meant.
        return True
    if received.team_id:
        return received.team_id == team_id
    team = find_team_by_token(received.token)
    return team is None or team.id == team_id


def _spellings(distinct_id: str) -> Iterator[bytes]:
    yield orjson.dumps(distinct_id)
    if distinct_id.isdecimal():
        # An id that was sent as a number.
        yield from (f'"distinct_id":{distinct_id}{end}'.encode() for end in ",}")


def _in_one_spelling(body: bytes) -> bytes:
    """The JSON as it is written here, whichever characters the client has escaped; as it came if it is none."""
    try:
        return orjson.dumps(lenient_json.loads(body))
    except (ValueError, TypeError, RecursionError, RequestError):
        # A number beyond all bounds is one that can be read and not written.
        return body
