"""What evaluation is given and what it answers. Plain values; nothing here knows a database or HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from common.json import dumps
from common.property_matching import Matcher
from products.feature_flags.backend.facade.contracts import FlagAnswer
from products.feature_flags.backend.facade.enums import Reason


class Properties:
    """The properties of a person or a group. When not `complete`, a missing one is not known instead of absent.

    `matched` is what conditions have found out about them, by matcher: flags of a project often ask the same.
    """

    __slots__ = ("complete", "matched", "values")

    def __init__(self, values: Mapping[str, Any], *, complete: bool = True) -> None:
        self.values = values
        self.complete = complete
        self.matched: dict[Matcher, bool] = {}


# Every condition looks at its whole value, and whoever has the public token chooses values.
MAX_COMPARED = 32 * 1024
TOO_LARGE: Final = object()
"""Instead of a value that is too large to be compared: what depends on it is not known."""


def comparable(values: dict[str, Any], *, size: int) -> dict[str, Any]:
    """The same properties without values that are too large. `size` is that of all of them as JSON."""
    if size <= MAX_COMPARED:
        return values
    return {key: TOO_LARGE if _is_too_large(value) else value for key, value in values.items()}


def _is_too_large(value: Any) -> bool:
    if isinstance(value, list | dict):
        return len(dumps(value)) > MAX_COMPARED
    return isinstance(value, str) and len(value) > MAX_COMPARED


NOTHING_KNOWN = Properties({}, complete=False)


@dataclass(slots=True, kw_only=True)
class Asked:
    """Who asks: ids, properties, groups (keys by type index) and cohorts. None of what could not be read."""

    distinct_id: str
    now: datetime
    person: Properties
    device_id: str = ""
    group_keys: Mapping[int, str] = field(default_factory=dict)
    groups: Mapping[int, Properties] = field(default_factory=dict)
    cohort_ids: frozenset[int] | None = frozenset()
    hash_keys: Mapping[int, str] | None = field(default_factory=dict)
    """By flag id, the id that the person keeps for a flag with experience continuity."""
    answers: dict[int, FlagAnswer] = field(default_factory=dict)
    """What has been decided so far, by flag id."""


_DESCRIPTIONS = {
    Reason.NO_CONDITION_MATCH: "No matching condition set",
    Reason.OUT_OF_ROLLOUT_BOUND: "Out of rollout bound",
    Reason.NO_GROUP_TYPE: "No group type",
    Reason.SUPER_CONDITION_VALUE: "Super condition value",
    Reason.HOLDOUT_CONDITION_VALUE: "Holdout condition value",
    Reason.FLAG_DISABLED: "Feature flag is disabled",
    Reason.MISSING_DEPENDENCY: "A flag that this one depends on is missing or depends on this one",
    Reason.NOT_EVALUATED: "The person or group could not be read",
}


def describe(reason: Reason, condition_index: int | None) -> str:
    """The reason in words; condition sets are counted from one, as on the page."""
    if reason is Reason.CONDITION_MATCH and condition_index is not None:
        return f"Matched condition set {condition_index + 1}"
    return _DESCRIPTIONS[reason]
