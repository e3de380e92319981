"""One event after another: a query for those who did the second within a time after the first."""

from posthog.hogql import ast
from posthog.hogql.ast import CompareOp, FrameBound, FrameBoundKind
from products.cohorts.backend.logic.criteria.tree import Span

_UNITS = {"h": "hour", "d": "day", "w": "week", "m": "month", "y": "year"}


def sequence_query(first: ast.Expr, second: ast.Expr, within: Span, when: ast.Expr) -> ast.SelectQuery:
    """`person_id` of those who did the second later than the first and not later than `within` after it.

    Each second event is compared with the last first event before it: an earlier one would only be further away. That
    is one pass over a person's events in order, however many there are. Two events in the same millisecond are not one
    after the other, since clients do not tell time more exactly.
    """
    frame = ast.Frame(
        ast.FrameMethod.RANGE,
        FrameBound(FrameBoundKind.PRECEDING),
        FrameBound(FrameBoundKind.PRECEDING, 1),
    )
    events = ast.SelectQuery(
        (
            ast.field("person_id"),
            ast.alias(ast.field("timestamp"), "at"),
            ast.alias(ast.call("toUnixTimestamp64Milli", ast.field("timestamp")), "at_ms"),
            ast.alias(first, "is_first"),
            ast.alias(second, "is_second"),
        ),
        select_from=ast.from_("events"),
        where=ast.and_(ast.or_(first, second), when),
    )
    compared = ast.SelectQuery(
        (
            ast.field("person_id"),
            ast.field("at"),
            ast.field("is_second"),
            ast.alias(
                ast.WindowCall(
                    "max",
                    (ast.call("if", ast.field("is_first"), ast.field("at"), ast.constant(None)),),
                    ast.Window((ast.field("person_id"),), (ast.OrderExpr(ast.field("at_ms")),), frame),
                ),
                "first_at",
            ),
        ),
        select_from=ast.from_(events),
    )
    latest = ast.call("dateAdd", ast.constant(_UNITS[within.unit]), ast.constant(within.count), ast.field("first_at"))
    return ast.SelectQuery(
        (ast.field("person_id"),),
        select_from=ast.from_(compared),
        where=ast.and_(
            ast.field("is_second"),
            ast.compare(CompareOp.NOT_EQ, ast.field("first_at"), ast.constant(None)),
            ast.compare(CompareOp.LT_EQ, ast.field("at"), latest),
        ),
        group_by=(ast.field("person_id"),),
    )
