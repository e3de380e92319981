"""Reading the body of an SDK's request, whatever it is wrapped in, and never more of it than is allowed.

What can be sent by anybody who knows the address is judged before it is parsed, and before anybody knows whose it is.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest

from common.sdk.body import decode_body
from common.sdk.errors import BodyTooLargeError
from common.sdk.weight import check_weight
from posthog.api.large_bodies import LARGE_BYTES, turns


@contextmanager
def reading_json(request: HttpRequest, *, max_bytes: int, max_unpacked_bytes: int) -> Iterator[bytes]:
    """`read_json` for what may be large: within the block, such a body is the only one that this process works on.

    Raises TooManyLargeBodiesError besides.
    """
    sent, hint = _read(request, max_bytes), _compression(request)
    text = None
    try:
        text = decode_body(sent, hint=hint, max_bytes=min(LARGE_BYTES, max_unpacked_bytes))
    except BodyTooLargeError:
        if max_unpacked_bytes <= LARGE_BYTES:
            raise
    if text is not None:
        check_weight(text)
        yield text
        return
    with turns.mine():
        text = decode_body(sent, hint=hint, max_bytes=max_unpacked_bytes)
        check_weight(text)
        yield text


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
        raise BodyTooLargeError(f"The body is larger than {limit} bytes; send less at a time.")
    return chunked


def _compression(request: HttpRequest) -> str:
    hint = request.META.get("HTTP_CONTENT_ENCODING") or ""
    if not hint and "compression=" in request.META.get("QUERY_STRING", ""):
        hint = request.GET.get("compression", "")
    return str(hint).strip().lower()
