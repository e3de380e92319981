"""Reading and writing people in bulk: a handful of statements for a batch, however many people it has.

Reads take no locks. Writes check that nothing they build on has changed since (the row's version, or that an id is
still free) and raise RacedError when it has; the caller starts over with fresh rows, the second time with the rows
locked. Hand-written SQL, because the ORM has no bulk update with a check and no insert that tells what it skipped.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from posthog.identity import PersonMerge, announce_merges
from products.events.backend.clickhouse import tables
from products.events.backend.logic.erasure.forgotten import forgotten_among
from products.events.backend.logic.null_properties import null_names
from products.events.backend.logic.outbox import ClickHouseRows
from products.events.backend.logic.persons.people import MAX_DISTINCT_IDS, Key, People, Person

_SELECT = """
SELECT d.team_id, d.distinct_id, p.id, p.uuid::text, p.properties::text, p.is_identified, p.created_at, p.version
FROM unnest(%s::bigint[], %s::text[]) AS wanted (team_id, distinct_id)
JOIN events_persondistinctid d ON d.team_id = wanted.team_id AND d.distinct_id = wanted.distinct_id
JOIN events_person p ON p.id = d.person_id
"""
# Only as far as matters: counting stops beyond the limit.
_COUNT_IDS = """
SELECT owner.person_id, counted.ids
FROM (
    SELECT DISTINCT d.person_id
    FROM unnest(%s::bigint[], %s::text[]) AS wanted (team_id, distinct_id)
    JOIN events_persondistinctid d ON d.team_id = wanted.team_id AND d.distinct_id = wanted.distinct_id
) AS owner
CROSS JOIN LATERAL (
    SELECT count(*) AS ids
    FROM (SELECT FROM events_persondistinctid i WHERE i.person_id = owner.person_id LIMIT %s) AS found
) AS counted
"""
_LOCK = " ORDER BY p.id FOR UPDATE OF p"
# Rows with properties go as one JSON text: as an array of texts, each quotation mark in them would be escaped by itself,
# which takes fifty times as long.
_INSERT_PERSONS = """
INSERT INTO events_person (team_id, uuid, properties, is_identified, created_at, version)
SELECT * FROM json_to_recordset(%s::json)
    AS new (team_id bigint, uuid uuid, properties jsonb, is_identified bool, created_at timestamptz, version bigint)
ON CONFLICT (team_id, uuid) DO NOTHING
RETURNING id, team_id, uuid::text
"""
_UPDATE_PERSONS = """
UPDATE events_person AS p
SET properties = new.properties, is_identified = new.is_identified, created_at = new.created_at, version = new.version
FROM json_to_recordset(%s::json)
    AS new (id bigint, old_version bigint, properties jsonb, is_identified bool, created_at timestamptz, version bigint)
