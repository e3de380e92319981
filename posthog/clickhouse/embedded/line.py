"""A client's connection as a thread sees it: blocking, with patience that ends.

While a query runs, its thread reads the body and writes the answer itself. Going through the event loop would cost two
changes of thread for every piece, which on a busy machine is most of the time of an insert.
"""

import select
import socket
import time
from collections.abc import Callable

from posthog.clickhouse.embedded import limits
from posthog.clickhouse.embedded.errors import ClientGoneError

# How often a waiting thread looks whether the server has given the connection up.
_LOOK_UP_SECONDS = 1.0


class BlockingLine:
    """Owns its socket, which does not block by itself; used by one thread at a time."""

    def __init__(self, sock: socket.socket, is_given_up: Callable[[], bool]) -> None:
        self._socket = sock
        self._is_given_up = is_given_up

    def receive(self, limit: int) -> bytes:
        """The next bytes, at least one; raises ClientGoneError when none will come."""
        while True:
            try:
                data = self._socket.recv(limit)
            except BlockingIOError:
                self._wait(select.POLLIN, limits.BODY_SECONDS)
                continue
            except OSError as error:
                raise ClientGoneError from error
            if not data:
                raise ClientGoneError
            return data

    def send(self, data: bytes) -> None:
        """Send everything, as fast as the client takes it."""
        view = memoryview(data)
        while view:
            try:
                view = view[self._socket.send(view) :]
            except BlockingIOError:
                self._wait(select.POLLOUT, limits.SLOW_CLIENT_SECONDS)
            except OSError as error:
                raise ClientGoneError from error

    def close(self) -> None:
        self._socket.close()

    def _wait(self, event: int, seconds: float) -> None:
        poll = select.poll()
        poll.register(self._socket, event)
        deadline = time.monotonic() + seconds
        while not poll.poll(_LOOK_UP_SECONDS * 1000):
            if self._is_given_up() or time.monotonic() > deadline:
                raise ClientGoneError
        if self._is_given_up():
            raise ClientGoneError
