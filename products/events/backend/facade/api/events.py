"""What happened: sending events in and asking for them, and how ingestion goes. Values in, values out."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from common.pages import Page
from products.events.backend.facade.contracts import (
    CaptureEvents,
    Event,
    IngestionHistory,
    IngestionWarnings,
    ListEvents,
)
from products.events.backend.logic import capture
from products.events.backend.logic.reading import events, ingestion, warnings


class EventsAPI:
    """Sending events in and asking for them."""

    @staticmethod
    def capture(request: CaptureEvents, *, team_id: int) -> None:
        """Take events into the queue; they are safe when this returns. Raises QueueUnavailableError.

        `team_id` may be 0 when the token could not be checked; the worker then finds the project or drops the events.
        """
        capture.accept(request, team_id=team_id)

    @staticmethod
    def list_events(asked: ListEvents, *, team_id: int, limit: int, offset: int) -> Page[Event]:
        """Events of the project, the newest first unless asked otherwise."""
        found, total = events.list_events(asked, team_id=team_id, limit=limit, offset=offset)
        return Page(items=tuple(found), total=total)

    @staticmethod
    def export_events(asked: ListEvents, *, team_id: int, limit: int) -> Iterator[tuple[Event, ...]]:
        """The same list up to `limit` events, some at a time, so that it need not be in memory at once.

        What arrives after the call is not among them. Raises what `list_events` does, before the first are taken.
        """
        return events.export_events(asked, team_id=team_id, limit=limit)

    @staticmethod
    def get_event(*, team_id: int, event_uuid: UUID) -> Event:
        """One event; raises EventNotFoundError."""
        return events.get_event(team_id=team_id, event_uuid=event_uuid)

    @staticmethod
    def list_event_values(*, team_id: int, key: str, value: str = "", event_name: str = "") -> tuple[str, ...]:
        """Values of an event property seen in the last 30 days, the most frequent first."""
        return tuple(events.list_event_values(team_id=team_id, key=key, value=value, event_name=event_name))

    @staticmethod
    def list_ingestion_warnings(*, team_id: int) -> tuple[IngestionWarnings, ...]:
        """What was refused, repaired or ignored in the last 30 days, by type."""
        return tuple(warnings.list_warnings(team_id=team_id))

    @staticmethod
    def get_ingestion_history(*, team_id: int, hours: int, now: datetime) -> IngestionHistory:
        """How ingestion went in the last 1, 6 or 24 hours; the queue is that of the whole instance."""
        return ingestion.history(team_id=team_id, hours=hours, now=now)
