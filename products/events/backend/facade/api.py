"""Everything other code may ask of events. Values in, values out; no model, no view and no Redis key leaves here."""

from products.events.backend.facade.contracts import CaptureEvents, DrainResult
from products.events.backend.logic import capture
from products.events.backend.logic.ingestion import drain


class EventsAPI:
    """Sending events in and asking for them."""

    @staticmethod
    def authorize_token(token: str) -> int:
        """The id of the project with this token, 0 when Postgres cannot tell now; raises InvalidTokenError."""
        return capture.authorize(token)

    @staticmethod
    def capture(request: CaptureEvents, *, team_id: int) -> None:
        """Take events into the queue; they are safe when this returns. Raises QueueUnavailableError.

        `team_id` may be 0 when the token could not be checked; the worker then finds the project or drops the events.
        """
        capture.accept(request, team_id=team_id)


class IngestionAPI:
    """Working off the queue, which holds the events of all projects."""

    @staticmethod
    def drain_partition(partition: int) -> DrainResult:
        """Bring what waits in a partition into the stores, for a few seconds at most."""
        return drain.drain_partition(partition)

    @staticmethod
    def list_neglected_partitions() -> tuple[int, ...]:
        """Partitions that hold entries and have no worker."""
        return tuple(drain.partitions_to_drain())
