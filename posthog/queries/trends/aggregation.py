"""What each kind of math computes: from a series to a SELECT of (breakdown, bucket, value).

One row per breakdown and bucket that has events; `value` is a number. The breakdown is text, the bucket a position in
the period (always 0 when the whole period is one number).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from common.dates import Unit, shift
from posthog.hogql import ast
from posthog.hogql.parser import parse_expr
from posthog.queries.nodes.series import COUNT_PER_ACTOR_MATH, PROPERTY_MATH, Math, MathPropertyType, SeriesNode
from posthog.queries.nodes.shared import Interval
from posthog.queries.period import SECONDS, Period
from posthog.queries.trends.buckets import bucket_index, day_index, within

TIMESTAMP = ast.field("timestamp")
ZERO = ast.constant(0)

# Values of these add up: over breakdown values, over time, and from a sample to the whole.
ADDITIVE = frozenset({Math.TOTAL, Math.SUM})
FIRST_TIME = frozenset({Math.FIRST_TIME_FOR_USER, Math.FIRST_MATCHING_EVENT_FOR_USER})
UNIQUE = frozenset({Math.DAU, Math.UNIQUE_SESSION, Math.UNIQUE_GROUP})
TRAILING_DAYS = {Math.WEEKLY_ACTIVE: 7, Math.MONTHLY_ACTIVE: 30}
# A sample of people holds this share of them, so these are scaled up when sampling.
COUNTS = ADDITIVE | UNIQUE | FIRST_TIME | frozenset(TRAILING_DAYS)
QUANTILES = {"median": 0.5, "p75": 0.75, "p90": 0.9, "p95": 0.95, "p99": 0.99}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What one SELECT looks at: which events, when, split by what, cut into buckets or not.

    `event` chooses the events of the series by name and `filters` are all further conditions.
    """

    series: SeriesNode
    period: Period
    event: ast.Expr
    filters: ast.Expr
    breakdown: ast.Expr
    total: bool = False
    cumulative: bool = False
    group_type_index: int | None = None

    @property
    def actor(self) -> ast.Expr:
        """Who did it: a person, or a group when the query counts groups."""
        return ast.field("person_id") if self.group_type_index is None else group_key(self.group_type_index)

    @property
    def has_actor(self) -> ast.Expr:
        """Every event has a person, not every one a group."""
        return ast.constant(True) if self.group_type_index is None else _is_set(self.actor)

    def bucket(self, moment: ast.Expr = TIMESTAMP) -> ast.Expr:
        return ZERO if self.total else bucket_index(self.period, moment)

    def where(self, *more: ast.Expr, start: datetime | None = None) -> ast.Expr:
        """The events looked at."""
        parts = (within(self.period, TIMESTAMP, start=start), self.event, self.filters, *more)
        return ast.and_(*(part for part in parts if part != ast.constant(True)))


def group_key(index: int) -> ast.Expr:
    """The key of the group of this type that an event belongs to; NULL when it belongs to none."""
    return ast.field(f"$group_{index}")


def measure(scope: Scope) -> ast.SelectQuery:
    """The values of a series: rows of (breakdown, bucket, value)."""
    math = scope.series.math
    if math in TRAILING_DAYS:
        return _trailing_actives(scope, TRAILING_DAYS[math])
    if math in FIRST_TIME:
        return _first_times(scope)
    if math in COUNT_PER_ACTOR_MATH:
        return _counts_per_actor(scope)
    if math in UNIQUE:
        return _uniques(scope)
    return _simple(scope, _aggregate(scope.series))


def _simple(scope: Scope, value: ast.Expr, *conditions: ast.Expr) -> ast.SelectQuery:
    return _rows(
        scope.breakdown, scope.bucket(), value, select_from=ast.from_("events"), where=scope.where(*conditions)
    )


def _rows(
    breakdown: ast.Expr, bucket: ast.Expr, value: ast.Expr, *, select_from: ast.From, where: ast.Expr | None = None
) -> ast.SelectQuery:
    return ast.SelectQuery(
        (
            ast.alias(breakdown, "breakdown"),
            ast.alias(bucket, "bucket"),
            ast.alias(ast.call("ifNull", ast.call("toFloat", value), ast.constant(0.0)), "value"),
        ),
        select_from=select_from,
        where=where,
        group_by=(ast.field("breakdown"), ast.field("bucket")),
    )


