"""A limit that several web processes keep together. Each counter here stands for the one of a process."""

import secrets
import time
from datetime import datetime, timedelta
from typing import Any

import pytest

from common import clock
from products.feature_flags.backend.logic.evaluation.minute_counter import SHARE_SECONDS, MinuteCounter

TEAM, OTHER = 7, 8
MOST = 10


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The minute shall not end meanwhile, unless the test says so."""
    now = [clock.now().replace(second=40, microsecond=0)]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    return now


@pytest.fixture
def processes() -> list[MinuteCounter]:
    name = secrets.token_hex(8)
    return [MinuteCounter(name) for _ in range(3)]


def take(counter: MinuteCounter, times: int, team_id: int = TEAM) -> int:
    """How many of these were let through."""
    return sum(counter.seconds_to_wait(team_id, MOST) == 0 for _ in range(times))


def until_refused(counter: MinuteCounter) -> int:
    """How many a process lets through that is asked twice between two tellings, until it refuses; alone it were MOST."""
    passed, deadline = 0, time.monotonic() + 10
    while (now := take(counter, 1)) and time.monotonic() < deadline:
        passed += now
        time.sleep(SHARE_SECONDS / 2)
    assert not now, "It was never refused."
    return passed


def test_limit_is_of_all_processes_together(moment: list[datetime], processes: list[MinuteCounter]) -> None:
    first, second, _ = processes
    assert take(first, 8) == 8
    time.sleep(2 * SHARE_SECONDS)
    # Alone, it would be refused after ten: now two are left, and what it lets through before it hears of the others.
    assert take(second, 1) == 1
    time.sleep(2 * SHARE_SECONDS)
    assert take(second, 5) == 1
    # The first hears of it when it asks again.
    assert take(first, 1) == 1
    time.sleep(2 * SHARE_SECONDS)
    assert take(first, 5) == 0
    assert first.seconds_to_wait(TEAM, MOST) == 20
    # Other projects and the next minute have their own.
    assert take(first, 5, OTHER) == 5
    moment[0] += timedelta(seconds=20)
    assert [take(counter, 3) for counter in processes] == [3, 3, 3]


def test_process_that_counted_much_at_once_tells_all_of_it(
    moment: list[datetime], processes: list[MinuteCounter]
) -> None:
    first, second, _ = processes
    assert take(first, 20) == MOST
    time.sleep(2 * SHARE_SECONDS)
    # It is refused as soon as it has told its first ones.
    assert until_refused(second) < MOST


def test_without_redis_each_process_keeps_the_limit_and_nobody_waits(
    moment: list[datetime], processes: list[MinuteCounter], settings: Any
) -> None:
    first, second, third = processes
    running = settings.REDIS_URL
    # Nothing listens there.
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    began = time.perf_counter()
    assert take(first, 8) == 8
    assert time.perf_counter() - began < 0.1
    time.sleep(2 * SHARE_SECONDS)
    assert take(second, 20) == MOST
    # What was counted meanwhile is told once Redis is back.
    settings.REDIS_URL = running
    assert take(first, 1) == 1
    time.sleep(2 * SHARE_SECONDS)
    assert until_refused(third) < MOST
