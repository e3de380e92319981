"""Where ClickHouse holds rows of a person, and the conditions that find exactly theirs.

Each target finds rows in two ways. While the work is under way the ids are known, and rows are counted and removed by
them. Afterwards only fingerprints are left, and the proof looks for those. Both bind every value as a parameter.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from urllib.parse import quote

import orjson

from posthog.clickhouse.cluster import Table
from posthog.identity import PeopleTable, people_tables
from products.events.backend.clickhouse import tables
from products.events.backend.logic.erasure.forgotten import FINGERPRINT_IN_CLICKHOUSE
from products.events.backend.models import Erasure, Person

# Parameters travel in the URL, which servers limit to 64 kB or more.
_MAX_ENCODED = 30_000
# What ClickHouse's multiSearch functions take is 255.
_MAX_NEEDLES = 240
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Later than any row.
_EVER = 2**62
# An event belongs to the erased life of an id when it happened or arrived before the erasure.
_BEFORE = "toUnixTimestamp64Micro(least(timestamp, created_at))"
_NAMED = "multiSearchFirstIndex(concat(details, raw), {keys:Array(String)})"


class FoundBy(Enum):
    """What rows are found by: distinct ids, people, or ids as they are quoted in JSON."""

    IDS = "ids"
    PEOPLE = "people"
    QUOTES = "quotes"


class Limit(Enum):
    """Which of the rows found are the erased person's: those from before the erasure or below its version, or, unless
    somebody has come back under the same uuid, all."""

    MOMENT = "moment"
    VERSION = "version"
    WHILE_GONE = "while gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One table. `key` is what rows are found by; `limits` are numbers beside the keys that rows are compared with."""

    table: Table
    key: str
    where: str
    proof: str
    only_with_events: bool
    limits: Limit
    found_by: FoundBy = FoundBy.IDS


def _below_version(key: str) -> str:
    return (
        f"team_id = {{team_id:Int64}} AND {key} IN {{keys:Array(String)}} AND "
        f"toInt64(version) < transform({key}, {{keys:Array(String)}}, {{limits:Array(Int64)}}, toInt64(0))"
    )


def _ids_below_version(table: Table, *, only_with_events: bool) -> Target:
    return Target(
        table=table,
        key="distinct_id",
        where=_below_version("distinct_id"),
        proof=f"team_id = {{team_id:Int64}} AND {FINGERPRINT_IN_CLICKHOUSE} IN {{keys:Array(String)}} "
        "AND toInt64(version) < {limit:Int64}",
        only_with_events=only_with_events,
        limits=Limit.VERSION,
    )


# An event that joins two ids is about both, whoever sent it: also one that was refused, or that others sent.
_NAMES_ANOTHER = "event IN ('$identify', '$create_alias', '$merge_dangerously')"
_ANOTHER = "coalesce(properties.`$anon_distinct_id`::Nullable(String), properties.`alias`::Nullable(String), '')"
_WHOSE = f"if(distinct_id IN {{keys:Array(String)}} OR NOT ({_NAMES_ANOTHER}), distinct_id, {_ANOTHER})"
EVENTS = Target(
    table=tables.EVENTS,
    key=_WHOSE,
    where=f"team_id = {{team_id:Int64}} AND {_WHOSE} IN {{keys:Array(String)}} AND "
    f"{_BEFORE} <= transform({_WHOSE}, {{keys:Array(String)}}, {{limits:Array(Int64)}}, toInt64(-1))",
    proof=f"team_id = {{team_id:Int64}} AND ({FINGERPRINT_IN_CLICKHOUSE} IN {{keys:Array(String)}} OR {_NAMES_ANOTHER} "
    f"AND lower(hex(SHA256(concat(toString(team_id), ':', {_ANOTHER})))) IN {{keys:Array(String)}}) "
    f"AND {_BEFORE} <= {{limit:Int64}}",
    only_with_events=True,
    limits=Limit.MOMENT,
)
PERSON = Target(
    table=tables.PERSON,
    key="toString(id)",
    where=_below_version("toString(id)"),
    proof="team_id = {team_id:Int64} AND toString(id) IN {keys:Array(String)} AND toInt64(version) < {limit:Int64}",
    only_with_events=False,
    limits=Limit.VERSION,
    found_by=FoundBy.PEOPLE,
)
# Warnings quote what was sent. A warning that names the id as a JSON text is the person's, whatever else it says.
WARNINGS = Target(
    table=tables.INGESTION_WARNINGS,
    key=f"{{keys:Array(String)}}[{_NAMED}]",
    where=f"team_id = {{team_id:Int64}} AND {_NAMED} > 0 AND "
    f"toUnixTimestamp64Micro(timestamp) <= {{limits:Array(Int64)}}[{_NAMED}]",
    proof="team_id = {team_id:Int64} AND hasAny({keys:Array(String)}, arrayMap(named -> "
    "lower(hex(SHA256(concat(toString(team_id), ':', named)))), [JSONExtractString(details, 'distinct_id'), "
    "JSONExtractString(raw, 'distinct_id'), JSONExtractString(raw, 'properties', 'distinct_id')])) "
    "AND toUnixTimestamp64Micro(timestamp) <= {limit:Int64}",
    only_with_events=True,
    limits=Limit.MOMENT,
    found_by=FoundBy.QUOTES,
)
TARGETS = (
    EVENTS,
    PERSON,
    _ids_below_version(tables.PERSON_DISTINCT_ID, only_with_events=False),
    _ids_below_version(tables.PERSON_DISTINCT_ID_OVERRIDES, only_with_events=True),
    WARNINGS,
)


