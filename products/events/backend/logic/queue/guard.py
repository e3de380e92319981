"""Whether there is room for a request, looked at now and then per process instead of once per request.

Between looks a process counts what it has added itself, so that a burst of large requests cannot run past the bound.
The bound lies well below Redis' maxmemory: workers need room there to finish batches, and with it to free memory.

A disk that is nearly full refuses requests as well: what was accepted must still find room in the stores.
"""

import threading
import time

import redis
import structlog
from django.conf import settings

from common.disk import Level
from posthog import disk, metrics
from products.events.backend.facade.errors import QueueUnavailableError
from products.events.backend.logic.queue import connection, keys

LOOK_EVERY_SECONDS = 1.0
SHARE_OF_REDIS = 0.6
RETRY_AFTER_SECONDS = 5
logger = structlog.get_logger(__name__)


class QueueGuard:
    """Admits requests while the queue has room. One per process; safe to use from many threads."""

    def __init__(self) -> None:
        self._counting = threading.Lock()
        self._looking = threading.Lock()
        self._looked_at = float("-inf")
        self._used = 0
        self._bound = 0
        self._added = 0

    def admit(self, size: int) -> None:
        """Make room for `size` bytes; raises QueueUnavailableError when there is none, or no Redis to ask."""
        if disk.level() is Level.FULL:
            metrics.events_rejected.labels(reason="disk_full").inc()
            raise QueueUnavailableError(
                "This server's disk is nearly full; keep the events and try again.",
                retry_after_seconds=disk.RETRY_AFTER_SECONDS,
            )
        if time.monotonic() - self._looked_at > LOOK_EVERY_SECONDS:
            self._look()
        with self._counting:
            if self._used + self._added + size > self._bound:
                metrics.events_rejected.labels(reason="queue_full").inc()
                raise QueueUnavailableError(
                    "The event queue is full; keep the events and try again.", retry_after_seconds=RETRY_AFTER_SECONDS
                )
            self._added += size

    def look_again(self) -> None:
        """Measure anew at the next request, because the bound or the queue has just changed."""
        self._looked_at = float("-inf")

    def _look(self) -> None:
        """One thread looks while the others go on with what was known; before the first look they wait for it."""
        if not self._looking.acquire(blocking=self._looked_at == float("-inf")):
            return
        try:
            if time.monotonic() - self._looked_at <= LOOK_EVERY_SECONDS:
                return
            used, bound = _measure()
            with self._counting:
                self._used, self._bound, self._added = used, bound, 0
            self._looked_at = time.monotonic()
        except redis.RedisError as error:
            self.look_again()
            raise unavailable(error) from error
        finally:
            self._looking.release()


def unavailable(error: redis.RedisError) -> QueueUnavailableError:
    """What a client is told when Redis fails; the cause goes to the log."""
    logger.warning("events.queue_unavailable", error=type(error).__name__, detail=str(error)[:200])
    metrics.events_rejected.labels(reason="queue_unavailable").inc()
    return QueueUnavailableError(
        "The event queue does not answer; keep the events and try again.", retry_after_seconds=RETRY_AFTER_SECONDS
    )


def _measure() -> tuple[int, int]:
    """(bytes used by the streams, bytes they may use). Counts all memory of Redis where it is bounded and nearly full."""
    client = connection.client()
    with client.pipeline(transaction=False) as pipeline:
        for partition in range(settings.EVENT_PARTITIONS):
            pipeline.memory_usage(keys.stream(partition), samples=5)
        pipeline.info("memory")
        *sizes, memory = pipeline.execute()
    used = sum(size or 0 for size in sizes)
    bound = settings.EVENT_QUEUE_MAX_BYTES
    if maximum := int(memory.get("maxmemory", 0)):
        # What others keep in this Redis narrows the room left for the queue.
        others = int(memory["used_memory"]) - used
        bound = min(bound, int(maximum * SHARE_OF_REDIS), int(maximum * 0.85) - others)
    return used, bound


guard = QueueGuard()
