"""Which type a property has, from the values it was seen with. Pure.

A type is only as good as every value that fits it: one that does not makes the property a text, for good.
"""

import re
from typing import Any

from posthog.hogql.taxonomy import PropertyType
from products.events.backend.wire.names import ALWAYS_TEXT_PREFIXES

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|z|[+-]\d{2}:?\d{2})?)?").fullmatch
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?").fullmatch
_TRUTH = frozenset({"true", "false"})


def type_of(name: str, value: Any) -> PropertyType | None:
    """The type this one value suggests; None for null, lists and objects, which say nothing."""
    if value is None or isinstance(value, list | dict):
        return None
    if name.startswith(ALWAYS_TEXT_PREFIXES):
        return PropertyType.STRING
    if isinstance(value, bool):
        return PropertyType.BOOLEAN
    if isinstance(value, int | float):
        return PropertyType.NUMERIC
    return _type_of_text(value)


def joined(known: PropertyType | None, name: str, value: Any) -> PropertyType | None:
    """The type after seeing this value as well. A number in quotes is still a number where numbers were seen."""
    suggested = type_of(name, value)
    if known is None or suggested is None or suggested == known:
        return known if suggested is None else suggested
    if known == PropertyType.NUMERIC and isinstance(value, str) and _NUMBER(value):
        return known
    return PropertyType.STRING


def _type_of_text(value: str) -> PropertyType:
    if value.lower() in _TRUTH:
        return PropertyType.BOOLEAN
    return PropertyType.DATETIME if len(value) <= 40 and _DATE(value) else PropertyType.STRING
