"""The values that go into and come out of events: frozen, plain, without Django.

JSON of any shape (properties) is carried as its text, which keeps these values hashable and is what the API sends on.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from products.events.backend.facade.enums import DrainOutcome, PropertyOwnerKind


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureEvents:
    """A request to take events: `body` is its JSON, decompressed and known to hold at least one usable event.

    `distinct_id` is that event's, and decides with which other requests it stays in order. `sent_at_ms` is the
    client's clock in milliseconds as the query gave it, 0 without one.
    """

    body: bytes
    token: str
    distinct_id: str
    received_at: datetime
    ip: str = ""
    sent_at_ms: int = 0
    as_identify: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DrainResult:
    """What came of working on a partition. `events` were new; `rest_seconds` says when to come back."""

    outcome: DrainOutcome
    events: int = 0
    rest_seconds: float = 0.0


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
class GroupType:
    """A kind of group and its column, 0 to 4."""

    team_id: int
    group_type: str
    group_type_index: int
    name_singular: str
    name_plural: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One group, as it was last described."""

    team_id: int
    group_type_index: int
    group_key: str
    group_properties: str  # JSON object
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDefinition:
    """An event name of a project. `last_seen_at` is exact to about an hour."""

    id: int
    team_id: int
    name: str
    description: str
    verified: bool
    hidden: bool
    tags: tuple[str, ...]
    created_at: datetime
    last_seen_at: datetime | None
    last_updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyDefinition:
    """A property name of a project, and its type ("" while unknown)."""

    id: int
    team_id: int
    name: str
    owner: PropertyOwnerKind
    group_type_index: int | None
    property_type: str
    description: str
    verified: bool
    hidden: bool
    tags: tuple[str, ...]
    is_seen_on_filtered_events: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A stored event with its person as they were."""

    uuid: UUID
    team_id: int
    event: str
    distinct_id: str
    timestamp: datetime
    properties: str  # JSON object
    elements_chain: str
    person_id: UUID
    person_properties: str  # JSON object


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestionWarning:
    """One thing that was refused, repaired or ignored. `raw` is the event as sent, "" when it was stored all the same."""

    timestamp: datetime
    details: str  # JSON object
    raw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestionWarnings:
    """All warnings of one type in the last 30 days; `newest` holds some of them, newest first."""

    type: str
    count: int
    last_seen_at: datetime
    newest: tuple[IngestionWarning, ...]
