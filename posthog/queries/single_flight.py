"""One computation of an answer at a time: whoever asks meanwhile waits and takes the result (attack: cold-cache storm).

Works across processes through a lock in Redis. Whoever holds it leaves a note about its outcome under its own token, so
all who waited go on at once and do not queue for the lock. Without Redis, and when the holder takes too long, everybody
computes for themselves: slower, never wrong.
"""

import random
import secrets
import time
from collections.abc import Callable
from typing import Any, TypeVar

import redis
import structlog

from common import json
from common.errors import ProductError
from posthog.queries.errors import from_failure, to_failure
from posthog.redis import get_client

logger = structlog.get_logger(__name__)

T = TypeVar("T")

FIRST_PAUSE_SECONDS = 0.01
LONGEST_PAUSE_SECONDS = 0.2
# How long the note about an outcome can be read: longer than any pause between two looks at it.
NOTE_SECONDS = 10
RELEASE = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0"


def compute_once(key: str, *, compute: Callable[[], T], find: Callable[[], T | None], patience_seconds: float) -> T:
    """What `compute` gives, computed by one caller per `key`; the others get what `find` reads afterwards.

    `compute` must have stored its answer, where `find` sees it, when it returns. A failure is raised in those who
    waited as well. After `patience_seconds` of waiting the caller computes regardless.
    """
    lock = f"queries:lock:{key}"
    token = secrets.token_hex(8)
    try:
        note = _wait(lock, token, patience_seconds)
    except redis.RedisError as error:
        logger.warning("queries.lock_unavailable", error=type(error).__name__)
        return compute()
    if note is not None:
        if note["failure"] is not None:
            raise from_failure(note["failure"])
        found = find()
        # The answer may have been too large to be kept.
        return compute() if found is None else found

    def find_or_compute() -> T:
        # Somebody may have finished between this caller's look into the cache and its turn.
        found = find()
        return compute() if found is None else found

    return _compute_and_tell(lock, token, find_or_compute)


def _wait(lock: str, token: str, patience_seconds: float) -> dict[str, Any] | None:
    """The note of whoever was computing, or None when it is this caller's turn."""
    client = get_client()
    deadline = time.monotonic() + patience_seconds
    pause = FIRST_PAUSE_SECONDS
    holder = ""
    while True:
        if holder and (note := client.get(_note(lock, holder))) is not None:
            return dict(json.loads(note))
        if client.set(lock, token, nx=True, px=int(patience_seconds * 1000) + 1) or time.monotonic() > deadline:
            return None
        current = client.get(lock)
        holder = (current.decode() if isinstance(current, bytes) else current) or holder
        time.sleep(pause * random.uniform(0.8, 1.2))  # noqa: S311  # jitter, not a secret
        pause = min(pause * 1.5, LONGEST_PAUSE_SECONDS)


def _compute_and_tell(lock: str, token: str, compute: Callable[[], T]) -> T:
    try:
        answer = compute()
    except ProductError as error:
        _release(lock, token, {"failure": to_failure(error)})
        raise
    except BaseException:
        # A mistake of ours tells the others nothing; each finds out for itself.
        _release(lock, token, None)
        raise
    _release(lock, token, {"failure": None})
    return answer


def _release(lock: str, token: str, note: dict[str, Any] | None) -> None:
    try:
        if note is not None:
            get_client().set(_note(lock, token), json.dumps(note), ex=NOTE_SECONDS)
        get_client().eval(RELEASE, 1, lock, token)
    except redis.RedisError as error:
        # The lock expires by itself.
        logger.warning("queries.lock_not_released", error=type(error).__name__)


def _note(lock: str, token: str) -> str:
    return f"{lock}:{token}"
