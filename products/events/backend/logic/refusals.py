"""What capture refused of a project, by reason and minute, so that its owner sees what never became an event.

Fire and forget: a refusal is noted in memory, and what came together within a second is added to Redis by a thread. A
client never waits for it, and what a dying process has not written yet is lost.
"""

import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass

import orjson
import redis

from products.events.backend.logic.queue import connection, keys

KEEP_SECONDS = 25 * 3600
WRITE_AFTER_SECONDS = 1.0
# Different ones between two writes; whoever makes more of them is seen anyway.
MAX_NOTED = 1000
MAX_TEXT_LENGTH = 300
_MINUTE, _HOUR = 60, 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Last:
    """The newest refusal for a reason: when (seconds since 1970), what the client was told, and which page sent it."""

    at: float
    detail: str
    origin: str


class Notes:
    """Refusals that are not in Redis yet. One per process; safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[tuple[int, int, str]] = Counter()
        self._last: dict[tuple[int, str], Last] = {}
        self._is_awaited = False

    def add(self, *, team_id: int, reason: str, detail: str, origin: str) -> None:
        now = time.time()
        with self._lock:
            key = (team_id, int(now) // _MINUTE, reason)
            if key not in self._counts and len(self._counts) >= MAX_NOTED:
                return
            self._counts[key] += 1
            self._last[team_id, reason] = Last(at=now, detail=detail[:MAX_TEXT_LENGTH], origin=origin[:MAX_TEXT_LENGTH])
            if self._is_awaited:
                return
            self._is_awaited = True
        timer = threading.Timer(WRITE_AFTER_SECONDS, self.write)
        timer.daemon = True
        timer.start()

    def write(self) -> None:
        """Add everything to Redis; what Redis does not take is forgotten."""
        with self._lock:
            counts, last = self._counts, self._last
            self._counts, self._last, self._is_awaited = Counter(), {}, False
        with suppress(redis.RedisError), connection.client().pipeline(transaction=False) as pipeline:
            for (team_id, minute, reason), count in counts.items():
                key = keys.refused(team_id, minute * _MINUTE // _HOUR)
                pipeline.hincrby(key, f"{minute}:{reason}", count)
                pipeline.expire(key, KEEP_SECONDS)
            for (team_id, reason), newest in last.items():
                pipeline.hset(keys.last_refused(team_id), reason, orjson.dumps(newest))
                pipeline.expire(keys.last_refused(team_id), KEEP_SECONDS)
            pipeline.execute()


def history(*, team_id: int, since: int, until: int) -> dict[tuple[int, str], int]:
    """How many were refused, by the second at which a minute begins and the reason."""
    with connection.client().pipeline(transaction=False) as pipeline:
        for hour in range(since // _HOUR, until // _HOUR + 1):
            pipeline.hgetall(keys.refused(team_id, hour))
        answers = pipeline.execute()
    found = {}
    for answer in answers:
        for field, count in answer.items():
            minute, _, reason = field.decode().partition(":")
            if since <= int(minute) * _MINUTE <= until:
                found[int(minute) * _MINUTE, reason] = int(count)
    return found


def last_by_reason(*, team_id: int) -> dict[str, Last]:
    stored = connection.client().hgetall(keys.last_refused(team_id))
    return {reason.decode(): Last(**orjson.loads(text)) for reason, text in stored.items()}


notes = Notes()
