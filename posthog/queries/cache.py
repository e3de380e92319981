"""Answers in Redis: compressed, bounded in total size, and never a reason for a query to fail.

Redis also carries the event queue and refuses writes when it is full, so the cache keeps a size index of its own and
drops its oldest answers before it grows beyond `QUERY_CACHE_MAX_BYTES`. Without Redis every query is simply computed.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import redis
import structlog
import zstandard
from django.conf import settings

from common import json
from posthog.contracts import TeamContext
from posthog.redis import get_client

logger = structlog.get_logger(__name__)

# Raise when the form of answers or the meaning of queries changes: old answers are then never read again.
FORMAT_VERSION = 1
INDEX = "queries:cache:index"
SIZES = "queries:cache:sizes"
TOTAL = "queries:cache:total"
# A single answer may take this share of the whole cache.
LARGEST_SHARE = 8

# KEYS: answer, index, sizes, total. ARGV: payload, now, time to live, room. Only whole answers are counted or dropped.
STORE = """
local size = string.len(ARGV[1])
local before = tonumber(redis.call('HGET', KEYS[3], KEYS[1]) or '0')
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[3])
redis.call('ZADD', KEYS[2], ARGV[2], KEYS[1])
redis.call('HSET', KEYS[3], KEYS[1], size)
local total = redis.call('INCRBY', KEYS[4], size - before)
while true do
    local oldest = redis.call('ZRANGE', KEYS[2], 0, 0, 'WITHSCORES')
    local expired = oldest[2] and tonumber(oldest[2]) < tonumber(ARGV[2]) - tonumber(ARGV[3])
    if not oldest[1] or oldest[1] == KEYS[1] or (total <= tonumber(ARGV[4]) and not expired) then
        return total
    end
    redis.call('DEL', oldest[1])
    redis.call('ZREM', KEYS[2], oldest[1])
    total = redis.call('DECRBY', KEYS[4], tonumber(redis.call('HGET', KEYS[3], oldest[1]) or '0'))
    redis.call('HDEL', KEYS[3], oldest[1])
end
"""

# KEYS: index, sizes, total. ARGV: how the names of the answers to forget begin.
FORGET = """
local forgotten = 0
for _, name in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
    if string.sub(name, 1, string.len(ARGV[1])) == ARGV[1] then
        redis.call('DEL', name)
        redis.call('ZREM', KEYS[1], name)
        redis.call('DECRBY', KEYS[3], tonumber(redis.call('HGET', KEYS[2], name) or '0'))
        redis.call('HDEL', KEYS[2], name)
        forgotten = forgotten + 1
    end
end
return forgotten
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedAnswer:
    """An answer and the moment it was computed."""

    body: dict[str, Any]
    refreshed_at: datetime


def cache_key(*, runner: str, payload: dict[str, Any], team: TeamContext) -> str:
    """The name of the answer to a settled query. Everything that can change the answer is part of it."""
    parts = {
        "format": FORMAT_VERSION,
        "runner": runner,
        "query": payload,
        "team": team.id,
        "timezone": team.timezone,
        "week_start_day": team.week_start_day,
        "test_accounts": team.test_account_filters,
        "meaning": _meaning(team.id),
    }
    digest = hashlib.sha256(json.dumps(parts)).hexdigest()
    return f"cache_{team.id}_{digest[:40]}"


def meaning_changed(team_id: int) -> None:
    """Names in the team's queries (actions, types of properties, cohorts) mean something else from now on.

    Answers computed until now are never served again. Without Redis there are none, so failing costs nothing.
    """
    try:
        get_client().incr(f"queries:meaning:{team_id}")
    except redis.RedisError as error:
        logger.warning("queries.cache_unwritable", error=type(error).__name__)


def _meaning(team_id: int) -> str:
    try:
        found = get_client().get(f"queries:meaning:{team_id}")
    except redis.RedisError:
        return ""
    return "" if found is None else found.decode() if isinstance(found, bytes) else str(found)


def find(key: str) -> CachedAnswer | None:
    """The stored answer, if there is one."""
    try:
        stored = get_client().get(_redis_key(key))
    except redis.RedisError as error:
        logger.warning("queries.cache_unreadable", error=type(error).__name__)
        return None
    return None if stored is None else unpack(stored)


def store(key: str, answer: CachedAnswer) -> None:
    """Keep an answer, in place of an older one of the same key. One that is too large is not kept."""
    room = settings.QUERY_CACHE_MAX_BYTES
    packed = pack(answer)
    if len(packed) > room // LARGEST_SHARE:
        return
    try:
        get_client().eval(
            STORE,
            4,
            _redis_key(key),
            INDEX,
            SIZES,
            TOTAL,
            packed,
            int(answer.refreshed_at.timestamp()),
            settings.QUERY_CACHE_TTL_SECONDS,
            room,
        )
    except redis.RedisError as error:
        logger.warning("queries.cache_unwritable", error=type(error).__name__)


def forget_team(team_id: int) -> None:
    """Drop every answer of a project: what they told may have been erased. Raises redis.RedisError."""
    get_client().eval(FORGET, 3, INDEX, SIZES, TOTAL, _redis_key(f"cache_{team_id}_"))


def pack(answer: CachedAnswer) -> bytes:
    content = json.dumps({"at": answer.refreshed_at.timestamp(), "body": answer.body})
    return zstandard.ZstdCompressor(level=1).compress(content)


def unpack(packed: bytes | str) -> CachedAnswer:
    # Redis' types allow for text, which our client never gives.
    data = packed.encode() if isinstance(packed, str) else packed
    content = json.loads(zstandard.ZstdDecompressor().decompress(data))
    return CachedAnswer(body=content["body"], refreshed_at=datetime.fromtimestamp(content["at"], UTC))


def _redis_key(key: str) -> str:
    return f"queries:answer:{key}"
