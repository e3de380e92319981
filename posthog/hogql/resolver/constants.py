"""Constants of a query become parameters that the server binds, read in the light of what stands beside them."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID

from common import dates
from posthog.hogql import ast, plan, types
from posthog.hogql.context import HogQLContext
from posthog.hogql.errors import QueryError
from posthog.hogql.plan import Read
from posthog.hogql.types import Kind

MOMENT_TYPE = "DateTime64(6, 'UTC')"
_FIRST_MOMENT = datetime(1900, 1, 1, tzinfo=UTC)
_LAST_MOMENT = datetime(2299, 12, 31, 23, 59, 59, tzinfo=UTC)
_READ_TYPES = {
    Read.TEXT: types.STRING.or_null(),
    Read.ONLY_TEXT: types.STRING.or_null(),
    Read.JSON: types.STRING.or_null(),
    Read.SHOWN: types.STRING.or_null(),
    Read.EXACT: types.STRING.or_null(),
    Read.NUMBER: types.FLOAT.or_null(),
    Read.BOOLEAN: types.BOOLEAN.or_null(),
    Read.DATETIME: types.DATETIME.or_null(),
    Read.PRESENCE: types.BOOLEAN.or_null(),
}
_INT64 = range(-(2**63), 2**63)
_UINT64 = range(2**64)
# What a number, a boolean, a list or an object turns into when it is read as text.
_NOT_ONLY_TEXT = re.compile(r"[-+.\d\[{]|(?:true|false|inf|nan)\Z", re.IGNORECASE)


def to_node(value: ast.ConstantValue, context: HogQLContext) -> plan.Node:
    """The constant as it stands."""
    if value is None:
        return plan.Null(type=types.NULL)
    if isinstance(value, datetime):
        return in_zone(moment(value, context), context)
    if isinstance(value, Decimal):
        return plan.Param(float(value), "Float64", type=types.FLOAT)
    return _WRITERS[type(value)](value)


def moment(value: datetime, context: HogQLContext) -> plan.Param:
    """A moment as a parameter in UTC; without a zone of its own it is meant in the team's."""
    aware = value.replace(tzinfo=context.zone) if value.tzinfo is None else value
    # What ClickHouse cannot hold lies outside of everything stored, so its nearest moment compares alike.
    bounded = min(max(aware, _FIRST_MOMENT), _LAST_MOMENT)
    text = bounded.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    return plan.Param(text, MOMENT_TYPE, type=replace(types.DATETIME, stored=True))


def in_zone(node: plan.Node, context: HogQLContext) -> plan.Node:
    """A moment that is stored in UTC, turned into the team's zone; anything else unchanged."""
    if not node.type.stored:
        return node
    shown = replace(node.type, stored=False)
    if context.timezone == "UTC":
        return replace(node, type=shown)
    return plan.Func("toTimeZone", (node, plan.Word(context.timezone)), type=shown)


def fit(value: ast.ConstantValue, other: plan.Node, context: HogQLContext) -> tuple[plan.Node, plan.Node]:
    """`other` and the constant beside it, both turned so that they can be compared. Raises QueryError if they cannot."""
    if value is None:
        return other, to_node(value, context)
    if isinstance(other, plan.Property):
        return _fit_property(value, other, context)
    fitter = _FITTERS.get(other.type.kind)
    return (other, to_node(value, context)) if fitter is None else fitter(value, other, context)


def read_as(node: plan.Property, read: Read) -> plan.Property:
    """The same property, read as something else."""
    return replace(node, read=read, guessed=False, type=_READ_TYPES[read])


def can_only_be_text(text: str) -> bool:
    """Whether no value but this very text turns into it: `5` and `true` may also be a number and a boolean."""
    return _NOT_ONLY_TEXT.match(text) is None


def parse_moment(text: str, context: HogQLContext) -> datetime:
    """The moment a text beside a date column means: ISO only, in the team's zone."""
    result = dates.parse_absolute(text, zone=context.zone)
    if result is None:
        raise QueryError(f"{text[:60]!r} is not a date. Write it as '2026-03-01' or '2026-03-01 10:00:00'.")
    return result


def _integer(value: object) -> plan.Node:
    number = int(str(value))
    if number in _INT64:
        return plan.Param(number, "Int64", type=types.INTEGER)
    if number in _UINT64:
        return plan.Param(number, "UInt64", type=types.INTEGER)
    return plan.Param(float(number), "Float64", type=types.FLOAT)


def _text(value: object) -> plan.Node:
    return plan.Param(str(value), "String", type=types.STRING)


