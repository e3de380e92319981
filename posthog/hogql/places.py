"""Finds the place in a query that ClickHouse complains about, by the name of the function it tells."""

from posthog.hogql import ast
from posthog.hogql.ast import ArithmeticOp, CompareOp
from posthog.hogql.functions import internal, registry
from posthog.hogql.visitor import walk

_ARITHMETIC = {
    ArithmeticOp.ADD: "plus",
    ArithmeticOp.SUBTRACT: "minus",
    ArithmeticOp.MULTIPLY: "multiply",
    ArithmeticOp.DIVIDE: "divide",
    ArithmeticOp.MODULO: "modulo",
}
_COMPARISONS = {
    CompareOp.EQ: "equals",
    CompareOp.NOT_EQ: "notequals",
    CompareOp.LT: "less",
    CompareOp.LT_EQ: "lessorequals",
    CompareOp.GT: "greater",
    CompareOp.GT_EQ: "greaterorequals",
    CompareOp.LIKE: "like",
    CompareOp.NOT_LIKE: "notlike",
    CompareOp.ILIKE: "ilike",
    CompareOp.NOT_ILIKE: "notilike",
    CompareOp.IN: "in",
    CompareOp.NOT_IN: "notin",
}
_OPERATORS: dict[type[ast.AST], str] = {
    ast.And: "and",
    ast.Or: "or",
    ast.Not: "not",
    ast.Array: "array",
    ast.ArrayAccess: "arrayelement",
    ast.ArraySlice: "arrayslice",
    ast.Cast: "cast",
}
# What the resolver writes of its own accord as well, so that one place in the query may not be the place.
_WRITTEN_BY_US = frozenset(name.lower() for name in internal.TOTAL | internal.PARTIAL)


def place_of(function: str, tree: ast.Query, sql: str) -> ast.Span | None:
    """Where the query uses the ClickHouse function; None when it does so several times, or perhaps not by itself."""
    name = function.lower()
    if name in _WRITTEN_BY_US and sql.lower().count(f"{name}(") != 1:
        return None
    places = [node.span for node in walk(tree) if name in _names(node)]
    return places[0] if len(places) == 1 else None


def _names(node: ast.AST) -> tuple[str, ...]:
    """What ClickHouse may call what the node becomes, in lower case."""
    if isinstance(node, ast.Call | ast.WindowCall):
        known = registry.find(node.name)
        return (node.name.lower(), "" if known is None else known.clickhouse.lower())
    if isinstance(node, ast.Arithmetic):
        return (_ARITHMETIC[node.op],)
    if isinstance(node, ast.Compare):
        return (_COMPARISONS.get(node.op, ""),)
    return (_OPERATORS.get(type(node), ""),)
