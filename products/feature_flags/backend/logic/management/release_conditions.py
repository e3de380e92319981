"""What the release conditions of a flag may say, and what they are checked against."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from common.property_matching import OPERATORS, InvalidFilterError, Operator, ValueKind, parse_filter
from products.feature_flags.backend.facade.errors import InvalidFlagError
from products.feature_flags.backend.logic.management.fields import (
    choice,
    json_list,
    json_object,
    percentage,
    refuse_other_keys,
    short_text,
    shown,
)

MAX_CONDITIONS = 200
MAX_PROPERTIES = 100
MAX_DESCRIPTION_LENGTH = 1_000
_CONDITION = frozenset(
    # `sort_key` is an id by which a page keeps conditions apart while they are moved.
    {"properties", "rollout_percentage", "variant", "aggregation_group_type_index", "description", "sort_key"}
)
_PROPERTY = frozenset(
    {"key", "value", "operator", "type", "group_type_index", "negation", "label", "cohort_name", "group_key_names"}
)
_NO_PROPERTY_OPERATORS = (ValueKind.COHORT, ValueKind.FLAG)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFlag:
    """Another flag, as far as a condition may depend on it. `depends_on` are ids of flags."""

    id: int
    key: str
    variants: tuple[str, ...]
    depends_on: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a definition is checked against: its own flag, and what the project has."""

    group_types: Mapping[int, str] = field(default_factory=dict)
    flags: Mapping[int, KnownFlag] = field(default_factory=dict)
    why_not_cohort: Callable[[int], str | None] = lambda _cohort_id: None
    """Says why a cohort cannot be used in a flag; None when it can."""
    is_remote_configuration: bool = False


def read_conditions(
    data: object, attr: str, variants: tuple[str, ...], flag_index: int | None, around: Surroundings
) -> list[dict[str, Any]]:
    conditions = json_list(data, attr, MAX_CONDITIONS, "release conditions")
    return [read_condition(item, f"{attr}__{i}", variants, flag_index, around) for i, item in enumerate(conditions)]


def read_condition(
    data: object, attr: str, variants: tuple[str, ...], flag_index: int | None, around: Surroundings
) -> dict[str, Any]:
    given = json_object(data, attr)
    refuse_other_keys(given, _CONDITION, attr)
    own_index = group_index(given.get("aggregation_group_type_index"), around, attr)
    index = flag_index if own_index is None else own_index
    items = json_list(given.get("properties"), f"{attr}__properties", MAX_PROPERTIES, "properties in one condition")
    stored: dict[str, Any] = {
        "properties": [_property(item, f"{attr}__properties__{i}", index, around) for i, item in enumerate(items)],
    }
    share = percentage(given.get("rollout_percentage"), f"{attr}__rollout_percentage")
    if "rollout_percentage" in given:
        stored["rollout_percentage"] = share
    variant = given.get("variant")
    if variant is not None:
        if variant not in variants:
            raise InvalidFlagError(
                f"The condition gives the variant {shown(variant)}, which this flag does not have. "
                f"{choice('It has', variants)}",
                attr=f"{attr}__variant",
            )
        stored["variant"] = variant
    if own_index is not None:
        stored["aggregation_group_type_index"] = own_index
    for name in ("description", "sort_key"):
        text = short_text(given.get(name), f"{attr}__{name}", MAX_DESCRIPTION_LENGTH)
        if text:
            stored[name] = text
    return stored


def _property(data: object, attr: str, index: int | None, around: Surroundings) -> dict[str, Any]:
    given = json_object(data, attr)
    refuse_other_keys(given, _PROPERTY, attr)
    kind = given.get("type") or ("person" if index is None else "group")
    check = _KINDS.get(kind) if isinstance(kind, str) else None
    if check is None:
        raise InvalidFlagError(
            f"A release condition cannot look at {shown(kind)}. Use one of {', '.join(_KINDS)}.", attr=f"{attr}__type"
        )
    if not isinstance(given.get("negation") or False, bool):
        raise InvalidFlagError("negation is true or false.", attr=f"{attr}__negation")
    stored = {name: value for name, value in given.items() if value is not None} | {"type": kind}
    if kind == "group" and "group_type_index" not in stored and index is not None:
        stored["group_type_index"] = index
    try:
        parsed = parse_filter(stored, attr=attr)
    except InvalidFilterError as error:
        raise InvalidFlagError(error.message, attr=error.attr or attr) from error
    check(parsed.operator, stored, attr, index, around)
    return {**stored, "key": parsed.key, "operator": parsed.operator.value}


