"""Large bodies of SDKs one at a time: what one takes in memory while it is read, eight threads would take eight times.

The others wait for a moment, and not too many of them: threads that wait answer nobody, and `/flags/` needs some.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from common.errors import ErrorKind, ProductError

# Unpacked. A batch of 100 events has a tenth of that; below, even the worst body is read within 15 MB.
LARGE_BYTES = 512 * 1024
# Beside the one that is read. With WEB_THREADS at its default, two threads are left for everything else.
MAX_WAITING = 5
MAX_WAIT_SECONDS = 5.0
RETRY_AFTER_SECONDS = 2


class TooManyLargeBodiesError(ProductError):
    """Others are being read. Clients keep their events and try again."""

    code = "too_many_large_requests"
    kind = ErrorKind.UNAVAILABLE


class _Turns:
    """Whose turn it is, in one process."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._places = threading.BoundedSemaphore(1 + MAX_WAITING)

    @contextmanager
    def mine(self) -> Iterator[None]:
        """Wait until it is; raises TooManyLargeBodiesError when that takes too long or too many wait already."""
        if not self._places.acquire(blocking=False):
            raise _refusal()
        try:
            if not self._turn.acquire(timeout=MAX_WAIT_SECONDS):
                raise _refusal()
            try:
                yield
            finally:
                self._turn.release()
        finally:
            self._places.release()


def _refusal() -> TooManyLargeBodiesError:
    return TooManyLargeBodiesError(
        "Too many large requests at once; keep the events and try again, or send fewer events at a time.",
        retry_after_seconds=RETRY_AFTER_SECONDS,
    )


turns = _Turns()
