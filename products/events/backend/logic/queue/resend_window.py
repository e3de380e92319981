"""Recognising events that were stored before, because SDKs send again what they got no answer for.

The uuids of stored events are remembered in two generations of a Redis set. When the younger is full the older is
dropped, so memory is bounded and between half and all of EVENT_RESEND_WINDOW_EVENTS are known. What is older is left
to ReplacingMergeTree.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from products.events.backend.logic.queue import connection, keys

# Longer than any SDK keeps trying, so that a quiet instance does not hold on to them forever.
LIFETIME_SECONDS = 3 * 24 * 3600
_CHUNK = 5000
# Start the next generation, once, when this one is full: several workers may notice at the same time.
_ROTATE = """
if redis.call('SCARD', KEYS[2]) < tonumber(ARGV[2]) then return 0 end
if (redis.call('GET', KEYS[1]) or '0') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1] + 1)
redis.call('UNLINK', KEYS[3])
return 1
"""


def member(team_id: int, uuid: str) -> bytes:
    """How an event is remembered. The team is part of it: nobody may suppress another team's events."""
    return team_id.to_bytes(8, "big") + bytes.fromhex(uuid.replace("-", ""))


def known_among(members: Sequence[bytes]) -> set[bytes]:
    """Which of these were stored before."""
    if not members:
        return set()
    generation = current_generation()
    known: set[bytes] = set()
    with connection.client().pipeline(transaction=False) as pipeline:
        chunks = [members[start : start + _CHUNK] for start in range(0, len(members), _CHUNK)]
        for chunk in chunks:
            pipeline.smismember(keys.seen(generation), list(chunk))
            pipeline.smismember(keys.seen(generation - 1), list(chunk))
        answers = pipeline.execute()
    for position, chunk in enumerate(chunks):
        for flags in answers[2 * position : 2 * position + 2]:
            known.update(item for item, flag in zip(chunk, flags, strict=True) if flag)
    return known


def current_generation() -> int:
    return int(connection.client().get(keys.SEEN_GENERATION) or 0)


def remember(transaction: Any, generation: int, members: Sequence[bytes]) -> None:
    """Add commands to an open transaction, so that events are remembered exactly when their entries are gone."""
    key = keys.seen(generation)
    for start in range(0, len(members), _CHUNK):
        transaction.sadd(key, *members[start : start + _CHUNK])
    if members:
        transaction.expire(key, LIFETIME_SECONDS)


def rotate_if_full(generation: int) -> None:
    connection.client().eval(
        _ROTATE,
        3,
        keys.SEEN_GENERATION,
        keys.seen(generation),
        keys.seen(generation - 1),
        generation,
        settings.EVENT_RESEND_WINDOW_EVENTS // 2,
    )
