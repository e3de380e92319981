"""The people of a project. Values in, values out."""

from datetime import datetime
from uuid import UUID

from common.json import loads
from common.pages import Page
from posthog.contracts import Actor
from products.events.backend import models
from products.events.backend.facade.contracts import (
    Erasure,
    ListPersons,
    NameCount,
    PastProperties,
    PeopleNamed,
    Person,
    PersonHistory,
    PersonKey,
    Profile,
    PropertyChange,
)
from products.events.backend.facade.mappers import to_erasure, to_person
from products.events.backend.logic.erasure import deletion
from products.events.backend.logic.persons import editing, history
from products.events.backend.logic.reading import events, lookup, persons, profiles


class PersonsAPI:
    """The people of a project."""

    @staticmethod
    def get_person(*, team_id: int, person_uuid: UUID) -> Person:
        """One person; raises PersonNotFoundError, also for one who was merged into another."""
        return _to_persons([persons.get_person(team_id=team_id, person_uuid=person_uuid)], team_id)[0]

    @staticmethod
    def find_person_by_distinct_id(*, team_id: int, distinct_id: str) -> Person | None:
        """The person known by this id, if anybody is."""
        found = persons.find_person_by_distinct_id(team_id=team_id, distinct_id=distinct_id)
        return _to_persons([found], team_id)[0] if found else None

    @staticmethod
    def find_profile(*, team_id: int, distinct_id: str) -> Profile | None:
        """The person known by this id, in one fast read; raises posthog.fast_reads.ReadFailedError within its limit."""
        return profiles.find_profile(team_id=team_id, distinct_id=distinct_id)

    @staticmethod
    def find_past_properties(*, team_id: int, person_uuid: UUID, at: datetime) -> PastProperties | None:
        """The person's properties at a moment, as their newest event until then has them; None before their first."""
        return history.properties_at(team_id=team_id, person_uuid=person_uuid, at=at)

    @staticmethod
    def list_persons(asked: ListPersons, *, team_id: int, limit: int, offset: int) -> Page[Person]:
        """People, the newest first."""
        found, total = persons.list_persons(asked, team_id=team_id, limit=limit, offset=offset)
        return Page(items=_to_persons(found, team_id), total=total)

    @staticmethod
    def walk_people(*, team_id: int, after: UUID | None, limit: int) -> tuple[PersonKey, ...]:
        """The next people in the order of their uuids, for who goes through all of them; the last page is not full."""
        return persons.walk_people(team_id=team_id, after=after, limit=limit)

    @staticmethod
    def delete_person(
        *, team_id: int, person_uuid: UUID, delete_events: bool = False, actor: Actor | None = None
    ) -> Erasure:
        """Delete a person and, if asked, every event of theirs; raises PersonNotFoundError.

        The profile is gone when this returns, the rest within a minute or so: the receipt tells. Events of theirs that
        happened before now and arrive later are refused, if events were to go.
        """
        return to_erasure(
            deletion.delete_person(team_id=team_id, uuid=person_uuid, with_events=delete_events, actor=actor)
        )

    @staticmethod
    def delete_people(
        *, team_id: int, person_uuids: tuple[UUID, ...], delete_events: bool = False, actor: Actor | None = None
    ) -> tuple[Erasure, ...]:
        """The same for several people at once, all or none; those who do not exist are passed over."""
        found = deletion.delete_people(
            team_id=team_id, person_uuids=person_uuids, with_events=delete_events, actor=actor
        )
        return tuple(to_erasure(row) for row in found)

    @staticmethod
    def find_people(*, team_id: int, values: tuple[str, ...]) -> tuple[PeopleNamed, ...]:
        """The people whom distinct ids, uuids or e-mail addresses name; values that name nobody are left out."""
        found = lookup.find_people(team_id=team_id, values=values)
        return tuple(PeopleNamed(value=value, people=people) for value, people in found.items())

    @staticmethod
    def list_persons_by_uuid(*, team_id: int, uuids: tuple[UUID, ...]) -> tuple[Person, ...]:
        """These people, in this order; who is not there any more is left out."""
        found = persons.people_by_uuid(team_id=team_id, uuids=uuids)
        return _to_persons([found[uuid] for uuid in uuids if uuid in found], team_id)

    @staticmethod
    def find_person(*, team_id: int, person_id: str) -> Person:
        """The person of this uuid or distinct id; raises PersonNotFoundError."""
        return _to_persons([persons.find_person(team_id=team_id, person_id=person_id)], team_id)[0]

    @staticmethod
    def find_uuids(distinct_ids: tuple[str, ...], *, team_id: int) -> tuple[UUID, ...]:
        """The people with these ids; ids of nobody are passed over."""
        return persons.find_uuids(distinct_ids, team_id=team_id)

    @staticmethod
    def set_properties(properties: str, *, team_id: int, person_uuid: UUID, actor: Actor) -> Person:
        """Set the properties of a JSON object, visibly at once; raises ChangeRefusedError or PersonNotFoundError."""
        editing.set_properties(loads(properties), team_id=team_id, person_uuid=person_uuid, actor=actor)
        return PersonsAPI.get_person(team_id=team_id, person_uuid=person_uuid)

    @staticmethod
    def unset_property(name: str, *, team_id: int, person_uuid: UUID, actor: Actor) -> Person:
        """Remove a property, visibly at once; raises ChangeRefusedError or PersonNotFoundError."""
        editing.unset_property(name, team_id=team_id, person_uuid=person_uuid, actor=actor)
        return PersonsAPI.get_person(team_id=team_id, person_uuid=person_uuid)

    @staticmethod
    def split_person(*, team_id: int, person_uuid: UUID, main_distinct_id: str = "", actor: Actor) -> Person:
        """Make every other id a person of its own; raises ChangeRefusedError or PersonNotFoundError."""
        editing.split_person(team_id=team_id, person_uuid=person_uuid, main_distinct_id=main_distinct_id, actor=actor)
        return PersonsAPI.get_person(team_id=team_id, person_uuid=person_uuid)

    @staticmethod
    def get_person_history(*, team_id: int, person_uuid: UUID) -> PersonHistory:
        """How the person came by their ids; raises PersonNotFoundError."""
        return history.person_history(team_id=team_id, person_uuid=person_uuid)

    @staticmethod
    def list_property_changes(
        *, team_id: int, person_uuid: UUID, name: str = "", limit: int
    ) -> tuple[PropertyChange, ...]:
        """What events changed about the person's properties, the newest first; raises PersonNotFoundError."""
        return tuple(history.property_history(team_id=team_id, person_uuid=person_uuid, name=name, limit=limit))

    @staticmethod
    def count_person_properties(*, team_id: int) -> tuple[NameCount, ...]:
        """Names of properties with how many people have them, over the newest 10,000 people."""
        return tuple(persons.count_properties(team_id=team_id))

    @staticmethod
    def list_person_values(*, team_id: int, key: str, value: str = "") -> tuple[str, ...]:
        """Values of a person property, the most frequent first."""
        return tuple(events.list_person_values(team_id=team_id, key=key, value=value))


def _to_persons(rows: list[models.Person], team_id: int) -> tuple[Person, ...]:
    distinct_ids = persons.distinct_ids_of(rows, team_id=team_id)
    properties = persons.name_properties(team_id=team_id)
    return tuple(
        to_person(
            row,
            distinct_ids=distinct_ids[row.pk],
            name=persons.name_of(row, distinct_ids[row.pk], properties),
        )
        for row in rows
    )
