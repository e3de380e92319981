"""What people change about a person by hand: properties, and which ids belong together."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from posthog.activity import Change, ChangeAction, record_activity
from posthog.clickhouse import client
from posthog.contracts import Actor
from products.events.backend.clickhouse import tables
from products.events.backend.facade.errors import ChangeRefusedError, PersonNotFoundError
from products.events.backend.logic import outbox
from products.events.backend.logic.ingesting_now import OUTBOX_PARTITION, ingest_now, send_now
from products.events.backend.logic.null_properties import null_names
from products.events.backend.logic.outbox import ClickHouseRows
from products.events.backend.logic.persons.contention import tried_again
from products.events.backend.logic.persons.store import TOMBSTONE_DISTANCE
from products.events.backend.models import Person, PersonDistinctId
from products.events.backend.wire.identifiers import person_uuid

MAX_NAME_LENGTH = 400
# Ids that one split may set free; more than that is a job for a script.
MAX_SPLIT = 5_000
_VERSIONS = """
SELECT id, max(version) FROM person WHERE team_id = {team_id:Int64} AND id IN {ids:Array(UUID)} GROUP BY id
"""


@tried_again
def set_properties(changes: Mapping[str, Any], *, team_id: int, person_uuid: UUID, actor: Actor) -> None:
    """Set properties, as a `$set` of the person's own; raises ChangeRefusedError or PersonNotFoundError."""
    person, distinct_id = _person_with_id(team_id, person_uuid)
    for name in changes:
        _check_name(name)
    ingest_now(team_id=team_id, name="$set", distinct_id=distinct_id, properties={"$set": dict(changes)})
    _record(person, tuple(_line(person, name, ChangeAction.CHANGED) for name in changes), "updated", actor)


@tried_again
def unset_property(name: str, *, team_id: int, person_uuid: UUID, actor: Actor) -> None:
    """Remove a property; one that is not there is removed already."""
    person, distinct_id = _person_with_id(team_id, person_uuid)
    _check_name(name)
    if name not in person.properties:
        return
    ingest_now(team_id=team_id, name="$delete_person_property", distinct_id=distinct_id, properties={"$unset": [name]})
    _record(person, (_line(person, name, ChangeAction.DELETED),), "updated", actor)


@tried_again
def split_person(*, team_id: int, person_uuid: UUID, main_distinct_id: str, actor: Actor) -> None:
    """Make every id but one a person of its own, without properties. Events follow their ids, old ones too.

    The person keeps `main_distinct_id` and the properties. Without one it keeps its first id and no properties, as
    nobody can say whose they were.
    """
    with transaction.atomic():
        person = _locked(team_id, person_uuid)
        rows = PersonDistinctId.objects.for_team(team_id).filter(person=person).order_by("id").select_for_update()
        ids = list(rows)
        kept = main_distinct_id or (ids[0].distinct_id if ids else "")
        leaving = [row for row in ids if row.distinct_id != kept]
        _check_split(main_distinct_id, ids, leaving)
        if not main_distinct_id:
            person.properties = {}
        # Whoever holds the person as it was must notice, whatever else changes.
        person.version += 1
        person.save(update_fields=["properties", "version"])
        letters_rows = ClickHouseRows()
        _add_person(letters_rows, person)
        for row, new in zip(leaving, _new_people(person, leaving), strict=True):
            _move(row, new, letters_rows)
        change = Change(
            field="distinct_ids", action=ChangeAction.CHANGED, before=str(len(ids)), after=str(len(ids) - len(leaving))
        )
        _record(person, (change,), "split_person", actor)
        letters = outbox.save(OUTBOX_PARTITION, letters_rows)
    send_now(letters)


def _check_split(main: str, ids: Sequence[PersonDistinctId], leaving: Sequence[PersonDistinctId]) -> None:
    if main and all(row.distinct_id != main for row in ids):
        raise ChangeRefusedError(f"'{main[:100]}' is not an id of this person.", attr="main_distinct_id")
    if not leaving:
        raise ChangeRefusedError("This person has one id only, so there is nothing to split.")
    if len(leaving) > MAX_SPLIT:
        raise ChangeRefusedError(f"This person has {len(ids):,} ids; at most {MAX_SPLIT:,} can be split at once.")


