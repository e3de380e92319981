"""Request bodies unpacked, and answers packed, in bounded pieces.

Everything a client compressed is opened here and never by the engine: its own block codec has had remote holes, and a
few bytes may unfold into gigabytes. A decoder yields pieces of about a megabyte, so a body is never held whole.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

import lz4.frame
import zstandard

from posthog.clickhouse.embedded.errors import CANNOT_DECOMPRESS, NOT_IMPLEMENTED, ServerError

PIECE_BYTES = 1024 * 1024
# One call cannot be told how much to give at most, and four bytes of zstd can stand for 128 KB.
_ZSTD_INPUT_BYTES = 512
_GZIP_WINDOW = 31
_ZSTD_MAX_WINDOW_BYTES = 32 * 1024 * 1024


class Encoder(Protocol):
    def encode(self, data: bytes) -> bytes: ...

    def finish(self) -> bytes: ...


def decode(encoding: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The unpacked body, for a Content-Encoding; raises ServerError when it is broken, cut off or unknown."""
    match encoding:
        case "" | "identity":
            return iter(pieces)
        case "gzip" | "x-gzip":
            return _decode_bounded(pieces, lambda: _Inflate(_GZIP_WINDOW))
        case "deflate":
            return _decode_bounded(pieces, lambda: _Inflate(zlib.MAX_WBITS))
        case "lz4":
            return _decode_bounded(pieces, lz4.frame.LZ4FrameDecompressor)
        case "zstd":
            return _decode_bounded(_sliced(pieces, _ZSTD_INPUT_BYTES), _Unzstd)
    raise ServerError.of(
        NOT_IMPLEMENTED, "NOT_IMPLEMENTED", f"Unknown compression '{encoding}'; use gzip, lz4 or zstd."
    )


def encoder_for(accepted: str) -> tuple[str, Encoder] | None:
    """The first encoding of an Accept-Encoding header that is known here."""
    for offer in accepted.split(","):
        name, _, weight = offer.strip().partition(";")
        if weight.strip().replace(" ", "") in ("q=0", "q=0.0"):
            continue
        if make := _ENCODERS.get(name.strip().lower()):
            return name.strip().lower(), make()
    return None


class _Decompressor(Protocol):
    """What bz2, lzma and lz4 decompressors have in common."""

    @property
    def eof(self) -> bool: ...

    @property
    def needs_input(self) -> bool: ...

    @property
    def unused_data(self) -> bytes | None: ...

    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


def _decode_bounded(pieces: Iterable[bytes], make: Callable[[], _Decompressor]) -> Iterator[bytes]:
    """Frame after frame, at most PIECE_BYTES at a time."""
    decompressor: _Decompressor | None = None
    for piece in pieces:
        data = piece
        while data:
            decompressor = decompressor or make()
            yield from _drain(decompressor, data)
            data = b""
            if decompressor.eof:
                data, decompressor = decompressor.unused_data or b"", None
    if decompressor is not None:
        raise _broken("ends in the middle of a frame")


def _drain(decompressor: _Decompressor, data: bytes) -> Iterator[bytes]:
    while True:
        try:
            out = decompressor.decompress(data, PIECE_BYTES)
        except (zlib.error, RuntimeError, EOFError, zstandard.ZstdError) as error:
            raise _broken("cannot be unpacked") from error
        data = b""
        if out:
            yield out
        if decompressor.eof or decompressor.needs_input:
            return


class _Inflate:
    """zlib with the interface of the other decompressors."""

    def __init__(self, window: int) -> None:
        self._inner = zlib.decompressobj(window)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        out = self._inner.decompress(self._inner.unconsumed_tail + data, max(max_length, 0))
        # zlib may hold back output after taking all input, so a full piece means: ask again.
        self.needs_input = not self._inner.unconsumed_tail and len(out) < max_length
        return out


class _Unzstd:
    """zstandard with the interface of the other decompressors; bounded by the size of its input."""

    needs_input = True

    def __init__(self) -> None:
        self._inner = zstandard.ZstdDecompressor(max_window_size=_ZSTD_MAX_WINDOW_BYTES).decompressobj()

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return self._inner.decompress(data)


def _sliced(pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    for piece in pieces:
        for start in range(0, len(piece), size):
            yield piece[start : start + size]


def _broken(what: str) -> ServerError:
    return ServerError.of(CANNOT_DECOMPRESS, "CANNOT_DECOMPRESS", f"The compressed request body {what}.")


class _Lz4Encoder:
    def __init__(self) -> None:
        self._inner = lz4.frame.LZ4FrameCompressor()
        self._begun = False

    def encode(self, data: bytes) -> bytes:
        head = b"" if self._begun else self._inner.begin()
        self._begun = True
        return bytes(head + self._inner.compress(data))

    def finish(self) -> bytes:
        head = b"" if self._begun else self._inner.begin()
        return bytes(head + self._inner.flush())


class _ZstdEncoder:
    def __init__(self) -> None:
        self._inner = zstandard.ZstdCompressor(level=1).compressobj()

    def encode(self, data: bytes) -> bytes:
        return self._inner.compress(data)

    def finish(self) -> bytes:
        return self._inner.flush()


class _ZlibEncoder:
    def __init__(self, window: int) -> None:
        self._inner = zlib.compressobj(3, zlib.DEFLATED, window)

    def encode(self, data: bytes) -> bytes:
        return self._inner.compress(data)

    def finish(self) -> bytes:
        return self._inner.flush()


_ENCODERS: dict[str, Callable[[], Encoder]] = {
    "lz4": _Lz4Encoder,
    "zstd": _ZstdEncoder,
    "gzip": lambda: _ZlibEncoder(_GZIP_WINDOW),
    "deflate": lambda: _ZlibEncoder(zlib.MAX_WBITS),
}
