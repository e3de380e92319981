"""Answers EventsQuery: a page of events, newest first by default.

The events of the last day are looked at first, and more of the past only when the page is not full: a project's newest
hundred events need not read its whole history.

A page ends early where its events would make too large an answer; `hasMore` says so, as for any page, and `limit` how many
rows it was given. Nearly all pages fit, so rows are measured only when ClickHouse says that these do not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from common.dates import ALL, InvalidDateError, resolve_date
from posthog.clickhouse.client import QueryTooLargeError
from posthog.contracts import TeamContext
from posthog.hogql import ast
from posthog.hogql.context import DEFAULT_LIMIT, MAX_LIMIT, HogQLContext
from posthog.hogql.parser import parse_expr, parse_order_expr
from posthog.hogql.query import HogQLResult
from posthog.queries.errors import InvalidQueryError
from posthog.queries.filters import action_expr, filters_expr, test_account_expr
from posthog.queries.modes import Freshness
from posthog.queries.nodes.responses import EventsQueryResponse
from posthog.queries.nodes.rows import EventsQuery
from posthog.queries.rows.columns import assemble, parse_column, types_of
from posthog.queries.rows.cursor import Cursor, decode_cursor
from posthog.queries.runner import QueryRunner

TIMESTAMP, UUID = ast.field("timestamp"), ast.field("uuid")
# What is looked at until the page is full: a day, a week, a month, everything.
WINDOWS = (timedelta(days=1), timedelta(days=7), timedelta(days=31), None)
# What ClickHouse may answer with, as it holds it: a hundred ordinary events are a hundredth of that. Here, as objects of
# Python and then as JSON, it takes several times as much.
MAX_ANSWER_BYTES = 32 * 1024 * 1024
# What a page may hold, as text, whose rows had to be measured. A row that is larger comes alone.
MAX_PAGE_BYTES = 8 * 1024 * 1024
_RESULT_TOO_LARGE = 396
NEWEST_FIRST = (ast.OrderExpr(TIMESTAMP, ast.Order.DESC), ast.OrderExpr(UUID, ast.Order.DESC))


@dataclass(frozen=True, slots=True)
class Bounds:
    """Moments between which events are looked at, both excluded."""

    after: datetime | None
    before: datetime | None


class EventsQueryRunner(QueryRunner[EventsQuery]):
    """A page of events, with chosen columns."""

    response = EventsQueryResponse

    @classmethod
    def settle(cls, query: EventsQuery, team: TeamContext) -> EventsQuery:
        """Limits are made explicit; a larger one than the maximum is lowered to it, as PostHog does."""
        limit = DEFAULT_LIMIT if query.limit is None else min(query.limit, MAX_LIMIT)
        return query.model_copy(update={"limit": limit, "offset": query.offset or 0})

    @property
    def freshness(self) -> Freshness:
        return Freshness.ROWS

    def calculate(self) -> dict[str, Any]:
        query = self.query
        limit, offset = query.limit or 0, query.offset or 0
        self._columns = tuple(parse_column(text) for text in query.select)
        self._is_aggregate = any(column.is_aggregate for column in self._columns)
        self._pages = not (self._is_aggregate or query.order_by)
        result, limit, has_more = self._page_that_fits(limit, offset)
        rows = result.rows[:limit]
        return {
            "results": [assemble(self._columns, row) for row in rows],
            "columns": list(query.select),
            "types": types_of(self._columns, result.types),
            "hogql": result.hogql,
            "hasMore": has_more,
            "limit": limit,
            "offset": offset,
            "nextCursor": Cursor(rows[-1][-2], rows[-1][-1]).encode() if has_more and rows and self._pages else None,
        }

    def _page_that_fits(self, limit: int, offset: int) -> tuple[HogQLResult, int, bool]:
        """(rows, how many of them are the page, whether there are more)."""
        fields = [expr for column in self._columns for _, expr in column.fields]
        if self._is_aggregate or any(isinstance(expr, ast.Alias) for expr in fields):
            # Rows that are no events, or whose order may depend on a name given here, cannot be measured beforehand.
            result = self._page(fields, limit + 1, offset)
            return result, limit, len(result.rows) > limit
        try:
            result = self._page(fields, limit + 1, offset, max_bytes=MAX_ANSWER_BYTES)
            return result, limit, len(result.rows) > limit
        except QueryTooLargeError as error:
            if error.clickhouse_code != _RESULT_TOO_LARGE:
                raise
        measured = self._page([_size(expr) for expr in fields], limit + 1, offset)
        fits = min(limit, _how_many_fit(sum(row[: len(fields)]) for row in measured.rows))
        return self._page(fields, fits, offset), fits, len(measured.rows) > fits

    def _page(self, fields: list[ast.Expr], count: int, offset: int, *, max_bytes: int = 0) -> HogQLResult:
        settings = {"max_result_bytes": max_bytes, "result_overflow_mode": "throw"} if max_bytes else {}
        context = self.execution.context(default_limit=None, max_limit=MAX_LIMIT + 1)
        bounds = self._bounds()
        for window in WINDOWS if self._pages else (None,):
            start = (bounds.before or self.execution.now) - window if window else None
            if start is not None and bounds.after is not None and start <= bounds.after:
                # The next window would hold no more than everything.
                continue
            select = self._select(fields, bounds, start, count, offset, context)
            result = self.execution.run(select, context=context, settings=settings)
            if window is None or len(result.rows) >= count:
                return result
        raise AssertionError("The last window is everything.")

    def _select(
        self,
        fields: list[ast.Expr],
        bounds: Bounds,
        start: datetime | None,
        count: int,
        offset: int,
        context: HogQLContext,
    ) -> ast.SelectQuery:
        group_by: tuple[ast.Expr, ...] = ()
        if self._is_aggregate:
            group_by = tuple(expr for column in self._columns if not column.is_aggregate for _, expr in column.fields)
        place = (TIMESTAMP, UUID) if self._pages else ()
        return ast.SelectQuery(
            (*fields, *place),
            select_from=ast.from_("events"),
            where=ast.and_(*self._conditions(bounds, start, context)),
            group_by=group_by,
            order_by=self._order(),
            limit=ast.constant(count),
            offset=ast.constant(offset) if offset else None,
        )

    def _order(self) -> tuple[ast.OrderExpr, ...]:
        if self.query.order_by:
            return tuple(parse_order_expr(text) for text in self.query.order_by)
        return () if self._is_aggregate else NEWEST_FIRST

    def _conditions(self, bounds: Bounds, start: datetime | None, context: HogQLContext) -> list[ast.Expr]:
        query = self.query
        conditions: list[ast.Expr] = [parse_expr(text) for text in query.where]
        conditions += [filters_expr(query.properties, context), filters_expr(query.fixed_properties, context)]
        if query.filter_test_accounts:
            conditions.append(test_account_expr(self.team, context))
        names = (*((query.event,) if query.event is not None else ()), *(query.events or ()))
        if names:
            conditions.append(ast.in_(ast.field("event"), ast.constants(names)))
        if query.action_id is not None:
            conditions.append(action_expr(query.action_id, context, attr="query__actionId"))
        if query.person_id is not None:
            conditions.append(ast.eq(ast.field("person_id"), ast.constant(query.person_id)))
        if bounds.after is not None:
            conditions.append(ast.compare(ast.CompareOp.GT, TIMESTAMP, ast.constant(bounds.after)))
        if bounds.before is not None:
            conditions.append(ast.compare(ast.CompareOp.LT, TIMESTAMP, ast.constant(bounds.before)))
        if start is not None:
            conditions.append(ast.compare(ast.CompareOp.GT, TIMESTAMP, ast.constant(start)))
        if query.cursor is not None:
            conditions.append(_after_cursor(decode_cursor(query.cursor)))
        return [condition for condition in conditions if condition != ast.constant(True)]

    def _bounds(self) -> Bounds:
        before = self._moment(self.query.before, "before")
        if self.query.cursor is not None:
            if not self._pages:
                raise InvalidQueryError("A cursor continues a page in the default order only.", attr="query__cursor")
            # Not before the cursor's moment, because several events may share it.
            page_end = decode_cursor(self.query.cursor).timestamp + timedelta(microseconds=1)
            before = page_end if before is None else min(before, page_end)
        return Bounds(self._moment(self.query.after, "after"), before)

    def _moment(self, text: str | None, name: str) -> datetime | None:
        if text is None or text.strip() == ALL:
            return None
        calendar = self.execution.calendar
        try:
            return resolve_date(text, now=calendar.now, zone=calendar.zone, week_start_day=calendar.week_start_day)
        except (InvalidDateError, OverflowError) as error:
            raise InvalidQueryError(str(error), attr=f"query__{name}") from error


def _size(expr: ast.Expr) -> ast.Expr:
    """How long the value is as text."""
    return ast.call("ifNull", ast.call("length", ast.call("toString", expr)), ast.constant(0))


def _how_many_fit(sizes: Iterable[int]) -> int:
    """How many of the rows from the first on make a page: as many as there is room for, and one at least."""
    room = MAX_PAGE_BYTES
    number = 0
    for number, size in enumerate(sizes, start=1):
        room -= size
        if room < 0:
            return max(1, number - 1)
    return number


def _after_cursor(cursor: Cursor) -> ast.Expr:
    """Further back than the row of the cursor, in the default order."""
    return ast.or_(
        ast.compare(ast.CompareOp.LT, TIMESTAMP, ast.constant(cursor.timestamp)),
        ast.and_(
            ast.eq(TIMESTAMP, ast.constant(cursor.timestamp)),
            ast.compare(ast.CompareOp.LT, UUID, ast.constant(cursor.uuid)),
        ),
    )
