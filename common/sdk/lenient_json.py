"""Reading JSON that is nearly JSON, because one odd value must not cost a client its whole batch.

Valid JSON takes the fast way. The slow way repairs what stores cannot hold: lone surrogates and invalid UTF-8 become
U+FFFD, NaN and infinities become null (as JSON.stringify has it), a number beyond a double stays as its text, and
nesting beyond any use is cut off (the event is refused later, its neighbours are not). That costs ten times as much, so
it has limits of its own.
"""

import json
import math
import re
from typing import Any

import orjson

from common.sdk.errors import BodyTooLargeError

# The largest event there is, of the AI lane, fits with what surrounds it.
PATIENT_MAX_BYTES = 10 * 1024 * 1024
# Strings, and beginnings and ends of lists and objects.
PATIENT_MAX_TOKENS = 500_000
# Deeper than any event may be, so that what is cut here is still refused for its depth, and shallow enough for
# Python's own parser.
CUT_DEPTH = 200
# Linear on any input: a string that never ends is one token up to the end of the text.
_TOKENS = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
_SURROGATES = re.compile("[\ud800-\udfff]")
# Only an escape can bring one in, as decoding replaces those that were written out.
_ESCAPED_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
# A whole number longer than this is beyond a double in any case, and converting it takes quadratic time.
_MAX_DIGITS = 400


def loads(data: bytes) -> Any:
    """The value in `data`.

    Raises ValueError when it cannot be read even with patience, and BodyTooLargeError when it is too much for that.
    """
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        problem = str(error)
    if len(data) > PATIENT_MAX_BYTES:
        raise _too_much(problem, f"{PATIENT_MAX_BYTES} bytes")
    return _loads_patiently(data, problem)


def _too_much(problem: str, limit: str) -> BodyTooLargeError:
    return BodyTooLargeError(
        f"The body is not quite JSON ({problem}), and too large to be repaired; send correct JSON, or at most {limit}."
    )


def _loads_patiently(data: bytes, problem: str) -> Any:
    text = _cut_deep_nesting(data, problem).decode("utf-8", "replace").removeprefix("\ufeff")
    try:
        value = json.loads(text, strict=False, parse_float=_float, parse_int=_integer, parse_constant=lambda _: None)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return _without_surrogates(value) if _ESCAPED_SURROGATE.search(data) else value


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


def _cut_deep_nesting(data: bytes, problem: str) -> bytes:
    """The same text with every array and object below CUT_DEPTH replaced by null."""
    depth = 0
    kept_until = 0
    pieces: list[bytes] = []
    for number, token in enumerate(_TOKENS.finditer(data)):
        if number == PATIENT_MAX_TOKENS:
            raise _too_much(problem, f"{PATIENT_MAX_TOKENS} texts, lists and objects")
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
