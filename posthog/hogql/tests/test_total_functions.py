"""Functions that are called total give a value for every row, however odd the row.

ClickHouse may compute a condition on rows of other teams before it drops them. A function that fails on one of their
values would tell by its error that the value exists, so only functions that pass here may come that early.
"""

from functools import cache
from itertools import product

import pytest

from posthog.hogql import ast
from posthog.hogql.errors import ExposedHogQLError
from posthog.hogql.functions.registry import FUNCTIONS, is_total
from posthog.hogql.functions.signature import FunctionKind
from posthog.hogql.parser import parse_expr
from posthog.hogql.printer import print_clickhouse
from posthog.hogql.resolver.special import SPECIAL
from posthog.hogql.tests.data import ask, context, event, given_events, new_team
from posthog.hogql.tests.test_functions import SPECIALLY

ODD_TEXTS = [
    "", " ", "0", "-1", "1e400", "nan", "inf", "-0", "9" * 40, "null", "true", "2026-02-30", "2026-01-01T00:00:00Z", "1970",
    "https://user:pw@[::1]:99999/%zz?a=%&b#c?d", "//", "http://", "?=&", "%", "%ZZ", "a,b,,c", "{", '{"a":', '[1,"x"]', "\\",
    "\0", "\n", "é😀", "\u202e", "x" * 5_000, "999.999.999.999", "::ffff:0:0", "1.2.3.4/33", "Zm9v", "=", "((((", "[a", "_",
]  # fmt: skip
ODD_NUMBERS = [
    0,
    -1,
    1,
    0.5,
    -0.5,
    1e308,
    -1e308,
    5e-324,
    2**53,
    2**63 - 1,
    -(2**63),
    1e18,
    253402300800,
    -62135596800,
    64,
    65,
]
# Columns of every kind, and constants to go with them.
COLUMNS = (
    "distinct_id",
    "properties.s",
    "toFloat(properties.n)",
    "toInt(properties.n)",
    "timestamp",
    "toDate(timestamp)",
)
LISTS = ("splitByString(',', distinct_id)", "[toFloat(properties.n)]", "{'k': distinct_id}")
CONSTANTS = ("'a'", "2", "-1", "toIntervalDay(1)")
# How many calls of each function are tried on the odd rows, and how many are looked at to find them.
CALLS = 3
CANDIDATES = 9
# Functions in one query: few enough that a failing one is found quickly, many enough to make few queries.
TOGETHER = 40


@pytest.fixture(scope="module")
def odd_team() -> int:
    team = new_team()
    given_events(team, *(event(by=text, properties={"s": text}) for text in ODD_TEXTS))
    given_events(
        team,
        *(
            event(properties={"n": number, "s": None}, at=moment)
            for number, moment in product(ODD_NUMBERS, ("1970-01-01T00:00:00Z", "2105-01-01T00:00:00Z"))
        ),
    )
    return team


def total_names() -> list[str]:
    names = [name for name, each in FUNCTIONS.items() if each.kind is FunctionKind.SCALAR and each.total]
    return sorted({*names, *SPECIAL} - set(SPECIALLY))


@cache
def argument(text: str) -> ast.Expr:
    return parse_expr(text)


def calls_of(name: str) -> list[ast.Expr]:
    """Some calls of the function, spread over the combinations of its arguments."""
    known = SPECIAL.get(name) or FUNCTIONS[name]
    count = max(known.min_args, 1)
    pools = [[*COLUMNS, *LISTS], *[[*COLUMNS, *LISTS, *CONSTANTS]] * (min(count, 3) - 1)]
    combinations = list(product(*pools))
    step = max(1, len(combinations) // CANDIDATES)
    return [ast.call(name, *(argument(text) for text in texts)) for texts in combinations[::step]]


def is_answered(team_id: int, calls: list[ast.Expr]) -> bool:
    columns = tuple(ast.call("count", call) for call in calls)
    try:
        ask(team_id, ast.SelectQuery(columns, select_from=ast.from_("events")))
    except ExposedHogQLError:
        return False
    return True


def fitting_calls(name: str, empty: int) -> list[ast.Expr]:
    """Calls whose arguments fit, found on a team without rows, where nothing can fail on one."""
    found: list[ast.Expr] = []
    for call in calls_of(name):
        # Functions that may fail never come early, whatever is said about the name they are called by.
        if is_answered(empty, [call]) and _is_printed_early(empty, call):
            found.append(call)
        if len(found) == CALLS:
            break
    return found


def test_total_functions_give_a_value_for_every_row(odd_team: int) -> None:
    empty = new_team()
    calls = [call for name in total_names() for call in fitting_calls(name, empty)]
    assert len(calls) > 200
    groups = [calls[start : start + TOGETHER] for start in range(0, len(calls), TOGETHER)]
    suspects = [call for group in groups if not is_answered(odd_team, group) for call in group]
    assert [call for call in suspects if not is_answered(odd_team, [call])] == []


def _is_printed_early(team_id: int, call: ast.Expr) -> bool:
    query = ast.SelectQuery((ast.constant(1),), select_from=ast.from_("events"), where=ast.call("isNotNull", call))
    return " WHERE " not in print_clickhouse(query, context(team_id)).sql


def test_functions_that_fail_on_rows_are_known_as_such(odd_team: int) -> None:
    for call in ("modulo(5, toInt(length(distinct_id)))", "intDiv(5, length(distinct_id))"):
        # Divided by zero they give NULL, in a form that cannot fail.
        assert is_answered(odd_team, [argument(call)])
    for name in ("modulo", "intDiv", "arrayElement", "toInt64", "formatDateTime", "repeat", "range"):
        assert not is_total(name)
