"""Redis connections of the queue. Unlike the shared client they never retry on their own: whether a command may be
repeated is a matter of what it does, and is decided where it is sent.
"""

from functools import lru_cache
from typing import Any

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

TIMEOUT_SECONDS = 10


@lru_cache(maxsize=4)
def _pool(url: str) -> redis.ConnectionPool:
    return redis.ConnectionPool.from_url(
        url,
        retry=Retry(NoBackoff(), 0),
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=2,
        max_connections=64,
    )


def client() -> Any:
    """A thread-safe `redis.Redis` that answers bytes. Untyped: its annotations cover two protocols and two modes."""
    return redis.Redis(connection_pool=_pool(settings.REDIS_URL))


def new_connection() -> Any:
    """A connection that the pool does not know, for one thread to keep; it closes when the thread is gone."""
    pool = _pool(settings.REDIS_URL)
    return pool.connection_class(**pool.connection_kwargs)