def _aggregate(series: SeriesNode) -> ast.Expr:
    if series.math is Math.HOGQL and series.math_hogql is not None:
        return parse_expr(series.math_hogql)
    if series.math in PROPERTY_MATH:
        return statistic(series.math.value, property_value(series))
    return ast.call("count")


def property_value(series: SeriesNode) -> ast.Expr:
    """The property that the math of a series is about, as a number; NULL where it is none."""
    owner = ("person",) if series.math_property_type is MathPropertyType.PERSON else ()
    value: ast.Expr = ast.call("toFloat", ast.field(*owner, "properties", series.math_property or ""))
    if series.math_multiplier is None:
        return value
    return ast.Arithmetic(ast.ArithmeticOp.MULTIPLY, value, ast.constant(series.math_multiplier))


def statistic(name: str, value: ast.Expr) -> ast.Expr:
    """`avg`, `sum`, `min`, `max`, or an exact quantile with linear interpolation: `median`, `p75`, …"""
    if name in QUANTILES:
        return ast.call("quantileExactInclusive", value, params=(ast.constant(QUANTILES[name]),))
    return ast.call(name, value)


def _uniques(scope: Scope) -> ast.SelectQuery:
    what, condition = _unique_of(scope)
    if not scope.cumulative or scope.total:
        return _simple(scope, ast.call("uniqExact", what), condition)
    # A running total counts each once, in the bucket of the first appearance.
    firsts = ast.SelectQuery(
        (
            ast.alias(scope.breakdown, "breakdown"),
            ast.alias(what, "what"),
            ast.alias(ast.call("min", scope.bucket()), "first_bucket"),
        ),
        select_from=ast.from_("events"),
        where=scope.where(condition),
        group_by=(ast.field("breakdown"), ast.field("what")),
    )
    return _rows(ast.field("breakdown"), ast.field("first_bucket"), ast.call("count"), select_from=ast.from_(firsts))


def _unique_of(scope: Scope) -> tuple[ast.Expr, ast.Expr]:
    """What is counted once, and which events have it."""
    if scope.series.math is Math.UNIQUE_SESSION:
        session = ast.field("$session_id")
        return session, _is_set(session)
    if scope.series.math is Math.UNIQUE_GROUP:
        key = group_key(scope.series.math_group_type_index or 0)
        return key, _is_set(key)
    return scope.actor, scope.has_actor


def _counts_per_actor(scope: Scope) -> ast.SelectQuery:
    counts = ast.SelectQuery(
        (
            ast.alias(scope.breakdown, "breakdown"),
            ast.alias(scope.bucket(), "bucket"),
            ast.alias(scope.actor, "actor"),
            ast.alias(ast.call("count"), "events_of_actor"),
        ),
        select_from=ast.from_("events"),
        where=scope.where(scope.has_actor),
        group_by=(ast.field("breakdown"), ast.field("bucket"), ast.field("actor")),
    )
    name = scope.series.math.value.removesuffix("_count_per_actor")
    return _rows(
        ast.field("breakdown"),
        ast.field("bucket"),
        statistic(name, ast.field("events_of_actor")),
        select_from=ast.from_(counts),
    )


def _first_times(scope: Scope) -> ast.SelectQuery:
    """Actors by the bucket of their first event ever.

    `first_time_for_user` takes the first event of that name, and counts it when it also passes the filters;
    `first_matching_event_for_user` takes the first one that passes them.
    """
    passing = scope.filters
    is_first_of_name = scope.series.math is Math.FIRST_TIME_FOR_USER
    until_end = ast.compare(ast.CompareOp.LT_EQ, TIMESTAMP, ast.constant(scope.period.end))
    conditions = (until_end, scope.event, scope.has_actor, *(() if is_first_of_name else (passing,)))
    # The least pair, so that of two events at the same moment always the same one is taken.
    pair = ast.Tuple((TIMESTAMP, scope.breakdown))
    firsts = ast.SelectQuery(
        (
            ast.alias(scope.actor, "actor"),
            ast.alias(ast.call("min", TIMESTAMP), "first_at"),
            ast.alias(ast.call("minIf", pair, passing), "first_passing"),
        ),
        select_from=ast.from_("events"),
        where=ast.and_(*(part for part in conditions if part != ast.constant(True))),
        group_by=(ast.field("actor"),),
        having=ast.and_(
            ast.compare(ast.CompareOp.GT_EQ, ast.field("first_at"), ast.constant(scope.period.start)),
            ast.eq(ast.TupleAccess(ast.field("first_passing"), 1), ast.field("first_at")),
        ),
    )
    return _rows(
        ast.TupleAccess(ast.field("first_passing"), 2),
        scope.bucket(ast.field("first_at")),
        ast.call("count"),
        select_from=ast.from_(firsts),
    )


