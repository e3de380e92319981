"""Functions that make much of little, and how much they may make.

Beyond the limit a query fails, because fewer elements than were asked for would be a wrong answer.
"""

from typing import TYPE_CHECKING

from posthog.hogql import ast, plan, types
from posthog.hogql.errors import QueryError
from posthog.hogql.resolver.properties import as_text
from posthog.hogql.resolver.special.signature import Special

MAX_REPEAT = 1_000
# As many as an insight may have buckets (`queries.period`), because a rolling window makes a range of them.
MAX_RANGE = 22_000

_INT64_MAX = 2**63 - 1
_REPEAT_LIMIT = f"repeat repeats a text at most {MAX_REPEAT:,} times. Ask for fewer."
_RANGE_LIMIT = f"range makes at most {MAX_RANGE:,} numbers. Ask for fewer, or read them FROM numbers(start, count)."

if TYPE_CHECKING:
    from posthog.hogql.resolver.expressions import ExpressionResolver


def _repeat(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    text, times = as_text(resolver.resolve(call.args[0])), resolver.resolve(call.args[1])
    times = _limited(times, times, MAX_REPEAT, _REPEAT_LIMIT)
    return plan.Func("repeat", (text, times), type=text.type.or_null(times.type.nullable))


def _range(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    """`range(end)`, `range(start, end)` or `range(start, end, step)`; without a known end there is nothing in it."""
    args = resolver.resolve_all(call.args)
    step = _step(call.args[2]) if len(args) == 3 else 1
    start, end = args[:2] if len(args) > 1 else (None, args[0])
    limit = min(MAX_RANGE * abs(step), _INT64_MAX)
    end = _limited(end, _distance(start, end, step), limit, _RANGE_LIMIT)
    if start is None and end.type.nullable:
        end = plan.Func("ifNull", (end, _whole(0)), type=types.INTEGER)
    given = (end,) if start is None else (start, end, *args[2:])
    return plan.Func("range", given, type=types.array_of(types.INTEGER))


def _step(expr: ast.Expr) -> int:
    value = expr.value if isinstance(expr, ast.Constant) else None
    if type(value) is not int or value == 0:
        raise QueryError("The step of range must be a whole number that is not zero, written out.").at(expr.span)
    return int(value)


def _distance(start: plan.Node | None, end: plan.Node, step: int) -> plan.Node:
    """How far it is from start to end in the direction of `step`."""
    if start is None:
        return end
    first, last = (start, end) if step > 0 else (end, start)
    values = [node.value for node in (first, last) if isinstance(node, plan.Param) and isinstance(node.value, int)]
    if len(values) == 2:
        return _whole(min(values[1] - values[0], _INT64_MAX))
    return plan.Func("minus", (last, first), type=types.INTEGER.or_null(first.type.nullable or last.type.nullable))


def _limited(node: plan.Node, amount: plan.Node, limit: int, message: str) -> plan.Node:
    """The whole number `node`, of a query that fails where `amount` is above the limit; at once for a constant."""
    if isinstance(amount, plan.Param) and isinstance(amount.value, int):
        if amount.value > limit:
            raise QueryError(message)
        return node
    return plan.Limited(node, amount, limit, message, type=types.INTEGER.or_null(node.type.nullable))


def _whole(value: int) -> plan.Param:
    return plan.Param(value, "Int64", type=types.INTEGER)


SERIES: dict[str, Special] = {
    "repeat": Special(2, 2, _repeat),
    "range": Special(1, 3, _range),
}
