"""Moments: the team's zone, its week, and one and the same now."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from posthog.hogql import ast, plan, types
from posthog.hogql.errors import QueryError
from posthog.hogql.resolver import casts
from posthog.hogql.resolver.constants import in_zone, moment, to_node
from posthog.hogql.resolver.properties import as_number, as_text
from posthog.hogql.resolver.special.signature import Handler, Special, word
from posthog.hogql.types import Kind

_UNITS = {
    "second": "Second",
    "minute": "Minute",
    "hour": "Hour",
    "day": "Day",
    "week": "Week",
    "month": "Month",
    "quarter": "Quarter",
    "year": "Year",
}
_DATE_UNITS = frozenset({"week", "month", "quarter", "year"})

if TYPE_CHECKING:
    from posthog.hogql.resolver.expressions import ExpressionResolver


def _now(resolver: "ExpressionResolver", _call: ast.Call) -> plan.Node:
    return in_zone(moment(resolver.context.now, resolver.context), resolver.context)


def _today(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    today = resolver.context.now.astimezone(resolver.context.zone).date()
    return to_node(today - timedelta(days=1) if call.name.lower() == "yesterday" else today, resolver.context)


def _to_time_zone(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    zone = _zone(call.args[1])
    at = casts.to_moment(resolver.resolve(call.args[0]), resolver.context)
    return plan.Func("toTimeZone", (at, plan.Word(zone)), type=at.type)


def _zone(expr: ast.Expr) -> str:
    zone = word(expr)
    if zone not in available_timezones():
        raise QueryError(f"There is no time zone {zone[:60]!r}.").at(expr.span)
    return zone


def _date_trunc(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    return start_of(_unit(call.args[0]), resolver, resolver.resolve(call.args[1]))


def _start_of_week(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    at = casts.to_moment_or_date(resolver.resolve(call.args[0]), resolver.context)
    if len(call.args) == 1:
        return start_of("week", resolver, at)
    mode = call.args[1].value if isinstance(call.args[1], ast.Constant) else None
    if type(mode) is not int or not 0 <= mode <= 9:
        raise QueryError("The mode of toStartOfWeek is a number from 0 to 9.").at(call.args[1].span)
    return plan.Func("toStartOfWeek", (at, plan.Integer(mode)), type=types.DATE.or_null(at.type.nullable))


def start_of(unit: str, resolver: "ExpressionResolver", node: plan.Node) -> plan.Node:
    """The beginning of the unit; weeks begin on the team's day."""
    at = casts.to_moment_or_date(node, resolver.context)
    result = (types.DATE if unit in _DATE_UNITS else types.DATETIME).or_null(at.type.nullable)
    if unit == "week":
        # Mode 0 begins on Sunday, 3 on Monday.
        mode = plan.Integer(0 if resolver.context.week_start_day == 0 else 3)
        return plan.Func("toStartOfWeek", (at, mode), type=result)
    if unit in ("second", "minute", "hour") and at.type.kind is Kind.DATE:
        at = casts.to_moment(at, resolver.context)
    return plan.Func(f"toStartOf{_UNITS[unit]}", (at,), type=result)