def _trailing_actives(scope: Scope, days: int) -> ast.SelectQuery:
    """Actors within the `days` days that end with each bucket, or with the period where it cuts the last bucket."""
    if scope.total:
        start = shift(scope.period.end, -days, Unit.DAY) + timedelta(microseconds=1)
        return _rows(
            scope.breakdown,
            ZERO,
            ast.call("uniqExact", scope.actor),
            select_from=ast.from_("events"),
            where=scope.where(scope.has_actor, start=start),
        )
    unit, buckets = _covered_buckets(scope.period, days)
    seen = ast.SelectQuery(
        (
            ast.alias(scope.breakdown, "breakdown"),
            ast.alias(unit, "unit"),
            ast.alias(scope.actor, "actor"),
        ),
        distinct=True,
        select_from=ast.from_("events"),
        where=scope.where(scope.has_actor, start=shift(scope.period.first_bucket, -days, Unit.DAY)),
    )
    return _rows(
        ast.field("breakdown"),
        ast.call("arrayJoin", buckets(ast.field("unit"))),
        ast.call("uniqExact", ast.field("actor")),
        select_from=ast.from_(seen),
    )


def _covered_buckets(period: Period, days: int) -> tuple[ast.Expr, Callable[[ast.Expr], ast.Expr]]:
    """The unit in which activity is remembered, and the buckets whose window contains a unit, as an array."""
    count = len(period.buckets())
    if period.interval in SECONDS:
        span = days * 24 * 3600 // SECONDS[period.interval]
        return bucket_index(period, TIMESTAMP), lambda unit: _following(unit, span, count)
    if period.interval is Interval.DAY:
        return day_index(period, TIMESTAMP), lambda unit: _following(unit, days, count)
    windows = _day_windows(period, days)
    return day_index(period, TIMESTAMP), lambda unit: _windows_containing(unit, windows)


def _following(unit: ast.Expr, span: int, count: int) -> ast.Expr:
    """The buckets from `unit` on that still see it, of those that exist."""
    end = ast.Arithmetic(ast.ArithmeticOp.ADD, unit, ast.constant(span))
    return ast.call("range", ast.call("greatest", unit, ZERO), ast.call("least", end, ast.constant(count)))


def _day_windows(period: Period, days: int) -> tuple[tuple[int, int], ...]:
    """For each bucket the first and the last day of its window, counted from the first bucket's day."""
    origin = period.first_bucket.date()
    last_day = (period.end.date() - origin).days
    starts = [(start.date() - origin).days for start in period.buckets()]
    ends = [min(following - 1, last_day) for following in (*starts[1:], last_day + 1)]
    return tuple((end - days + 1, end) for end in ends)


def _windows_containing(unit: ast.Expr, windows: tuple[tuple[int, int], ...]) -> ast.Expr:
    bounds = tuple(ast.Array(tuple(ast.constant(window[side]) for window in windows)) for side in (0, 1))
    inside = ast.and_(
        ast.compare(ast.CompareOp.GT_EQ, unit, ast.field("opens")),
        ast.compare(ast.CompareOp.LT_EQ, unit, ast.field("closes")),
    )
    positions = ast.call("range", ZERO, ast.constant(len(windows)))
    return ast.call("arrayFilter", ast.Lambda(("position", "opens", "closes"), inside), positions, *bounds)


def _is_set(expr: ast.Expr) -> ast.Expr:
    return ast.compare(ast.CompareOp.NOT_EQ, expr, ast.constant(None))
