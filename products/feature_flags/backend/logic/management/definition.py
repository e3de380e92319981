"""What a flag's `filters` may say. Pure: what it must know of the project comes in as `Surroundings`.

Strict, because a mistake here would show as people getting the wrong thing: every error names the place, in the form
`filters__groups__0__properties__1__value`.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from common.json import dumps, loads
from common.property_matching import OPERATORS, InvalidFilterError, Operator, ValueKind, parse_filter
from products.feature_flags.backend.facade.errors import InvalidFlagError

MAX_CONDITIONS = 200
MAX_PROPERTIES = 100
MAX_VARIANTS = 100
MAX_PAYLOAD_BYTES = 128 * 1024
MAX_PAYLOAD_DEPTH = 60
MAX_DEFINITION_BYTES = 512 * 1024
MAX_VARIANT_KEY_LENGTH = 400
MAX_DESCRIPTION_LENGTH = 1_000

ROOT = "filters"
_FILTERS = frozenset(
    {
        "groups",
        "multivariate",
        "payloads",
        "aggregation_group_type_index",
        "feature_enrollment",
        "holdout",
        "early_exit",
        # How older clients of PostHog's API say feature_enrollment and holdout.
        "super_groups",
        "holdout_groups",
    }
)
_CONDITION = frozenset(
    # `sort_key` is an id by which a page keeps conditions apart while they are moved.
    {"properties", "rollout_percentage", "variant", "aggregation_group_type_index", "description", "sort_key"}
)
_VARIANT = frozenset({"key", "name", "rollout_percentage"})
_PROPERTY = frozenset(
    {"key", "value", "operator", "type", "group_type_index", "negation", "label", "cohort_name", "group_key_names"}
)
_HOLDOUT = frozenset({"id", "exclusion_percentage"})
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


def checked_filters(filters: object, around: Surroundings) -> dict[str, Any]:
    """The definition in the one form in which it is stored; raises InvalidFlagError naming the place of a mistake.

    What was left out is filled in where leaving it out means something (`type` of a property), and old spellings are
    brought up to date. Nothing that was said is dropped.
    """
    given = _object(filters, ROOT)
    _no_other_keys(given, _FILTERS, ROOT)
    variants = _variants(given.get("multivariate"), f"{ROOT}__multivariate")
    keys = tuple(variant["key"] for variant in variants)
    if around.is_remote_configuration and variants:
        raise InvalidFlagError(
            "A remote configuration has one payload and no variants. Remove the variants.", attr=f"{ROOT}__multivariate"
        )
    index = _group_index(given.get("aggregation_group_type_index"), around, ROOT)
    settled = {
        "multivariate": {"variants": variants} if variants else None,
        "payloads": _payloads(given.get("payloads"), keys),
        "aggregation_group_type_index": index,
    }
    stored: dict[str, Any] = {
        "groups": _conditions(given.get("groups"), keys, index, around),
        **{name: value for name, value in settled.items() if name in given},
    }
    if _enrollment(given, index):
        stored["feature_enrollment"] = True
    if holdout := _holdout(given):
        stored["holdout"] = holdout
    if _boolean(given.get("early_exit"), f"{ROOT}__early_exit"):
        stored["early_exit"] = True
    size = len(dumps(stored))
    if size > MAX_DEFINITION_BYTES:
        raise InvalidFlagError(
            f"The definition has {size:,} bytes of the {MAX_DEFINITION_BYTES:,} that are possible. Put long lists of "
            "people into a cohort and large payloads behind an address.",
            attr=ROOT,
        )
    return stored


def checked_condition(condition: object, group_type_index: int | None, around: Surroundings) -> dict[str, Any]:
    """One release condition by itself, as it would be stored in a flag that decides per that kind of group."""
    attr = "condition"
    index = _group_index(group_type_index, around, attr)
    given = _object(condition, attr)
    # Which variants there are is the flag's business, and does not matter for whom the condition reaches.
    return _condition({**given, "variant": None}, attr, (), index, around)


def dependencies_of(filters: Mapping[str, Any]) -> tuple[int, ...]:
    """The ids of the flags that a stored definition depends on, each once, in the order of first use."""
    found: dict[int, None] = {}
    for condition in filters.get("groups") or ():
        for item in condition.get("properties") or ():
            if item.get("type") == "flag" and str(item.get("key", "")).isdecimal():
                found[int(item["key"])] = None
    return tuple(found)


def variant_keys_of(filters: Mapping[str, Any]) -> tuple[str, ...]:
    """The keys of a stored definition's variants, in order."""
    return tuple(variant["key"] for variant in (filters.get("multivariate") or {}).get("variants") or ())


