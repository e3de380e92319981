"""From the bytes of a request to the JSON text inside, whatever an SDK of the last years wrapped around it.

The bytes themselves are trusted over headers and query: posthog-js sends gzip as `text/plain` without announcing it,
and Go announces gzip twice. Nothing here parses the JSON. Every step is bounded, so that a small body cannot become
a large one in memory.
"""

import base64
import binascii
import zlib
from contextlib import suppress
from urllib.parse import unquote_to_bytes

import brotli
import zstandard

from common.sdk import lz_string
from common.sdk.errors import BodyTooLargeError, InvalidBodyError, UnsupportedEncodingError

GZIP_MAGIC = b"\x1f\x8b"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
ZLIB_MAGICS = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
UTF8_BOM = b"\xef\xbb\xbf"
FORM_FIELD = b"data="
# A form holding base64 holding gzip is the deepest wrapping any SDK has sent; one more is left for luck.
MAX_LAYERS = 4
# SDKs' zstd needs 8 MiB at the most; a frame may ask for a window of gigabytes before it holds a byte.
ZSTD_MAX_WINDOW_BYTES = 8 * 1024 * 1024
CHUNK_BYTES = 64 * 1024
UNKNOWN_ENCODINGS = frozenset({"compress", "x-compress"})


def decode_body(body: bytes, *, hint: str = "", max_bytes: int) -> bytes:
    """The JSON text in `body`, at most `max_bytes` long.

    `hint` is what the client said about compression (header or query). Only brotli and lz-string need it, as neither
    can be recognised; for the rest it serves to explain a refusal.
    Raises InvalidBodyError, UnsupportedEncodingError or BodyTooLargeError.
    """
    if hint == "br":
        # Unless something on the way has unpacked it and left the header.
        with suppress(InvalidBodyError):
            body = _inflate_brotli(body, max_bytes)
    for _ in range(MAX_LAYERS):
        if len(body) > max_bytes:
            raise _too_large(max_bytes)
        if body[:1] in (b"{", b"["):
            return body
        body = _unwrap(body, hint, max_bytes)
    raise InvalidBodyError("The body is wrapped in too many layers of encoding.")


def beginning_of(body: bytes, *, hint: str = "", max_bytes: int) -> bytes:
    """How the JSON text begins, in a body that is too large or cut off; empty where that cannot be told.

    Of a text that has to be unpacked, at most `max_bytes`: it costs what those cost.
    """
    try:
        if hint == "br":
            with suppress(brotli.error):
                body = brotli.Decompressor().process(body, output_buffer_limit=max_bytes)
        for _ in range(MAX_LAYERS):
            if body[:1] in (b"{", b"["):
                return body
            body = _unwrap_beginning(body, max_bytes)
    except (InvalidBodyError, zlib.error, zstandard.ZstdError):
        pass
    return b""