def _check_person(
    operator: Operator, _stored: dict[str, Any], attr: str, index: int | None, around: Surroundings
) -> None:
    _compares_values(operator, attr)
    if index is not None:
        raise InvalidFlagError(
            f"This condition decides per {_group_name(index, around)}, so it cannot look at properties of persons. "
            "Use properties of the group, or another condition.",
            attr=f"{attr}__type",
        )


def _check_group(
    operator: Operator, stored: dict[str, Any], attr: str, index: int | None, around: Surroundings
) -> None:
    _compares_values(operator, attr)
    if stored["group_type_index"] != index:
        decided = "person" if index is None else _group_name(index, around)
        raise InvalidFlagError(
            f"This condition decides per {decided}, so it cannot look at properties of a "
            f"{_group_name(stored['group_type_index'], around)}. Set aggregation_group_type_index to that kind.",
            attr=f"{attr}__group_type_index",
        )


def _check_cohort(
    operator: Operator, stored: dict[str, Any], attr: str, index: int | None, around: Surroundings
) -> None:
    if operator not in (Operator.IN, Operator.NOT_IN):
        raise InvalidFlagError("A person is in a cohort or not: use in or not_in.", attr=f"{attr}__operator")
    if index is not None:
        raise InvalidFlagError(
            f"A cohort is made of persons, and this condition decides per {_group_name(index, around)}.",
            attr=f"{attr}__type",
        )
    problem = around.why_not_cohort(int(str(stored["value"])))
    if problem is not None:
        raise InvalidFlagError(problem, attr=f"{attr}__value")


def _check_flag(
    operator: Operator, stored: dict[str, Any], attr: str, _index: int | None, around: Surroundings
) -> None:
    if operator is not Operator.FLAG_EVALUATES_TO:
        raise InvalidFlagError(
            "A condition on another flag uses the operator flag_evaluates_to.", attr=f"{attr}__operator"
        )
    key, value = str(stored["key"]), stored["value"]
    other = around.flags.get(int(key)) if key.isdecimal() and len(key) < 19 else None
    if other is None:
        raise InvalidFlagError(
            f"There is no flag with the id {shown(key)} in this project. The key of a condition on a flag is its id.",
            attr=f"{attr}__key",
        )
    if isinstance(value, bool) or value in other.variants:
        return
    raise InvalidFlagError(
        f"The flag '{other.key}' never has the value {shown(value)}. "
        f"{choice('Use true, false or one of its variants', other.variants)}",
        attr=f"{attr}__value",
    )


_Check = Callable[[Operator, dict[str, Any], str, int | None, Surroundings], None]
_KINDS: dict[str, _Check] = {
    "person": _check_person,
    "group": _check_group,
    "cohort": _check_cohort,
    "flag": _check_flag,
}


def _compares_values(operator: Operator, attr: str) -> None:
    if OPERATORS[operator].value in _NO_PROPERTY_OPERATORS:
        raise InvalidFlagError(
            f"The operator {operator} does not compare the value of a property.", attr=f"{attr}__operator"
        )


def group_index(data: object, around: Surroundings, attr: str) -> int | None:
    if data is None:
        return None
    attr = f"{attr}__aggregation_group_type_index"
    if type(data) is not int or not 0 <= data <= 4:
        raise InvalidFlagError("aggregation_group_type_index is a number from 0 to 4, or null for persons.", attr=attr)
    if data not in around.group_types:
        known = tuple(f"{index} ({name})" for index, name in sorted(around.group_types.items()))
        raise InvalidFlagError(
            f"This project has no kind of group with the index {data}. {choice('It has', known)}", attr=attr
        )
    return data


def _group_name(index: int, around: Surroundings) -> str:
    return f"'{around.group_types.get(index, index)}'"
