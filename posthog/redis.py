"""The one Redis connection pool of a process."""

from functools import lru_cache

import redis
from django.conf import settings


@lru_cache(maxsize=1)
def get_client() -> "redis.Redis":
    """A thread-safe client on `REDIS_URL` that answers bytes. Errors are `redis.RedisError`."""
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=10, socket_connect_timeout=2, health_check_interval=30, max_connections=64
    )
