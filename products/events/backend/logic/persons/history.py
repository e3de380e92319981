"""How a person came to be what they are: which ids joined when, and which event set which property."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from common.json import dumps, loads
from posthog.hogql import ast
from posthog.identity import PersonMerge as Merge
from products.events.backend.facade.contracts import (
    KnownId,
    MergedPerson,
    PastProperties,
    PersonHistory,
    PropertyChange,
)
from products.events.backend.logic.reading.hogql import context_of, run
from products.events.backend.logic.reading.persons import get_person
from products.events.backend.models import PersonDistinctId, PersonMerge
from products.events.backend.wire.person_updates import unset_names

MAX_IDS = 1_000
MAX_MERGES = 1_000
# Events that say something about the person, the newest of so many.
MAX_STATEMENTS = 2_000
_STATEMENTS = """
SELECT
    timestamp,
    uuid,
    event,
    distinct_id,
    JSONExtractRaw(properties, '$set'),
    JSONExtractRaw(properties, '$set_once'),
    JSONExtractRaw(properties, '$unset')
FROM events
WHERE person_id = {person}
AND (JSONHas(properties, '$set') OR JSONHas(properties, '$set_once') OR JSONHas(properties, '$unset'))
ORDER BY timestamp DESC, created_at DESC, uuid DESC
LIMIT {limit}
"""
# Which event, before anything large of it is read.
_NEWEST_AT = """
SELECT uuid, timestamp FROM events
WHERE person_id = {person} AND person_mode != 'propertyless' AND timestamp <= {at}
ORDER BY timestamp DESC, created_at DESC, uuid DESC
LIMIT 1
"""
_PROPERTIES_WITH = "SELECT person.properties FROM events WHERE uuid = {uuid} AND timestamp = {timestamp} LIMIT 1"


def remember_merges(team_id: int, merges: tuple[Merge, ...]) -> None:
    """Called inside the transaction of a merge."""
    PersonMerge.objects.for_team(team_id).bulk_create(
        PersonMerge(
            team_id=team_id,
            from_person=merge.from_person,
            into_person=merge.into_person,
            from_distinct_ids=list(merge.from_distinct_ids[:MAX_IDS]),
        )
        for merge in merges
    )


def forget_merges(team_id: int, people: tuple[UUID, ...]) -> Mapping[str, int]:
    """Called when people are erased, who take with them how they came to be."""
    found = _merges_about(team_id, people)
    PersonMerge.objects.for_team(team_id).filter(pk__in=found).delete()
    return {"events_personmerge": len(found)}


def count_merges(team_id: int, people: tuple[UUID, ...]) -> Mapping[str, int]:
    return {"events_personmerge": len(_merges_about(team_id, people))}


def person_history(*, team_id: int, person_uuid: UUID) -> PersonHistory:
    """Every id with when it was added, and every person who became this one, the newest first."""
    person = get_person(team_id=team_id, person_uuid=person_uuid)
    ids = PersonDistinctId.objects.for_team(team_id).filter(person=person).order_by("id")
    rows = PersonMerge.objects.for_team(team_id).filter(pk__in=_merges_into(team_id, (person_uuid,)))
    return PersonHistory(
        distinct_ids=tuple(
            KnownId(distinct_id=distinct_id, added_at=added_at)
            for distinct_id, added_at in ids.values_list("distinct_id", "added_at")[:MAX_IDS]
        ),
        merges=tuple(
            MergedPerson(
                from_person=row.from_person,
                into_person=row.into_person,
                distinct_ids=tuple(row.from_distinct_ids),
                merged_at=row.merged_at,
            )
            for row in rows.order_by("-merged_at", "-pk")[:MAX_MERGES]
        ),
    )


def property_history(*, team_id: int, person_uuid: UUID, name: str, limit: int) -> list[PropertyChange]:
    """What events said about the person's properties, as far as it changed something, the newest first.

    What is copied from every page (browser, address, campaign) is not stated by anybody and does not appear. With a
    `name`, only that property.
    """
    get_person(team_id=team_id, person_uuid=person_uuid)
    context = context_of(team_id)
    rows = run(_STATEMENTS, context, {"person": ast.constant(person_uuid), "limit": MAX_STATEMENTS})
    # The oldest of a long history may have been preceded by statements that are not looked at.
    known: dict[str, Any] = {}
    changes: list[PropertyChange] = []
    for timestamp, uuid, event, distinct_id, *stated in reversed(rows):
        assigned, assigned_once, removed = (loads(text) if text else None for text in stated)
        said: dict[str, Any] = {
            key: value for key, value in _object(assigned_once).items() if key not in known and value is not None
        }
        said |= _object(assigned)
        for key, value in said.items():
            if key in known and dumps(known[key]) == dumps(value):
                continue
            if name in ("", key):
                before = dumps(known[key]).decode() if key in known else None
                changes.append(_change(timestamp, uuid, event, distinct_id, key, before, dumps(value).decode()))
            known[key] = value
        for key in unset_names(removed):
            if key in known:
                if name in ("", key):
                    before = dumps(known[key]).decode()
                    changes.append(_change(timestamp, uuid, event, distinct_id, key, before, None))
                del known[key]
    return list(reversed(changes))[:limit]


def properties_at(*, team_id: int, person_uuid: UUID, at: datetime) -> PastProperties | None:
    """The properties that came with the newest event of theirs until then; None when there was none.

    Every event keeps its person's properties, and a change by hand is an event too, so nothing has to be replayed.
    """
    context = context_of(team_id)
    found = run(_NEWEST_AT, context, {"person": ast.constant(person_uuid), "at": ast.constant(at)})
    if not found:
        return None
    uuid, timestamp = found[0]
    rows = run(_PROPERTIES_WITH, context, {"uuid": ast.constant(uuid), "timestamp": ast.constant(timestamp)})
    return PastProperties(properties=dumps(_object(rows[0][0]) if rows else {}), known_from=timestamp)


def _change(
    timestamp: datetime, uuid: UUID, event: str, distinct_id: str, key: str, before: str | None, after: str | None
) -> PropertyChange:
    return PropertyChange(
        property=key,
        before=before,
        after=after,
        changed_at=timestamp,
        event=event,
        event_uuid=uuid,
        distinct_id=distinct_id,
    )


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _merges_into(team_id: int, people: tuple[UUID, ...]) -> list[int]:
    """The merges that made these people, those of the people who were merged among them."""
    found: dict[int, None] = {}
    survivors = set(people)
    seen: set[UUID] = set()
    while survivors and len(found) < MAX_MERGES:
        seen |= survivors
        rows = PersonMerge.objects.for_team(team_id).filter(into_person__in=survivors).order_by("-pk")
        merged = list(rows.values_list("pk", "from_person")[:MAX_MERGES])
        found.update(dict.fromkeys(pk for pk, _ in merged))
        survivors = {from_person for _, from_person in merged} - seen
    return list(found)


def _merges_about(team_id: int, people: tuple[UUID, ...]) -> list[int]:
    away = PersonMerge.objects.for_team(team_id).filter(Q(from_person__in=people)).values_list("pk", flat=True)
    return sorted({*_merges_into(team_id, people), *away})
