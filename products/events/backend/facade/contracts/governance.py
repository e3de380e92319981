"""What projects decide about their data: erasure, retention, protection."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from products.events.backend.facade.enums import BotFilter, ErasureStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCount:
    """How many rows of a table: removed by an erasure, or found by its proof."""

    table: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofQuery:
    """A query for ClickHouse that looks for what an erasure removed, and what it found."""

    table: str
    sql: str
    parameters: str  # JSON object
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """The receipt of a deleted person. `requested_by` is None for a person who has left since, or for the system."""

    id: UUID
    team_id: int
    person_uuid: UUID
    with_events: bool
    requested_by: str | None
    requested_at: datetime
    status: ErasureStatus
    distinct_id_count: int
    removed: tuple[RowCount, ...]
    proof: tuple[ProofQuery, ...]
    completed_at: datetime | None
    checked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureCheck:
    """What is left of a deleted person or group now, in every store. `is_clean`: nothing."""

    erasure_id: UUID
    checked_at: datetime
    is_clean: bool
    remaining: tuple[RowCount, ...]
    proof: tuple[ProofQuery, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupErasure:
    """The receipt of a deleted group. `requested_by` is None for somebody who has left since."""

    id: UUID
    team_id: int
    group_type_index: int
    group_key: str
    requested_by: str | None
    requested_at: datetime
    status: ErasureStatus
    removed: tuple[RowCount, ...]
    proof: tuple[ProofQuery, ...]
    completed_at: datetime | None
    checked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsSettings:
    """What a project says about its events. `retention_days` None keeps events for good.

    Events that are older than `drop_events_older_than_hours` when they arrive are left out; None takes every age. With
    `person_processing_opt_out` no event makes or changes a person.
    """

    team_id: int
    cookieless_enabled: bool
    retention_days: int | None
    drop_events_older_than_hours: int | None
    person_processing_opt_out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeEventsSettings:
    """What to change. None leaves as it is, except for the names in `cleared`, whose limit is removed."""

    cookieless_enabled: bool | None = None
    person_processing_opt_out: bool | None = None
    retention_days: int | None = None
    drop_events_older_than_hours: int | None = None
    cleared: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureProtection:
    """What a project does about misuse of its token. Caps are events a minute, None for none."""

    person_events_per_minute: int | None
    project_events_per_minute: int | None
    allowed_origins: tuple[str, ...]
    allow_without_origin: bool
    require_signed_identity: bool
    has_identity_secret: bool
    previous_secret_until: datetime | None
    bot_filter: BotFilter


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeProtection:
    """Other values for the fields named in `fields`; the rest stays."""

    fields: frozenset[str]
    person_events_per_minute: int | None = None
    project_events_per_minute: int | None = None
    allowed_origins: tuple[str, ...] = ()
    allow_without_origin: bool = True
    require_signed_identity: bool = False
    bot_filter: BotFilter = BotFilter.MARK


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentitySecret:
    """A new secret, shown this once, and until when signatures made with the one before still count."""

    secret: str
    previous_valid_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthRows:
    """Events of a month, 202601 for January 2026."""

    month: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRun:
    """The receipt of a deletion of outdated events. `dropped_months` went as a whole."""

    id: UUID
    team_id: int
    retention_days: int
    cutoff: datetime
    rows: int
    months: tuple[MonthRows, ...]
    dropped_months: tuple[int, ...]
    started_at: datetime
    completed_at: datetime | None
