"""Turns comparisons of days into comparisons of moments: `toDate(timestamp) = '2026-03-01'` into that day's bounds.

The function would hide the column from the primary key, so that a question about one day would read a whole month.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from posthog.hogql import plan, planning, types
from posthog.hogql.types import Kind

_MIRRORED = {
    "equals": "equals",
    "less": "greater",
    "lessOrEquals": "greaterOrEquals",
    "greater": "less",
    "greaterOrEquals": "lessOrEquals",
}
# Constants outside of these are bounded to them, and the day after the last has no beginning.
_FIRST_DAY, _LAST_DAY = date(1900, 1, 2), date(2299, 12, 30)


def compare_moments_of_days(query: plan.Query) -> plan.Query:
    """The query with days compared by the moments at which they begin."""
    return planning.rewrite(query, _rewritten)


def _rewritten(part: Any) -> Any:
    if not isinstance(part, plan.Func) or part.name not in _MIRRORED or len(part.args) != 2:
        return part
    left, right = part.args
    if isinstance(left, plan.Param):
        return _compare(_MIRRORED[part.name], right, left) or part
    return _compare(part.name, left, right) or part


def _compare(name: str, left: plan.Node, right: plan.Node) -> plan.Node | None:
    moment = _moment_of_day(left)
    if moment is None or not isinstance(right, plan.Param) or right.clickhouse_type != "Date32":
        return None
    column, zone = moment
    day = date.fromisoformat(str(right.value))
    if not _FIRST_DAY <= day <= _LAST_DAY:
        return None
    first, following = _beginning(day, zone), _beginning(day + timedelta(days=1), zone)
    if name == "equals":
        both = (_func("greaterOrEquals", column, first), _func("less", column, following))
        return plan.Func("and", both, type=both[0].type)
    if name in ("greaterOrEquals", "less"):
        return _func(name, column, first)
    return _func("greaterOrEquals" if name == "greater" else "less", column, following)


def _moment_of_day(node: plan.Node) -> tuple[plan.Column, ZoneInfo] | None:
    """The column and the zone in `toDate(toTimeZone(column, zone))`."""
    if not isinstance(node, plan.Func) or node.name != "toDate":
        return None
    inner = node.args[0]
    if isinstance(inner, plan.Column) and inner.type.kind is Kind.DATETIME:
        return inner, ZoneInfo("UTC")
    if isinstance(inner, plan.Func) and inner.name == "toTimeZone" and isinstance(inner.args[1], plan.Word):
        column = inner.args[0]
        if isinstance(column, plan.Column) and column.type.stored:
            return column, ZoneInfo(inner.args[1].value)
    return None


def _beginning(day: date, zone: ZoneInfo) -> plan.Param:
    moment = datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)
    text = moment.strftime("%Y-%m-%d %H:%M:%S.%f")
    return plan.Param(text, "DateTime64(6, 'UTC')", type=replace(types.DATETIME, stored=True))


def _func(name: str, left: plan.Node, right: plan.Node) -> plan.Func:
    return plan.Func(name, (left, right), type=types.BOOLEAN.or_null(left.type.nullable))
