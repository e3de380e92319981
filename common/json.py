"""JSON as bytes, with the codecs every part of the project shares."""

import math
from typing import Any

import orjson


def dumps(value: object) -> bytes:
    """Compact JSON. Aware datetimes, UUIDs and dataclasses are written; keys that are not strings are refused."""
    return orjson.dumps(value, option=orjson.OPT_UTC_Z)


def loads(data: bytes | bytearray | memoryview | str) -> Any:
    """Parse JSON; raises ValueError. NaN and Infinity are not JSON and are refused."""
    return orjson.loads(data)


def without_nonfinite(value: Any) -> Any:
    """The same value with NaN and infinities replaced by None, which is all that JSON can say about them."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: without_nonfinite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [without_nonfinite(item) for item in value]
    return value