# Conditions


def _conditions(
    data: object, variants: tuple[str, ...], flag_index: int | None, around: Surroundings
) -> list[dict[str, Any]]:
    attr = f"{ROOT}__groups"
    conditions = _list(data, attr, MAX_CONDITIONS, "release conditions")
    return [_condition(item, f"{attr}__{i}", variants, flag_index, around) for i, item in enumerate(conditions)]


def _condition(
    data: object, attr: str, variants: tuple[str, ...], flag_index: int | None, around: Surroundings
) -> dict[str, Any]:
    given = _object(data, attr)
    _no_other_keys(given, _CONDITION, attr)
    own_index = _group_index(given.get("aggregation_group_type_index"), around, attr)
    index = flag_index if own_index is None else own_index
    items = _list(given.get("properties"), f"{attr}__properties", MAX_PROPERTIES, "properties in one condition")
    stored: dict[str, Any] = {
        "properties": [_property(item, f"{attr}__properties__{i}", index, around) for i, item in enumerate(items)],
    }
    share = _percentage(given.get("rollout_percentage"), f"{attr}__rollout_percentage")
    if "rollout_percentage" in given:
        stored["rollout_percentage"] = share
    variant = given.get("variant")
    if variant is not None:
        if variant not in variants:
            raise InvalidFlagError(
                f"The condition gives the variant {_shown(variant)}, which this flag does not have. "
                f"{_choice('It has', variants)}",
                attr=f"{attr}__variant",
            )
        stored["variant"] = variant
    if own_index is not None:
        stored["aggregation_group_type_index"] = own_index
    for name in ("description", "sort_key"):
        text = _text(given.get(name), f"{attr}__{name}", MAX_DESCRIPTION_LENGTH)
        if text:
            stored[name] = text
    return stored