WHERE p.id = new.id AND p.version = new.old_version
"""
_INSERT_DISTINCT_IDS = """
INSERT INTO events_persondistinctid (team_id, distinct_id, person_id, version)
SELECT * FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::bigint[])
ON CONFLICT (team_id, distinct_id) DO NOTHING
"""
_MOVE_DISTINCT_IDS = """
UPDATE events_persondistinctid AS d
SET person_id = moves.target_id, version = d.version + 1
FROM unnest(%s::bigint[], %s::bigint[]) AS moves (source_id, target_id)
WHERE d.person_id = moves.source_id
RETURNING d.team_id, d.distinct_id, moves.source_id, d.version
"""
_DELETE_PERSONS = """
DELETE FROM events_person AS p
USING unnest(%s::bigint[], %s::bigint[]) AS old (id, version)
WHERE p.id = old.id AND p.version = old.version
"""
# How many ids are asked for at a time, and what the profiles found may be together, as text. 10,000 ordinary people have a
# tenth of it; as objects it is several times as much.
LOADED_AT_ONCE = 1_000
MAX_LOADED_BYTES = 256 * 1024 * 1024
# Far enough above any version a living row may still get, so that the tombstone stays on top.
TOMBSTONE_DISTANCE = 100


class RacedError(Exception):
    """Another worker changed the same people meanwhile. Nothing was written; start over."""


class TooLargePeopleError(Exception):
    """The profiles of a batch are more than a worker has room for. It fails like one that takes its worker down: its
    entries are then taken one by one, and put aside if one alone is too much.
    """


def load_people(keys: set[Key], *, merging: set[Key], lock: bool) -> People:
    """The people behind these (team, distinct id) pairs, as they are in Postgres now.

    `merging` are those whose people may be merged, so that it matters how many ids they have. Raises TooLargePeopleError.
    """
    if not keys:
        return People({})
    wanted = sorted(keys)
    people: dict[int, Person] = {}
    known: dict[Key, Person] = {}
    size = 0
    # Locks are taken in one order, so at once; who takes them has seen before that there is room.
    step = len(wanted) if lock else LOADED_AT_ONCE
    for start in range(0, len(wanted), step):
        for row in _select(wanted[start : start + step], lock=lock):
            team_id, distinct_id, row_id, uuid, properties, is_identified, created_at, version = row
            person = people.get(row_id)
            if person is None:
                person = people[row_id] = Person(
                    team_id=team_id,
                    uuid=uuid,
                    created_at=created_at,
                    row_id=row_id,
                    text=properties.encode(),
                    is_identified=is_identified,
                    stored_version=version,
                )
                size += len(person.text)
            known[(team_id, distinct_id)] = person
        if size > MAX_LOADED_BYTES:
            raise TooLargePeopleError(f"{len(people)} people of a batch have {size} bytes of properties.")
    _count_ids(people, sorted(merging))
    return People(known, forgotten_among(wanted))


def _select(keys: Sequence[Key], *, lock: bool) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_SELECT + (_LOCK if lock else ""), [[key[0] for key in keys], [key[1] for key in keys]])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _count_ids(people: dict[int, Person], merging: Sequence[Key]) -> None:
    if not merging or not people:
        return
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_IDS, [[key[0] for key in merging], [key[1] for key in merging], MAX_DISTINCT_IDS + 1])
        for row_id, ids in cursor.fetchall():
            if row_id in people:
                people[row_id].id_count = ids


def write_people(people: People) -> ClickHouseRows:
    """Write every change and return what ClickHouse has to learn. Needs a transaction; raises RacedError."""
    rows = ClickHouseRows()
    _insert_people(people.to_insert(), rows)
    _update_people(people.to_update(), rows)
    _attach_distinct_ids(people, rows)
    _remove_merged(people.to_remove(), rows)
    return rows


def _insert_people(people: Sequence[Person], rows: ClickHouseRows) -> None:
    if not people:
        return
    ordered = sorted(people, key=lambda person: (person.team_id, person.uuid))
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_PERSONS, [_records(ordered)])
        ids = {(team_id, uuid): row_id for row_id, team_id, uuid in cursor.fetchall()}
    if len(ids) < len(ordered):
        raise RacedError("persons")
    for person in ordered:
        person.row_id = ids[(person.team_id, person.uuid)]
        rows.add(tables.PERSON.name, _person_row(person))


def _update_people(people: Sequence[Person], rows: ClickHouseRows) -> None:
    people = [person for person in people if person.stored_version is not None]
    if not people:
        return
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE_PERSONS, [_records(people)])
        if cursor.rowcount < len(people):
            raise RacedError("persons")
    for person in people:
        rows.add(tables.PERSON.name, _person_row(person))


def _attach_distinct_ids(people: People, rows: ClickHouseRows) -> None:
    attached = sorted(people.to_attach(), key=lambda item: (item[1].team_id, item[0]))
    if not attached:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT_DISTINCT_IDS,
            [
                [person.team_id for _, person, _ in attached],
                [distinct_id for distinct_id, _, _ in attached],
                [person.row_id for _, person, _ in attached],
                [version for _, _, version in attached],
            ],
        )
        if cursor.rowcount < len(attached):
            raise RacedError("distinct ids")
    for distinct_id, person, version in attached:
        _add_distinct_id(rows, person.team_id, distinct_id, person.uuid, version)


def _remove_merged(merged: Sequence[tuple[Person, Person]], rows: ClickHouseRows) -> None:
    """Move the distinct ids of merged people to who they became, then remove them."""
    if not merged:
        return
    ordered = sorted(merged, key=lambda pair: pair[0].row_id or 0)
    targets = {source.row_id: target for source, target in ordered}
    with connection.cursor() as cursor:
        cursor.execute(
            _MOVE_DISTINCT_IDS, [[source.row_id for source, _ in ordered], [target.row_id for _, target in ordered]]
        )
        moved: dict[int, list[str]] = {}
        for team_id, distinct_id, source_id, version in cursor.fetchall():
            _add_distinct_id(rows, team_id, distinct_id, targets[source_id].uuid, version)
            moved.setdefault(source_id, []).append(distinct_id)
        _announce(ordered, moved)
        cursor.execute(
            _DELETE_PERSONS,
            [[source.row_id for source, _ in ordered], [source.stored_version for source, _ in ordered]],
        )
        if cursor.rowcount < len(ordered):
            raise RacedError("persons")
    for source, _ in ordered:
        version = source.least_version + TOMBSTONE_DISTANCE
        nothing: dict[str, Any] = {"properties": {}, "null_properties": [], "is_deleted": 1, "version": version}
        rows.add(tables.PERSON.name, {**_person_row(source), **nothing})


def _announce(merged: Sequence[tuple[Person, Person]], moved: dict[int, list[str]]) -> None:
    """Tell those who keep something per person, while the merged people still exist."""
    by_team: dict[int, list[PersonMerge]] = {}
    for source, target in merged:
        merge = PersonMerge(
            from_person=UUID(source.uuid),
            into_person=UUID(target.uuid),
            from_distinct_ids=tuple(moved.get(source.row_id or 0, ())),
        )
        by_team.setdefault(source.team_id, []).append(merge)
    for team_id, merges in by_team.items():
        announce_merges(team_id, tuple(merges))


def _records(people: Sequence[Person]) -> str:
    return orjson.dumps(
        [
            {
                "id": person.row_id,
                "team_id": person.team_id,
                "uuid": person.uuid,
                "properties": orjson.Fragment(person.text),
                "is_identified": person.is_identified,
                "created_at": person.created_at,
                "old_version": person.stored_version,
                "version": person.next_version,
            }
            for person in people
        ]
    ).decode()


def _person_row(person: Person) -> dict[str, Any]:
    return {
        "id": person.uuid,
        "team_id": person.team_id,
        "properties": orjson.Fragment(person.text),
        "null_properties": null_names(person.text),
        "is_identified": person.is_identified,
        "created_at": person.created_at,
        "is_deleted": 0,
        "version": person.next_version,
    }


def _add_distinct_id(rows: ClickHouseRows, team_id: int, distinct_id: str, person_id: str, version: int) -> None:
    row = {
        "team_id": team_id,
        "distinct_id": distinct_id,
        "person_id": person_id,
        "is_deleted": 0,
        "version": version,
    }
    rows.add(tables.PERSON_DISTINCT_ID.name, row)
    if version > 0:
        rows.add(tables.PERSON_DISTINCT_ID_OVERRIDES.name, row)
