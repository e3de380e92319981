"""Asking for people to be deleted: what happens at once, in one Postgres transaction."""

from collections.abc import Sequence
from uuid import UUID

import structlog
from django.db import transaction

from common import clock
from posthog.activity import record_activity
from posthog.clickhouse.client import ClickHouseError
from posthog.contracts import Actor
from posthog.identity import erase_people
from products.events.backend.clickhouse import tables
from products.events.backend.facade.errors import PersonNotFoundError
from products.events.backend.logic import outbox
from products.events.backend.logic.erasure import forgotten
from products.events.backend.logic.outbox import ClickHouseRows
from products.events.backend.logic.persons.contention import tried_again
from products.events.backend.logic.persons.store import TOMBSTONE_DISTANCE
from products.events.backend.models import ClickHouseOutbox, Erasure, Person, PersonDistinctId
from products.events.backend.wire.identifiers import person_uuid

# No partition of the queue has this number; letters of erasures are sent by the erasing task, should a crash leave any.
OUTBOX_PARTITION = 2**31 - 1
logger = structlog.get_logger(__name__)


def delete_person(*, team_id: int, uuid: UUID, with_events: bool, actor: Actor | None) -> Erasure:
    """Delete one person; raises PersonNotFoundError."""
    found = delete_people(team_id=team_id, person_uuids=(uuid,), with_events=with_events, actor=actor)
    if not found:
        raise PersonNotFoundError(f"No person {uuid} in this project; it may have been merged into another.")
    return found[0]


@tried_again
def delete_people(
    *, team_id: int, person_uuids: Sequence[UUID], with_events: bool, actor: Actor | None
) -> list[Erasure]:
    """Remove these people and what others keep about them; those who do not exist are passed over.

    From here on no query finds them, and ingestion refuses events of theirs that happened before now (when the events
    are to go too). Their rows in ClickHouse are removed by `work.py`, within a minute or so.
    """
    with transaction.atomic():
        people = list(
            Person.objects.for_team(team_id).filter(uuid__in=set(person_uuids)).select_for_update().order_by("id")
        )
        rows = ClickHouseRows()
        erasures = [_delete(person, with_events, actor, rows) for person in people]
        Erasure.objects.for_team(team_id).bulk_create(erasures)
        for person in people:
            record_activity(
                team_id=team_id,
                actor=actor,
                scope="Person",
                item_id=str(person.uuid),
                activity="deleted",
                # Not what the person was called: that was to be forgotten.
                name=str(person.uuid),
            )
        letters = outbox.save(OUTBOX_PARTITION, rows) if rows.by_table else []
    send_or_leave(letters)
    return erasures


def _delete(person: Person, with_events: bool, actor: Actor | None, rows: ClickHouseRows) -> Erasure:
    now = clock.now()
    team_id = person.team_id
    held = list(PersonDistinctId.objects.for_team(team_id).filter(person=person).values_list("distinct_id", "version"))
    ids = [distinct_id for distinct_id, _ in held]
    # Above every version that is, or may still be on its way to ClickHouse.
    tombstone = max([person.version, *(version for _, version in held)]) + TOMBSTONE_DISTANCE
    removed = erase_people(team_id, (person.uuid,))
    PersonDistinctId.objects.for_team(team_id).filter(person=person).delete()
    Person.objects.for_team(team_id).filter(pk=person.pk).delete()
    removed |= {"events_person": 1, "events_persondistinctid": len(ids)}
    forgotten.remember(
        [(team_id, distinct_id) for distinct_id in ids],
        [tombstone + 1] * len(ids),
        refuse_until=now if with_events else None,
    )
    _bury(person, ids, tombstone, with_events, rows)
    return Erasure(
        team_id=team_id,
        person_uuid=person.uuid,
        with_events=with_events,
        requested_by_id=actor.user_id if actor else None,
        requested_at=now,
        person_uuids=_former_uuids(person, ids),
        distinct_ids=ids,
        fingerprints=[forgotten.fingerprint(team_id, distinct_id) for distinct_id in ids],
        version_below=tombstone + 1,
        removed={table: count for table, count in removed.items() if count},
    )


def _former_uuids(person: Person, ids: Sequence[str]) -> list[str]:
    """The person's uuid and those of people who were merged into them: ClickHouse may still hold their last rows.

    A uuid follows from the first id, so the ids tell which people there may have been; who is alive is somebody else.
    """
    possible = {person_uuid(person.team_id, distinct_id) for distinct_id in ids} | {person.uuid}
    alive = Person.objects.for_team(person.team_id).filter(uuid__in=possible).values_list("uuid", flat=True)
    return sorted(str(uuid) for uuid in possible - set(alive))


def _bury(person: Person, ids: list[str], version: int, with_events: bool, rows: ClickHouseRows) -> None:
    """Rows that hide the person from queries until what they hide has been removed."""
    rows.add(
        tables.PERSON.name,
        {
            "id": str(person.uuid),
            "team_id": person.team_id,
            "properties": {},
            "is_identified": False,
            "created_at": person.created_at,
            "is_deleted": 1,
            "version": version,
        },
    )
    for distinct_id in ids:
        row = {
            "team_id": person.team_id,
            "distinct_id": distinct_id,
            "person_id": str(person.uuid),
            "is_deleted": 1,
            "version": version,
        }
        rows.add(tables.PERSON_DISTINCT_ID.name, row)
        if with_events:
            rows.add(tables.PERSON_DISTINCT_ID_OVERRIDES.name, row)


def send_or_leave(letters: Sequence[ClickHouseOutbox]) -> None:
    """Let ClickHouse have the rows now if it can. Never raises."""
    try:
        outbox.send(letters)
    except ClickHouseError as error:
        # They are safe in the outbox; the erasing task sends them before it does anything else.
        logger.warning("events.erasure_not_announced", error=type(error).__name__)
