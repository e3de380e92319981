"""How series split: the breakdown value of an event, and which values are shown on their own.

The values with the largest totals stay; all others together are "other". A missing or empty value is "null", which is a
value like any other when it comes to rank. What is shown on its own is decided in the current period, for each series.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from posthog.hogql import ast
from posthog.hogql.parser import parse_expr
from posthog.queries.errors import InvalidQueryError
from posthog.queries.nodes.shared import Breakdown, BreakdownFilter, BreakdownType

OTHER = "$$_posthog_breakdown_other_$$"
NULL = "$$_posthog_breakdown_null_$$"
# Columns of events that can be a breakdown of the type event_metadata.
METADATA = frozenset(
    {"event", "distinct_id", "person_id", "$session_id", "timestamp", "uuid"} | {f"$group_{i}" for i in range(5)}
)
BUCKETS_AND_VALUES = ("buckets", "values")


@dataclass(frozen=True, slots=True)
class Histogram:
    """Bins between neighbouring edges; the last one includes its upper edge."""

    edges: tuple[float, ...]

    @property
    def bins(self) -> tuple[tuple[float, float], ...]:
        return tuple(zip(self.edges, self.edges[1:], strict=False))


def raw_value(breakdown: Breakdown) -> ast.Expr:
    """What a breakdown is about, before it becomes text."""
    match breakdown.type:
        case BreakdownType.HOGQL:
            return parse_expr(breakdown.property)
        case BreakdownType.PERSON:
            return ast.field("person", "properties", breakdown.property)
        case BreakdownType.GROUP:
            return ast.field(f"group_{breakdown.group_type_index}", "properties", breakdown.property)
        case BreakdownType.EVENT_METADATA:
            if breakdown.property not in METADATA:
                known = ", ".join(sorted(METADATA))
                raise InvalidQueryError(
                    f"A breakdown by event metadata is one of {known}.", attr="query__breakdownFilter"
                )
            return ast.field(breakdown.property)
        case BreakdownType.EVENT:
            return ast.field("properties", breakdown.property)


def text_value(breakdown: Breakdown | None, histogram: Histogram | None) -> ast.Expr:
    """The breakdown value of an event as text, never NULL."""
    if breakdown is None:
        return ast.constant("")
    value = raw_value(breakdown)
    if histogram is not None:
        return _bin(ast.call("toFloat", value), histogram)
    text: ast.Expr = ast.call("toString", value)
    if breakdown.normalize_url:
        trimmed = ast.call("trimRight", text, ast.constant("/?#"))
        text = ast.call(
            "if",
            ast.eq(text, ast.constant("")),
            text,
            ast.call("if", ast.eq(trimmed, ast.constant("")), ast.constant("/"), trimmed),
        )
    return ast.call("ifNull", ast.call("nullIf", text, ast.constant("")), ast.constant(NULL))


def _bin(value: ast.Expr, histogram: Histogram) -> ast.Expr:
    """The bin of a number as `[from,to]`; what is no number is null."""
    if not histogram.bins:
        return ast.constant(NULL)
    branches: list[ast.Expr] = [ast.eq(value, ast.constant(None)), ast.constant(NULL)]
    for low, high in histogram.bins[:-1]:
        branches += [ast.compare(ast.CompareOp.LT, value, ast.constant(high)), ast.constant(bin_label(low, high))]
    return ast.call("multiIf", *branches, ast.constant(bin_label(*histogram.bins[-1])))


def bin_label(low: float, high: float) -> str:
    return f"[{_number(low)},{_number(high)}]"


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(round(value, 6))


def to_histogram(quantiles: Sequence[float]) -> Histogram:
    """Bins with the same share of events each, as far as equal values allow."""
    edges = sorted({round(float(edge), 6) for edge in quantiles if edge == edge})
    if len(edges) == 1:
        edges = [edges[0], edges[0]]
    return Histogram(tuple(edges))


def ranked(rows: ast.SelectQuery, breakdown_filter: BreakdownFilter, *, additive: bool) -> ast.SelectQuery:
    """(breakdown, buckets, values) of the values with the largest totals, from rows of (breakdown, bucket, value).

    When values add up, the others come as "other" in the same answer; otherwise one more value than the limit is
    given, which tells that there are others, and their sum has to be asked for.
    """
    limit = breakdown_filter.limit
    if additive and not breakdown_filter.breakdown_hide_other_aggregation:
        return _with_other(_with_totals(rows), limit)
    return ast.SelectQuery(
        tuple(ast.field(name) for name in ("breakdown", *BUCKETS_AND_VALUES)),
        select_from=ast.from_(_with_totals(rows)),
        order_by=_by_rank(),
        limit=ast.constant(limit + 1),
    )


def collected(rows: ast.SelectQuery) -> ast.SelectQuery:
    """(breakdown, buckets, values): one row per breakdown value."""
    summed = _with_totals(rows)
    return replace(summed, select=summed.select[:-1])


def _with_totals(rows: ast.SelectQuery) -> ast.SelectQuery:
    """The same, with the sum of the values as `total`."""
    return ast.SelectQuery(
        (
            ast.field("breakdown"),
            ast.alias(ast.call("groupArray", ast.field("bucket")), "buckets"),
            ast.alias(ast.call("groupArray", ast.field("value")), "values"),
            ast.alias(ast.call("sum", ast.field("value")), "total"),
        ),
        select_from=ast.from_(rows),
        group_by=(ast.field("breakdown"),),
    )


def _with_other(values: ast.SelectQuery, limit: int) -> ast.SelectQuery:
    ranks = ast.SelectQuery(
        (
            *(ast.field(name) for name in ("breakdown", *BUCKETS_AND_VALUES)),
            ast.alias(ast.WindowCall("row_number", (), ast.Window(order_by=_by_rank())), "rank"),
        ),
        select_from=ast.from_(values),
    )
    is_shown = ast.compare(ast.CompareOp.LT_EQ, ast.field("rank"), ast.constant(limit))
    sums = ast.SelectQuery(
        (
            ast.alias(ast.call("if", is_shown, ast.field("breakdown"), ast.constant(OTHER)), "shown"),
            ast.alias(ast.call("sumMap", ast.Tuple(tuple(ast.field(name) for name in BUCKETS_AND_VALUES))), "sums"),
        ),
        select_from=ast.from_(ranks),
        group_by=(ast.field("shown"),),
    )
    return ast.SelectQuery(
        (
            ast.alias(ast.field("shown"), "breakdown"),
            ast.alias(ast.TupleAccess(ast.field("sums"), 1), "buckets"),
            ast.alias(ast.TupleAccess(ast.field("sums"), 2), "values"),
        ),
        select_from=ast.from_(sums),
    )


def _by_rank() -> tuple[ast.OrderExpr, ...]:
    return (ast.OrderExpr(ast.field("total"), ast.Order.DESC), ast.OrderExpr(ast.field("breakdown")))


def among(value: ast.Expr, shown: Sequence[str]) -> ast.Expr:
    """Whether a breakdown value is one of those shown on their own."""
    return ast.in_(value, ast.constants(shown)) if shown else ast.constant(False)


def folded(value: ast.Expr, shown: Sequence[str]) -> ast.Expr:
    """The breakdown value, or "other" when it is not shown on its own."""
    return ast.call("if", among(value, shown), value, ast.constant(OTHER)) if shown else ast.constant(OTHER)
