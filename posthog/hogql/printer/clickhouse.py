"""The printer: physical tree to SQL with bound parameters.

It prints only what it knows, and keeps three promises whatever tree it is given:

- **The team.** A physical table stands alone in its SELECT, whose PREWHERE begins with `team_id = {team_id:Int64}`.
  There is no other place in this file where the name of a table is written.
- **Names.** Every name is generated (`t1` sources, `c1_0` columns, `x1` lambda arguments, …) or a column listed for its
  table; a user's text never becomes a name, except as a quoted path inside a JSON column.
- **Values.** Every constant of a query is a parameter. Literals come from our own code, or are plain numbers.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from posthog.hogql import ast, plan
from posthog.hogql.context import HogQLContext
from posthog.hogql.database.tables import OVERRIDES_TABLE
from posthog.hogql.errors import InternalHogQLError, TooComplexError
from posthog.hogql.functions import registry
from posthog.hogql.optimizer import optimize
from posthog.hogql.printer.parameters import Parameters
from posthog.hogql.printer.properties import PropertyPrinter
from posthog.hogql.resolver import Resolved, resolve

_TEAM = "{team_id:Int64}"
_COLUMN = re.compile(r"[a-z][a-z0-9_]*\Z")
_CAST_TYPE = re.compile(r"[A-Za-z0-9(), ']+\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedQuery:
    """SQL for ClickHouse, the parameters that it names, and what the query gives."""

    sql: str
    parameters: dict[str, object]
    resolved: Resolved

    @property
    def looks_up_persons(self) -> bool:
        """Whether overrides of persons are looked up in the query."""
        return f" FROM {OVERRIDES_TABLE.name} AS " in self.sql


def print_clickhouse(query: ast.Query, context: HogQLContext) -> PrintedQuery:
    """Resolve, optimise and print a query without placeholders."""
    resolved = resolve(query, context)
    try:
        sql, parameters = print_plan(optimize(resolved.plan), context)
    except RecursionError as error:
        raise TooComplexError("The query is nested too deeply. Split it with WITH.").at(query.span) from error
    return PrintedQuery(sql=sql, parameters=parameters, resolved=resolved)


def print_plan(query: plan.Query, context: HogQLContext) -> tuple[str, dict[str, object]]:
    """SQL and parameters of a physical query."""
    printer = _Printer(context)
    return printer.query(query, "c"), printer.parameters.values


class _Printer:
    """Prints one query. `_prefixes` and `_overrides` belong to the SELECTs being printed, innermost last."""

    def __init__(self, context: HogQLContext) -> None:
        if type(context.team_id) is not int or context.team_id <= 0:
            raise InternalHogQLError("A query cannot be printed without a team.")
        self.parameters = Parameters(context.team_id)
        self._properties = PropertyPrinter(self.node, self.parameters.bind)
        self._prefixes: list[str] = []
        self._overrides: list[str | None] = []
        self._scans: list[plan.Scan | None] = []
        self._derived: set[int] = set()
        self._next_query = 0

    # Queries

    def query(self, query: plan.Query, prefix: str) -> str:
        """A query whose columns are called `<prefix>_0`, `<prefix>_1`, …"""
        if isinstance(query, plan.SelectSet):
            return self._set(query, prefix)
        self._prefixes.append(prefix)
        self._overrides.append(None)
        self._scans.append(query.source if isinstance(query.source, plan.Scan) else None)
        try:
            return self._select(query, prefix)
        finally:
            self._prefixes.pop()
            self._overrides.pop()
            self._scans.pop()

    def _set(self, query: plan.SelectSet, prefix: str) -> str:
        if query.order_by or query.limit is not None or query.offset is not None:
            raise InternalHogQLError("A set is ordered by a SELECT around it.")
        parts = [f"({self.query(query.first, prefix)})"]
        parts += [f"{operator} ({self.query(each, prefix)})" for operator, each in query.rest]
        return " ".join(parts)

    def _select(self, select: plan.Select, prefix: str) -> str:
        # FROM first, so that it is known which sources there are.
        source = "" if select.source is None else f"FROM {self._source(select.source)}"
        columns = ", ".join(f"{self.node(column)} AS {prefix}_{index}" for index, column in enumerate(select.columns))
        clauses = [
            f"SELECT {'DISTINCT ' if select.distinct else ''}{columns}",
            source,
            "" if select.array_join is None else self._array_join(select.array_join),
            *self._filters(select),
            self._group_by(select),
            self._clause("HAVING", select.having),
            self._windows(select),
            self._clause("QUALIFY", select.qualify),
            f"ORDER BY {self._order_list(select.order_by)}" if select.order_by else "",
            "" if select.limit_by is None else self._limit_by(select.limit_by),
            "" if select.limit is None else f"LIMIT {int(select.limit)}{' WITH TIES' if select.with_ties else ''}",
            "" if select.offset is None else f"OFFSET {int(select.offset)}",
        ]
        name = self._overrides[-1]
        scalars = "" if name is None else f"WITH ({self._overrides_query()}) AS {name} "
        return scalars + " ".join(clause for clause in clauses if clause)

    def _filters(self, select: plan.Select) -> list[str]:
        """PREWHERE and WHERE, the guard of a physical table before everything else."""
        scan, where = self._scans[-1], [self.node(node) for node in select.where]
        if scan is None:
            if select.prewhere:
                raise InternalHogQLError("Only a physical table can be filtered with PREWHERE.")
            return [f"WHERE {_and(where)}"] if where else []
        name = _source_name(scan.id)
        if scan.table.deleted_column is not None:
            where.insert(0, f"equals({name}.{scan.table.deleted_column}, 0)")
        where[1:1] = [self.node(node) for node in scan.where]
        early = [f"equals({name}.team_id, {_TEAM})", *(self.node(node) for node in select.prewhere)]
        return [f"PREWHERE {_and(early)}", *([f"WHERE {_and(where)}"] if where else [])]

    def _group_by(self, select: plan.Select) -> str:
        if not select.group_by:
            return ""
        if select.grouping is plan.Grouping.SETS:
            sets = ", ".join(f"({', '.join(self.node(key) for key in keys)})" for keys in select.group_by)
            return f"GROUP BY GROUPING SETS ({sets})"
        keys = ", ".join(self.node(key) for each in select.group_by for key in each)
        return f"GROUP BY {keys}" if select.grouping is plan.Grouping.PLAIN else f"GROUP BY {select.grouping}({keys})"

    def _array_join(self, clause: plan.ArrayJoin) -> str:
        items = ", ".join(
            f"{self.node(array)} AS j{int(number)}" for number, array in zip(clause.items, clause.arrays, strict=True)
        )
        return f"{'LEFT ' if clause.left else ''}ARRAY JOIN {items}"

    def _windows(self, select: plan.Select) -> str:
        if not select.windows:
            return ""
        windows = ", ".join(f"w{index} AS ({self._window(window)})" for index, window in enumerate(select.windows))
        return f"WINDOW {windows}"

    def _limit_by(self, clause: plan.LimitBy) -> str:
        offset = f" OFFSET {int(clause.offset)}" if clause.offset else ""
        return f"LIMIT {int(clause.count)}{offset} BY {', '.join(self.node(node) for node in clause.exprs)}"

    def _clause(self, word: str, node: plan.Node | None) -> str:
        return "" if node is None else f"{word} {self.node(node)}"

    def _order_list(self, items: tuple[plan.OrderBy, ...]) -> str:
        return ", ".join(
            f"{self.node(item.expr)} {item.order.value}{'' if item.nulls is None else f' NULLS {item.nulls.value}'}"
            for item in items
        )

    # Sources

    def _source(self, source: plan.Source) -> str:
        if isinstance(source, plan.Scan):
            if self._scans[-1] is not source:
                raise InternalHogQLError(f"The table {source.table.name} is not alone in its SELECT.")
            final = " FINAL" if source.table.final else ""
            return f"{_column_name(source.table.name)} AS {_source_name(source.id)}{final}"
        if isinstance(source, plan.Derived):
            self._derived.add(source.id)
            return f"({self.query(source.query, _output_prefix(source.id))}) AS {_source_name(source.id)}"
        if isinstance(source, plan.Numbers):
            return f"numbers({int(source.start)}, {int(source.count)}) AS {_source_name(source.id)}"
        return self._joined(source)

    def _joined(self, joined: plan.Joined) -> str:
        if isinstance(joined.right, plan.Joined):
            raise InternalHogQLError("A join on the right side of a join must be a subquery.")
        on = "" if joined.on is None else f" ON {self.node(joined.on)}"
        if not on and joined.kind is not ast.JoinKind.CROSS:
            raise InternalHogQLError(f"{joined.kind} needs a condition.")
        return f"{self._source(joined.left)} {joined.kind.value} {self._source(joined.right)}{on}"

    # Expressions

    def node(self, node: plan.Node) -> str:
        """Any expression."""
        method = _METHODS.get(type(node))
        if method is None:
            raise InternalHogQLError(f"{type(node).__name__} cannot be printed.")
        return method(self, node)

    def _list(self, nodes: tuple[plan.Node, ...]) -> str:
        return ", ".join(self.node(node) for node in nodes)

    def _param(self, node: plan.Param) -> str:
        if node.clickhouse_type == "Bool":
            return "true" if node.value is True else "false"
        return self.parameters.bind(node)

    def _number(self, node: plan.Number) -> str:
        if not math.isfinite(node.value):
            raise InternalHogQLError("A literal number must be finite.")
        return repr(node.value)

    def _word(self, node: plan.Word) -> str:
        return "'" + node.value.replace("\\", "\\\\").replace("'", "\\'") + "'"

    def _column(self, node: plan.Column) -> str:
        name = _source_name(node.source)
        scan = self._scans[-1]
        if scan is not None and scan.id == node.source:
            if node.name not in scan.table.columns:
                raise InternalHogQLError(f"{scan.table.name} has no column {node.name!r} that queries may read.")
            return f"{name}.{_column_name(node.name)}"
        if node.name == "number":
            return f"{name}.number"
        return f"{name}.{_output_prefix(node.source)}_{int(node.name.removeprefix('c'))}"

    def _person_id(self, node: plan.PersonId) -> str:
        """The override of the distinct id if there is one; without any, ClickHouse folds this to the plain column."""
        scan = self._scans[-1]
        if scan is None or scan.id != node.source:
            raise InternalHogQLError("The person of an event is looked up beside the events table.")
        if self._overrides[-1] is None:
            self._overrides[-1] = f"o{self._number_query()}"
        known, source = self._overrides[-1], _source_name(node.source)
        place = f"transform({source}.distinct_id, {known}.1, arrayEnumerate({known}.1), toUInt32(0))"
        moved = f"if(equals({place}, 0), {source}.person_id, arrayElement({known}.2, {place}))"
        return f"if(empty({known}.1), {source}.person_id, {moved})"

    def _overrides_query(self) -> str:
        number = -1_000_000 - self._number_query()
        ids = plan.Func("groupArray", (plan.Column(number, "distinct_id"),))
        persons = plan.Func("groupArray", (plan.Column(number, "person_id"),))
        select = plan.Select(columns=(plan.Func("tuple", (ids, persons)),), source=plan.Scan(number, OVERRIDES_TABLE))
        return self.query(select, f"q{self._number_query()}")

    def _func(self, node: plan.Func) -> str:
        if not registry.is_printable(node.name):
            raise InternalHogQLError(f"{node.name!r} is not a known function.")
        params = f"({self._list(node.params)})" if node.params else ""
        return f"{node.name}{params}({self._list(node.args)})"

    def _cast(self, node: plan.Cast) -> str:
        if not _CAST_TYPE.match(node.clickhouse_type):
            raise InternalHogQLError(f"{node.clickhouse_type!r} is not a type.")
        name = "accurateCastOrNull" if node.safe else "CAST"
        return f"{name}({self.node(node.expr)}, {self._word(plan.Word(node.clickhouse_type))})"

    def _limited(self, node: plan.Limited) -> str:
        # throwIf gives 0 when it does not throw, and stands inside so that it is computed for the same rows.
        check = f"greater({self.node(node.amount)}, {int(node.limit)})"
        return f"plus({self.node(node.expr)}, throwIf({check}, {self._word(plan.Word(node.message))}))"

    def _lambda(self, node: plan.Lambda) -> str:
        return f"({', '.join(f'x{int(number)}' for number in node.args)}) -> {self.node(node.body)}"

    def _subquery(self, node: plan.Subquery) -> str:
        return f"({self.query(node.query, f'q{self._number_query()}')})"

    def _window_func(self, node: plan.WindowFunc) -> str:
        if not registry.is_printable(node.name):
            raise InternalHogQLError(f"{node.name!r} is not a known function.")
        params = f"({self._list(node.params)})" if node.params else ""
        over = f"w{node.over}" if isinstance(node.over, int) else f"({self._window(node.over)})"
        return f"{node.name}{params}({self._list(node.args)}) OVER {over}"

    def _window(self, window: plan.Window) -> str:
        parts = []
        if window.partition_by:
            parts.append(f"PARTITION BY {self._list(window.partition_by)}")
        if window.order_by:
            parts.append(f"ORDER BY {self._order_list(window.order_by)}")
        if window.frame is not None:
            parts.append(_frame(window.frame))
        return " ".join(parts)

    def _number_query(self) -> int:
        self._next_query += 1
        return self._next_query


def _and(conditions: list[str]) -> str:
    return conditions[0] if len(conditions) == 1 else f"and({', '.join(conditions)})"


def _frame(frame: ast.Frame) -> str:
    if frame.end is None:
        return f"{frame.method.value} {_bound(frame.start)}"
    return f"{frame.method.value} BETWEEN {_bound(frame.start)} AND {_bound(frame.end)}"


def _bound(bound: ast.FrameBound) -> str:
    if bound.kind is ast.FrameBoundKind.CURRENT_ROW:
        return "CURRENT ROW"
    return f"{'UNBOUNDED' if bound.offset is None else int(bound.offset)} {bound.kind.value}"


def _source_name(number: int) -> str:
    return f"t{number}" if number >= 0 else f"g{-number}"


def _output_prefix(number: int) -> str:
    return f"c{number}" if number >= 0 else f"d{-number}"


def _column_name(name: str) -> str:
    if not _COLUMN.match(name):
        raise InternalHogQLError(f"{name!r} is not the name of a column or table.")
    return name


_METHODS: dict[type[plan.Node], Callable[[_Printer, Any], str]] = {
    plan.Param: _Printer._param,
    plan.Null: lambda _printer, _node: "NULL",
    plan.Integer: lambda _printer, node: str(int(node.value)),
    plan.Number: _Printer._number,
    plan.Word: _Printer._word,
    plan.Column: _Printer._column,
    plan.Property: lambda printer, node: printer._properties.print(node),
    plan.PersonId: _Printer._person_id,
    plan.Func: _Printer._func,
    plan.Cast: _Printer._cast,
    plan.LambdaArg: lambda _printer, node: f"x{int(node.index)}",
    plan.Lambda: _Printer._lambda,
    plan.Limited: _Printer._limited,
    plan.AliasRef: lambda printer, node: f"{printer._prefixes[-1]}_{int(node.index)}",
    plan.ArrayItem: lambda _printer, node: f"j{int(node.index)}",
    plan.Subquery: _Printer._subquery,
    plan.WindowFunc: _Printer._window_func,
}
