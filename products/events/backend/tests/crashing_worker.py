"""A worker in a process of its own that kills itself, as `kill -9` would, at a chosen moment. Run by test_crashes.py.
With HARM=SIGSTOP it stops instead, and goes on when it gets a SIGCONT.

    python -m products.events.backend.tests.crashing_worker POINT NTH

works off the queue and dies at the NTH passage of POINT ("never" to finish). POINT is `module:function:before|after`,
below `products.events.backend.logic`.
"""

import os
import signal
import sys
import time
from collections.abc import Iterable
from importlib import import_module
from typing import Any

import django

HARM = signal.Signals[os.environ.get("HARM", "SIGKILL")]
# With this the worker dies of every entry that holds the text, whatever NTH says.
POISON = os.environ.get("POISON", "").encode()


def die_at(point: str, nth: int) -> None:
    """Wrap the function that `point` names, where the pipeline looks it up."""
    module_name, name, moment = point.split(":")
    module: Any = import_module(f"products.events.backend.logic.{module_name}")
    owner, _, attribute = name.rpartition(".")
    holder: Any = getattr(module, owner) if owner else module
    original = getattr(holder, attribute)
    passages = 0

    def deadly(*args: Any, **kwargs: Any) -> Any:
        nonlocal passages
        passages += 1
        is_poisoned = bool(POISON) and any(POISON in bytes(getattr(each, "body", b"")) for each in args)
        if is_poisoned or (moment == "before" and passages == nth):
            os.kill(os.getpid(), HARM)
        result = original(*args, **kwargs)
        if moment == "after" and passages == nth:
            os.kill(os.getpid(), HARM)
        return result

    setattr(holder, attribute, deadly)


def work(partitions: Iterable[int]) -> None:
    """Drain until nothing is left, however often the lease of a dead worker or a dead store is in the way."""
    from products.events.backend.facade.enums import DrainOutcome
    from products.events.backend.facade.system import IngestionAPI

    left = list(partitions)
    while left:
        for partition in tuple(left):
            outcome = IngestionAPI.drain_partition(partition).outcome
            if outcome == DrainOutcome.EMPTY:
                left.remove(partition)
            elif outcome != DrainOutcome.MORE:
                time.sleep(0.05)


if __name__ == "__main__":
    django.setup()
    import_module("products.events.backend.facade")
    queue: Any = import_module("products.events.backend.logic.queue.partition")
    queue.LEASE_SECONDS, queue.RENEW_EVERY_SECONDS = 1, 0.3
    if sys.argv[1] != "never":
        die_at(sys.argv[1], int(sys.argv[2]))
    work(queue.known_partitions())
