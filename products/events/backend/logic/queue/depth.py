"""How full the queue was, minute by minute for a day: the worst of each minute, because means hide what hurts.

Noted by the task that looks after neglected partitions, every two seconds. A minute without a note is one in which no
worker looked, which says something too.
"""

from typing import Any

from products.events.backend.logic.queue import connection, keys

KEEP_SECONDS = 25 * 3600
_MINUTE = 60
_NOTE = """
for i, field in ipairs({'requests', 'age_ms'}) do
    if tonumber(ARGV[i]) > tonumber(redis.call('HGET', KEYS[1], field) or '-1') then
        redis.call('HSET', KEYS[1], field, ARGV[i])
    end
end
redis.call('EXPIRE', KEYS[1], ARGV[3])
"""


def note(client: Any, *, now: float, requests: int, oldest_seconds: float) -> None:
    """`now` is Redis' own time in seconds, as workers' clocks may differ."""
    key = keys.depth(int(now) // _MINUTE)
    client.eval(_NOTE, 1, key, requests, int(oldest_seconds * 1000), KEEP_SECONDS)


def history(*, since: int, until: int) -> dict[int, tuple[int, int]]:
    """For each minute that was noted, by the second it began: (requests waiting, age of the oldest in ms)."""
    minutes = range(since // _MINUTE, until // _MINUTE + 1)
    with connection.client().pipeline(transaction=False) as pipeline:
        for minute in minutes:
            pipeline.hmget(keys.depth(minute), "requests", "age_ms")
        answers = pipeline.execute()
    return {
        minute * _MINUTE: (int(requests), int(age_ms))
        for minute, (requests, age_ms) in zip(minutes, answers, strict=True)
        if requests is not None and age_ms is not None
    }