def _new_people(person: Person, leaving: Sequence[PersonDistinctId]) -> list[Person]:
    """A person for each id: the one that the id would have made, unless somebody is that one already."""
    team_id = person.team_id
    wanted = {row.distinct_id: person_uuid(team_id, row.distinct_id) for row in leaving}
    taken = set(Person.objects.for_team(team_id).filter(uuid__in=wanted.values()).values_list("uuid", flat=True))
    uuids = {
        distinct_id: person_uuid(team_id, f"{distinct_id}\x00split from {person.uuid} at {person.version}")
        if uuid in taken
        else uuid
        for distinct_id, uuid in wanted.items()
    }
    # They may have lived before and been merged, which leaves a tombstone that must not win. It may still be on its way to
    # ClickHouse; whoever somebody was merged into has had a higher version than theirs ever since.
    least = person.version + TOMBSTONE_DISTANCE
    buried = dict(client.query(_VERSIONS, {"team_id": team_id, "ids": [str(uuid) for uuid in uuids.values()]}).rows)
    return Person.objects.for_team(team_id).bulk_create(
        Person(
            team_id=team_id,
            uuid=uuids[row.distinct_id],
            created_at=person.created_at,
            version=max(least, int(buried.get(uuids[row.distinct_id], -1)) + 1),
        )
        for row in leaving
    )


def _move(row: PersonDistinctId, person: Person, rows: ClickHouseRows) -> None:
    PersonDistinctId.objects.for_team(row.team_id).filter(pk=row.pk).update(person=person, version=F("version") + 1)
    _add_person(rows, person)
    moved = {
        "team_id": row.team_id,
        "distinct_id": row.distinct_id,
        "person_id": str(person.uuid),
        "is_deleted": 0,
        "version": row.version + 1,
    }
    rows.add(tables.PERSON_DISTINCT_ID.name, moved)
    # Events of before the split carry the person they were split from.
    rows.add(tables.PERSON_DISTINCT_ID_OVERRIDES.name, moved)


def _add_person(rows: ClickHouseRows, person: Person) -> None:
    rows.add(
        tables.PERSON.name,
        {
            "id": str(person.uuid),
            "team_id": person.team_id,
            "properties": person.properties,
            "null_properties": null_names(person.properties),
            "is_identified": person.is_identified,
            "created_at": person.created_at,
            "is_deleted": 0,
            "version": person.version,
        },
    )


def _person_with_id(team_id: int, person_uuid: UUID) -> tuple[Person, str]:
    person = Person.objects.for_team(team_id).filter(uuid=person_uuid).first()
    if person is None:
        raise _not_found(person_uuid)
    row = PersonDistinctId.objects.for_team(team_id).filter(person=person).order_by("id").first()
    if row is None:
        raise ChangeRefusedError("This person has no distinct id, so no event can say anything about them.")
    return person, row.distinct_id


def _locked(team_id: int, person_uuid: UUID) -> Person:
    person = Person.objects.for_team(team_id).filter(uuid=person_uuid).select_for_update().first()
    if person is None:
        raise _not_found(person_uuid)
    return person


def _not_found(person_uuid: UUID) -> PersonNotFoundError:
    return PersonNotFoundError(f"No person {person_uuid} in this project; it may have been merged into another.")


def _check_name(name: str) -> None:
    if not name.strip() or len(name) > MAX_NAME_LENGTH:
        raise ChangeRefusedError(f"A property's name has 1 to {MAX_NAME_LENGTH} characters.", attr="key")


def _line(person: Person, name: str, action: ChangeAction) -> Change:
    """A line of the log names the property. Its values are the person's, and must go with them when they are erased."""
    created = action is ChangeAction.CHANGED and name not in person.properties
    return Change(
        field=f"properties.{name}", action=ChangeAction.CREATED if created else action, before=None, after=None
    )


def _record(person: Person, changes: tuple[Change, ...], activity: str, actor: Actor) -> None:
    record_activity(
        team_id=person.team_id,
        actor=actor,
        scope="Person",
        item_id=str(person.uuid),
        activity=activity,
        name=str(person.uuid),
        changes=changes,
    )
