"""Syntax tree back to HogQL text, for people and for round trips: parsing the text gives the same tree again."""

import math
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from posthog.hogql import ast
from posthog.hogql.errors import InternalHogQLError
from posthog.hogql.hogql_printer.names import quote_function_name, quote_name, quote_text

_ATOMS = (
    ast.Field,
    ast.Call,
    ast.Array,
    ast.Tuple,
    ast.Dict,
    ast.Cast,
    ast.ArrayAccess,
    ast.ArraySlice,
    ast.Placeholder,
    ast.Star,
)
_JOIN_TEXT = {ast.JoinKind.ASOF_INNER: "ASOF JOIN", ast.JoinKind.ASOF_LEFT: "ASOF LEFT JOIN"}


def print_hogql(node: ast.Expr) -> str:
    """The text of a query or an expression, on one line."""
    return _print(node)


def print_order_expr(item: ast.OrderExpr) -> str:
    """The text of one item of ORDER BY."""
    nulls = "" if item.nulls is None else f" NULLS {item.nulls}"
    return f"{_operand(item.expr)} {item.order}{nulls}"


def _print(node: ast.Expr) -> str:
    method = _METHODS.get(type(node))
    if method is None:
        raise InternalHogQLError(f"{type(node).__name__} has no text.")
    return method(node)


def _join(nodes: Iterable[ast.Expr]) -> str:
    return ", ".join(_print(node) for node in nodes)


def _operand(node: ast.Expr) -> str:
    """The node where an operator could tear it apart: in parentheses unless it cannot be torn."""
    if isinstance(node, ast.SelectQuery | ast.SelectSetQuery):
        return f"({_print(node)})"
    if isinstance(node, ast.Constant):
        text = _print(node)
        return f"({text})" if text.startswith("-") else text
    return _print(node) if isinstance(node, _ATOMS) else f"({_print(node)})"


def _accessed(node: ast.Expr) -> str:
    """What is in front of a point or a bracket: `0.1` would be a number."""
    return f"({_print(node)})" if isinstance(node, ast.Constant) else _operand(node)


def _argument(node: ast.Expr) -> str:
    return f"({_print(node)})" if isinstance(node, ast.SelectQuery | ast.SelectSetQuery) else _print(node)


def _arguments(nodes: Iterable[ast.Expr]) -> str:
    return ", ".join(_argument(node) for node in nodes)


def _constant(node: ast.Constant) -> str:
    value = node.value
    for kind, write in _CONSTANTS:
        if isinstance(value, kind):
            return write(value)
    raise InternalHogQLError(f"{type(value).__name__} is not a constant.")


def _float(value: float) -> str:
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return repr(value)


_CONSTANTS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (type(None), lambda _: "NULL"),
    (bool, lambda value: "true" if value else "false"),
    (int, str),
    (float, _float),
    (str, quote_text),
    (datetime, lambda value: f"toDateTime({quote_text(value.isoformat())})"),
    (date, lambda value: f"toDate({quote_text(value.isoformat())})"),
    (UUID, lambda value: f"toUUID({quote_text(str(value))})"),
    (Decimal, lambda value: f"CAST({quote_text(str(value))} AS decimal)"),
)


def _field(node: ast.Field) -> str:
    return ".".join(quote_name(name) for name in node.chain)


def _star(node: ast.Star) -> str:
    prefix = "".join(f"{quote_name(name)}." for name in node.table)
    exclude = f" EXCLUDE ({', '.join(quote_name(name) for name in node.exclude)})" if node.exclude else ""
    return f"{prefix}*{exclude}"


def _columns(node: ast.Columns) -> str:
    return f"COLUMNS({quote_text(node.regex) if node.regex is not None else _join(node.columns)})"


def _alias(node: ast.Alias) -> str:
    return f"{_operand(node.expr)} AS {quote_name(node.alias)}"


def _call(node: ast.Call) -> str:
    params = "" if node.params is None else f"({_arguments(node.params)})"
    distinct = "DISTINCT " if node.distinct else ""
    order = f" ORDER BY {_order_list(node.order_by)}" if node.order_by else ""
    filtered = "" if node.filter is None else f" FILTER (WHERE {_print(node.filter)})"
    return f"{quote_function_name(node.name)}{params}({distinct}{_arguments(node.args)}{order}){filtered}"


