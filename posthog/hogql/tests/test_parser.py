import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posthog.hogql import ast
from posthog.hogql.errors import ExposedHogQLError, NotImplementedError, SyntaxError, TooComplexError
from posthog.hogql.parser import parse_expr, parse_order_expr, parse_select
from posthog.hogql.parser.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", ast.Constant(1)),
        ("1.0", ast.Constant(1.0)),
        ("true", ast.Constant(True)),
        ("-5", ast.Constant(-5)),
        ("9999999999999999999999", ast.Constant(9999999999999999999999)),
        ("1e400", ast.Constant(float("inf"))),
        ("0x1f", ast.Constant(31)),
        ("'it''s \\'ok\\' \\n'", ast.Constant("it's 'ok' \n")),
        ("properties.$browser", ast.Field(("properties", "$browser"))),
        ('`a``b`."c d"', ast.Field(("a`b", "c d"))),
        ("properties['a b']", ast.ArrayAccess(ast.field("properties"), ast.Constant("a b"))),
        ("count(*)", ast.Call("count", (ast.Star(),))),
        ("-a", ast.Arithmetic(ast.ArithmeticOp.SUBTRACT, ast.Constant(0), ast.field("a"))),
        ("a ?? b", ast.Call("ifNull", (ast.field("a"), ast.field("b")))),
        ("interval '3 week'", ast.Call("toIntervalWeek", (ast.Constant(3),))),
        ("a::Decimal(10, 2)", ast.Cast(ast.field("a"), "decimal(10, 2)")),
        ("try_cast(a as Int)", ast.Cast(ast.field("a"), "int", safe=True)),
        ("a is not null", ast.Compare(ast.CompareOp.NOT_EQ, ast.field("a"), ast.Constant(None))),
        ("{filters.dateRange}", ast.Placeholder(ast.field("filters", "dateRange"))),
        ("quantile(0.5)(x) over w", ast.WindowCall("quantile", (ast.field("x"),), "w", params=(ast.Constant(0.5),))),
    ],
)
def test_expression_becomes_the_expected_tree(text: str, expected: ast.Expr) -> None:
    assert parse_expr(text) == expected


def test_constants_of_different_types_differ() -> None:
    assert len({ast.Constant(1), ast.Constant(True), ast.Constant(1.0), ast.Constant("1")}) == 4


def test_spans_point_into_the_text() -> None:
    text = "'é😀' + bcd"
    tree = parse_expr(text)
    assert isinstance(tree, ast.Arithmetic)
    assert [text[slice(*node.span)] for node in (tree.left, tree.right) if node.span] == ["'é😀'", "bcd"]


# What the parser accepts and leaves out of its tree.


def test_nulls_order_is_read_back() -> None:
    assert parse_order_expr("a desc nulls last").nulls is ast.Nulls.LAST
    query = parse_select("select 1 order by f(a, b) desc nulls first, (c) asc, d nulls last")
    assert isinstance(query, ast.SelectQuery)
    assert [item.nulls for item in query.order_by] == [ast.Nulls.FIRST, None, ast.Nulls.LAST]


def test_limit_with_comma_skips_then_takes() -> None:
    assert parse_select("select 1 limit 2, 3") == parse_select("select 1 limit 3 offset 2")


def test_with_of_a_union_belongs_to_all_of_it() -> None:
    whole = parse_select("with a as (select 1) select 1 union all select * from a")
    first = parse_select("(with a as (select 1) select 1) union all select * from a")
    assert isinstance(whole, ast.SelectSetQuery)
    assert isinstance(first, ast.SelectSetQuery)
    assert [cte.name for cte in whole.ctes] == ["a"]
    assert first.ctes == ()


@pytest.mark.parametrize(
    "text",
    [
        "select a from b group by a with totals",
        "select a from b group by a with rollup",
        "select a from b group by a with cube",
        "select a from b order by a collate 'en'",
        "select any(x) filter (where y) over () from z",
        "select first_value(x) ignore nulls from t",
        "with recursive x as (select 1 union all select * from x) select * from x",
        "(select 1) union all (select 2) order by 1",
        "select t.* exclude (a) from t",
        "select 1 order by a with fill from 1 to 10",
        "select 1 limit 10%",
        "select quantile(0.5) within group (order by x) from t",
        "select <Sparkline data={x} />",
        "select 1 from a pivot (sum(x) for y in ('a'))",
        "select 1 from (values (1, 2))",
        "select 1 from a positional join b",
        "select 1 from a full any join b on x = y",
        "select a.b(c)",
        "select f(a := 1)",
        "select date '2020-01-01'",
        "select 1 from a settings max_threads = 1",
        "select top 5 a from b",
        "select 1 union all by name select 2",
    ],
)
def test_what_the_tree_cannot_show_is_refused(text: str) -> None:
    with pytest.raises((NotImplementedError, SyntaxError)) as refused:
        parse_select(text)
    assert refused.value.query == text


