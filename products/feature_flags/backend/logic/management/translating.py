"""A definition said in other words: what names a thing of one project replaced by what names it elsewhere.

Flags, kinds of groups and cohorts stand in a definition by numbers that mean nothing, or something else, in another
project. Whoever takes a definition there says what each becomes, and refuses what is not there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Name = Any
"""A number where a definition is stored, a text where it is on its way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What each kind of name becomes. Each raises InvalidFlagError for what has no name there."""

    flag: Callable[[Name], Name]
    group_type: Callable[[Name], Name]
    cohort: Callable[[Name], Name]


def translated(filters: dict[str, Any], words: Words) -> dict[str, Any]:
    """The same definition with other names; what is not a name stays."""
    conditions = [_with_index(_condition(item, words), words) for item in filters.get("groups") or []]
    return {**_with_index(filters, words), "groups": conditions}


def _with_index(item: dict[str, Any], words: Words, field: str = "aggregation_group_type_index") -> dict[str, Any]:
    index = item.get(field)
    return item if index is None else {**item, field: words.group_type(index)}


def _condition(condition: dict[str, Any], words: Words) -> dict[str, Any]:
    return {**condition, "properties": [_property(item, words) for item in condition.get("properties") or []]}


def _property(item: dict[str, Any], words: Words) -> dict[str, Any]:
    if item.get("type") == "cohort":
        return {**item, "value": words.cohort(item["value"])}
    if item.get("type") == "flag":
        return {**item, "key": str(words.flag(item["key"]))}
    return _with_index(item, words, "group_type_index")
