"""Answers EventsQuery: a page of events, newest first by default.

The events of the last day are looked at first, and more of the past only when the page is not full: a project's newest
hundred events need not read its whole history.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from common.dates import ALL, InvalidDateError, resolve_date
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
        result = self._page(limit + 1, offset)
        rows = result.rows[:limit]
        has_more = len(result.rows) > limit
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

    def _page(self, count: int, offset: int) -> HogQLResult:
        context = self.execution.context(default_limit=None, max_limit=MAX_LIMIT + 1)
        bounds = self._bounds()
        for window in WINDOWS if self._pages else (None,):
            start = (bounds.before or self.execution.now) - window if window else None
            if start is not None and bounds.after is not None and start <= bounds.after:
                # The next window would hold no more than everything.
                continue
            result = self.execution.run(self._select(bounds, start, count, offset, context), context=context)
            if window is None or len(result.rows) >= count:
                return result
        raise AssertionError("The last window is everything.")

    def _select(
        self, bounds: Bounds, start: datetime | None, count: int, offset: int, context: HogQLContext
    ) -> ast.SelectQuery:
        fields = [expr for column in self._columns for _, expr in column.fields]
        group_by: tuple[ast.Expr, ...] = ()
        if self._is_aggregate:
            group_by = tuple(expr for column in self._columns if not column.is_aggregate for _, expr in column.fields)
        if self._pages:
            fields += [TIMESTAMP, UUID]
        return ast.SelectQuery(
            tuple(fields),
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


def _after_cursor(cursor: Cursor) -> ast.Expr:
    """Further back than the row of the cursor, in the default order."""
    return ast.or_(
        ast.compare(ast.CompareOp.LT, TIMESTAMP, ast.constant(cursor.timestamp)),
        ast.and_(
            ast.eq(TIMESTAMP, ast.constant(cursor.timestamp)),
            ast.compare(ast.CompareOp.LT, UUID, ast.constant(cursor.uuid)),
        ),
    )