def _property(data: object, attr: str, index: int | None, around: Surroundings) -> dict[str, Any]:
    given = _object(data, attr)
    _no_other_keys(given, _PROPERTY, attr)
    kind = given.get("type") or ("person" if index is None else "group")
    check = _KINDS.get(kind) if isinstance(kind, str) else None
    if check is None:
        raise InvalidFlagError(
            f"A release condition cannot look at {_shown(kind)}. Use one of {', '.join(_KINDS)}.", attr=f"{attr}__type"
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
            f"There is no flag with the id {_shown(key)} in this project. The key of a condition on a flag is its id.",
            attr=f"{attr}__key",
        )
    if isinstance(value, bool) or value in other.variants:
        return
    raise InvalidFlagError(
        f"The flag '{other.key}' never has the value {_shown(value)}. "
        f"{_choice('Use true, false or one of its variants', other.variants)}",
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


# Variants and payloads


def _variants(data: object, attr: str) -> list[dict[str, Any]]:
    if data is None:
        return []
    given = _object(data, attr)
    _no_other_keys(given, frozenset({"variants"}), attr)
    attr = f"{attr}__variants"
    variants = [
        _variant(item, f"{attr}__{i}")
        for i, item in enumerate(_list(given.get("variants"), attr, MAX_VARIANTS, "variants"))
    ]
    seen: set[str] = set()
    for position, variant in enumerate(variants):
        if variant["key"] in seen:
            raise InvalidFlagError(
                f"Two variants have the key {_shown(variant['key'])}. Every variant needs a key of its own.",
                attr=f"{attr}__{position}__key",
            )
        seen.add(variant["key"])
    total = math.fsum(variant["rollout_percentage"] for variant in variants)
    if variants and abs(total - 100) > 1e-6:
        raise InvalidFlagError(f"The shares of the variants must add up to 100, they add up to {total:g}.", attr=attr)
    return variants


def _variant(data: object, attr: str) -> dict[str, Any]:
    given = _object(data, attr)
    _no_other_keys(given, _VARIANT, attr)
    key = given.get("key")
    if not isinstance(key, str) or not key.strip():
        raise InvalidFlagError("A variant needs a key, a text that is not empty.", attr=f"{attr}__key")
    if len(key) > MAX_VARIANT_KEY_LENGTH:
        raise InvalidFlagError(f"A key has at most {MAX_VARIANT_KEY_LENGTH} characters.", attr=f"{attr}__key")
    share = _percentage(given.get("rollout_percentage"), f"{attr}__rollout_percentage")
    if share is None:
        raise InvalidFlagError(
            "A variant needs a share, rollout_percentage from 0 to 100.", attr=f"{attr}__rollout_percentage"
        )
    stored: dict[str, Any] = {"key": key, "rollout_percentage": share}
    if name := _text(given.get("name"), f"{attr}__name", MAX_DESCRIPTION_LENGTH):
        stored["name"] = name
    return stored


def _payloads(data: object, variants: tuple[str, ...]) -> dict[str, str]:
    attr = f"{ROOT}__payloads"
    if data is None:
        return {}
    allowed = variants or ("true",)
    payloads: dict[str, str] = {}
    for key, value in _object(data, attr).items():
        if value is None:
            continue
        if key not in allowed:
            raise InvalidFlagError(
                f"There is a payload for {_shown(key)}, which this flag never evaluates to. "
                f"{_choice('Payloads are possible for', allowed)}",
                attr=f"{attr}__{key}"[:200],
            )
        payloads[key] = _payload(value, f"{attr}__{key}")
    return payloads


def _payload(value: object, attr: str) -> str:
    if not isinstance(value, str):
        raise InvalidFlagError(
            """A payload is JSON written as a text, such as "{\\"color\\": \\"red\\"}". Encode the value as JSON.""",
            attr=attr,
        )
    size = len(value.encode("utf-8", "surrogatepass"))
    if size > MAX_PAYLOAD_BYTES:
        raise InvalidFlagError(
            f"A payload may have {MAX_PAYLOAD_BYTES:,} bytes, this one has {size:,}. It is sent to every client with "
            "every answer; put large things behind an address.",
            attr=attr,
        )
    try:
        parsed = loads(value)
    except ValueError as error:
        raise InvalidFlagError(
            f"The payload is not JSON: {error}. A text needs quotation marks around it.", attr=attr
        ) from error
    if _deeper_than(parsed, MAX_PAYLOAD_DEPTH):
        raise InvalidFlagError(f"A payload may be nested {MAX_PAYLOAD_DEPTH} levels deep.", attr=attr)
    return value


def _deeper_than(value: Any, limit: int) -> bool:
    level = [value]
    for _ in range(limit + 1):
        level = [
            child
            for item in level
            if isinstance(item, dict | list)
            for child in (item.values() if isinstance(item, dict) else item)
        ]
        if not level:
            return False
    return any(isinstance(item, dict | list) for item in level)


# Enrolment, holdout, and what everything shares


def _enrollment(given: Mapping[str, Any], index: int | None) -> bool:
    wanted = _boolean(given.get("feature_enrollment"), f"{ROOT}__feature_enrollment")
    if given.get("super_groups") is not None:
        wanted = bool(_list(given["super_groups"], f"{ROOT}__super_groups", 1, "super groups")) or wanted
    if wanted and index is not None:
        raise InvalidFlagError(
            "People enrol in early access, groups cannot. Remove aggregation_group_type_index.",
            attr=f"{ROOT}__feature_enrollment",
        )
    return wanted


def _holdout(given: Mapping[str, Any]) -> dict[str, Any] | None:
    attr = f"{ROOT}__holdout"
    if given.get("holdout_groups"):
        raise InvalidFlagError(
            "holdout_groups is an old spelling. Use holdout: {id, exclusion_percentage}.",
            attr=f"{ROOT}__holdout_groups",
        )
    if given.get("holdout") is None:
        return None
    holdout = _object(given["holdout"], attr)
    _no_other_keys(holdout, _HOLDOUT, attr)
    if type(holdout.get("id")) is not int:
        raise InvalidFlagError("A holdout has an id, a number.", attr=f"{attr}__id")
    share = _percentage(holdout.get("exclusion_percentage"), f"{attr}__exclusion_percentage")
    if share is None:
        raise InvalidFlagError(
            "A holdout needs a share, exclusion_percentage from 0 to 100.", attr=f"{attr}__exclusion_percentage"
        )
    return {"id": holdout["id"], "exclusion_percentage": share}


def _group_index(data: object, around: Surroundings, attr: str) -> int | None:
    if data is None:
        return None
    attr = f"{attr}__aggregation_group_type_index"
    if type(data) is not int or not 0 <= data <= 4:
        raise InvalidFlagError("aggregation_group_type_index is a number from 0 to 4, or null for persons.", attr=attr)
    if data not in around.group_types:
        known = tuple(f"{index} ({name})" for index, name in sorted(around.group_types.items()))
        raise InvalidFlagError(
            f"This project has no kind of group with the index {data}. {_choice('It has', known)}", attr=attr
        )
    return data


def _group_name(index: int, around: Surroundings) -> str:
    return f"'{around.group_types.get(index, index)}'"


def _percentage(data: object, attr: str) -> float | int | None:
    if data is None:
        return None
    if isinstance(data, bool) or not isinstance(data, int | float) or not 0 <= data <= 100:
        raise InvalidFlagError(f"{_shown(data)} is not a share. Use a number from 0 to 100.", attr=attr)
    return data


def _boolean(data: object, attr: str) -> bool:
    if data is None:
        return False
    if not isinstance(data, bool):
        raise InvalidFlagError(f"{_shown(data)} is neither true nor false.", attr=attr)
    return data


def _text(data: object, attr: str, most: int) -> str:
    if data is None:
        return ""
    if not isinstance(data, str) or len(data) > most:
        raise InvalidFlagError(f"This is a text of at most {most:,} characters.", attr=attr)
    return data


def _object(data: object, attr: str) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise InvalidFlagError(f"Expected a JSON object, got {_shown(data)}.", attr=attr)
    return data


def _list(data: object, attr: str, most: int, what: str) -> list[Any]:
    if data is None:
        return []
    if not isinstance(data, list):
        raise InvalidFlagError(f"Expected a list, got {_shown(data)}.", attr=attr)
    if len(data) > most:
        raise InvalidFlagError(f"At most {most} {what} are possible, got {len(data):,}.", attr=attr)
    return data


def _no_other_keys(given: Mapping[str, Any], allowed: frozenset[str], attr: str) -> None:
    for name in given:
        if name not in allowed:
            raise InvalidFlagError(
                f"{_shown(name)} is not known here. Use {', '.join(sorted(allowed))}.", attr=f"{attr}__{name}"[:200]
            )


def _choice(lead: str, words: tuple[str, ...]) -> str:
    if not words:
        return f"{lead} none."
    return f"{lead} {', '.join(words[:10])}{' and more' if len(words) > 10 else ''}."


def _shown(value: object) -> str:
    text = "null" if value is None else str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
