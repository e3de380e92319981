"""From the bytes of a request to the JSON text inside, whatever an SDK of the last years wrapped around it.

The bytes themselves are trusted over headers and query: posthog-js sends gzip as `text/plain` without announcing it,
and Go announces gzip twice. Nothing here parses the JSON. Every step is bounded, so that a small body cannot become
a large one in memory.
"""

import base64
import binascii
import zlib
from urllib.parse import unquote_to_bytes

import zstandard

from products.events.backend.facade.errors import BodyTooLargeError, InvalidBodyError, UnsupportedEncodingError

GZIP_MAGIC = b"\x1f\x8b"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
ZLIB_MAGICS = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
UTF8_BOM = b"\xef\xbb\xbf"
FORM_FIELD = b"data="
# A form holding base64 holding gzip is the deepest wrapping any SDK has sent; one more is left for luck.
MAX_LAYERS = 4
UNKNOWN_ENCODINGS = frozenset({"br", "compress", "lz64"})


def decode_body(body: bytes, *, hint: str = "", max_bytes: int) -> bytes:
    """The JSON text in `body`, at most `max_bytes` long.

    `hint` is what the client said about compression (header or query); it only serves to explain a refusal.
    Raises InvalidBodyError, UnsupportedEncodingError or BodyTooLargeError.
    """
    for _ in range(MAX_LAYERS):
        if len(body) > max_bytes:
            raise _too_large(max_bytes)
        if body[:1] in (b"{", b"["):
            return body
        body = _unwrap(body, hint, max_bytes)
    raise InvalidBodyError("The body is wrapped in too many layers of encoding.")


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
        raise InvalidBodyError("The body is empty; send JSON with an event or a batch of events.")
    if stripped[:1] in (b"{", b"["):
        return stripped
    if (position := _form_field(stripped)) >= 0:
        return _form_value(stripped[position:])
    if hint in UNKNOWN_ENCODINGS:
        raise UnsupportedEncodingError(f"Compression '{hint}' is not supported; use gzip, deflate, zstd or none.")
    return _decode_base64(stripped)


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
    chunks: list[bytes] = []
    size = 0
    try:
        with zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(body) as reader:
            while chunk := reader.read(1 << 16):
                size += len(chunk)
                if size > max_bytes:
                    raise _too_large(max_bytes)
                chunks.append(chunk)
    except zstandard.ZstdError as error:
        raise InvalidBodyError("The compressed body is damaged and cannot be read.") from error
    return b"".join(chunks)


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
        raise InvalidBodyError("The body is empty; send JSON with an event or a batch of events.")
    return decoded


def _too_large(max_bytes: int) -> BodyTooLargeError:
    return BodyTooLargeError(f"The body is larger than {max_bytes} bytes; send fewer events at a time.")


_URL_SAFE = bytes.maketrans(b"-_", b"+/")