def all_targets() -> tuple[Target, ...]:
    """The tables of this product, and those in which others name people."""
    return (*TARGETS, *(_naming_people(table) for table in people_tables()))


def _naming_people(others: PeopleTable) -> Target:
    written = f"toUnixTimestamp64Micro({others.written_at})"
    return Target(
        table=others.table,
        key=others.person,
        where=f"team_id = {{team_id:Int64}} AND {others.person} IN {{keys:Array(String)}} AND "
        f"{written} <= transform({others.person}, {{keys:Array(String)}}, {{limits:Array(Int64)}}, toInt64(-1))",
        proof=f"team_id = {{team_id:Int64}} AND {others.person} IN {{keys:Array(String)}} AND {written} <= {{limit:Int64}}",
        only_with_events=False,
        limits=Limit.WHILE_GONE,
        found_by=FoundBy.PEOPLE,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """As many keys as fit into one statement; `owners` tells whose they are."""

    keys: tuple[str, ...]
    limits: tuple[int, ...]
    owners: tuple[Erasure, ...]


def chunks_of(target: Target, erasures: Sequence[Erasure]) -> Iterator[Chunk]:
    """What to look for in this table, a statement's worth at a time."""
    rows: list[tuple[str, int, Erasure]] = []
    size = 0
    for erasure in erasures:
        if target.only_with_events and not erasure.with_events:
            continue
        limit = limit_of(target, erasure)
        for key in _keys_of(target, erasure):
            length = len(quote(key)) + 30
            if rows and (size + length > _MAX_ENCODED or len(rows) >= _MAX_NEEDLES):
                yield _chunk(rows)
                rows, size = [], 0
            rows.append((key, limit, erasure))
            size += length
    if rows:
        yield _chunk(rows)


def limit_of(target: Target, erasure: Erasure) -> int:
    if target.limits is Limit.VERSION:
        return erasure.version_below
    if target.limits is Limit.WHILE_GONE:
        people = Person.objects.for_team(erasure.team_id).filter(uuid__in=erasure.person_uuids)
        return microseconds(erasure.requested_at) if people.exists() else _EVER
    return microseconds(erasure.requested_at)


def microseconds(moment: datetime) -> int:
    elapsed = moment - _EPOCH
    return (elapsed.days * 86_400 + elapsed.seconds) * 1_000_000 + elapsed.microseconds


def _keys_of(target: Target, erasure: Erasure) -> Iterator[str]:
    if target.found_by is FoundBy.PEOPLE:
        yield from erasure.person_uuids
    elif target.found_by is FoundBy.QUOTES:
        for distinct_id in erasure.distinct_ids:
            yield orjson.dumps(distinct_id).decode()
            if distinct_id.isdecimal():
                # An id that was sent as a number.
                yield f'"distinct_id":{distinct_id},'
                yield f'"distinct_id":{distinct_id}}}'
    else:
        yield from erasure.distinct_ids


def _chunk(rows: Sequence[tuple[str, int, Erasure]]) -> Chunk:
    return Chunk(
        keys=tuple(row[0] for row in rows), limits=tuple(row[1] for row in rows), owners=tuple(row[2] for row in rows)
    )