def _unwrap_beginning(body: bytes, max_bytes: int) -> bytes:
    """What the outermost layer begins with; raises InvalidBodyError, or the error of who packed it."""
    if body.startswith(GZIP_MAGIC):
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(body[:max_bytes], max_bytes)
    if body.startswith(ZSTD_MAGIC):
        with zstandard.ZstdDecompressor(max_window_size=ZSTD_MAX_WINDOW_BYTES).stream_reader(body) as reader:
            return reader.read(max_bytes)
    if body.startswith(ZLIB_MAGICS):
        return zlib.decompressobj(wbits=zlib.MAX_WBITS).decompress(body[:max_bytes], max_bytes)
    # What is text may be three times as long as what it stands for.
    text = body.removeprefix(UTF8_BOM)[: 3 * max_bytes].strip()
    if text[:1] in (b"{", b"["):
        return text
    if (position := _form_field(text)) >= 0:
        return _form_value(text[position:])
    compact = text.translate(None, b"\r\n\t ").rstrip(b"=")
    # Whole groups only: what is cut off need not end where one does.
    return _decode_base64(compact[: len(compact) // 4 * 4])


def _unwrap(body: bytes, hint: str, max_bytes: int) -> bytes:
    """The body with its outermost layer removed."""
    if body.startswith(GZIP_MAGIC):
        return _inflate(body, zlib.MAX_WBITS | 16, max_bytes)
    if body.startswith(ZSTD_MAGIC):
        return _inflate_zstd(body, max_bytes)
    if body.startswith(ZLIB_MAGICS):
        return _inflate(body, zlib.MAX_WBITS, max_bytes)
    if body.startswith(UTF8_BOM):
        return body[len(UTF8_BOM) :]
    stripped = body.strip()
    if not stripped:
        raise InvalidBodyError("The body is empty; send JSON.")
    if stripped[:1] in (b"{", b"["):
        return stripped
    if (position := _form_field(stripped)) >= 0:
        return _form_value(stripped[position:])
    if hint in UNKNOWN_ENCODINGS:
        raise UnsupportedEncodingError(f"Compression '{hint}' is not supported; use gzip, deflate, br, zstd or none.")
    if hint == "lz64":
        return _inflate_lz_string(stripped, max_bytes)
    decoded = _decode_base64(stripped)
    if not _looks_wrapped(decoded):
        # What lz-string packs looks like base64, and very old snippets say so only in the form, if at all.
        with suppress(InvalidBodyError, BodyTooLargeError):
            return _inflate_lz_string(stripped, max_bytes)
    return decoded


def _looks_wrapped(body: bytes) -> bool:
    """Whether this is JSON or another layer, as far as its first bytes tell."""
    starts = (GZIP_MAGIC, ZSTD_MAGIC, *ZLIB_MAGICS, UTF8_BOM, FORM_FIELD)
    return body.lstrip()[:1] in (b"{", b"[") or body.startswith(starts)


def _inflate(body: bytes, window_bits: int, max_bytes: int) -> bytes:
    inflater = zlib.decompressobj(wbits=window_bits)
    try:
        text = inflater.decompress(body, max_bytes + 1)
    except zlib.error as error:
        raise InvalidBodyError("The compressed body is damaged and cannot be read.") from error
    if len(text) > max_bytes:
        raise _too_large(max_bytes)
    if not inflater.eof:
        raise InvalidBodyError("The compressed body is cut off.")
    return text


def _inflate_zstd(body: bytes, max_bytes: int) -> bytes:
    """All frames of a zstd body, without ever holding more than the limit and one chunk."""
    chunks: list[bytes] = []
    size = 0
    try:
        reader = zstandard.ZstdDecompressor(max_window_size=ZSTD_MAX_WINDOW_BYTES).stream_reader(
            body, read_across_frames=True
        )
        with reader:
            while chunk := reader.read(CHUNK_BYTES):
                size += len(chunk)
                if size > max_bytes:
                    raise _too_large(max_bytes)
                chunks.append(chunk)
    except zstandard.ZstdError as error:
        raise InvalidBodyError("The compressed body is damaged and cannot be read.") from error
    return b"".join(chunks)


def _inflate_brotli(body: bytes, max_bytes: int) -> bytes:
    inflater = brotli.Decompressor()
    chunks: list[bytes] = []
    size = 0
    try:
        chunk = inflater.process(body, output_buffer_limit=CHUNK_BYTES)
        while chunk or not inflater.can_accept_more_data():
            size += len(chunk)
            if size > max_bytes:
                raise _too_large(max_bytes)
            chunks.append(chunk)
            chunk = inflater.process(b"", output_buffer_limit=CHUNK_BYTES)
    except brotli.error as error:
        raise InvalidBodyError("The compressed body is damaged and cannot be read.") from error
    if not inflater.is_finished():
        raise InvalidBodyError("The compressed body is cut off.")
    return b"".join(chunks)


def _inflate_lz_string(text: bytes, max_bytes: int) -> bytes:
    try:
        return lz_string.decompress_base64(text, max_bytes=max_bytes)
    except lz_string.TooLongError as error:
        raise _too_large(max_bytes) from error
    except ValueError as error:
        raise InvalidBodyError("The compressed body is damaged and cannot be read.") from error


def _form_field(body: bytes) -> int:
    """Where the value's field `data=` starts in a form body, or -1 when this is no form."""
    if body.startswith(FORM_FIELD):
        return 0
    position = body.find(b"&" + FORM_FIELD, 0, 1000)
    return position + 1 if position >= 0 else -1


def _form_value(field: bytes) -> bytes:
    value = field[len(FORM_FIELD) :].partition(b"&")[0]
    decoded = unquote_to_bytes(value.replace(b"+", b" "))
    if decoded.lstrip()[:1] in (b"{", b"[") or decoded.startswith(GZIP_MAGIC):
        return decoded
    # An unescaped base64 text keeps its plus signs; form decoding has just made them spaces.
    return decoded.strip().replace(b" ", b"+")


def _decode_base64(text: bytes) -> bytes:
    compact = text.translate(_URL_SAFE, b"\r\n\t ").rstrip(b"=")
    try:
        decoded = base64.b64decode(compact + b"=" * (-len(compact) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidBodyError("The body is not JSON, and neither gzip, a form nor base64 that holds JSON.") from error
    if not decoded:
        raise InvalidBodyError("The body is empty; send JSON.")
    return decoded


def _too_large(max_bytes: int) -> BodyTooLargeError:
    return BodyTooLargeError(f"The body is larger than {max_bytes} bytes; send less at a time.")


_URL_SAFE = bytes.maketrans(b"-_", b"+/")
