"""Events, on their way in and as they are stored."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from products.events.backend.facade.enums import DrainOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureEvents:
    """A request to take events: `body` is its JSON, decompressed and known to hold at least one usable event.

    `distinct_id` is that event's, and decides with which other requests it stays in order. `sent_at_ms` is the
    client's clock in milliseconds as the query gave it, 0 without one. The last three are the headers of these names.
    """

    body: bytes
    token: str
    distinct_id: str
    received_at: datetime
    ip: str = ""
    sent_at_ms: int = 0
    as_identify: bool = False
    origin: str = ""
    referer: str = ""
    user_agent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrainResult:
    """What came of working on a partition. `events` were new; `rest_seconds` says when to come back."""

    outcome: DrainOutcome
    events: int = 0
    rest_seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEvents:
    """Which events to list. `after` is exclusive, `before` exclusive; `properties` is a JSON list of property filters.

    `where` are conditions in HogQL. `order` is a column, behind a `-` the other way round; the newest come first where it
    leaves the order open.
    """

    event: str = ""
    distinct_id: str = ""
    person_id: UUID | None = None
    after: datetime | None = None
    before: datetime | None = None
    properties: str = "[]"
    where: tuple[str, ...] = ()
    order: str = "-timestamp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A stored event with its person's properties as they were, and the person as they are now."""

    uuid: UUID
    team_id: int
    event: str
    distinct_id: str
    timestamp: datetime
    properties: str  # JSON object
    elements_chain: str
    person_id: UUID
    person_properties: str  # JSON object
    person_distinct_ids: tuple[str, ...]
    person_is_identified: bool
