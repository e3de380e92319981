"""Buckets of time as HogQL: in which bucket of a period a moment lies, as a number from 0.

The same arithmetic as `Period.bucket_index`, so an answer's buckets line up with the labels made in Python whatever the
zone's clocks do. ClickHouse's own toStartOfWeek and the like are not needed.
"""

from datetime import datetime

from posthog.hogql import ast
from posthog.queries.nodes.shared import Interval
from posthog.queries.period import SECONDS, Period

DAYS_PER_WEEK = 7


def within(period: Period, moment: ast.Expr, *, start: datetime | None = None) -> ast.Expr:
    """Whether a moment lies in the period, or between an earlier `start` and its end."""
    return ast.and_(
        ast.compare(ast.CompareOp.GT_EQ, moment, ast.constant(start or period.start)),
        ast.compare(ast.CompareOp.LT_EQ, moment, ast.constant(period.end)),
    )


def bucket_index(period: Period, moment: ast.Expr) -> ast.Expr:
    """The position of the bucket of `moment`, which must be a time in the project's zone."""
    first = period.first_bucket
    if period.interval in SECONDS:
        since_first = ast.Arithmetic(
            ast.ArithmeticOp.SUBTRACT, ast.call("toUnixTimestamp", moment), ast.constant(int(first.timestamp()))
        )
        return _divided(since_first, SECONDS[period.interval])
    if period.interval is Interval.MONTH:
        return _difference("month", first, moment)
    days = _difference("day", first, moment)
    return _divided(days, DAYS_PER_WEEK) if period.interval is Interval.WEEK else days


def day_index(period: Period, moment: ast.Expr) -> ast.Expr:
    """Days since the day of the first bucket, negative before it."""
    return _difference("day", period.first_bucket, moment)


def _difference(unit: str, first: datetime, moment: ast.Expr) -> ast.Expr:
    # Dates, not times: their difference counts calendar days, also across a change of the clocks.
    return ast.call("dateDiff", ast.constant(unit), ast.constant(first.date()), ast.call("toDate", moment))


def _divided(expr: ast.Expr, divisor: int) -> ast.Expr:
    return ast.call("intDiv", expr, ast.constant(divisor))
