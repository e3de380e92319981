"""Property filters from JSON, strictly: what is unknown or incomplete is refused, never silently true."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import re2

from common.dates import InvalidDateError, resolve_date
from common.errors import ErrorKind, ProductError
from common.property_matching.operators import OPERATORS, Operator, ValueKind
from common.property_matching.versions import parse_version, version_range

Scalar = str | bool | int | float

MAX_FILTERS = 500
MAX_VALUES = 50_000
MAX_NESTING = 10
MAX_TEXTS = 1_000
MAX_PATTERNS = 100
MAX_PATTERN = 1_000

_PATTERN_OPTIONS = re2.Options()
_PATTERN_OPTIONS.log_errors = False
# RE2's own bound is 8 MB a pattern, which a few characters such as [^a]{900} come close to.
_PATTERN_OPTIONS.max_mem = 256 * 1024


class InvalidFilterError(ProductError):
    """A filter that cannot be understood. `attr` names the offending field."""

    code = "invalid_filter"
    kind = ErrorKind.INVALID


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyFilter:
    """One condition. `value` is checked against what the operator needs; lists are tuples."""

    key: str
    operator: Operator
    type: str
    value: Scalar | tuple[Scalar, ...] | None = None
    group_type_index: int | None = None
    negation: bool = False

    @property
    def values(self) -> tuple[Scalar, ...]:
        """The value as a tuple, whether it was a list or not."""
        if self.value is None:
            return ()
        return self.value if isinstance(self.value, tuple) else (self.value,)


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyGroup:
    """Conditions of which all, or with `any_of` at least one, must hold. An empty group holds always."""

    any_of: bool
    values: tuple["PropertyFilter | PropertyGroup", ...]


def parse_properties(data: object, *, attr: str = "properties") -> PropertyGroup:
    """A list of filters, a group `{type: AND|OR, values: […]}`, or a single filter."""
    if data is None:
        return PropertyGroup(any_of=False, values=())
    if isinstance(data, Sequence) and not isinstance(data, str | bytes):
        return PropertyGroup(any_of=False, values=_parse_list(data, attr, 0))
    parsed = _parse_item(data, attr, 0)
    return parsed if isinstance(parsed, PropertyGroup) else PropertyGroup(any_of=False, values=(parsed,))


def parse_filter(data: object, *, attr: str = "property") -> PropertyFilter:
    """One filter; raises InvalidFilterError naming the field that is wrong."""
    if not isinstance(data, Mapping):
        raise InvalidFilterError("A filter is an object with key, type, operator and value.", attr=attr)
    key = data.get("key")
    if isinstance(key, int) and not isinstance(key, bool):
        key = str(key)
    if not isinstance(key, str) or not key:
        raise InvalidFilterError("The filter needs a key, a text that is not empty.", attr=f"{attr}__key")
    kind = data.get("type") or "event"
    if not isinstance(kind, str):
        raise InvalidFilterError("The type of a filter is a text.", attr=f"{attr}__type")
    operator = _operator(data.get("operator"), kind, attr)
    return PropertyFilter(
        key=key,
        operator=operator,
        type=kind,
        # The condition of a HogQL filter is its key.
        value=None if kind == "hogql" else _checked_value(data.get("value"), operator, f"{attr}__value"),
        group_type_index=_group_type_index(data.get("group_type_index"), kind, attr),
        negation=bool(data.get("negation") or False),
    )


def compile_pattern(pattern: str) -> "re2._Regexp":
    """The pattern, compiled by RE2; raises InvalidFilterError when it is none."""
    try:
        return re2.compile(pattern, _PATTERN_OPTIONS)
    except re2.error as error:
        raise InvalidFilterError(f"{pattern[:60]!r} is not a regular expression that RE2 knows.") from error


def _parse_list(items: Sequence[object], attr: str, depth: int) -> tuple[PropertyFilter | PropertyGroup, ...]:
    if len(items) > MAX_FILTERS:
        raise InvalidFilterError(f"At most {MAX_FILTERS} filters are possible, got {len(items)}.", attr=attr)
    return tuple(_parse_item(item, f"{attr}__{index}", depth) for index, item in enumerate(items))


def _parse_item(data: object, attr: str, depth: int) -> PropertyFilter | PropertyGroup:
    if not isinstance(data, Mapping) or data.get("type") not in ("AND", "OR"):
        return parse_filter(data, attr=attr)
    if depth >= MAX_NESTING:
        raise InvalidFilterError(f"Groups of filters may be nested {MAX_NESTING} levels deep.", attr=attr)
    values = data.get("values")
    if not isinstance(values, Sequence) or isinstance(values, str | bytes):
        raise InvalidFilterError("A group of filters needs a list of values.", attr=f"{attr}__values")
    return PropertyGroup(any_of=data["type"] == "OR", values=_parse_list(values, f"{attr}__values", depth + 1))


def _operator(data: object, kind: str, attr: str) -> Operator:
    if data is None:
        return Operator.IN if kind == "cohort" else Operator.EXACT
    try:
        operator = Operator(str(data))
    except ValueError as error:
        known = ", ".join(OPERATORS)
        raise InvalidFilterError(
            f"Unknown operator {str(data)[:60]!r}. Use one of {known}.", attr=f"{attr}__operator"
        ) from error
    if kind == "cohort":
        # The API writes membership in a cohort in either of two ways.
        return {Operator.EXACT: Operator.IN, Operator.IS_NOT: Operator.NOT_IN}.get(operator, operator)
    return operator


def _group_type_index(data: object, kind: str, attr: str) -> int | None:
    if data is None:
        if kind == "group":
            raise InvalidFilterError("A filter on a group needs a group_type_index.", attr=f"{attr}__group_type_index")
        return None
    if type(data) is not int or not 0 <= data <= 4:
        raise InvalidFilterError("group_type_index is a number from 0 to 4.", attr=f"{attr}__group_type_index")
    return data


def _checked_value(data: object, operator: Operator, attr: str) -> Scalar | tuple[Scalar, ...] | None:
    kind = OPERATORS[operator].value
    if kind is ValueKind.NOTHING:
        return None
    value = _plain(data, attr)
    # Each of these is tried one after the other, while whole values are looked up.
    most = {ValueKind.TEXTS: MAX_TEXTS, ValueKind.PATTERNS: MAX_PATTERNS}.get(kind)
    if most is not None and isinstance(value, tuple) and len(value) > most:
        raise InvalidFilterError(
            f"The operator {operator} takes at most {most:,} values, got {len(value):,}.", attr=attr
        )
    if not _fits(value, kind, operator):
        shown = "nothing" if value is None else repr(value)[:60]
        raise InvalidFilterError(f"The operator {operator} needs {kind}, got {shown}.", attr=attr)
    return value


def _plain(data: object, attr: str) -> Scalar | tuple[Scalar, ...] | None:
    if data is None or isinstance(data, str | bool | int | float):
        return _finite(data, attr)
    if isinstance(data, Sequence) and all(isinstance(item, str | bool | int | float) for item in data):
        if len(data) > MAX_VALUES:
            raise InvalidFilterError(f"A filter may list {MAX_VALUES:,} values, got {len(data):,}.", attr=attr)
        return tuple(item for item in data if isinstance(item, str | bool | int | float))
    raise InvalidFilterError("The value of a filter is a text, a number, a boolean or a list of them.", attr=attr)


def _finite(value: Scalar | None, attr: str) -> Scalar | None:
    if isinstance(value, float) and not math.isfinite(value):
        raise InvalidFilterError("The value of a filter must be finite.", attr=attr)
    return value


def _fits(value: Scalar | tuple[Scalar, ...] | None, kind: ValueKind, operator: Operator) -> bool:
    values = value if isinstance(value, tuple) else () if value is None else (value,)
    if not values:
        return False
    if kind in (ValueKind.SCALARS, ValueKind.FLAG):
        return True
    if kind is ValueKind.TEXTS:
        return all(not isinstance(item, bool) for item in values)
    if kind is ValueKind.PATTERNS:
        return all(isinstance(item, str) and _is_pattern(item) for item in values)
    if kind is ValueKind.RANGE:
        numbers = [as_number(item) for item in values]
        return len(numbers) == 2 and numbers[0] is not None and numbers[1] is not None and numbers[0] <= numbers[1]
    return len(values) == 1 and _fits_one(values[0], kind, operator)


def _fits_one(value: Scalar, kind: ValueKind, operator: Operator) -> bool:
    if kind is ValueKind.NUMBER:
        return as_number(value) is not None
    if kind is ValueKind.DATE:
        return isinstance(value, str) and _is_date(value)
    if kind is ValueKind.VERSION:
        return isinstance(value, str) and parse_version(value) is not None
    if kind is ValueKind.VERSION_WILDCARD:
        return isinstance(value, str) and version_range(operator, value) is not None
    # Ids arrive as numbers and as texts.
    return not isinstance(value, bool) and str(value).isascii() and str(value).isdigit()


def as_number(value: object) -> float | None:
    """The finite number that a value is or spells. Booleans are no numbers."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value.strip() if isinstance(value, str) else value)
    except (ValueError, OverflowError):
        return None
    # Python also reads 1_000, which nobody else does.
    return number if math.isfinite(number) and "_" not in str(value) else None


def _is_pattern(text: str) -> bool:
    if len(text) > MAX_PATTERN:
        return False
    try:
        compile_pattern(text)
    except InvalidFilterError:
        return False
    return True


def _is_date(text: str) -> bool:
    try:
        resolve_date(text, now=datetime(2026, 1, 1, tzinfo=UTC))
    except InvalidDateError:
        return False
    return True
