"""Answers TrendsQuery: all series, and the period compared with, in one statement wherever that is possible.

A breakdown needs a second one when what is shown on its own must be known before the rest can be asked: for the period
compared with, and for "other" where values do not add up (unique people of several values are not their sum).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from posthog.hogql import ast
from posthog.hogql.actions import ActionMatch
from posthog.hogql.context import HogQLContext
from posthog.queries.filters import filters_expr, find_action, test_account_expr
from posthog.queries.modes import Freshness
from posthog.queries.nodes.responses import TrendsQueryResponse
from posthog.queries.nodes.series import ActionsNode
from posthog.queries.nodes.shared import BreakdownFilter
from posthog.queries.nodes.trends import Display, TrendsQuery
from posthog.queries.period import Period, resolve_period
from posthog.queries.runner import QueryRunner
from posthog.queries.trends.aggregation import ADDITIVE, COUNTS, Scope, measure
from posthog.queries.trends.breakdown import (
    OTHER,
    Histogram,
    among,
    collected,
    folded,
    ranked,
    raw_value,
    text_value,
    to_histogram,
)
from posthog.queries.trends.formula import parse_formula
from posthog.queries.trends.shape import CURRENT, PREVIOUS, Lines, PeriodValues, to_results

SAMPLING_STEPS = 1_000_000

Table = dict[str, dict[int, float]]
"""Values by breakdown and bucket."""


@dataclass(frozen=True, slots=True)
class Part:
    """One branch of a statement: what one series computes in one period.

    Either rows of (breakdown, bucket, value), or one row per breakdown value with (breakdown, buckets, values).
    """

    series: int
    label: str
    select: ast.SelectQuery


class TrendsQueryRunner(QueryRunner[TrendsQuery]):
    """How often, by how many, how much, over time or in total."""

    response = TrendsQueryResponse

    @property
    def freshness(self) -> Freshness:
        return Freshness.of(self.query.interval)

    def calculate(self) -> dict[str, Any]:
        for node in self.query.trends_filter.chosen_formulas:
            parse_formula(node.formula, series_count=len(self.query.series))
        self._hogql = ""
        period = self._resolve_period()
        periods = {CURRENT: period}
        if self.query.compares and self.query.compare_filter is not None:
            periods[PREVIOUS] = period.previous(self.query.compare_filter.compare_to)
        if not self.query.display.is_total:
            for each in periods.values():
                # Refuses too many of them before anything is asked.
                each.buckets()
        tables, has_more = (
            self._with_breakdown(periods) if self.query.breakdown is not None else (self._plain(periods), False)
        )
        values = tuple(
            PeriodValues(
                label=label,
                period=each,
                series=tuple(self._lines(tables[label, index], each, index) for index in self._indexes),
            )
            for label, each in periods.items()
        )
        return {
            "results": to_results(self._named(), values),
            "hasMore": has_more,
            "hogql": self._hogql,
            "resolved_date_range": {"date_from": period.start.isoformat(), "date_to": period.end.isoformat()},
        }

    @property
    def _indexes(self) -> range:
        return range(len(self.query.series))

    def _resolve_period(self) -> Period:
        return resolve_period(
            self.query.date_range,
            interval=self.query.interval,
            calendar=self.execution.calendar,
            earliest=self._earliest,
        )

    def _earliest(self) -> datetime | None:
        """The moment of the project's first event."""
        query = ast.SelectQuery(
            (ast.call("min", ast.field("timestamp")),),
            select_from=ast.from_("events"),
            having=ast.compare(ast.CompareOp.GT, ast.call("count"), ast.constant(0)),
        )
        rows = self.execution.run(query, context=self._context).rows
        return rows[0][0] if rows else None

    # One statement for everything

    def _plain(self, periods: dict[str, Period]) -> dict[tuple[str, int], Table]:
        return self._ask(
            Part(index, label, measure(self._scope(index, period)))
            for label, period in periods.items()
            for index in self._indexes
        )

    # What is shown first, then the rest

    def _with_breakdown(self, periods: dict[str, Period]) -> tuple[dict[tuple[str, int], Table], bool]:
        breakdown_filter = self._breakdown_filter
        histogram = self._histogram(periods[CURRENT])
        tables = self._ask(
            Part(
                index,
                CURRENT,
                ranked(
                    measure(self._scope(index, periods[CURRENT], histogram=histogram)),
                    breakdown_filter,
                    additive=self.query.series[index].math in ADDITIVE,
                ),
            )
            for index in self._indexes
        )
        shown: dict[int, tuple[str, ...]] = {}
        overflowing = []
        for index in self._indexes:
            table = tables[CURRENT, index]
            names = _by_size(table)
            shown[index] = tuple(names[: breakdown_filter.limit])
            if len(names) > breakdown_filter.limit:
                overflowing.append(index)
                tables[CURRENT, index] = {name: table[name] for name in shown[index]}
        has_more = bool(overflowing) or any(OTHER in tables[CURRENT, index] for index in self._indexes)
        parts = list(self._others(periods[CURRENT], histogram, shown, overflowing))
        if PREVIOUS in periods:
            parts += self._previous(periods[PREVIOUS], histogram, shown)
        for key, table in self._ask(parts).items():
            tables[key] = tables.get(key, {}) | table
        return tables, has_more

    def _others(
        self, period: Period, histogram: Histogram | None, shown: dict[int, tuple[str, ...]], overflowing: list[int]
    ) -> Iterable[Part]:
        """What is not shown on its own, where values do not add up."""
        if self._breakdown_filter.breakdown_hide_other_aggregation:
            return
        for index in overflowing:
            scope = self._scope(index, period, histogram=histogram)
            filters = ast.and_(scope.filters, ast.not_(among(scope.breakdown, shown[index])))
            rest = replace(scope, filters=filters, breakdown=ast.constant(OTHER))
            yield Part(index, CURRENT, collected(measure(rest)))

    def _previous(
        self, period: Period, histogram: Histogram | None, shown: dict[int, tuple[str, ...]]
    ) -> Iterable[Part]:
        """The period compared with, split by the values that the current period shows."""
        for index in self._indexes:
            scope = self._scope(index, period, histogram=histogram)
            if self._breakdown_filter.breakdown_hide_other_aggregation:
                scope = replace(scope, filters=ast.and_(scope.filters, among(scope.breakdown, shown[index])))
            else:
                scope = replace(scope, breakdown=folded(scope.breakdown, shown[index]))
            yield Part(index, PREVIOUS, collected(measure(scope)))

    def _histogram(self, period: Period) -> Histogram | None:
        """Bins for a numeric breakdown, the same for all series."""
        breakdown = self.query.breakdown
        if breakdown is None or breakdown.histogram_bin_count is None:
            return None
        levels = [level / breakdown.histogram_bin_count for level in range(breakdown.histogram_bin_count + 1)]
        conditions = [self._scope(index, period).where() for index in self._indexes]
        query = ast.SelectQuery(
            (
                ast.call(
                    "quantilesExactInclusive",
                    ast.call("toFloat", raw_value(breakdown)),
                    params=tuple(ast.constant(level) for level in levels),
                ),
            ),
            select_from=ast.from_("events"),
            where=ast.or_(*conditions),
        )
        return to_histogram(self.execution.run(query, context=self._context).rows[0][0])

    @property
    def _breakdown_filter(self) -> BreakdownFilter:
        return self.query.breakdown_filter or BreakdownFilter()

    @cached_property
    def _context(self) -> HogQLContext:
        # Rows are bounded by series, breakdown values and buckets.
        return self.execution.context(default_limit=None, max_limit=None)

    # Statements

    def _scope(self, index: int, period: Period, *, histogram: Histogram | None = None) -> Scope:
        query, series = self.query, self.query.series[index]
        return Scope(
            series=series,
            period=period,
            event=self._event(index),
            filters=self._filters(index),
            breakdown=text_value(query.breakdown, histogram),
            total=query.display.is_total,
            cumulative=query.display is Display.CUMULATIVE,
            group_type_index=query.aggregation_group_type_index,
        )

    def _event(self, index: int) -> ast.Expr:
        """Which events a series is about, before its filters."""
        series = self.query.series[index]
        if isinstance(series, ActionsNode):
            return self._actions[index].expr
        return ast.constant(True) if series.event is None else ast.eq(ast.field("event"), ast.constant(series.event))

    @cached_property
    def _actions(self) -> dict[int, ActionMatch]:
        """The actions that series are about, by position; each is asked for once a run."""
        return {
            index: find_action(series.id, self._context, attr=f"query__series__{index}__id")
            for index, series in enumerate(self.query.series)
            if isinstance(series, ActionsNode)
        }

    def _named(self) -> TrendsQuery:
        """The query with its actions called what they are called now."""
        series = tuple(
            each.model_copy(update={"name": self._actions[index].name}) if index in self._actions else each
            for index, each in enumerate(self.query.series)
        )
        return self.query.model_copy(update={"series": series})

    def _filters(self, index: int) -> ast.Expr:
        series = self.query.series[index]
        place = f"query__series__{index}"
        parts = [
            filters_expr(self.query.properties, self._context),
            filters_expr(series.properties or (), self._context, attr=f"{place}__properties"),
            filters_expr(series.fixed_properties or (), self._context, attr=f"{place}__fixedProperties"),
        ]
        if self.query.filter_test_accounts:
            parts.append(test_account_expr(self.team, self._context))
        if self.query.sampling_factor is not None:
            parts.append(_sample(self.query.sampling_factor))
        return ast.and_(*(part for part in parts if part != ast.constant(True)))

    def _ask(self, parts: Iterable[Part]) -> dict[tuple[str, int], Table]:
        """Ask for all parts at once; tables by period and series."""
        listed = list(parts)
        if not listed:
            return {}
        result = self.execution.run(_union([part.select for part in listed]), context=self._context)
        self._hogql = self._hogql or result.hogql
        tables: dict[tuple[str, int], Table] = {(part.label, part.series): {} for part in listed}
        for number, breakdown, bucket, value in result.rows:
            table = tables[listed[number].label, listed[number].series].setdefault(breakdown, {})
            if isinstance(bucket, list):
                table.update(zip(bucket, value, strict=True))
            else:
                table[bucket] = value
        return tables

    def _lines(self, table: Table, period: Period, index: int) -> Lines:
        """One number for each bucket, 0 where nothing happened. Without a breakdown there is always one line."""
        length = 1 if self.query.display.is_total else len(period.buckets())
        factor = self.query.sampling_factor if self.query.series[index].math in COUNTS else None
        if not table and self.query.breakdown is None:
            table = {"": {}}
        return {
            name: tuple(values.get(bucket, 0.0) / (factor or 1.0) for bucket in range(length))
            for name, values in table.items()
        }


def _by_size(table: Table) -> list[str]:
    """Breakdown values, the one with the largest total first: the order in which ClickHouse ranked them."""
    totals = {name: sum(values.values()) for name, values in table.items() if name != OTHER}
    return sorted(totals, key=lambda name: (-totals[name], name))


def _union(selects: Sequence[ast.SelectQuery]) -> ast.Query:
    """All rows of all selects, each with the number of its select in front."""
    numbered = [
        replace(select, select=(ast.alias(ast.constant(number), "part"), *select.select))
        for number, select in enumerate(selects)
    ]
    if len(numbered) == 1:
        return numbered[0]
    rest = tuple(ast.SetOperation(ast.SetOperator.UNION_ALL, query) for query in numbered[1:])
    return ast.SelectSetQuery(numbered[0], rest)


def _sample(factor: float) -> ast.Expr:
    """A share of people, always the same ones, so that counts of people stay meaningful."""
    hashed = ast.call("cityHash64", ast.field("distinct_id"))
    place = ast.Arithmetic(ast.ArithmeticOp.MODULO, hashed, ast.constant(SAMPLING_STEPS))
    return ast.compare(ast.CompareOp.LT, place, ast.constant(int(factor * SAMPLING_STEPS)))
