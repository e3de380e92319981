"""How many queries one project and one person may run at a time, over all processes (attack: cost bombs).

A dashboard asks for many charts at once, so a query beyond the limit waits its turn for some seconds before it is
refused. A place left behind by a killed process becomes free when its time is over. Without Redis nothing is limited.
"""

import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import redis
import structlog
from django.conf import settings

from common.errors import ErrorKind, ProductError
from posthog.redis import get_client

logger = structlog.get_logger(__name__)

PAUSE_SECONDS = 0.05
_threads_lock = threading.Lock()
_busy_threads = [0]
# KEYS: one set of running queries per limit. ARGV: member, now, expiry, then one limit per key. All or none is taken.
TAKE = """
for i, key in ipairs(KEYS) do
    redis.call('ZREMRANGEBYSCORE', key, '-inf', ARGV[2])
    if redis.call('ZCARD', key) >= tonumber(ARGV[3 + i]) then return i end
end
for _, key in ipairs(KEYS) do
    redis.call('ZADD', key, ARGV[3], ARGV[1])
    redis.call('EXPIREAT', key, math.ceil(tonumber(ARGV[3])) + 1)
end
return 0
"""


class TooManyQueriesError(ProductError):
    """The project or the person has too many queries running."""

    code = "too_many_queries"
    kind = ErrorKind.OVER_LIMIT


@contextmanager
def running_query(*, team_id: int, user_id: int | None, seconds: float) -> Iterator[None]:
    """A place for one query of at most `seconds`; raises TooManyQueriesError when none becomes free in time."""
    limits = {f"queries:running:team:{team_id}": settings.QUERY_CONCURRENCY_PER_TEAM}
    if user_id is not None:
        limits[f"queries:running:user:{user_id}"] = settings.QUERY_CONCURRENCY_PER_USER
    with _place(limits, seconds, patience=settings.QUERY_CONCURRENCY_WAIT_SECONDS) as full:
        if full:
            whose, limit = ("This project has", "You have")[full - 1], list(limits.values())[full - 1]
            raise TooManyQueriesError(
                f"{whose} {limit} queries running already; try again when some have finished.", retry_after_seconds=5
            )
        yield


@contextmanager
def request_thread() -> Iterator[None]:
    """One of this process's threads for computing an answer; raises TooManyQueriesError when no more may be busy so.

    The others stay free for requests that must be quick whatever people ask: capture, and everything from a cache.
    """
    with _threads_lock:
        if _busy_threads[0] >= settings.QUERY_THREADS_PER_PROCESS:
            raise TooManyQueriesError(
                "The server is busy with other queries; try again in a moment.", retry_after_seconds=1
            )
        _busy_threads[0] += 1
    try:
        yield
    finally:
        with _threads_lock:
            _busy_threads[0] -= 1


@contextmanager
def background_place(*, seconds: float) -> Iterator[bool]:
    """Whether the worker may run one more background query now; true keeps the place until the end of the block.

    The same few processes ingest events, so queries may not take them all.
    """
    limits = {"queries:running:background": settings.QUERY_BACKGROUND_CONCURRENCY}
    with _place(limits, seconds, patience=0) as full:
        yield not full


@contextmanager
def _place(limits: dict[str, int], seconds: float, *, patience: float) -> Iterator[int]:
    """A place within all limits, or the position of the limit, from 1, that stayed reached for `patience` seconds."""
    member = secrets.token_hex(8)
    try:
        full = _wait_for_place(limits, member, seconds, patience)
    except redis.RedisError as error:
        logger.warning("queries.concurrency_unlimited", error=type(error).__name__)
        full = 0
    try:
        yield full
    finally:
        if not full:
            _leave(limits, member)


def _wait_for_place(limits: dict[str, int], member: str, seconds: float, patience: float) -> int:
    deadline = time.monotonic() + patience
    while (full := _take(limits, member, seconds)) and time.monotonic() < deadline:
        time.sleep(PAUSE_SECONDS)
    return full


def _take(limits: dict[str, int], member: str, seconds: float) -> int:
    """0 when a place was taken, else the position of the limit that is reached, from 1."""
    now = time.time()
    return int(get_client().eval(TAKE, len(limits), *limits, member, now, now + seconds, *limits.values()))


def _leave(limits: dict[str, int], member: str) -> None:
    try:
        pipeline = get_client().pipeline(transaction=False)
        for key in limits:
            pipeline.zrem(key, member)
        pipeline.execute()
    except redis.RedisError as error:
        logger.warning("queries.place_not_left", error=type(error).__name__)
