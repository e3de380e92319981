"""Postgres, Redis and ClickHouse. Each is a URL, so each can be moved to a real server on its own."""

import dj_database_url

from common import env

# postgres://user:password@host:port/name; a socket directory goes in ?host=. Empty only for commands without a store.
DATABASE_URL = env.text("DATABASE_URL", "")
try:
    _database = dj_database_url.parse(DATABASE_URL or "postgres://localhost:1/none")
except ValueError as _error:
    raise env.EnvironmentVariableError(
        "DATABASE_URL has a value that cannot be used. Set it to postgres://user:password@host:5432/name; special "
        "characters of the password must be percent-encoded."
    ) from _error
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
# The name of a ClickHouse cluster: tables are then created ON CLUSTER, replicated and distributed. Empty: one node.
CLICKHOUSE_CLUSTER = env.text("CLICKHOUSE_CLUSTER", "")
