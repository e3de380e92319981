"""HogQL text and syntax tree say the same: parsing a printed tree gives the tree again."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from posthog.hogql import ast
from posthog.hogql.ast import ArithmeticOp, CompareOp
from posthog.hogql.hogql_printer import print_hogql, print_order_expr
from posthog.hogql.parser import parse_expr, parse_order_expr, parse_select
from posthog.hogql.tests.queries import queries

# The parser has no surrogates, and reads `*` as the star wherever it stands.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
PLAIN_NAMES = st.sampled_from(
    ["event", "x", "$browser", "timestamp", "team_id", "date", "name", "select", "from", "a1"]
)
ODD_NAMES = TEXTS.filter(lambda name: name not in ("", "*") and "." not in name)
NAMES = PLAIN_NAMES | ODD_NAMES
# What the parser takes for no alias.
RESERVED = frozenset({"team_id", "true", "false", "null"})
NUMBERS = st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False)
CONSTANTS = st.builds(ast.Constant, st.none() | st.booleans() | NUMBERS | TEXTS)
FIELDS = st.builds(ast.Field, st.lists(NAMES, min_size=1, max_size=3).map(tuple))


def compound(inner: st.SearchStrategy[ast.Expr]) -> st.SearchStrategy[ast.Expr]:
    """Expressions of one level more. AND inside AND is left out: the parser flattens it."""
    items = st.lists(inner, max_size=3).map(tuple)
    two = st.lists(inner, min_size=2, max_size=3).map(tuple)
    comparisons = st.sampled_from([op for op in CompareOp if "cohort" not in op])
    return st.one_of(
        st.builds(ast.Call, st.sampled_from(["count", "if", "toFloat", "left", "any", "not_a_function"]), items),
        st.builds(
            ast.Call,
            st.just("quantile"),
            items,
            params=items.filter(bool),
            distinct=st.booleans(),
            filter=st.none() | inner,
        ).filter(lambda call: bool(call.args) or not call.distinct),
        st.builds(ast.Arithmetic, st.sampled_from(list(ArithmeticOp)), inner, inner).filter(
            lambda node: not is_sign(node)
        ),
        st.builds(ast.Compare, comparisons, inner, inner),
        two.filter(lambda exprs: not any(isinstance(each, ast.And) for each in exprs)).map(ast.And),
        two.filter(lambda exprs: not any(isinstance(each, ast.Or) for each in exprs)).map(ast.Or),
        st.builds(ast.Not, inner),
        st.builds(ast.Between, inner, inner, inner, st.booleans()),
        st.builds(ast.Array, items),
        st.builds(ast.Tuple, two),
        st.builds(ast.Dict, st.lists(st.tuples(inner, inner), min_size=1, max_size=2).map(tuple)),
        st.builds(ast.Lambda, st.lists(st.sampled_from("xyz"), min_size=1, max_size=2, unique=True).map(tuple), inner),
        st.builds(ast.ArrayAccess, inner, inner.filter(lambda key: not isinstance(key, ast.Lambda)), st.booleans()),
        st.builds(ast.TupleAccess, inner, st.integers(1, 9)),
        st.builds(ast.Cast, inner, st.sampled_from(["int", "string", "datetime"]), st.booleans()),
        st.builds(ast.Alias, inner, NAMES.filter(lambda name: name.lower() not in RESERVED)),
    )


def is_sign(node: ast.Arithmetic) -> bool:
    """`0 - x` is what the parser makes of `-x`, which with a number becomes a negative number."""
    return node.op is ArithmeticOp.SUBTRACT and node.left == ast.Constant(0)


EXPRS = st.recursive(CONSTANTS | FIELDS, compound, max_leaves=6)


@given(EXPRS)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_printed_expression_parses_to_the_same_tree(tree: ast.Expr) -> None:
    assert parse_expr(print_hogql(tree)) == tree


@given(queries(1))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_printed_query_parses_to_the_same_tree(text: str) -> None:
    tree = parse_select(text)
    assert parse_select(print_hogql(tree)) == tree


QUERIES = [
    "SELECT 1",
    "SELECT DISTINCT event AS e, * FROM events",
    "SELECT t.*, * EXCLUDE (a, `b c`), COLUMNS(a, b), COLUMNS('^x') FROM t",
    "WITH a AS (SELECT 1), b(x, y) AS (SELECT 1, 2), 5 AS five SELECT five FROM a CROSS JOIN b",
    "WITH a AS (SELECT 1) (SELECT 2) UNION ALL (SELECT * FROM a)",
    "(WITH a AS (SELECT 1) SELECT * FROM a) UNION DISTINCT (SELECT 2) LIMIT 3 OFFSET 1",
    "((SELECT 1) EXCEPT (SELECT 2)) INTERSECT (SELECT 3)",
    "SELECT a FROM b FINAL SAMPLE 0.1 OFFSET 0.5",
    "SELECT a FROM b AS c(x, y)",
    "SELECT a FROM numbers(1, 5) AS n",
    "SELECT a FROM b AS x LEFT JOIN c AS y ON x.k = y.k INNER JOIN (SELECT 1 AS z) AS q USING (z, k)",
    "SELECT a FROM b ASOF LEFT JOIN c ON (b.k = c.k) AND (b.t >= c.t)",
    *(f"SELECT 1 FROM a {kind} JOIN b ON x = y" for kind in (
        "LEFT", "RIGHT", "FULL", "LEFT ANY", "RIGHT ANY", "INNER ANY", "LEFT SEMI", "RIGHT ANTI", "ASOF", "LEFT ALL",
    )),
    "SELECT a FROM b ARRAY JOIN c AS d, e AS f",
    "SELECT a FROM b LEFT ARRAY JOIN [1, 2] AS d",
    "SELECT a FROM b PREWHERE c WHERE d GROUP BY a, b HAVING e QUALIFY f ORDER BY a ASC, b DESC NULLS LAST LIMIT 5 OFFSET 2",
    "SELECT a FROM b GROUP BY ROLLUP (a, b)",
    "SELECT a FROM b GROUP BY CUBE (a)",
    "SELECT a FROM b GROUP BY GROUPING SETS ((a, b), (a))",
    "SELECT a FROM b GROUP BY ALL",
    "SELECT a FROM b LIMIT 1 OFFSET 2 BY c, d LIMIT 9 WITH TIES",
    "SELECT sum(x) OVER w, rank() OVER (PARTITION BY a ORDER BY b ASC ROWS BETWEEN 1 PRECEDING AND UNBOUNDED FOLLOWING) FROM t WINDOW w AS (ORDER BY c DESC)",
    "SELECT sum(x) OVER (ORDER BY y ASC RANGE UNBOUNDED PRECEDING) FROM t",
    "SELECT quantile(0.9)(x) OVER () FROM t",
    "SELECT count(DISTINCT a), sum(b) FILTER (WHERE c), groupArray(d ORDER BY e ASC) FROM t",
    "SELECT {a}, {b.c} FROM {table} WHERE {filters}",
    "SELECT x IN (SELECT 1), exists((SELECT 1)), (SELECT 1) + 1, x IN COHORT 5, x NOT IN COHORT 'mine'",
    "SELECT a ?? b, a?.b, a?.[1], a ? b : c, f'hi {x}', [1, 2][1:2], x[:2], x[1:], (a, b).1, {'k': 1}",
    "SELECT CASE WHEN a THEN b ELSE c END, CASE a WHEN 1 THEN 2 END, a::Decimal(10, 2), a::Nullable(String)",
    "SELECT INTERVAL 1 day, a BETWEEN 1 AND 2, a NOT BETWEEN 1 AND 2, a IS NULL, a IS NOT DISTINCT FROM b, -a, NOT a",
    "SELECT a =~ 'x', a !~ 'x', a =~* 'x', a !~* 'x', a LIKE 'x', a NOT ILIKE 'x'",
    "SELECT x -> y, (x, y) -> x + y, arrayMap(x -> x + 1, [1])",
]  # fmt: skip


@pytest.mark.parametrize("text", QUERIES)
def test_query_keeps_its_meaning_through_print_and_parse(text: str) -> None:
    tree = parse_select(text)
    assert parse_select(print_hogql(tree)) == tree


@pytest.mark.parametrize("text", ["a ASC", "a DESC NULLS FIRST", "count() DESC", "(a + b) ASC NULLS LAST"])
def test_order_keeps_its_meaning_through_print_and_parse(text: str) -> None:
    assert print_order_expr(parse_order_expr(text)) == text


def test_values_of_python_are_printed_as_hogql() -> None:
    from datetime import UTC, date, datetime
    from decimal import Decimal
    from uuid import UUID

    values = [
        ast.constant(datetime(2026, 3, 1, 10, tzinfo=UTC)),
        ast.constant(date(2026, 3, 1)),
        ast.constant(UUID(int=5)),
        ast.constant(Decimal("1.50")),
        ast.constant(float("inf")),
    ]
    assert print_hogql(ast.Tuple(tuple(values))) == (
        "(toDateTime('2026-03-01T10:00:00+00:00'), toDate('2026-03-01'), "
        "toUUID('00000000-0000-0000-0000-000000000005'), CAST('1.50' AS decimal), inf)"
    )
