"""Turns of requests: so many at a time, in their order, and nobody waits for one who does not come back."""

import threading
import time
from contextlib import ExitStack

import pytest

from products.feature_flags.backend.presentation.sdk.turns import Turns


def waiting(turns: Turns) -> int:
    return len(turns._waiting)


@pytest.mark.parametrize("at_once", [1, 2])
def test_requests_come_in_their_order_and_so_many_at_a_time(at_once: int) -> None:
    turns = Turns(at_once, patience_seconds=60)
    begun: list[int] = []
    together: list[int] = []
    inside = 0
    lock = threading.Lock()

    def request(number: int) -> None:
        nonlocal inside
        with turns.mine():
            with lock:
                inside += 1
                begun.append(number)
                together.append(inside)
            time.sleep(0.005)
            with lock:
                inside -= 1

    threads = [threading.Thread(target=request, args=(number,)) for number in range(6)]
    with ExitStack() as taken:
        for _ in range(at_once):
            taken.enter_context(turns.mine())
        for number, thread in enumerate(threads):
            thread.start()
            while waiting(turns) <= number:
                time.sleep(0.0001)
    for thread in threads:
        thread.join()
    assert sorted(begun) == list(range(6))
    assert max(together) <= at_once
    # Of several that are called at the same time, either may be the first to say so.
    assert at_once > 1 or begun == sorted(begun)


def test_a_turn_that_is_not_given_back_holds_up_nobody_for_long() -> None:
    turns = Turns(1, patience_seconds=0.05)
    for _ in range(2):
        # The second time as well: who went without a turn has given none back, so that there is still one, not two.
        with turns.mine():
            began = time.monotonic()
            with turns.mine():
                assert time.monotonic() - began >= 0.05
            assert waiting(turns) == 0


def test_a_request_that_fails_gives_its_turn_back() -> None:
    turns = Turns(1, patience_seconds=60)
    for _ in range(3):
        try:
            with turns.mine():
                raise ValueError
        except ValueError:
            pass
    began = time.monotonic()
    with turns.mine():
        assert time.monotonic() - began < 30
