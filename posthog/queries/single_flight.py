"""One computation of an answer at a time: whoever asks meanwhile waits and takes the result (attack: cold-cache storm).

Works across processes through a lock in Redis. Without Redis, and when the one who computes takes too long, everybody
computes for themselves: slower, never wrong.
"""

import random
import secrets
import time
from collections.abc import Callable
from typing import TypeVar

import redis
import structlog

from common import json
from common.errors import ProductError
from posthog.queries.errors import from_failure, to_failure
from posthog.redis import get_client

logger = structlog.get_logger(__name__)

T = TypeVar("T")

FIRST_PAUSE_SECONDS = 0.01
LONGEST_PAUSE_SECONDS = 0.25
# How long a failure is handed to those who were waiting, so that they do not all repeat an expensive mistake.
FAILURE_SECONDS = 5
RELEASE = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0"


def compute_once(key: str, *, compute: Callable[[], T], find: Callable[[], T | None], patience_seconds: float) -> T:
    """What `compute` gives, computed by one caller per `key`; the others get what `find` reads afterwards.

    `compute` must have stored its answer, where `find` sees it, when it returns. A failure is raised in those who
    waited as well. After `patience_seconds` of waiting the caller computes regardless.
    """
    lock = f"queries:lock:{key}"
    token = secrets.token_hex(8)
    try:
        waited = _wait_for_lock(lock, token, patience_seconds)
    except redis.RedisError as error:
        logger.warning("queries.lock_unavailable", error=type(error).__name__)
        return compute()
    try:
        if waited:
            _raise_recorded_failure(lock)
            found = find()
            if found is not None:
                return found
        return compute()
    except ProductError as error:
        _record_failure(lock, error)
        raise
    finally:
        _release(lock, token)


def _wait_for_lock(lock: str, token: str, patience_seconds: float) -> bool:
    """Take the lock, or give up after the patience; true when somebody else had it first."""
    deadline = time.monotonic() + patience_seconds
    pause = FIRST_PAUSE_SECONDS
    waited = False
    while not get_client().set(lock, token, nx=True, px=int(patience_seconds * 1000) + 1):
        waited = True
        if time.monotonic() > deadline:
            break
        time.sleep(pause * random.uniform(0.8, 1.2))  # noqa: S311  # jitter, not a secret
        pause = min(pause * 1.5, LONGEST_PAUSE_SECONDS)
    return waited


def _release(lock: str, token: str) -> None:
    try:
        get_client().eval(RELEASE, 1, lock, token)
    except redis.RedisError as error:
        # It expires by itself.
        logger.warning("queries.lock_not_released", error=type(error).__name__)


def _record_failure(lock: str, error: ProductError) -> None:
    try:
        get_client().set(f"{lock}:failure", json.dumps(to_failure(error)), ex=FAILURE_SECONDS)
    except redis.RedisError as problem:
        logger.warning("queries.failure_not_shared", error=type(problem).__name__)


def _raise_recorded_failure(lock: str) -> None:
    try:
        content = get_client().get(f"{lock}:failure")
    except redis.RedisError:
        return
    if content is not None:
        raise from_failure(json.loads(content))
