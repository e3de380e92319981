"""One request as the engine's thread sees it: a body to pull from, and an answer to push to."""

import secrets
import string
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from posthog.clickhouse.embedded import http, limits
from posthog.clickhouse.embedded.compression import Encoder
from posthog.clickhouse.embedded.errors import ServerError
from posthog.clickhouse.embedded.line import BlockingLine

# An answer below this goes out in one write with its length, and its errors still get a status of their own.
BUFFERED_BYTES = 256 * 1024
# With wait_end_of_query an answer is held until it is whole: this much in memory, the rest in a file.
SPOOLED_BYTES = 4 * 1024 * 1024
_COPY_BYTES = 256 * 1024

_TAG_LETTERS = string.ascii_lowercase


class BodyPieces:
    """The raw body: what the server has read of it, and then what still comes. Iterable once."""

    def __init__(
        self, begun: bytes, decoder: http.BodyDecoder, line: BlockingLine, on_complete: Callable[[], None]
    ) -> None:
        self._begun = begun
        self._decoder = decoder
        self._line = line
        self._on_complete = on_complete

    @property
    def is_complete(self) -> bool:
        """Whether all of it has arrived here."""
        return self._decoder.is_complete

    def __iter__(self) -> Iterator[bytes]:
        if self._begun:
            yield self._begun
            self._begun = b""
        while not self._decoder.is_complete:
            piece = self._decoder.feed(self._line.receive(limits.PULL_BYTES))
            if self._decoder.is_complete:
                self._on_complete()
            if piece:
                yield piece


class Answer:
    """Collects an answer and decides when its head must go out. `push` sends bytes and waits for a slow client."""

    def __init__(
        self,
        *,
        push: Callable[[bytes], None],
        is_head: bool,
        is_http_1_1: bool,
        keep_alive: bool,
        spool_directory: Path,
    ) -> None:
        self._push = push
        self._is_head = is_head
        self._is_http_1_1 = is_http_1_1
        self.keep_alive = keep_alive
        self._spool_directory = spool_directory
        self.headers: dict[str, str] = {}
        self.encoder: Encoder | None = None
        self.waits_for_end = False
        self._pending: list[bytes] = []
        self._pending_bytes = 0
        self._spool: IO[bytes] | None = None
        self._has_begun = False
        self._tag = "".join(secrets.choice(_TAG_LETTERS) for _ in range(16))

    def write(self, data: bytes) -> None:
        """Add to the answer; may block until the client has taken what came before."""
        if self.encoder is not None:
            data = self.encoder.encode(data)
        self._add(data)

    def finish(self) -> None:
        """End a good answer."""
        if self.encoder is not None:
            self._add(self.encoder.finish())
        if self._spool is not None:
            self._send_spooled(self._spool)
            return
        body = b"".join(self._pending)
        if self._has_begun:
            self._push(self._framed(body) + (http.LAST_CHUNK if self._is_http_1_1 else b""))
        else:
            self._push(self._head(200, len(body)) + (b"" if self._is_head else body))

    def fail(self, error: ServerError) -> None:
        """End with an error; once begun, an answer can only be broken off."""
        self.discard()
        message = (error.message.rstrip("\n") + "\n").encode(errors="replace")
        if self._has_begun:
            self.keep_alive = False
            self._push(self._broken_off(message))
            return
        self.headers.pop("Content-Encoding", None)
        self.headers["Content-Type"] = "text/plain; charset=UTF-8"
        self.headers["X-ClickHouse-Exception-Code"] = str(error.code)
        self._push(self._head(error.status, len(message)) + (b"" if self._is_head else message))

    def discard(self) -> None:
        """Forget what was not sent."""
        self._pending.clear()
        if self._spool is not None:
            self._spool.close()
            self._spool = None

    def _add(self, data: bytes) -> None:
        if not data:
            return
        if self._spool is not None:
            self._spool.write(data)
            return
        self._pending.append(data)
        self._pending_bytes += len(data)
        if self._pending_bytes < BUFFERED_BYTES or self._is_head:
            return
        held = b"".join(self._pending)
        self._pending.clear()
        self._pending_bytes = 0
        if self.waits_for_end:
            self._spool = tempfile.SpooledTemporaryFile(max_size=SPOOLED_BYTES, dir=str(self._spool_directory))  # noqa: SIM115
            self._spool.write(held)
        else:
            self._push(self._begin() + self._framed(held))

    def _begin(self) -> bytes:
        """The head of an answer whose length is not known."""
        if self._has_begun:
            return b""
        self._has_begun = True
        self.headers["X-ClickHouse-Exception-Tag"] = self._tag
        if not self._is_http_1_1:
            self.keep_alive = False
        return self._head(200, None)

    def _framed(self, data: bytes) -> bytes:
        if not data:
            return b""
        return http.chunk(data) if self._is_http_1_1 else data

    def _send_spooled(self, spool: IO[bytes]) -> None:
        size = spool.tell()
        spool.seek(0)
        self._push(self._head(200, size))
        while piece := spool.read(_COPY_BYTES):
            self._push(piece)

    def _broken_off(self, message: bytes) -> bytes:
        """The error between its tags, and then no last chunk, so that no client takes the answer for whole."""
        tag = self._tag.encode()
        block = b"\r\n__exception__\r\n%b\r\n%b%d %b\r\n__exception__\r\n" % (tag, message, len(message), tag)
        if self.encoder is not None:
            block = self.encoder.encode(block) + self.encoder.finish()
        return self._framed(block)

    def _head(self, status: int, length: int | None) -> bytes:
        headers = dict(self.headers)
        if length is not None:
            headers["Content-Length"] = str(length)
        elif self._is_http_1_1:
            headers["Transfer-Encoding"] = "chunked"
        headers["Connection"] = "keep-alive" if self.keep_alive else "close"
        return http.answer_head(status, headers)