def _binary(node: ast.Arithmetic | ast.Compare) -> str:
    operator = "=" if node.op is ast.CompareOp.EQ else node.op.value.upper()
    return f"{_operand(node.left)} {operator} {_operand(node.right)}"


def _and(node: ast.And) -> str:
    return " AND ".join(_operand(each) for each in node.exprs) if len(node.exprs) > 1 else _few(node.exprs, "true")


def _or(node: ast.Or) -> str:
    return " OR ".join(_operand(each) for each in node.exprs) if len(node.exprs) > 1 else _few(node.exprs, "false")


def _few(exprs: tuple[ast.Expr, ...], empty: str) -> str:
    return _print(exprs[0]) if exprs else empty


def _between(node: ast.Between) -> str:
    negated = "NOT " if node.negated else ""
    return f"{_operand(node.expr)} {negated}BETWEEN {_operand(node.low)} AND {_operand(node.high)}"


def _lambda(node: ast.Lambda) -> str:
    names = ", ".join(quote_name(name) for name in node.args)
    # Without parentheses `[a, x -> y]` would be one lambda of two arguments.
    return f"({names}) -> {_operand(node.body)}"


def _tuple(node: ast.Tuple) -> str:
    if not node.items:
        return "tuple()"
    return f"({_arguments(node.items)}{',' if len(node.items) == 1 else ''})"


def _dict(node: ast.Dict) -> str:
    return "{" + ", ".join(f"{_argument(key)}: {_argument(value)}" for key, value in node.items) + "}"


def _access(node: ast.ArrayAccess) -> str:
    return f"{_accessed(node.array)}{'?.' if node.nullish else ''}[{_argument(node.key)}]"


def _slice(node: ast.ArraySlice) -> str:
    start, end = ("" if each is None else _argument(each) for each in (node.start, node.end))
    return f"{_accessed(node.array)}[{start}:{end}]"


def _tuple_access(node: ast.TupleAccess) -> str:
    return f"{_accessed(node.value)}{'?' if node.nullish else ''}.{node.index}"


def _cast(node: ast.Cast) -> str:
    return f"{'TRY_CAST' if node.safe else 'CAST'}({_argument(node.expr)} AS {node.type_name})"


def _window_call(node: ast.WindowCall) -> str:
    params = "" if node.params is None else f"({_arguments(node.params)})"
    over = quote_name(node.over) if isinstance(node.over, str) else f"({_window(node.over)})"
    return f"{quote_function_name(node.name)}{params}({_arguments(node.args)}) OVER {over}"


def _window(window: ast.Window) -> str:
    parts = []
    if window.partition_by:
        parts.append(f"PARTITION BY {_arguments(window.partition_by)}")
    if window.order_by:
        parts.append(f"ORDER BY {_order_list(window.order_by)}")
    if window.frame is not None:
        parts.append(_frame(window.frame))
    return " ".join(parts)


def _frame(frame: ast.Frame) -> str:
    if frame.end is None:
        return f"{frame.method} {_bound(frame.start)}"
    return f"{frame.method} BETWEEN {_bound(frame.start)} AND {_bound(frame.end)}"


def _bound(bound: ast.FrameBound) -> str:
    if bound.kind is ast.FrameBoundKind.CURRENT_ROW:
        return "CURRENT ROW"
    return f"{'UNBOUNDED' if bound.offset is None else bound.offset} {bound.kind}"


def _order_list(items: Iterable[ast.OrderExpr]) -> str:
    return ", ".join(print_order_expr(item) for item in items)


def _select(query: ast.SelectQuery) -> str:
    clauses = [
        _with(query.ctes),
        f"SELECT {'DISTINCT ' if query.distinct else ''}{_arguments(query.select)}",
        "" if query.select_from is None else f"FROM {_from(query.select_from)}",
        "" if query.array_join is None else _array_join(query.array_join),
        _clause("PREWHERE", query.prewhere),
        _clause("WHERE", query.where),
        _group_by(query),
        _clause("HAVING", query.having),
        _windows(query),
        _clause("QUALIFY", query.qualify),
        f"ORDER BY {_order_list(query.order_by)}" if query.order_by else "",
        "" if query.limit_by is None else _limit_by(query.limit_by),
        _clause("LIMIT", query.limit) + (" WITH TIES" if query.limit_with_ties else ""),
        _clause("OFFSET", query.offset),
    ]
    return " ".join(clause for clause in clauses if clause)


