"""Runs HogQL: text or tree in, rows out. The one entrance for everything that asks about a team's data."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from posthog.clickhouse import client
from posthog.clickhouse.client import ClickHouseError, QueryTag
from posthog.hogql import ast
from posthog.hogql.context import HogQLContext, PersonOverrides
from posthog.hogql.errors import ExposedHogQLError
from posthog.hogql.failures import explain, function_in
from posthog.hogql.hogql_printer import print_hogql
from posthog.hogql.overrides import choose_overrides
from posthog.hogql.parser import parse_select
from posthog.hogql.placeholders import Placeholders, replace_placeholders
from posthog.hogql.places import place_of
from posthog.hogql.printer import PrintedQuery, print_clickhouse
from posthog.hogql.results import shape_rows

# What one query may cost. Callers may pass other values, lower ones for shared pages, higher ones for background jobs.
SETTINGS: Final[dict[str, object]] = {
    "max_execution_time": 60,
    "max_memory_usage": 4 * 1024**3,
    "max_rows_to_read": 20_000_000_000,
    "max_query_size": 4 * 1024**2,
    "max_ast_elements": 500_000,
    "max_expanded_ast_elements": 2_000_000,
    "function_range_max_elements_in_block": 100_000_000,
    # A row that a join did not find has NULL, as in standard SQL, not an empty text or 1970.
    "join_use_nulls": 1,
    "group_by_use_nulls": 1,
    "count_distinct_implementation": "uniqExact",
    # As rows are inserted: a dot inside a key is no nesting.
    "json_type_escape_dots_in_keys": 1,
    "use_query_cache": 0,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HogQLResult:
    """Rows with names and ClickHouse types of their columns; JSON columns are dicts, moments aware in the team's zone.

    `has_more` says that the limit, where it was not the query's own, cut rows off. `timings` are seconds by step.
    """

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    sql: str
    hogql: str
    timings: dict[str, float]
    has_more: bool
    limit: int | None
    read_rows: int
    read_bytes: int


def execute_hogql(
    query: str | ast.Query,
    *,
    context: HogQLContext,
    placeholders: Placeholders | None = None,
    settings: Mapping[str, object] | None = None,
    tag: QueryTag | None = None,
) -> HogQLResult:
    """The answer to a query, for the context's team and nobody else.

    Raises ExposedHogQLError for a mistake in the query, with its position when it has a text, and ClickHouseError
    when it took too long, needed too much, or ClickHouse does not answer.
    """
    timings = _Timings()
    text = query if isinstance(query, str) else None
    try:
        tree = parse_select(text) if text is not None else query
        if isinstance(tree, str):
            raise TypeError("parse_select gave a text.")
        timings.lap("parse")
        tree = replace_placeholders(tree, placeholders or {})
        printed = compile_hogql(tree, context)
        timings.lap("print")
        rows = _run(tree, printed, settings, tag or QueryTag(team_id=context.team_id))
    except ExposedHogQLError as error:
        if text is not None:
            error.of(text)
        raise
    timings.lap("clickhouse")
    # The Native format has no header: of an answer without rows ClickHouse says no types, so they are the resolver's.
    known_types = rows.types or tuple(column.type.kind.value for column in printed.resolved.columns)
    limit, found = printed.resolved.limit, _shaped(rows, printed, context)
    has_more = limit is not None and printed.resolved.probes_for_more and len(found) > limit
    return HogQLResult(
        columns=tuple(column.name for column in printed.resolved.columns),
        types=tuple(
            "JSON" if column.type.kind == "JSON" else known
            for column, known in zip(printed.resolved.columns, known_types, strict=True)
        ),
        rows=found[:limit] if has_more else found,
        sql=printed.sql,
        hogql=print_hogql(tree),
        timings=timings.seconds,
        has_more=has_more,
        limit=limit,
        read_rows=rows.read_rows,
        read_bytes=rows.read_bytes,
    )


def compile_hogql(tree: ast.Query, context: HogQLContext) -> PrintedQuery:
    """The SQL that `execute_hogql` would run, for statements that keep the rows in ClickHouse (`INSERT … SELECT`)."""
    printed = print_clickhouse(tree, context)
    if context.person_overrides is not PersonOverrides.LOOKUP or not printed.looks_up_persons:
        return printed
    chosen = choose_overrides(context)
    return printed if chosen is context else print_clickhouse(tree, chosen)


def _shaped(rows: client.Rows, printed: PrintedQuery, context: HogQLContext) -> list[tuple[Any, ...]]:
    return shape_rows(rows.rows, rows.types, printed.resolved.columns, context.zone) if rows.rows else []


def _run(tree: ast.Query, printed: PrintedQuery, settings: Mapping[str, object] | None, tag: QueryTag) -> client.Rows:
    try:
        return client.query(printed.sql, printed.parameters, settings={**SETTINGS, **(settings or {})}, tag=tag)
    except ClickHouseError as error:
        explained = explain(error)
        if explained is None:
            raise
        function = function_in(error)
        if function is not None:
            explained.at(place_of(function, tree, printed.sql))
        raise explained from error


class _Timings:
    """Seconds by step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, step: str) -> None:
        now = time.perf_counter()
        self.seconds[step], self._last = now - self._last, now
