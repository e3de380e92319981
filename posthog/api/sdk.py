"""Reading the body of an SDK's request, whatever it is wrapped in, and never more of it than is allowed.

What can be sent by anybody who knows the address is judged before it is parsed, and before anybody knows whose it is.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import parse_qs

from django.http import HttpRequest

from common.sdk.body import beginning_of, decode_body
from common.sdk.errors import BodyTooLargeError
from common.sdk.tokens import guess_token
from common.sdk.weight import check_weight
from posthog.api.large_bodies import LARGE_BYTES, turns

# Where a request's body, and the text that it unpacked to, are kept for who has to explain a refusal.
_SENT, _TEXT = "prickle.sent", "prickle.text"
_LOOKED_AT_BYTES = 64 * 1024
# Of what was sent, to get those: zstd gives nothing before a whole block of it is there, which has 128 kB at most.
_READ_BYTES = 192 * 1024


@contextmanager
def reading_json(request: HttpRequest, *, max_bytes: int, max_unpacked_bytes: int) -> Iterator[bytes]:
    """`read_json` for what may be large: within the block, such a body is the only one that this process works on.

    Raises TooManyLargeBodiesError besides.
    """
    sent, hint = _read(request, max_bytes), _compression(request)
    request.META[_SENT] = sent
    text = None
    try:
        text = decode_body(sent, hint=hint, max_bytes=min(LARGE_BYTES, max_unpacked_bytes))
    except BodyTooLargeError:
        if max_unpacked_bytes <= LARGE_BYTES:
            raise
    if text is not None:
        request.META[_TEXT] = text
        check_weight(text)
        yield text
        return
    with turns.mine():
        text = request.META[_TEXT] = decode_body(sent, hint=hint, max_bytes=max_unpacked_bytes)
        check_weight(text)
        yield text


def refused_token(request: HttpRequest) -> str:
    """The project token that a request refused within `reading_json` seems to carry; "" when it cannot be found."""
    text = request.META.get(_TEXT)
    if text is None:
        sent = request.META.get(_SENT)
        if sent is None:
            # Too long to be read, but its beginning may say whose it is.
            with suppress(OSError):
                sent = request.read(_READ_BYTES)
        text = beginning_of(sent or b"", hint=_compression(request), max_bytes=_LOOKED_AT_BYTES)
    return guess_token(text) or _token_beside(request)


def _token_beside(request: HttpRequest) -> str:
    """The token that the address or a header names, as some clients do."""
    scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme.lower() == "bearer":
        return str(token.strip())
    query = parse_qs(request.META.get("QUERY_STRING", "")[:_LOOKED_AT_BYTES])
    return next((query[name][0] for name in ("token", "api_key") if name in query), "")


def read_json(request: HttpRequest, *, max_bytes: int, max_unpacked_bytes: int) -> bytes:
    """The JSON text of a request: of its body, or of the parameter `data` of a GET. It can be parsed at a bounded cost.

    Raises BodyTooLargeError, InvalidBodyError or UnsupportedEncodingError.
    """
    text = decode_body(_read(request, max_bytes), hint=_compression(request), max_bytes=max_unpacked_bytes)
    check_weight(text)
    return text


def _read(request: HttpRequest, limit: int) -> bytes:
    if request.method == "GET":
        data = request.GET.get("data", "")
        # The query has been decoded once, which made spaces of base64's plus signs.
        return data.encode() if data[:1] in ("{", "[") else data.replace(" ", "+").encode()
    length = request.META.get("CONTENT_LENGTH") or ""
    if length.isdecimal():
        if int(length) > limit:
            raise BodyTooLargeError(f"The body is {length} bytes long; send at most {limit} at a time.")
        return request.read()
    if "chunked" not in request.META.get("HTTP_TRANSFER_ENCODING", ""):
        return request.read()
    # Django takes a body without a length for an empty one.
    chunked: bytes = request.META["wsgi.input"].read(limit + 1)
    if len(chunked) > limit:
        request.META[_SENT] = chunked[:_READ_BYTES]
        raise BodyTooLargeError(f"The body is larger than {limit} bytes; send less at a time.")
    return chunked


def _compression(request: HttpRequest) -> str:
    hint = request.META.get("HTTP_CONTENT_ENCODING") or ""
    if not hint and "compression=" in request.META.get("QUERY_STRING", ""):
        hint = request.GET.get("compression", "")
    return str(hint).strip().lower()
