"""Work on people that gets in the way of a worker that merges the same ones."""

import functools
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection

# Serialization failure, deadlock, a lock that was waited for too long: the same again will do.
PASSING = frozenset({"40001", "40P01", "55P03"})
MAX_TRIES = 5
P = ParamSpec("P")
R = TypeVar("R")


def is_passing(error: OperationalError) -> bool:
    """Whether Postgres gave up a transaction that may succeed when it is tried again."""
    return getattr(error.__cause__, "sqlstate", None) in PASSING


def tried_again(verb: Callable[P, R]) -> Callable[P, R]:
    """Try once more what Postgres ended to settle a deadlock. What it wraps is a transaction of its own, or all of one."""

    @functools.wraps(verb)
    def persistent(*args: P.args, **kwargs: P.kwargs) -> R:
        for attempt in range(1, MAX_TRIES):
            try:
                return verb(*args, **kwargs)
            except OperationalError as error:
                # Within somebody else's transaction all of that would have to be tried again.
                if not is_passing(error) or connection.in_atomic_block:
                    raise
                time.sleep(0.01 * attempt)
        return verb(*args, **kwargs)

    return persistent
