"""How ingestion goes: warnings, refusals, the queue."""

from dataclasses import dataclass
from datetime import datetime


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


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningHistory:
    """How many warnings of a type there were in each bucket of an IngestionHistory."""

    type: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalHistory:
    """Requests that capture refused for a reason (the code of its answer), in each bucket of an IngestionHistory.

    `last_detail` is what the newest was told and `last_origin` the page that sent it, "" for a program.
    """

    reason: str
    counts: tuple[int, ...]
    last_at: datetime | None
    last_detail: str
    last_origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueHistory:
    """The worst of each bucket, None where nobody looked. Of the whole instance."""

    requests: tuple[int | None, ...]
    oldest_ms: tuple[int | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestionHistory:
    """Events of a project by when they were stored, from accepted to queryable, in buckets that begin at `starts`."""

    bucket_seconds: int
    starts: tuple[datetime, ...]
    events: tuple[int, ...]
    lag_p50_ms: tuple[int | None, ...]
    lag_p99_ms: tuple[int | None, ...]
    warnings: tuple[WarningHistory, ...]
    refusals: tuple[RefusalHistory, ...]
    queue: QueueHistory
