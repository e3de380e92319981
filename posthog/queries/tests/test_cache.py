from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import redis
from django.test import override_settings

from common.ids import short_id
from posthog.queries import cache
from posthog.queries.cache import CachedAnswer
from posthog.redis import get_client

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def answer(body: dict[str, Any], *, minutes: int = 0) -> CachedAnswer:
    return CachedAnswer(body=body, refreshed_at=NOW + timedelta(minutes=minutes))


def random_text(length: int) -> str:
    # Random, so that compression cannot make it small.
    return "".join(short_id(64) for _ in range(length // 64))


@pytest.fixture(autouse=True)
def _empty_redis() -> None:
    get_client().flushdb()


def test_stored_answer_is_found_as_it_was() -> None:
    stored = answer({"results": [[1, 2.5, None, "ü"]], "hasMore": False})
    cache.store("key", stored)
    assert cache.find("key") == stored
    assert cache.find("another") is None


def test_cache_drops_its_oldest_answers_when_its_room_is_full() -> None:
    with override_settings(QUERY_CACHE_MAX_BYTES=40_000):
        for index in range(20):
            cache.store(f"key{index}", answer({"text": random_text(4_000)}, minutes=index))
    kept = [index for index in range(20) if cache.find(f"key{index}") is not None]
    assert kept == list(range(kept[0], 20))
    assert 5 <= len(kept) <= 13
    assert int(get_client().get(cache.TOTAL) or 0) <= 40_000
    assert get_client().zcard(cache.INDEX) == get_client().hlen(cache.SIZES) == len(kept)


def test_replacing_an_answer_counts_its_room_once() -> None:
    for minutes in range(5):
        cache.store("key", answer({"text": random_text(2_000)}, minutes=minutes))
    size = len(cache.pack(cache.find("key") or pytest.fail("The answer is gone.")))
    assert int(get_client().get(cache.TOTAL) or 0) == size


def test_answer_larger_than_its_share_is_not_kept() -> None:
    with override_settings(QUERY_CACHE_MAX_BYTES=8_000):
        cache.store("key", answer({"text": random_text(2_000)}))
    assert cache.find("key") is None


def test_cache_is_silent_when_redis_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = redis.Redis.from_url("redis://127.0.0.1:1/0")
    monkeypatch.setattr(cache, "get_client", lambda: gone)
    cache.store("key", answer({"results": []}))
    assert cache.find("key") is None
