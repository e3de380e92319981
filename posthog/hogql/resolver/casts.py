"""`CAST`, `::` and the conversion functions.

A conversion that fails on a row gives NULL instead of an error: an error would stop the whole query for one odd value,
and could tell about rows that the query may not see.
"""

import re
from collections.abc import Callable

from posthog.hogql import plan, types
from posthog.hogql.context import HogQLContext
from posthog.hogql.errors import QueryError
from posthog.hogql.plan import Read
from posthog.hogql.resolver.constants import in_zone, moment, parse_moment, read_as, to_node
from posthog.hogql.resolver.properties import as_text
from posthog.hogql.types import Kind

_DECIMAL = re.compile(r"^(?:decimal|numeric)(?:\( *(\d{1,2})(?: *, *(\d{1,2}))? *\))?$")
_WRAPPED = re.compile(r"^nullable\((.*)\)$")
_PRECISION = re.compile(r"^datetime64\( *\d(?: *, *'[^']*')? *\)$")

_TEXT_TYPES = frozenset({"string", "text", "varchar", "char"})
_INTEGER_TYPES = frozenset(
    {"int", "integer", "bigint", "smallint", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"}
)
_FLOAT_TYPES = frozenset({"float", "double", "real", "float32", "float64"})
_BOOLEAN_TYPES = frozenset({"bool", "boolean"})
_MOMENT_TYPES = frozenset({"datetime", "timestamp", "datetime64"})


def cast(node: plan.Node, type_name: str, context: HogQLContext) -> plan.Node:
    """`node` as the type that a query names. Raises QueryError for one that cannot be cast to."""
    name = type_name.strip().lower()
    wrapped = _WRAPPED.match(name)
    if wrapped is not None:
        return cast(node, wrapped[1], context)
    for names, convert in _CONVERSIONS:
        if name in names:
            return convert(node, context)
    if _PRECISION.match(name):
        return to_moment(node, context)
    decimal = _DECIMAL.match(name)
    if decimal is not None:
        return _to_decimal(node, int(decimal[1] or 38), int(decimal[2] or (0 if decimal[1] else 10)))
    if name == "json":
        raise QueryError("A cast to JSON is not supported. Use the JSONExtract functions.")
    raise QueryError(
        f"Values cannot be cast to {type_name[:60]!r}. Use String, Int64, Float64, Decimal, Bool, Date, DateTime or UUID."
    )


def to_text(node: plan.Node, _context: HogQLContext) -> plan.Node:
    """As text; a property as it would be shown."""
    if isinstance(node, plan.Property) or node.type.kind is Kind.STRING:
        return as_text(node)
    return plan.Func("toString", (node,), type=types.STRING.or_null(node.type.nullable))


def to_integer(node: plan.Node, _context: HogQLContext) -> plan.Node:
    """As a whole number, without the part behind the point; NULL for what is none."""
    if isinstance(node, plan.Property):
        node = read_as(node, Read.NUMBER)
        return plan.Func("accurateCastOrNull", (_truncated(node), plan.Word("Int64")), type=types.INTEGER.or_null())
    if node.type.kind in (Kind.INTEGER, Kind.BOOLEAN, Kind.DATE, Kind.DATETIME):
        return plan.Func("toInt64", (node,), type=types.INTEGER.or_null(node.type.nullable))
    source = _truncated(node) if node.type.kind is Kind.FLOAT else node
    return plan.Func("accurateCastOrNull", (source, plan.Word("Int64")), type=types.INTEGER.or_null())


def to_float(node: plan.Node, _context: HogQLContext) -> plan.Node:
    """As a number; NULL for what is none."""
    if isinstance(node, plan.Property):
        return read_as(node, Read.NUMBER)
    if node.type.is_number or node.type.kind in (Kind.BOOLEAN, Kind.DATE, Kind.DATETIME):
        return plan.Func("toFloat64", (node,), type=types.FLOAT.or_null(node.type.nullable))
    if node.type.kind is Kind.STRING:
        return plan.Func("toFloat64OrNull", (node,), type=types.FLOAT.or_null())
    return plan.Func("accurateCastOrNull", (node, plan.Word("Float64")), type=types.FLOAT.or_null())


def to_boolean(node: plan.Node, _context: HogQLContext) -> plan.Node:
    """As true or false; NULL for what is neither."""
    if isinstance(node, plan.Property):
        return read_as(node, Read.BOOLEAN)
    if node.type.kind is Kind.BOOLEAN:
        return node
    return plan.Func("accurateCastOrNull", (node, plan.Word("Bool")), type=types.BOOLEAN.or_null())


def to_moment(node: plan.Node, context: HogQLContext) -> plan.Node:
    """As a date with time, in the team's zone; NULL for what is none."""
    if isinstance(node, plan.Property):
        return read_as(node, Read.DATETIME)
    kind, zone = node.type.kind, plan.Word(context.timezone)
    if kind is Kind.DATETIME:
        return node
    if isinstance(node, plan.Param) and kind in (Kind.STRING, Kind.DATE):
        return moment_constant(str(node.value), context)
    if kind in (Kind.DATE, Kind.INTEGER, Kind.FLOAT):
        result = types.DATETIME.or_null(node.type.nullable)
        return plan.Func("toDateTime64", (node, plan.Integer(6), zone), type=result)
    text = plan.Func("toString", (node,)) if kind is Kind.UNKNOWN else as_text(node)
    return plan.Func("parseDateTime64BestEffortOrNull", (text, plan.Integer(6), zone), type=types.DATETIME.or_null())


def to_moment_or_date(node: plan.Node, context: HogQLContext) -> plan.Node:
    """A date or a moment as it is, anything else as a moment."""
    return node if node.type.kind in (Kind.DATE, Kind.INTERVAL, Kind.UNKNOWN) else to_moment(node, context)


def to_date(node: plan.Node, context: HogQLContext) -> plan.Node:
    """As a day, in the team's zone; NULL for what is none."""
    if node.type.kind is Kind.DATE and not isinstance(node, plan.Property):
        return node
    if isinstance(node, plan.Param) and node.type.kind is Kind.STRING:
        return to_node(parse_moment(str(node.value), context).astimezone(context.zone).date(), context)
    at = to_moment(node, context)
    return plan.Func("toDate", (at,), type=types.DATE.or_null(at.type.nullable))


def to_uuid(node: plan.Node, _context: HogQLContext) -> plan.Node:
    """As a UUID; NULL for what is none."""
    if node.type.kind is Kind.UUID:
        return node
    return plan.Func("toUUIDOrNull", (as_text(node),), type=types.UUID.or_null())


def moment_constant(text: str, context: HogQLContext) -> plan.Node:
    """A constant text as a moment, read here and not by the server, so that indexes can be used."""
    return in_zone(moment(parse_moment(text, context), context), context)


def _truncated(node: plan.Node) -> plan.Node:
    return plan.Func("trunc", (node,), type=node.type)


def _to_decimal(node: plan.Node, precision: int, scale: int) -> plan.Node:
    if not 1 <= precision <= 76 or scale > precision:
        raise QueryError(f"Decimal({precision}, {scale}) is not a type: 1 ≤ scale ≤ precision ≤ 76.")
    source = read_as(node, Read.NUMBER) if isinstance(node, plan.Property) else node
    args = (source, plan.Word(f"Decimal({precision}, {scale})"))
    return plan.Func("accurateCastOrNull", args, type=types.FLOAT.or_null())


_Conversion = Callable[[plan.Node, HogQLContext], plan.Node]

_CONVERSIONS: tuple[tuple[frozenset[str], _Conversion], ...] = (
    (_TEXT_TYPES, to_text),
    (_INTEGER_TYPES, to_integer),
    (_FLOAT_TYPES, to_float),
    (_BOOLEAN_TYPES, to_boolean),
    (_MOMENT_TYPES, to_moment),
    (frozenset({"date", "date32"}), to_date),
    (frozenset({"uuid"}), to_uuid),
)
