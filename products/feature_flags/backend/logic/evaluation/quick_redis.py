"""Redis for what must not wait for it: it answers at once or is taken to be away."""

from functools import lru_cache

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

REDIS_SECONDS = 0.2


def quick_redis() -> "redis.Redis":
    """This process's connections; a call that takes longer than REDIS_SECONDS raises redis.RedisError."""
    return _client(settings.REDIS_URL)


@lru_cache(maxsize=2)
def _client(url: str) -> "redis.Redis":
    return redis.Redis.from_url(
        url,
        socket_timeout=REDIS_SECONDS,
        socket_connect_timeout=REDIS_SECONDS,
        retry=Retry(NoBackoff(), 0),
        max_connections=4,
    )