def _clause(word: str, expr: ast.Expr | None) -> str:
    return "" if expr is None else f"{word} {_operand(expr)}"


def _with(ctes: tuple[ast.CTE, ...]) -> str:
    return f"WITH {', '.join(_cte(cte) for cte in ctes)}" if ctes else ""


def _cte(cte: ast.CTE) -> str:
    if not cte.is_query:
        return f"{_operand(cte.expr)} AS {quote_name(cte.name)}"
    columns = f"({', '.join(quote_name(name) for name in cte.columns)})" if cte.columns else ""
    return f"{quote_name(cte.name)}{columns} AS ({_print(cte.expr)})"


def _windows(query: ast.SelectQuery) -> str:
    if not query.windows:
        return ""
    return "WINDOW " + ", ".join(f"{quote_name(name)} AS ({_window(window)})" for name, window in query.windows)


def _group_by(query: ast.SelectQuery) -> str:
    if query.group_by_mode is ast.GroupByMode.ALL:
        return "GROUP BY ALL"
    if not query.group_by:
        return ""
    keys = ", ".join(
        f"({_arguments(key.exprs)})" if isinstance(key, ast.GroupingSet) else _argument(key) for key in query.group_by
    )
    if query.group_by_mode is ast.GroupByMode.PLAIN:
        return f"GROUP BY {keys}"
    return f"GROUP BY {query.group_by_mode.value.replace('_', ' ').upper()} ({keys})"


def _limit_by(clause: ast.LimitBy) -> str:
    offset = "" if clause.offset is None else f" OFFSET {_operand(clause.offset)}"
    return f"LIMIT {_operand(clause.count)}{offset} BY {_arguments(clause.exprs)}"


def _array_join(clause: ast.ArrayJoin) -> str:
    return f"{'LEFT ' if clause.left else ''}ARRAY JOIN {_join(clause.arrays)}"


def _from(clause: ast.From) -> str:
    return " ".join([_table(clause.table), *(_join_clause(join) for join in clause.joins)])


def _join_clause(join: ast.Join) -> str:
    text = f"{_JOIN_TEXT.get(join.kind, join.kind.value)} {_table(join.table)}"
    if join.using:
        return f"{text} USING ({', '.join(quote_name(name) for name in join.using)})"
    return text if join.on is None else f"{text} ON {_operand(join.on)}"


def _table(table: ast.Table) -> str:
    text = _argument(table.source)
    if table.args is not None:
        text += f"({_arguments(table.args)})"
    if table.alias is not None:
        text += f" AS {quote_name(table.alias)}"
    if table.column_aliases:
        text += f"({', '.join(quote_name(name) for name in table.column_aliases)})"
    if table.final:
        text += " FINAL"
    if table.sample is not None:
        offset = "" if table.sample.offset is None else f" OFFSET {table.sample.offset!r}"
        text += f" SAMPLE {table.sample.ratio!r}{offset}"
    return text


def _set(query: ast.SelectSetQuery) -> str:
    parts = [_with(query.ctes), f"({_print(query.first)})"]
    parts += [f"{operation.operator} ({_print(operation.query)})" for operation in query.rest]
    if query.order_by:
        parts.append(f"ORDER BY {_order_list(query.order_by)}")
    parts += [_clause("LIMIT", query.limit), _clause("OFFSET", query.offset)]
    return " ".join(part for part in parts if part)


_METHODS: dict[type[ast.Expr], Callable[[Any], str]] = {
    ast.Constant: _constant,
    ast.Field: _field,
    ast.Star: _star,
    ast.Columns: _columns,
    ast.Alias: _alias,
    ast.Call: _call,
    ast.Arithmetic: _binary,
    ast.Compare: _binary,
    ast.And: _and,
    ast.Or: _or,
    ast.Not: lambda node: f"NOT ({_print(node.expr)})",
    ast.Between: _between,
    ast.Lambda: _lambda,
    ast.Array: lambda node: f"[{_arguments(node.items)}]",
    ast.Tuple: _tuple,
    ast.Dict: _dict,
    ast.ArrayAccess: _access,
    ast.ArraySlice: _slice,
    ast.TupleAccess: _tuple_access,
    ast.Cast: _cast,
    ast.Placeholder: lambda node: "{" + _print(node.expr) + "}",
    ast.WindowCall: _window_call,
    ast.SelectQuery: _select,
    ast.SelectSetQuery: _set,
}
