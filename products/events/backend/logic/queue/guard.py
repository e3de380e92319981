"""Whether there is room for a request, looked at now and then per process instead of once per request.

Between looks a process counts what it has added itself, so that a burst of large requests cannot run past the bound.
The bound lies well below Redis' maxmemory: workers need room there to finish batches, and with it to free memory.

Everybody who opens a page of a project knows its token and may fill the queue with it. So a project may have as much of
the room as is still free: half of it alone, a third if there are two of them, a quarter if there are three. However many
fill what they may, there is as much left for the next one as any of them has.

A disk that is nearly full refuses requests as well: what was accepted must still find room in the stores.
"""

import threading
import time
from collections import Counter

import redis
import structlog
from django.conf import settings

from common.disk import Level
from posthog import disk, metrics
from products.events.backend.facade.errors import ProjectQueueFullError, QueueUnavailableError
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
        self._used_by: dict[int, int] = {}
        self._added = 0
        self._added_by: dict[int, int] = {}

    def admit(self, size: int, *, team_id: int) -> None:
        """Make room for `size` bytes of a project (0: not known yet).

        Raises QueueUnavailableError when there is none, or none for this project, or no Redis to ask.
        """
        if disk.level() is Level.FULL:
            metrics.events_rejected.labels(reason="disk_full").inc()
            raise QueueUnavailableError(
                "This server's disk is nearly full; keep the events and try again.",
                retry_after_seconds=disk.RETRY_AFTER_SECONDS,
            )
        if time.monotonic() - self._looked_at > LOOK_EVERY_SECONDS:
            self._look()
        with self._counting:
            free = self._bound - (self._used + self._added + size)
            if free < 0:
                metrics.events_rejected.labels(reason="queue_full").inc()
                raise QueueUnavailableError(
                    "The event queue is full; keep the events and try again.", retry_after_seconds=RETRY_AFTER_SECONDS
                )
            added_by = self._added_by.get(team_id, 0) + size
            if self._used_by.get(team_id, 0) + added_by > free:
                metrics.events_rejected.labels(reason="project_queue_full").inc()
                raise ProjectQueueFullError(
                    "This project's events fill its share of the event queue; keep the events and try again.",
                    retry_after_seconds=RETRY_AFTER_SECONDS,
                )
            self._added += size
            self._added_by[team_id] = added_by

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
            used, used_by, bound = _measure()
            with self._counting:
                self._used, self._used_by, self._bound = used, used_by, bound
                self._added, self._added_by = 0, {}
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


def _measure() -> tuple[int, dict[int, int], int]:
    """(bytes used by the streams, the same by project, bytes they may use). Counts all memory of Redis where it is bounded and nearly full."""
    client = connection.client()
    with client.pipeline(transaction=False) as pipeline:
        for partition in range(settings.EVENT_PARTITIONS):
            pipeline.memory_usage(keys.stream(partition), samples=5)
            pipeline.hgetall(keys.queued(partition))
        pipeline.info("memory")
        *found, memory = pipeline.execute()
    used = sum(size or 0 for size in found[::2])
    used_by: Counter[int] = Counter()
    for queued in found[1::2]:
        used_by.update({int(team_id): int(size) for team_id, size in queued.items()})
    bound = settings.EVENT_QUEUE_MAX_BYTES
    if maximum := int(memory.get("maxmemory", 0)):
        # What others keep in this Redis narrows the room left for the queue.
        others = int(memory["used_memory"]) - used
        bound = min(bound, int(maximum * SHARE_OF_REDIS), int(maximum * 0.85) - others)
    return used, used_by, bound


guard = QueueGuard()
