"""The SQL of a query, where the SQL is the product: what ClickHouse is asked to do decides how fast it answers.

`fixtures/*.sql` hold queries with a line of reason; `fixtures/*.expected` the SQL with its parameters. After a change
that is meant, `UPDATE_FIXTURES=1 pytest posthog/hogql/tests/test_printing.py` writes them anew; read the difference.
"""

import os
import time
from pathlib import Path
from typing import Any

import pytest

from posthog.hogql.context import HogQLContext, PersonOverrides
from posthog.hogql.parser import parse_select
from posthog.hogql.printer import print_clickhouse
from posthog.hogql.taxonomy import PropertyType
from posthog.hogql.tests import data

FIXTURES = Path(__file__).parent / "fixtures"
DEFINITIONS = data.taxonomy(
    {"amount": PropertyType.NUMERIC, "vip": PropertyType.BOOLEAN, "signed_up": PropertyType.DATETIME},
    groups=("company",),
)


def read_queries(path: Path) -> tuple[dict[str, Any], list[str]]:
    """Options of the context from the head of a file, and its queries."""
    options: dict[str, Any] = {}
    blocks = []
    for block in path.read_text().strip().split("\n\n"):
        lines = []
        for line in block.splitlines():
            if line.startswith("-- timezone: "):
                options["timezone"] = line.removeprefix("-- timezone: ")
            elif line.startswith("-- overrides: "):
                options["person_overrides"] = PersonOverrides[line.removeprefix("-- overrides: ").upper()]
            else:
                lines.append(line)
        blocks.append("\n".join(lines))
    return options, blocks


def printed(query: str, context: HogQLContext) -> str:
    result = print_clickhouse(parse_select(query), context)
    parameters = [f"--   {name} = {value!r}" for name, value in result.parameters.items() if name != "team_id"]
    return "\n".join([result.sql, *parameters])


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.sql")), ids=lambda path: path.stem)
def test_query_prints_as_expected(path: Path) -> None:
    options, blocks = read_queries(path)
    context = data.context(7, taxonomy=DEFINITIONS, week_start_day=1, **options)
    found = "\n\n".join(f"{block}\n-- becomes\n{printed(block, context)}" for block in blocks) + "\n"
    expected = path.with_suffix(".expected")
    if os.environ.get("UPDATE_FIXTURES"):
        expected.write_text(found)
    assert found == expected.read_text()


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.sql")), ids=lambda path: path.stem)
def test_printed_query_runs(path: Path) -> None:
    options, blocks = read_queries(path)
    team_id = data.new_team()
    data.given_events(team_id, data.event("a", properties={"amount": 2, "plan": "pro"}, groups={0: "acme"}))
    for block in blocks:
        data.ask(team_id, block, taxonomy=DEFINITIONS, week_start_day=1, **options)


def test_plain_tree_is_printed_in_two_milliseconds() -> None:
    query = parse_select(
        "select toStartOfDay(timestamp) as day, properties.$browser as browser, uniq(person_id) as people from events "
        "where timestamp >= '2026-01-01' and timestamp < '2026-02-01' and event = '$pageview' and properties.price > 5 "
        "group by day, browser order by day, people desc limit 100"
    )
    context = data.context(7, timezone="America/New_York")
    times = []
    for _ in range(50):
        started = time.perf_counter()
        print_clickhouse(query, context)
        times.append(time.perf_counter() - started)
    assert min(times) < 0.002
