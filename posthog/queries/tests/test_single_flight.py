import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis

from common.errors import ErrorKind, ProductError
from common.ids import short_id
from posthog.queries import single_flight
from posthog.queries.single_flight import compute_once


class Store:
    """An answer that takes a while to compute."""

    def __init__(self, outcome: Callable[[], str]) -> None:
        self.computed = 0
        self.stored: str | None = None
        self._outcome = outcome
        self._lock = threading.Lock()

    def compute(self) -> str:
        with self._lock:
            self.computed += 1
        time.sleep(0.2)
        self.stored = self._outcome()
        return self.stored

    def find(self) -> str | None:
        return self.stored


def ask_at_once(store: Store, people: int, *, patience: float = 10) -> list[str]:
    key = short_id(16)
    together = threading.Barrier(people)

    def ask(_: int) -> str:
        together.wait()
        try:
            return compute_once(key, compute=store.compute, find=store.find, patience_seconds=patience)
        except ProductError as error:
            return f"{error.code}: {error.message}"

    with ThreadPoolExecutor(people) as pool:
        return list(pool.map(ask, range(people)))


def test_storm_of_equal_requests_computes_once() -> None:
    store = Store(lambda: "answer")
    assert ask_at_once(store, 30) == ["answer"] * 30
    assert store.computed == 1


def test_failure_is_shared_with_those_who_waited() -> None:
    def fail() -> str:
        error = ProductError("The query took too long.")
        error.code, error.kind = "query_timeout", ErrorKind.OVER_LIMIT
        raise error

    store = Store(fail)
    assert ask_at_once(store, 10) == ["query_timeout: The query took too long."] * 10
    assert store.computed == 1


def test_whoever_runs_out_of_patience_computes_for_itself() -> None:
    store = Store(lambda: "answer")
    assert ask_at_once(store, 3, patience=0.05) == ["answer"] * 3
    assert store.computed > 1


def test_without_redis_everybody_computes(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = redis.Redis.from_url("redis://127.0.0.1:1/0")
    monkeypatch.setattr(single_flight, "get_client", lambda: gone)
    store = Store(lambda: "answer")
    assert ask_at_once(store, 3) == ["answer"] * 3
    assert store.computed == 3
