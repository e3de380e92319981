"""Making the values of an event ones that every store can hold.

Changes objects in place, because this runs for every value of every event. ClickHouse's JSON type takes almost
anything; what it cannot take, or would store as something else, is settled here.
"""

from typing import Any

MAX_DEPTH = 60
MAX_KEYS = 4000
MAX_KEY_LENGTH = 1000
# Within lists and objects, of one event: some megabytes of memory in ClickHouse, and more than any model's vectors.
MAX_NESTED_VALUES = 50_000
_SMALLEST = -(2**63)
_LARGEST = 2**63 - 1
_NESTED = (dict, list)
_NEVER_REPAIRED = frozenset({str, bool, float, type(None)})


class UnstorableError(ValueError):
    """The value cannot be stored in any form; the message says why."""


class TooLargeError(UnstorableError):
    """The event is more than one event may be."""


def clean_object(content: dict[str, Any]) -> int:
    """Repair an object's values in place; returns how many there are within its lists and objects.

    Raises UnstorableError when it is too deep or too wide, TooLargeError when that are more than MAX_NESTED_VALUES.
    Whole numbers beyond 64 bits become floating point: as an unsigned variant they would be missing from sums.
    """
    if not content:
        return 0
    if len(content) > MAX_KEYS:
        raise UnstorableError(f"It has {len(content)} properties; at most {MAX_KEYS} are kept.")
    if max(map(len, content)) > MAX_KEY_LENGTH:
        raise UnstorableError(f"A property's name is longer than {MAX_KEY_LENGTH} characters.")
    if _NEVER_REPAIRED.issuperset(map(type, content.values())):
        return 0
    nested = 0
    for key, value in content.items():
        kind = type(value)
        if kind is int:
            if not _SMALLEST <= value <= _LARGEST:
                content[key] = float(value)
        elif kind in _NESTED:
            nested += _clean_nested(value, 2)
    if nested > MAX_NESTED_VALUES:
        raise TooLargeError(f"It has {nested} values within lists and objects; at most {MAX_NESTED_VALUES} are kept.")
    return nested


def without_nul(value: Any) -> Any:
    """The same value with NUL characters replaced, which Postgres holds in no text."""
    if isinstance(value, str):
        return value.replace("\x00", "\ufffd")
    if isinstance(value, dict):
        return {without_nul(key): without_nul(item) for key, item in value.items()}
    if isinstance(value, list):
        return [without_nul(item) for item in value]
    return value


def _clean_nested(value: dict[str, Any] | list[Any], depth: int) -> int:
    if depth > MAX_DEPTH:
        raise UnstorableError(f"It is nested more than {MAX_DEPTH} levels deep.")
    if type(value) is dict:
        if len(value) > MAX_KEYS:
            raise UnstorableError(f"An object inside has {len(value)} keys; at most {MAX_KEYS} are kept.")
        pairs: Any = value.items()
    else:
        pairs = enumerate(value)
    nested = len(value)
    for key, item in pairs:
        kind = type(item)
        if kind is int:
            if not _SMALLEST <= item <= _LARGEST:
                value[key] = float(item)
        elif kind in _NESTED:
            nested += _clean_nested(item, depth + 1)
    return nested
