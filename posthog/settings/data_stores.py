"""Postgres, Redis and ClickHouse. Each is a URL, so each can be moved to a real server on its own."""

from urllib.parse import urlsplit

import dj_database_url

from common import env


def _check_url(name: str, url: str, *, schemes: tuple[str, ...], example: str) -> None:
    """Empty is for the supervisor, which then starts the embedded store."""
    try:
        parts = urlsplit(url)
        is_good = not url or (parts.scheme in schemes and (parts.port is None or parts.port > 0))
    except ValueError:
        is_good = False
    if not is_good:
        raise env.EnvironmentVariableError(
            f"{name} has a value that cannot be used. Set it to {example}; special characters of the password must be "
            "percent-encoded."
        )


# postgres://user:password@host:port/name; a socket directory goes in ?host=. Empty only for commands without a store.
DATABASE_URL = env.text("DATABASE_URL", "")
_check_url(
    "DATABASE_URL",
    DATABASE_URL,
    schemes=("postgres", "postgresql", "pgsql"),
    example="postgres://user:password@host:5432/name",
)
_database = dj_database_url.parse(DATABASE_URL or "postgres://localhost:1/none")
DATABASES = {
    "default": {
        **_database,
        "OPTIONS": {"connect_timeout": 5, **_database.get("OPTIONS", {})},
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": None},
    }
}

# redis://host:port/0 or unix:///path/to/socket?db=0. Holds the event queue, task queue, caches.
REDIS_URL = env.text("REDIS_URL", "redis://127.0.0.1:1/0")
_check_url("REDIS_URL", REDIS_URL, schemes=("redis", "rediss", "unix"), example="redis://:password@host:6379/0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "cache",
        "TIMEOUT": 3600,
    }
}

# http://user:password@host:port/database.
CLICKHOUSE_URL = env.text("CLICKHOUSE_URL", "http://127.0.0.1:1/prickle")
_check_url("CLICKHOUSE_URL", CLICKHOUSE_URL, schemes=("http", "https"), example="http://user:password@host:8123/name")
# The name of a ClickHouse cluster: tables are then created ON CLUSTER, replicated and distributed. Empty: one node.
CLICKHOUSE_CLUSTER = env.text("CLICKHOUSE_CLUSTER", "")
