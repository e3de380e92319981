"""The people of a project."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person of a project. `name` is the best thing to call them by."""

    uuid: UUID
    team_id: int
    name: str
    distinct_ids: tuple[str, ...]
    properties: str  # JSON object
    is_identified: bool
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What deciding flags needs of a person. `properties` is a JSON object in UTF-8."""

    person_uuid: UUID
    properties: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PastProperties:
    """A person's properties at a moment, a JSON object in UTF-8, as the event of `known_from` carried them."""

    properties: bytes
    known_from: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonKey:
    """A person by uuid and by the oldest of their distinct ids, "" when none is left."""

    uuid: UUID
    distinct_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleNamed:
    """The people whom one value names: several only when it is an e-mail address."""

    value: str
    people: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPersons:
    """Which people to list, newest first. `search` is a part of a distinct id or of any property's value, or a whole
    uuid; all that is given holds.

    `properties` is a JSON list of property filters.
    """

    search: str = ""
    distinct_id: str = ""
    email: str = ""
    properties: str = "[]"
    cohort_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownId:
    """A distinct id of a person; None as the moment for one that is older than the record."""

    distinct_id: str
    added_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedPerson:
    """`from_person` became `into_person`, and their ids with them."""

    from_person: UUID
    into_person: UUID
    distinct_ids: tuple[str, ...]
    merged_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonHistory:
    """How a person came by their ids."""

    distinct_ids: tuple[KnownId, ...]
    merges: tuple[MergedPerson, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyChange:
    """An event changed a property of its person. Values are JSON texts; None: there was none, or is none since."""

    property: str
    before: str | None
    after: str | None
    changed_at: datetime
    event: str
    event_uuid: UUID
    distinct_id: str
