"""One client's connection: bytes in, bytes out, and the moment it is gone."""

import asyncio
import contextlib
import logging
import math
import socket
from typing import Protocol, cast

from posthog.clickhouse.embedded import http, limits
from posthog.clickhouse.embedded.errors import ClientGoneError
from posthog.clickhouse.embedded.line import BlockingLine

_WRITE_BUFFER_BYTES = limits.MEGABYTE

logger = logging.getLogger(__name__)


class Owner(Protocol):
    """Who answers; the server."""

    connections: "set[ClientConnection]"
    is_stopping: bool

    async def answer(self, connection: "ClientConnection", request: http.Request) -> bool:
        """Answer one request; returns whether the connection may be used for another."""
        ...


class ClientConnection(asyncio.Protocol):
    """Reads requests one after the other and has its owner answer each."""

    def __init__(self, owner: Owner) -> None:
        self._owner = owner
        self._buffer = bytearray()
        # Small until the sender has shown a password.
        self._buffer_limit = limits.MAX_HEAD_BYTES
        self._is_paused = False
        self._is_idle = True
        self._is_reading_body = False
        self._arrival: asyncio.Future[None] | None = None
        self._writable: asyncio.Future[None] | None = None
        self._task: asyncio.Task[None] | None = None
        self._transport: asyncio.Transport | None = None
        self.gone: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.deadline = math.inf

    # The transport's side.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._transport.set_write_buffer_limits(high=_WRITE_BUFFER_BYTES)
        if len(self._owner.connections) >= limits.MAX_CONNECTIONS or self._owner.is_stopping:
            self._transport.write(http.answer_head(503, {"Content-Length": "0", "Connection": "close"}))
            self._transport.close()
            return
        self._owner.connections.add(self)
        self._task = asyncio.get_running_loop().create_task(self._serve())

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if len(self._buffer) > self._buffer_limit and not self._is_paused and self._transport is not None:
            self._is_paused = True
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> bool:
        # Half-closed connections are not kept: a client that has stopped sending has usually gone.
        self._set_gone()
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        self._owner.connections.discard(self)
        self._set_gone()

    def pause_writing(self) -> None:
        self._writable = asyncio.get_running_loop().create_future()

    def resume_writing(self) -> None:
        if self._writable is not None and not self._writable.done():
            self._writable.set_result(None)
        self._writable = None

    # The server's side.

    @property
    def is_gone(self) -> bool:
        return self.gone.done()

    def abort(self) -> None:
        self._set_gone()
        if self._transport is not None:
            # Reaches a thread that waits on its copy, which closing ours would not.
            with contextlib.suppress(OSError):
                self._transport.get_extra_info("socket").shutdown(socket.SHUT_RDWR)
            self._transport.abort()

    def close_if_idle(self) -> None:
        if self._is_idle and self._transport is not None:
            self._transport.close()

    async def _serve(self) -> None:
        try:
            while True:
                request = await self._read_request()
                if not await self._owner.answer(self, request):
                    return
                self._buffer_limit = limits.MAX_HEAD_BYTES
        except http.BadRequestError as error:
            await self._refuse(error.status, error.sentence)
        except ClientGoneError:
            pass
        except Exception:
            logger.exception("A request failed in an unexpected way.")
            await self._refuse(500, "The request failed in an unexpected way; the server's log says more.")
        finally:
            if self._transport is not None:
                self._transport.close()

    async def _read_request(self) -> http.Request:
        self._is_idle = True
        self._is_reading_body = False
        self._expect_within(limits.IDLE_SECONDS)
        if not self._buffer:
            await self._more()
        self._is_idle = False
        # For the whole head, however many pieces it comes in.
        self._expect_within(limits.HEAD_SECONDS)
        while self._buffer.startswith(b"\r\n"):
            self._take(2)
        head = await self._read_until(b"\r\n\r\n", limits.MAX_HEAD_BYTES, 431, "The request's head is too long.")
        self.deadline = math.inf
        self._is_reading_body = True
        return http.parse_head(head)

    async def _refuse(self, status: int, sentence: str) -> None:
        body = (sentence + "\n").encode()
        headers = {"Content-Type": "text/plain; charset=UTF-8", "Content-Length": str(len(body)), "Connection": "close"}
        if not self.is_gone and self._transport is not None:
            self._transport.write(http.answer_head(status, headers) + body)

    async def send(self, data: bytes) -> None:
        """Write, and wait while the client is slower than we are."""
        if self.is_gone or self._transport is None:
            raise ClientGoneError
        if data:
            self._transport.write(data)
        if self._writable is not None:
            self._expect_within(limits.SLOW_CLIENT_SECONDS)
            await asyncio.wait((self._writable, self.gone), return_when=asyncio.FIRST_COMPLETED)
            self.deadline = math.inf
            if self.is_gone:
                raise ClientGoneError

    def expect_body(self) -> None:
        """Let a body through at full speed."""
        self._buffer_limit = limits.BUFFER_BYTES

    async def read_some(self) -> bytes:
        """What has arrived, or the next to arrive."""
        if not self._buffer:
            await self._more()
        return self._take(len(self._buffer))

    async def lend(self, *, with_reading: bool) -> BlockingLine:
        """Let a thread talk to the client. It alone writes until it is done, and reads until `take_back`."""
        if self._writable is not None:
            await self.send(b"")
        if self.is_gone or self._transport is None:
            raise ClientGoneError
        if with_reading and not self._is_paused:
            self._is_paused = True
            self._transport.pause_reading()
        # A copy of the descriptor: its number stays ours even after the transport has closed its own.
        copy = self._transport.get_extra_info("socket").dup()
        return BlockingLine(copy, lambda: self.is_gone)

    def take_back(self, rest: bytes) -> None:
        """Read again, and notice when the client goes; `rest` was read by the thread and not used."""
        self._buffer[:0] = rest
        self._resume()

    async def _read_until(self, mark: bytes, limit: int, status: int, sentence: str) -> bytes:
        searched = 0
        while (end := self._buffer.find(mark, searched)) < 0:
            searched = max(0, len(self._buffer) - len(mark) + 1)
            if len(self._buffer) > limit:
                raise http.BadRequestError(status, sentence)
            await self._more()
        if end > limit:
            raise http.BadRequestError(status, sentence)
        data = self._take(end)
        self._take(len(mark))
        return data

    async def _more(self) -> None:
        if self.is_gone:
            raise ClientGoneError
        self._resume()
        if self._is_reading_body:
            self._expect_within(limits.BODY_SECONDS)
        self._arrival = asyncio.get_running_loop().create_future()
        try:
            await self._arrival
        finally:
            self._arrival = None
            if self._is_reading_body:
                self.deadline = math.inf
        if self.is_gone and not self._buffer:
            raise ClientGoneError

    def _take(self, limit: int) -> bytes:
        data = bytes(self._buffer[:limit])
        del self._buffer[:limit]
        if len(self._buffer) < self._buffer_limit // 2:
            self._resume()
        return data

    def _resume(self) -> None:
        if self._is_paused and self._transport is not None and not self._transport.is_closing():
            self._is_paused = False
            self._transport.resume_reading()

    def _wake(self) -> None:
        if self._arrival is not None and not self._arrival.done():
            self._arrival.set_result(None)

    def _set_gone(self) -> None:
        if not self.gone.done():
            self.gone.set_result(None)
        self._wake()
        if self._writable is not None and not self._writable.done():
            self._writable.set_result(None)

    def _expect_within(self, seconds: float) -> None:
        self.deadline = asyncio.get_running_loop().time() + seconds
