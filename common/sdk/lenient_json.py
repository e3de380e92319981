"""Reading JSON that is nearly JSON, because one odd value must not cost a client its whole batch.

Valid JSON takes the fast way. The slow way repairs what stores cannot hold: lone surrogates and invalid UTF-8 become
U+FFFD, NaN and infinities become null (as JSON.stringify has it), a number beyond a double stays as its text, and
nesting beyond any use is cut off (the event is refused later, its neighbours are not).
"""

import json
import math
import re
from typing import Any

import orjson

# Deeper than any event may be, so that what is cut here is still refused for its depth, and shallow enough for
# Python's own parser.
CUT_DEPTH = 200
# Linear on any input: a string that never ends is one token up to the end of the text.
_TOKENS = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
_SURROGATES = re.compile("[\ud800-\udfff]")
# A whole number longer than this is beyond a double in any case, and converting it takes quadratic time.
_MAX_DIGITS = 400


def loads(data: bytes) -> Any:
    """The value in `data`; raises ValueError when it cannot be read even with patience."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return _loads_patiently(data)


def _loads_patiently(data: bytes) -> Any:
    text = _cut_deep_nesting(data).decode("utf-8", "replace").removeprefix("\ufeff")
    try:
        value = json.loads(text, strict=False, parse_float=_float, parse_int=_integer, parse_constant=lambda _: None)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return _without_surrogates(value)


def _float(text: str) -> float | str:
    number = float(text)
    return number if math.isfinite(number) else text


def _integer(text: str) -> int | float | str:
    if len(text) > _MAX_DIGITS:
        return text
    number = int(text)
    return number if -(2**63) <= number < 2**64 else _float(text)


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_without_surrogates(key): _without_surrogates(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    return value


def _cut_deep_nesting(data: bytes) -> bytes:
    """The same text with every array and object below CUT_DEPTH replaced by null."""
    depth = 0
    kept_until = 0
    pieces: list[bytes] = []
    for token in _TOKENS.finditer(data):
        symbol = data[token.start()]
        if symbol in b"[{":
            depth += 1
            if depth == CUT_DEPTH + 1:
                pieces += [data[kept_until : token.start()], b"null"]
        elif symbol in b"]}":
            depth -= 1
            if depth == CUT_DEPTH:
                kept_until = token.end()
    return b"".join([*pieces, data[kept_until:]]) if pieces else data
