"""docs/hogql.md: every table, column and function it must name, and every example of it runs."""

import re

import pytest

from posthog.contracts import TeamContext
from posthog.hogql.context import DEFAULT_LIMIT, MAX_LIMIT, HogQLContext
from posthog.hogql.database.tables import TABLES
from posthog.hogql.parser import limits
from posthog.hogql.query import execute_hogql
from posthog.hogql.resolver.special.series import MAX_RANGE, MAX_REPEAT
from tests.docs import function_list, pages

PAGE = pages.DOCS / "hogql.md"
EXAMPLES = re.findall(r"^```sql\n(.*?)^```", PAGE.read_text(), re.DOTALL | re.MULTILINE)


def columns_of(table: str) -> set[str]:
    """The columns that the page lists for a table; `x_0` … `x_4` stands for all five."""
    section = re.search(rf"^### {table}\n(.*?)(?=^##)", PAGE.read_text(), re.DOTALL | re.MULTILINE)
    assert section, f"there is no section about {table}"
    found: set[str] = set()
    for cells in pages.table_rows(section.group(1)):
        names = pages.CODE.findall(cells[0])
        if "…" in cells[0]:
            first, last = names
            names = [f"{first[:-1]}{index}" for index in range(int(first[-1]), int(last[-1]) + 1)]
        found.update(names)
    return found


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_documented(table: str) -> None:
    assert columns_of(table) == set(TABLES[table].columns)


def test_list_of_functions_is_complete() -> None:
    assert function_list.written() == function_list.render(), "run `.venv/bin/python -m tests.docs.function_list`"


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 5


@pytest.mark.parametrize("example", EXAMPLES)
def test_example_runs(team: TeamContext, example: str) -> None:
    context = HogQLContext(team_id=team.id, timezone="Europe/Berlin")
    assert execute_hogql(example, context=context).columns


def test_limits_are_those_of_the_code() -> None:
    text = PAGE.read_text()
    for number in (DEFAULT_LIMIT, MAX_LIMIT, limits.MAX_LENGTH, limits.MAX_DEPTH, MAX_RANGE, MAX_REPEAT):
        assert f"{number:,}" in text
