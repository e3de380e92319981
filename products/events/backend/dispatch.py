"""The only place that puts this product's tasks into Celery's queue, by name.

A message says no more than that there is something to do: the events themselves wait in Redis Streams. So a lost
message costs a moment and a superfluous one costs nothing.
"""

import structlog
from kombu.exceptions import OperationalError

from posthog.celery import app

INGEST = "events.ingest"
# A call that nobody has answered by then is stale: the safety net has made a new one.
EXPIRES_SECONDS = 30

logger = structlog.get_logger(__name__)


def ingest(partition: int, *, in_seconds: float = 0.0) -> None:
    """Call a worker for a partition of the event queue. Never raises: beat looks after partitions without a worker."""
    try:
        app.send_task(
            INGEST,
            args=[partition],
            countdown=in_seconds or None,
            expires=in_seconds + EXPIRES_SECONDS,
            retry=False,
            ignore_result=True,
        )
    except (OperationalError, OSError) as error:
        logger.warning("events.worker_not_called", partition=partition, error=type(error).__name__)
