"""Few requests for flags at a time in a web process, in the order in which they came.

Answering is a fraction of a millisecond of Python with reads from Postgres in between, after each of which a thread
queues up for the interpreter anew. With eight threads in no order some requests are overtaken again and again; two keep
the interpreter as busy, and nobody waits much longer than the others.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

AT_ONCE = 2
# Whoever waits longer goes on without a turn: a store that does not answer in time holds up those that asked it, not all.
PATIENCE_SECONDS = 0.05


class Turns:
    """So many at a time. Python's own locks wake up whoever is quickest, which may be the one who came last."""

    def __init__(self, at_once: int, *, patience_seconds: float) -> None:
        self._free = at_once
        self._patience = patience_seconds
        self._waiting: deque[threading.Lock] = deque()
        self._lock = threading.Lock()

    @contextmanager
    def mine(self) -> Iterator[None]:
        """Wait for one's turn, a moment at most."""
        has_turn = self._take()
        try:
            yield
        finally:
            if has_turn:
                self._give()

    def _take(self) -> bool:
        with self._lock:
            if self._free:
                self._free -= 1
                return True
            called = threading.Lock()
            called.acquire()
            self._waiting.append(called)
        if called.acquire(timeout=self._patience):
            return True
        with self._lock:
            if called in self._waiting:
                self._waiting.remove(called)
                return False
        # Called at the last moment.
        return True

    def _give(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1


turns = Turns(AT_ONCE, patience_seconds=PATIENCE_SECONDS)
