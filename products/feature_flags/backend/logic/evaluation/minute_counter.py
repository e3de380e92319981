"""Counts something by project and minute, over all web processes of an installation, while nobody waits for it.

Each process counts in its own memory and decides by that at once. What it has counted it adds to Redis from a thread of
its own, SHARE_SECONDS after the first, and learns by the same answer what all have counted together. So a project may
exceed a limit by what the other processes let through in that time, and every process keeps the limit by itself while Redis
is away: then what it counted is added later.
"""

import threading

import redis
import structlog

from common import clock
from products.feature_flags.backend.logic.evaluation.quick_redis import quick_redis

SECONDS = 60
SHARE_SECONDS = 0.5
# Counts of a minute are of no use after it; clocks of several machines may differ by a little.
KEPT_SECONDS = 2 * SECONDS

logger = structlog.get_logger(__name__)


class MinuteCounter:
    """What each project used of something in this minute. Safe to use from many threads."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._minute = 0
        # What this process counted and has not told yet, and what all have told, itself included.
        self._untold: dict[int, int] = {}
        self._told: dict[int, int] = {}
        self._lock = threading.Lock()
        self._is_sharing = False

    def seconds_to_wait(self, team_id: int, most: int) -> int:
        """Count one; 0 when it is one of the first `most` of this minute or there is no limit (0)."""
        if not most:
            return 0
        now = clock.now().timestamp()
        with self._lock:
            if int(now // SECONDS) != self._minute:
                self._minute = int(now // SECONDS)
                self._untold.clear()
                self._told.clear()
            used = self._told.get(team_id, 0) + self._untold.get(team_id, 0)
            if used >= most:
                return SECONDS - int(now % SECONDS)
            self._untold[team_id] = self._untold.get(team_id, 0) + 1
            starts, self._is_sharing = not self._is_sharing, True
        if starts:
            timer = threading.Timer(SHARE_SECONDS, self._share)
            timer.daemon = True
            timer.start()
        return 0

    def _share(self) -> None:
        """Tell Redis what was counted, and hear what all have counted of the same."""
        with self._lock:
            # From here on, what is counted needs another round.
            self._is_sharing = False
            minute, untold = self._minute, dict(self._untold)
        if not untold:
            return
        key = f"feature_flags:used:{self._name}:{minute}"
        try:
            pipeline = quick_redis().pipeline(transaction=True)
            for team_id, count in untold.items():
                pipeline.hincrby(key, str(team_id), count)
            pipeline.expire(key, KEPT_SECONDS)
            *totals, _ = pipeline.execute()
        except redis.RedisError as error:
            # Told again with what is counted next. Should Redis have heard it after all, the project has so much less.
            logger.warning("feature_flags.quota_not_shared", error=type(error).__name__)
            return
        with self._lock:
            if minute != self._minute:
                return
            for (team_id, count), total in zip(untold.items(), totals, strict=True):
                self._untold[team_id] -= count
                self._told[team_id] = max(total, self._told.get(team_id, 0))
