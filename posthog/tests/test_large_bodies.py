"""Large bodies are read one at a time, and few wait."""

import threading
import time
from contextlib import ExitStack

import pytest

from posthog.api import large_bodies
from posthog.api.large_bodies import MAX_WAITING, TooManyLargeBodiesError, turns


def test_one_at_a_time_and_a_few_wait() -> None:
    working, most, done = [0], [0], []
    release = threading.Event()

    def work() -> None:
        with turns.mine():
            working[0] += 1
            most[0] = max(most[0], working[0])
            release.wait(10)
            working[0] -= 1
        done.append(1)

    threads = [threading.Thread(target=work) for _ in range(1 + MAX_WAITING)]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 5
    while turns._places._value and time.monotonic() < deadline:
        time.sleep(0.01)
    began = time.monotonic()
    with pytest.raises(TooManyLargeBodiesError) as refusal, turns.mine():
        pass
    # Whoever finds no place to wait is told so at once: their thread is needed.
    assert time.monotonic() - began < 0.5
    assert refusal.value.retry_after_seconds
    release.set()
    for thread in threads:
        thread.join(10)
    assert (most[0], len(done)) == (1, 1 + MAX_WAITING)


def test_nobody_waits_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large_bodies, "MAX_WAIT_SECONDS", 0.05)
    with turns.mine(), pytest.raises(TooManyLargeBodiesError), turns.mine():
        pass
    # Neither the place nor the turn is lost with a refusal or an error.
    for _ in range(20):
        with pytest.raises(ZeroDivisionError), turns.mine():
            raise ZeroDivisionError
    with ExitStack() as stack:
        stack.enter_context(turns.mine())
