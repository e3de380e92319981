"""The people of one batch in memory: who exists, who is new, who became one. Pure; `store.py` reads and writes them."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import orjson

from products.events.backend.logic.erasure.forgotten import Forgotten
from products.events.backend.wire.identifiers import person_uuid
from products.events.backend.wire.values import without_nul

# Larger than any honest profile; every event of the person carries a copy.
MAX_PROPERTIES_BYTES = 512 * 1024
# More ids than any human being has: an instrumentation that calls everybody the same, or somebody who means harm.
MAX_DISTINCT_IDS = 10_000
Key = tuple[int, str]


class Person:
    """One person during one batch.

    `row_id` and `stored_version` are None for a person Postgres does not know yet. `is_changed` says that Postgres has
    to be told; what an ordinary event copies to its person alone is not worth a write and does not set it.
    """

    __slots__ = (
        "_properties",
        "created_at",
        "id_count",
        "is_changed",
        "is_identified",
        "least_version",
        "merged_into",
        "row_id",
        "stored_version",
        "team_id",
        "text",
        "uuid",
    )

    def __init__(
        self,
        *,
        team_id: int,
        uuid: str,
        created_at: datetime,
        row_id: int | None = None,
        text: bytes = b"{}",
        is_identified: bool = False,
        stored_version: int | None = None,
    ) -> None:
        self.team_id = team_id
        self.uuid = uuid
        self.created_at = created_at
        self.row_id = row_id
        self.text = text
        self.is_identified = is_identified
        self.stored_version = stored_version
        self.least_version = -1 if stored_version is None else stored_version
        # How many distinct ids the person has, where it matters: it is loaded for people who may be merged.
        self.id_count = 0
        self.is_changed = False
        self.merged_into: Person | None = None
        self._properties: dict[str, Any] | None = None

    @property
    def properties(self) -> dict[str, Any]:
        if self._properties is None:
            self._properties = orjson.loads(self.text)
        return self._properties

    @property
    def next_version(self) -> int:
        return self.least_version + 1

    def update_properties(self, changes: dict[str, Any], *, remove: Iterable[str] = (), worth_storing: bool) -> bool:
        """Apply changes; False, and nothing happens, when the result would be too large."""
        properties = self.properties
        properties.update(changes)
        for name in remove:
            properties.pop(name, None)
        text = orjson.dumps(properties)
        if len(text) > MAX_PROPERTIES_BYTES:
            self._properties = None
            return False
        if b"\\u0000" in text:
            self._properties = without_nul(properties)
            text = orjson.dumps(self._properties)
        self.text = text
        self.is_changed = self.is_changed or worth_storing
        return True

    def mark_identified(self) -> None:
        if not self.is_identified:
            self.is_identified = True
            self.is_changed = True


class People:
    """Everyone the batch mentions, by team and distinct id. Changes are collected for `store.py` to write."""

    def __init__(self, known: dict[Key, Person], forgotten: dict[Key, Forgotten] | None = None) -> None:
        self._by_key = known
        self._forgotten = forgotten or {}
        self._attached: dict[Key, None] = {}
        self._created: list[Person] = []
        self._absorbed: list[Person] = []
        self._uuids: dict[Key, str] = {}

    @property
    def has_forgotten(self) -> bool:
        """Whether any of the ids belonged to somebody who was deleted."""
        return bool(self._forgotten)

    def find(self, team_id: int, distinct_id: str) -> Person | None:
        person = self._by_key.get((team_id, distinct_id))
        while person is not None and person.merged_into is not None:
            person = person.merged_into
        return person

    def find_or_create(self, team_id: int, distinct_id: str, created_at: datetime) -> Person:
        person = self.find(team_id, distinct_id)
        if person is None:
            uuid = self.uuid_for(team_id, distinct_id)
            person = Person(team_id=team_id, uuid=uuid, created_at=created_at)
            if forgotten := self._forgotten.get((team_id, distinct_id)):
                # The person of this id was deleted and is back; ClickHouse may still hold the tombstone.
                person.least_version = forgotten.least_version - 1
            self._created.append(person)
            self.attach(team_id, distinct_id, person)
        return person

    def attach(self, team_id: int, distinct_id: str, person: Person) -> None:
        self._by_key[(team_id, distinct_id)] = person
        self._attached[(team_id, distinct_id)] = None
        person.id_count += 1

    def would_have_too_many_ids(self, one: Person | None, other: Person | None) -> bool:
        """Whether these two, of whom one may be an id that nobody has yet, had too many ids as one person."""
        return sum(person.id_count if person else 1 for person in (one, other)) > MAX_DISTINCT_IDS

    def refuses(self, team_id: int, distinct_id: str, happened_at: datetime, received_at: datetime) -> bool:
        """Whether the person of this id was erased with all their events, and this would be one of them."""
        forgotten = self._forgotten.get((team_id, distinct_id))
        return forgotten is not None and forgotten.refuses(happened_at, received_at)

    def merge(self, source: Person, target: Person) -> None:
        """Make two people one. The target's own properties win; it is as old as the older of the two."""
        own = target.properties
        # Should both together be too large, the target keeps its own, which are those that would have won.
        target.update_properties(
            {name: value for name, value in source.properties.items() if name not in own}, worth_storing=True
        )
        target.id_count += source.id_count
        target.created_at = min(target.created_at, source.created_at)
        target.least_version = max(target.least_version, source.least_version)
        target.is_changed = True
        source.merged_into = target
        self._absorbed.append(source)

    def uuid_for(self, team_id: int, distinct_id: str) -> str:
        """The id of the person this distinct id would create."""
        key = (team_id, distinct_id)
        uuid = self._uuids.get(key)
        if uuid is None:
            uuid = self._uuids[key] = str(person_uuid(team_id, distinct_id))
        return uuid

    def to_insert(self) -> list[Person]:
        """New people that were not merged away within the same batch."""
        return [person for person in self._created if person.merged_into is None]

    def to_update(self) -> list[Person]:
        """Changed people that Postgres has, each once, in the order in which rows are to be locked."""
        people = {person.row_id: person for person in self._current() if person.is_changed and person.row_id}
        return [people[row_id] for row_id in sorted(people)]

    def to_remove(self) -> list[tuple[Person, Person]]:
        """(source, target) for each merged person that Postgres has."""
        return [(source, _survivor(source)) for source in self._absorbed if source.row_id is not None]

    def to_attach(self) -> Iterator[tuple[str, Person, int]]:
        """(distinct id, person, version) for each new distinct id.

        Version 1 says that events under this id may carry another person: those stored without a profile carry the
        person the id would have made. An id of a deleted person goes on above the versions of its former life.
        """
        for team_id, distinct_id in self._attached:
            person = self.find(team_id, distinct_id)
            if person is not None:
                version = 0 if person.uuid == self.uuid_for(team_id, distinct_id) else 1
                if forgotten := self._forgotten.get((team_id, distinct_id)):
                    version = forgotten.least_version
                yield distinct_id, person, version

    def _current(self) -> Iterable[Person]:
        return (person for person in self._by_key.values() if person.merged_into is None)


def differs(old: Any, new: Any) -> bool:
    """Whether a property has to be written. 1, 1.0 and True are equal in Python, and three things in a profile."""
    return old != new or type(old) is not type(new)


def _survivor(person: Person) -> Person:
    while person.merged_into is not None:
        person = person.merged_into
    return person