@pytest.mark.parametrize(
    "text", ["with totals as (select 1) select * from totals", "with cube(a) as (select 1) select * from cube"]
)
def test_names_that_look_like_such_words_are_fine(text: str) -> None:
    assert isinstance(parse_select(text), ast.SelectQuery)


@pytest.mark.parametrize(
    ("text", "message", "line", "column", "pointer"),
    [
        ("select a +", "The query ends too early: something is missing at the end.", 1, 11, "select a +\n          ^"),
        ("selec 1", "Unexpected 'selec'.", 1, 1, "selec 1\n^^^^^"),
        ("select 'é' + @", "Unexpected character '@' (U+0040).", 1, 14, "select 'é' + @\n             ^"),
        (
            "select x\n  from y\n where (a = 1",
            "The query ends too early: something is missing at the end.",
            3,
            14,
            " where (a = 1\n             ^",
        ),
        ("", "The query ends too early: something is missing at the end.", 1, 1, "\n^"),
    ],
)
def test_syntax_error_points_at_its_place(text: str, message: str, line: int, column: int, pointer: str) -> None:
    with pytest.raises(SyntaxError) as refused:
        parse_select(text)
    error = refused.value
    assert (error.message, error.line, error.column, error.pointer) == (message, line, column, pointer)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 500 + "1" + ")" * 500,
        "f(" * 60 + "1" + ")" * 60,
        "f(" * 45 + "1" + ")" * 45,
        "[" * 100 + "1" + "]" * 100,
        "case when 1 then " * 60 + "1" + " end" * 60,
        "not " * 3_000 + "1",
        "- " * 20_000 + "a",
        "a" + ".b" * 2_000,
        "+".join(["a"] * 3_000),
        " ?? ".join(["a"] * 400),
        " or ".join(["a = 1"] * 2_000),
        "f(" + ",".join(["g(a)"] * 2_000) + ")",
        "(select " * 40 + "1" + ")" * 40,
        "'" + "x" * 100_000 + "'",
        "a" + "::int" * 5_000,
        "f'{" * 60 + "a" + "}'" * 60,
        "x -> " * 5_000 + "1",
    ],
    ids=lambda text: text[:12],
)
def test_text_that_would_take_long_is_refused_at_once(text: str) -> None:
    started = time.perf_counter()
    with pytest.raises(TooComplexError):
        parse_expr(text)
    assert time.perf_counter() - started < 1.0


@given(st.text(max_size=60) | st.text("select fromwhere()[]{}'\"`\\f.,*+-/#0123\n", max_size=80))
@settings(max_examples=400, deadline=None)
def test_any_text_parses_or_is_refused_with_a_sentence(text: str) -> None:
    for parse in (parse_select, parse_expr, parse_order_expr):
        try:
            parse(text)
        except ExposedHogQLError as error:
            refused = error
        else:
            continue
        assert refused.message.endswith((".", "…"))
        assert refused.query == text
        assert isinstance(refused.pointer, str)


@given(st.text(max_size=80))
@settings(max_examples=300, deadline=None)
def test_tokens_cover_the_text_in_order(text: str) -> None:
    tokens = tokenize(text)
    assert all(0 <= token.start < token.end <= len(text) + 1 for token in tokens)
    assert all(first.end <= second.start for first, second in pairwise(tokens))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a -- (((\n b", ["A", "B"]),
        ("a // (((\n b", ["A", "B"]),
        ("a # (((\n b", ["A", "B"]),
        ("a /* ((( */ b", ["A", "B"]),
        ("'it''s \\' ((' x", ["'it''s \\' (('", "X"]),
        ('`a``((` "b(("', ["`a``((`", '"b(("']),
        ("f'a (( {b + f'{c}'} ((' d", ["f'", "{", "B", "+", "f'", "{", "C", "}", "}", "D"]),
        ("$x.a1", ["$X", ".", "A1"]),
    ],
)
def test_comments_and_quotes_hide_brackets(text: str, words: list[str]) -> None:
    assert [token.text for token in tokenize(text)] == words


def test_parsed_text_is_remembered() -> None:
    text = "select event, count() from events where timestamp > now() - interval 3 day group by event"
    assert parse_select(text) is parse_select(text)
