"""Emptying a partition: batch after batch, until nothing is left, it is somebody else's turn, or something is down."""

import gc
import time
from contextlib import suppress

import redis
import structlog
from django.db import InterfaceError, InternalError, OperationalError, ProgrammingError

from posthog import metrics
from posthog.clickhouse.client import ClickHouseError
from posthog.known_teams import TokenNotCheckedError
from products.events.backend.facade.contracts import DrainResult
from products.events.backend.facade.enums import DrainOutcome
from products.events.backend.facade.errors import QueueUnavailableError
from products.events.backend.logic import outbox
from products.events.backend.logic.ingestion.batch import ProjectGoneError, process_batch
from products.events.backend.logic.queue import connection, depth, keys
from products.events.backend.logic.queue.guard import RETRY_AFTER_SECONDS
from products.events.backend.logic.queue.partition import (
    LEASE_SECONDS,
    LeaseLostError,
    Partition,
    RawBatch,
    known_partitions,
)

# A task ends after this, so that others get the worker and a worker that is told to stop can do so in time; it calls
# itself again at once.
TASK_SECONDS = 2.0
# How often one entry alone may take its worker down before it is put aside.
MAX_ATTEMPTS_ALONE = 5
logger = structlog.get_logger(__name__)

# Not the entries' fault: the same batch will work when the store is back, has room, or was migrated. What ClickHouse
# refuses for what is in a row never gets here.
_STORE_DOWN = (
    redis.RedisError,
    OperationalError,
    InterfaceError,
    InternalError,
    ProgrammingError,
    ClickHouseError,
    TokenNotCheckedError,
)


def drain_partition(number: int) -> DrainResult:
    """Work on the partition until it is empty or TASK_SECONDS have passed."""
    try:
        with Partition.leased(number) as partition:
            if partition is None:
                return DrainResult(outcome=DrainOutcome.TAKEN)
            outbox.send_left_over(number)
            return _drain(partition)
    except LeaseLostError:
        logger.warning("events.lease_lost", partition=number)
        return DrainResult(outcome=DrainOutcome.TAKEN)
    except _STORE_DOWN as error:
        logger.warning("events.drain_stopped", partition=number, error=type(error).__name__, detail=str(error)[:300])
        return DrainResult(outcome=DrainOutcome.FAILED)


def partitions_to_drain() -> list[int]:
    """Partitions that hold entries and that nobody works on. Also refreshes the queue's gauges and its history."""
    client = connection.client()
    idle = []
    entries = 0
    oldest = None
    for number in known_partitions():
        waiting = client.xlen(keys.stream(number))
        if not waiting:
            continue
        entries += waiting
        first = client.xrange(keys.stream(number), count=1)
        if first:
            milliseconds = int(first[0][0].partition(b"-")[0])
            oldest = min(oldest or milliseconds, milliseconds)
        # One that lasts longer than a lease does was given before the clock was set back; see Partition.leased.
        if not 0 < client.pttl(keys.lease(number)) <= LEASE_SECONDS * 1000:
            idle.append(number)
    now = float(client.time()[0])
    age = max(0.0, now - oldest / 1000) if oldest else 0.0
    metrics.queue_entries.set(entries)
    metrics.queue_age_seconds.set(age)
    depth.note(client, now=now, requests=entries, oldest_seconds=age)
    return idle


def count_waiting() -> int:
    """Entries in all partitions; raises QueueUnavailableError when Redis does not answer."""
    client = connection.client()
    try:
        return sum(int(client.xlen(keys.stream(number))) for number in known_partitions())
    except redis.RedisError as error:
        raise QueueUnavailableError(
            "The event queue does not answer; ask again.", retry_after_seconds=RETRY_AFTER_SECONDS
        ) from error


def _drain(partition: Partition) -> DrainResult:
    deadline = time.monotonic() + TASK_SECONDS
    events = 0
    while time.monotonic() < deadline:
        if not partition.waiting():
            partition.let_captures_call()
            if not partition.waiting():
                return DrainResult(outcome=DrainOutcome.EMPTY, events=events)
        if rest := partition.rest_seconds():
            partition.keep_captures_quiet(rest)
            return DrainResult(outcome=DrainOutcome.RESTING, events=events, rest_seconds=rest)
        batch = partition.next_batch()
        if batch is not None:
            events += _process(partition, batch)
    return DrainResult(outcome=DrainOutcome.MORE, events=events)


def _process(partition: Partition, batch: RawBatch) -> int:
    if len(batch.entries) == 1 and batch.attempt > MAX_ATTEMPTS_ALONE:
        logger.error("events.entry_buried", partition=partition.number, entry=batch.first_id, attempts=batch.attempt)
        metrics.events_rejected.labels(reason="buried").inc()
        partition.check_still_ours()
        partition.bury(batch)
        return 0
    # Thousands of events live until the batch is done; looking through them for cycles again and again is in vain.
    gc.disable()
    try:
        return process_batch(partition, batch)
    except ProjectGoneError:
        # The same batch comes again, and its entries are not to blame.
        partition.forgive_attempt()
        return 0
    except _STORE_DOWN:
        with suppress(redis.RedisError):
            partition.forgive_attempt()
        raise
    finally:
        gc.enable()
