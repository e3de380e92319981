"""Refresh modes: what a caller wants done about a cached answer, and the one table that decides it.

Pure: whether an answer exists and is stale comes in, what to do comes out.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from posthog.queries.nodes.shared import Interval


class RefreshMode(StrEnum):
    """`blocking` computes within the request, `async` in the background, `force_…` ignores the cache, and
    `force_cache` never computes. `lazy_async` is content with older answers."""

    BLOCKING = "blocking"
    ASYNC = "async"
    LAZY_ASYNC = "lazy_async"
    ASYNC_EXCEPT_ON_CACHE_MISS = "async_except_on_cache_miss"
    FORCE_BLOCKING = "force_blocking"
    FORCE_ASYNC = "force_async"
    FORCE_CACHE = "force_cache"


class CacheState(StrEnum):
    """What the cache holds for a query."""

    FRESH = "fresh"
    STALE = "stale"
    MISSING = "missing"


class Action(StrEnum):
    """What to do about a query."""

    SERVE = "serve"
    COMPUTE = "compute"
    ENQUEUE = "enqueue"
    SERVE_AND_ENQUEUE = "serve_and_enqueue"
    REPORT_MISS = "report_miss"


# For each mode: what to do when the cached answer is fresh, stale, missing.
ACTIONS: dict[RefreshMode, tuple[Action, Action, Action]] = {
    RefreshMode.BLOCKING: (Action.SERVE, Action.COMPUTE, Action.COMPUTE),
    RefreshMode.ASYNC: (Action.SERVE, Action.SERVE_AND_ENQUEUE, Action.ENQUEUE),
    RefreshMode.LAZY_ASYNC: (Action.SERVE, Action.SERVE_AND_ENQUEUE, Action.ENQUEUE),
    RefreshMode.ASYNC_EXCEPT_ON_CACHE_MISS: (Action.SERVE, Action.SERVE_AND_ENQUEUE, Action.COMPUTE),
    RefreshMode.FORCE_BLOCKING: (Action.COMPUTE, Action.COMPUTE, Action.COMPUTE),
    RefreshMode.FORCE_ASYNC: (Action.ENQUEUE, Action.ENQUEUE, Action.ENQUEUE),
    RefreshMode.FORCE_CACHE: (Action.SERVE, Action.SERVE, Action.REPORT_MISS),
}


def decide(mode: RefreshMode, state: CacheState) -> Action:
    """What to do about a query whose cached answer is in `state`."""
    return ACTIONS[mode][list(CacheState).index(state)]


class Freshness(StrEnum):
    """How quickly answers of a kind of query grow old."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    NONE = "none"
    # Lists of rows are looked at to see what has just happened. Ten seconds still tame a storm of equal requests.
    ROWS = "rows"

    @classmethod
    def of(cls, interval: Interval | None) -> "Freshness":
        return cls.NONE if interval is None else cls(interval.value)


# Allowed age by default, and in the lazy mode.
MAX_AGE: dict[Freshness, tuple[timedelta, timedelta]] = {
    Freshness.MINUTE: (timedelta(minutes=5), timedelta(minutes=15)),
    Freshness.HOUR: (timedelta(hours=1), timedelta(hours=2)),
    Freshness.DAY: (timedelta(hours=6), timedelta(hours=12)),
    Freshness.WEEK: (timedelta(days=1), timedelta(days=1)),
    Freshness.MONTH: (timedelta(days=2), timedelta(days=2)),
    Freshness.NONE: (timedelta(hours=6), timedelta(hours=12)),
    Freshness.ROWS: (timedelta(seconds=10), timedelta(minutes=5)),
}
# Events arrive a little late, so a period counts as over only some seconds after its end.
SETTLING = timedelta(seconds=10)


def max_age(freshness: Freshness, mode: RefreshMode) -> timedelta:
    """How old an answer may be before `mode` takes it for stale."""
    return MAX_AGE[freshness][1 if mode == RefreshMode.LAZY_ASYNC else 0]


def is_stale(
    *, refreshed_at: datetime, now: datetime, freshness: Freshness, mode: RefreshMode, date_to: datetime | None
) -> bool:
    """Whether an answer is too old. One about a period that was over when it was computed never is."""
    if date_to is not None and date_to + SETTLING < refreshed_at:
        return False
    return now - refreshed_at > max_age(freshness, mode)
