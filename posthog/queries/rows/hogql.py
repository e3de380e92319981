"""Answers HogQLQuery: a SELECT written by a person, with its placeholders filled."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from common.dates import ALL
from posthog.hogql import ast
from posthog.hogql.context import DEFAULT_LIMIT, MAX_LIMIT, HogQLContext
from posthog.hogql.errors import ExposedHogQLError
from posthog.hogql.parser import parse_select
from posthog.hogql.placeholders import Placeholders, PlaceholderValue, names_in
from posthog.hogql.visitor import rebuild
from posthog.queries.errors import InvalidQueryError
from posthog.queries.execution import Execution
from posthog.queries.filters import filters_expr, test_account_expr
from posthog.queries.modes import Freshness
from posthog.queries.nodes.responses import HogQLQueryResponse
from posthog.queries.nodes.rows import HogQLFilters, HogQLQuery, HogQLVariable
from posthog.queries.nodes.shared import DateRange, Interval
from posthog.queries.period import Period, resolve_period
from posthog.queries.runner import QueryRunner
from posthog.queries.trends.buckets import within

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FILTERS, VARIABLES = "filters", "variables"


class HogQLQueryRunner(QueryRunner[HogQLQuery]):
    """Free HogQL."""

    response = HogQLQueryResponse

    @property
    def freshness(self) -> Freshness:
        return Freshness.ROWS

    def calculate(self) -> dict[str, Any]:
        try:
            return self._calculate()
        except ExposedHogQLError as error:
            # So that the error knows its line and column as well.
            error.of(self.query.query)
            raise

    def _calculate(self) -> dict[str, Any]:
        query = self.query
        limit = DEFAULT_LIMIT if query.limit is None else min(query.limit, MAX_LIMIT)
        context = self.execution.context(default_limit=limit)
        tree = _paged(parse_select(query.query), query)
        tree, placeholders = fill(
            tree,
            self.execution,
            context,
            filters=query.filters,
            variables=query.variables,
            values=query.values,
        )
        result = self.execution.run(tree, context=context, placeholders=placeholders)
        return {
            "query": query.query,
            "results": [list(row) for row in result.rows],
            "columns": list(result.columns),
            "types": [list(pair) for pair in zip(result.columns, result.types, strict=True)],
            "hogql": result.hogql,
            "hasMore": result.has_more,
            "limit": result.limit,
            "offset": query.offset or 0,
        }


def _paged(tree: ast.Query, query: HogQLQuery) -> ast.Query:
    """The query from a row on, when it does not say itself where it begins."""
    if not query.offset or tree.offset is not None:
        return tree
    return replace(tree, offset=ast.constant(query.offset))


def fill(
    tree: ast.Query,
    execution: Execution,
    context: HogQLContext,
    *,
    filters: HogQLFilters | None,
    variables: Mapping[str, HogQLVariable] | None,
    values: Mapping[str, Any] | None,
) -> tuple[ast.Query, Placeholders]:
    """The tree with `{filters}` replaced, and the values of all other placeholders.

    Filters that are given but have no place in the query are refused: they would silently filter nothing.
    """
    names = names_in(tree)
    uses_filters = any(name.split(".")[0] == FILTERS for name in names)
    if filters is not None and filters != HogQLFilters() and not uses_filters:
        raise InvalidQueryError(
            "The query has filters but no {filters} in its text to put them; add WHERE {filters}.",
            attr="query__filters",
        )
    placeholders: dict[str, PlaceholderValue] = dict(values or {})
    given: dict[str, Any] = {
        variable.code_name: None if variable.is_null else variable.value for variable in (variables or {}).values()
    }
    placeholders[VARIABLES] = given
    if uses_filters:
        filters = filters or HogQLFilters()
        period = _period(filters.date_range, execution)
        if FILTERS in names:
            tree = _replace_filters(tree, _filters_expr(filters, period, execution, context))
        placeholders[FILTERS] = {
            "dateRange": {"from": period.start if period else None, "to": period.end if period else None}
        }
    return tree, placeholders


def _filters_expr(
    filters: HogQLFilters, period: Period | None, execution: Execution, context: HogQLContext
) -> ast.Expr:
    parts = [filters_expr(filters.properties, context)]
    if period is not None:
        parts.insert(0, within(period, ast.field("timestamp")))
    if filters.filter_test_accounts:
        parts.append(test_account_expr(execution.team, context))
    return ast.and_(*(part for part in parts if part != ast.constant(True)))


def _period(date_range: DateRange | None, execution: Execution) -> Period | None:
    """The dates of the filters. Without any, or from the beginning on, time is not limited."""
    if date_range is None or (date_range.date_from in (None, ALL) and date_range.date_to is None):
        return None
    exact = date_range.model_copy(update={"date_from": date_range.date_from or ALL, "explicit_date": True})
    return resolve_period(exact, interval=Interval.DAY, calendar=execution.calendar, earliest=lambda: EPOCH)


def _replace_filters(tree: ast.Query, filters: ast.Expr) -> ast.Query:
    def change(node: ast.AST) -> ast.AST:
        if isinstance(node, ast.Placeholder) and node.expr == ast.Field((FILTERS,)):
            return filters
        return rebuild(node, change)

    return rebuild(tree, change)
