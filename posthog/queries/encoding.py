"""Answers as JSON: every type ClickHouse has becomes something JSON can say, so that a SELECT can never be a 500.

Numbers beyond 64 bits and decimals that JavaScript could not read become texts and floats; NaN and infinities null.
"""

from datetime import timedelta
from decimal import Decimal
from ipaddress import IPv4Address, IPv6Address
from typing import Any

import orjson

OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS
INT64 = range(-(2**63), 2**64)


def encode(value: Any) -> bytes:
    """The value as JSON."""
    try:
        return orjson.dumps(value, default=_default, option=OPTIONS)
    except TypeError:
        # Rare: a number or a key that JSON does not have. Walking through everything costs too much to do always.
        return orjson.dumps(_plain(value), default=_default, option=OPTIONS)


def decode(data: bytes) -> Any:
    return orjson.loads(data)


def _default(value: object) -> object:
    match value:
        case Decimal():
            return float(value)
        case bytes():
            return value.decode("utf-8", "replace")
        case set() | frozenset():
            return sorted(value, key=str)
        case timedelta():
            return value.total_seconds()
        case IPv4Address() | IPv6Address():
            return str(value)
    return str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | str | dict | list | tuple):
        return value
    if isinstance(value, int):
        return value if value in INT64 else str(value)
    if isinstance(value, str):
        # A lone surrogate is no text that JSON can carry.
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_key(_plain(key)): _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value]


def _key(key: Any) -> str:
    return key if isinstance(key, str) else encode(key).decode().strip('"')
