"""JSON in and out of DRF through orjson. Numbers that JSON cannot hold are written as null."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import orjson
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

from common.sdk.errors import BodyTooLargeError
from common.sdk.weight import check_weight

MAX_DEPTH = 60
# The largest thing that is sent here is a flag with payloads of 1 MB. Files come through other parsers.
MAX_BYTES = 5 * 1024 * 1024
# From people who have not signed in: what they say of themselves to do so.
MAX_BYTES_OF_STRANGERS = 64 * 1024


def _default(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)


class JSONRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None
    render_style = "binary"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        if data is None:
            return b""
        # orjson writes NaN and infinities as null by itself.
        return orjson.dumps(data, default=_default, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_UTC_Z)


class JSONParser(BaseParser):
    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        """The body as a value. Refuses what is not JSON, is nested too deeply or holds text no database can store.

        Raises BodyTooLargeError for what is too long, or would be too much once it is read.
        """
        request = (parser_context or {}).get("request")
        limit = MAX_BYTES if request is None or request.user.is_authenticated else MAX_BYTES_OF_STRANGERS
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise BodyTooLargeError(f"The body is longer than the {limit:,} bytes that are read. Send less.")
        if not body:
            return {}
        check_weight(body, advice="Send less.")
        try:
            value = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise ParseError(f"The body is not valid JSON: {error}.") from error
        _check(value, 0)
        return value


def _check(value: Any, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise ParseError(f"The body is nested more than {MAX_DEPTH} levels deep.")
    if isinstance(value, str) and "\x00" in value:
        raise ParseError("Texts may not contain the NUL character.")
    if isinstance(value, dict):
        for key, item in value.items():
            _check(key, depth)
            _check(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            _check(item, depth + 1)