def _day(value: date) -> plan.Node:
    bounded = min(max(value, _FIRST_MOMENT.date()), _LAST_MOMENT.date())
    return plan.Param(bounded.isoformat(), "Date32", type=types.DATE)


def _boolean(value: bool) -> plan.Node:
    return plan.TRUE if value else plan.FALSE


_WRITERS: dict[type, Callable[[object], plan.Node]] = {
    bool: lambda value: _boolean(bool(value)),
    int: _integer,
    float: lambda value: plan.Param(float(str(value)), "Float64", type=types.FLOAT),
    str: _text,
    UUID: lambda value: plan.Param(str(value), "UUID", type=types.UUID),
    date: lambda value: _day(date.fromisoformat(str(value))),
}


def _fit_property(value: ast.ConstantValue, other: plan.Property, context: HogQLContext) -> tuple[plan.Node, plan.Node]:
    if isinstance(value, str):
        return _fit_property_to_text(value, other, context)
    if isinstance(value, bool):
        return read_as(other, Read.BOOLEAN), _boolean(value)
    if isinstance(value, int | float | Decimal):
        return read_as(other, Read.NUMBER), to_node(float(value), context)
    if isinstance(value, datetime):
        return read_as(other, Read.DATETIME), moment(value, context)
    if isinstance(value, date):
        midnight = datetime.combine(value, time(), tzinfo=context.zone)
        return read_as(other, Read.DATETIME), moment(midnight, context)
    return read_as(other, Read.TEXT), _text(value)


def _fit_property_to_text(value: str, other: plan.Property, context: HogQLContext) -> tuple[plan.Node, plan.Node]:
    if other.read is Read.DATETIME:
        return other, moment(parse_moment(value, context), context)
    if other.read is Read.BOOLEAN and value.lower() in ("true", "false"):
        return other, _boolean(value.lower() == "true")
    if other.read is Read.NUMBER:
        number = _as_number(value)
        if number is not None:
            return other, to_node(number, context)
    return read_as(other, Read.ONLY_TEXT if can_only_be_text(value) else Read.TEXT), _text(value)


def _fit_moment(value: ast.ConstantValue, other: plan.Node, context: HogQLContext) -> tuple[plan.Node, plan.Node]:
    if isinstance(value, str):
        return other, moment(parse_moment(value, context), context)
    if isinstance(value, datetime):
        return other, moment(value, context)
    return other, to_node(value, context)


def _fit_date(value: ast.ConstantValue, other: plan.Node, context: HogQLContext) -> tuple[plan.Node, plan.Node]:
    if isinstance(value, str) and dates.is_whole_day(value) and dates.parse_relative(value) is None:
        return other, to_node(date.fromisoformat(value.strip()), context)
    return _fit_moment(value, other, context)


def _fit_uuid(value: ast.ConstantValue, other: plan.Node, context: HogQLContext) -> tuple[plan.Node, plan.Node]:
    if not isinstance(value, str):
        return other, to_node(value, context)
    try:
        return other, to_node(UUID(value), context)
    except ValueError as error:
        raise QueryError(f"{value[:60]!r} is not a UUID.") from error


def _fit_text(value: ast.ConstantValue, other: plan.Node, context: HogQLContext) -> tuple[plan.Node, plan.Node]:
    if isinstance(value, bool):
        return other, _text("true" if value else "false")
    return other, _text(value)


def _fit_number(value: ast.ConstantValue, other: plan.Node, context: HogQLContext) -> tuple[plan.Node, plan.Node]:
    if not isinstance(value, str):
        return other, to_node(value, context)
    number = _as_number(value)
    if number is None:
        raise QueryError(f"A number cannot be compared with the text {value[:60]!r}.")
    return other, to_node(number, context)


def _fit_boolean(value: ast.ConstantValue, other: plan.Node, context: HogQLContext) -> tuple[plan.Node, plan.Node]:
    if isinstance(value, str):
        if value.lower() not in ("true", "false"):
            raise QueryError(f"A boolean cannot be compared with the text {value[:60]!r}.")
        return other, _boolean(value.lower() == "true")
    return other, to_node(value, context)


def _as_number(text: str) -> float | int | None:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return None


_Fitter = Callable[[ast.ConstantValue, plan.Node, HogQLContext], tuple[plan.Node, plan.Node]]

_FITTERS: dict[Kind, _Fitter] = {
    Kind.DATETIME: _fit_moment,
    Kind.DATE: _fit_date,
    Kind.UUID: _fit_uuid,
    Kind.STRING: _fit_text,
    Kind.INTEGER: _fit_number,
    Kind.FLOAT: _fit_number,
    Kind.BOOLEAN: _fit_boolean,
}