def _start_of_interval(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    at = casts.to_moment_or_date(resolver.resolve(call.args[0]), resolver.context)
    rest = resolver.resolve_all(call.args[1:])
    return plan.Func("toStartOfInterval", (at, *rest), type=types.DATETIME.or_null(at.type.nullable))


def _date_diff(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    unit = _unit(call.args[0])
    first, last = (casts.to_moment_or_date(resolver.resolve(arg), resolver.context) for arg in call.args[1:3])
    result = types.INTEGER.or_null(first.type.nullable or last.type.nullable)
    name = "age" if call.name.lower() == "age" else "dateDiff"
    return plan.Func(name, (plan.Word(unit), first, last), type=result)


def _date_add(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    """`dateAdd(unit, count, date)` and `dateAdd(date, interval)`."""
    op = ast.ArithmeticOp.ADD if "add" in call.name.lower() else ast.ArithmeticOp.SUBTRACT
    if len(call.args) == 2:
        return resolver.resolve(ast.Arithmetic(op, call.args[0], call.args[1], span=call.span))
    interval = ast.Call(f"toInterval{_UNITS[_unit(call.args[0])]}", (call.args[1],), span=call.span)
    return resolver.resolve(ast.Arithmetic(op, call.args[2], interval, span=call.span))


def _interval(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    count = as_number(resolver.resolve(call.args[0]))
    if count.type.kind is not Kind.INTEGER:
        count = casts.to_integer(count, resolver.context)
    name = f"toInterval{_UNITS[call.name.lower().removeprefix('tointerval')]}"
    return plan.Func(name, (count,), type=types.INTERVAL.or_null(count.type.nullable))


def _format_moment(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    at = casts.to_moment_or_date(resolver.resolve(call.args[0]), resolver.context)
    pattern = word(call.args[1])
    text = plan.Param(pattern, "String", type=types.STRING)
    return plan.Func("formatDateTime", (at, text), type=types.STRING.or_null(at.type.nullable))


def _date_name(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    at = casts.to_moment_or_date(resolver.resolve(call.args[1]), resolver.context)
    return plan.Func("dateName", (plan.Word(_unit(call.args[0])), at), type=types.STRING.or_null(at.type.nullable))


def _parse_moment(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    """`parseDateTime(text, format)`; without a format it is guessed."""
    node = resolver.resolve(call.args[0])
    if len(call.args) == 1:
        return casts.to_moment(node, resolver.context)
    pattern = plan.Param(word(call.args[1]), "String", type=types.STRING)
    args = (as_text(node), pattern, plan.Word(resolver.context.timezone))
    return plan.Func("parseDateTimeOrNull", args, type=types.DATETIME.or_null())


def _guess_moment(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    """`parseDateTimeBestEffort(text)`, and with the zone in which a text without an offset is meant."""
    node = resolver.resolve(call.args[0])
    context = resolver.context
    if len(call.args) == 2:
        context = replace(context, timezone=_zone(call.args[1]))
    return casts.to_moment(node, context)


def _from_unix(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    node = as_number(resolver.resolve(call.args[0]))
    milliseconds = call.name.lower().endswith("milli")
    zone, result = plan.Word(resolver.context.timezone), types.DATETIME.or_null()
    whole = casts.to_integer(node, resolver.context)
    if milliseconds:
        return plan.Func("fromUnixTimestamp64Milli", (whole, zone), type=result)
    return plan.Func("toDateTime64", (whole, plan.Integer(6), zone), type=result)


def _unit(expr: ast.Expr) -> str:
    unit = word(expr).lower().removesuffix("s")
    if unit not in _UNITS:
        raise QueryError(f"{unit[:60]!r} is not a unit of time. Use one of {', '.join(_UNITS)}.").at(expr.span)
    return unit


def _start_of(unit: str) -> Handler:
    return lambda resolver, call: start_of(unit, resolver, resolver.resolve(call.args[0]))


TIME: dict[str, Special] = {
    "now": Special(0, 0, _now),
    "now64": Special(0, 0, _now),
    "today": Special(0, 0, _today),
    "yesterday": Special(0, 0, _today),
    "toTimeZone": Special(2, 2, _to_time_zone),
    "dateTrunc": Special(2, 2, _date_trunc),
    "date_trunc": Special(2, 2, _date_trunc),
    "toStartOfWeek": Special(1, 2, _start_of_week),
    "toStartOfInterval": Special(2, 2, _start_of_interval),
    "dateDiff": Special(3, 3, _date_diff),
    "date_diff": Special(3, 3, _date_diff),
    "age": Special(3, 3, _date_diff),
    "dateAdd": Special(2, 3, _date_add),
    "date_add": Special(2, 3, _date_add),
    "dateSub": Special(2, 3, _date_add),
    "date_sub": Special(2, 3, _date_add),
    "formatDateTime": Special(2, 2, _format_moment),
    "dateName": Special(2, 2, _date_name),
    "parseDateTime": Special(1, 2, _parse_moment),
    "parseDateTimeBestEffort": Special(1, 2, _guess_moment),
    "fromUnixTimestamp": Special(1, 1, _from_unix),
    "fromUnixTimestamp64Milli": Special(1, 1, _from_unix),
    **{f"toInterval{name}": Special(1, 1, _interval) for name in _UNITS.values()},
    **{f"toStartOf{name}": Special(1, 1, _start_of(unit)) for unit, name in _UNITS.items() if unit != "week"},
}
