"""Replaces `{name}` and `{name.part}` by values or trees, before anything else looks at a query."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from posthog.hogql import ast
from posthog.hogql.errors import QueryError, ResolutionError
from posthog.hogql.visitor import rebuild, walk

PlaceholderValue = ast.Expr | ast.ConstantValue | list["PlaceholderValue"] | Mapping[str, "PlaceholderValue"]
Placeholders = Mapping[str, PlaceholderValue]

_CONSTANTS = (bool, int, float, str, date, datetime, UUID, Decimal, type(None))


def names_in(node: ast.AST) -> frozenset[str]:
    """The placeholders a tree holds, with dots: `filters`, `variables.plan`."""
    return frozenset(_name_of(each) for each in walk(node) if isinstance(each, ast.Placeholder))


def replace_placeholders(node: ast.Query, values: Placeholders) -> ast.Query:
    """The query with each placeholder replaced. Raises ResolutionError for one that has no value."""
    result = _replace(node, values)
    if not isinstance(result, ast.SelectQuery | ast.SelectSetQuery):
        raise QueryError("A placeholder cannot stand for a whole query here.").at(node.span)
    return result


def _replace(node: ast.AST, values: Placeholders) -> ast.AST:
    if isinstance(node, ast.Placeholder):
        return _value_of(node, values)
    return rebuild(node, lambda child: _replace(child, values))


def _name_of(node: ast.Placeholder) -> str:
    if not isinstance(node.expr, ast.Field):
        raise QueryError("Braces hold the name of a placeholder, as in {filters}.").at(node.span)
    return ".".join(node.expr.chain)


def _value_of(node: ast.Placeholder, values: Placeholders) -> ast.Expr:
    name = _name_of(node)
    found: PlaceholderValue | Placeholders = values
    for part in name.split("."):
        if not isinstance(found, Mapping) or part not in found:
            known = ", ".join(f"{{{each}}}" for each in sorted(values)) or "none"
            raise ResolutionError(f"No value for the placeholder {{{name}}}. Known ones: {known}.").at(node.span)
        found = found[part]
    return _to_expr(found, name, node.span)


def _to_expr(value: PlaceholderValue, name: str, span: ast.Span | None) -> ast.Expr:
    if isinstance(value, ast.Expr):
        return value
    if isinstance(value, _CONSTANTS):
        return ast.Constant(value, span=span)
    if isinstance(value, list):
        return ast.Tuple(tuple(_to_expr(item, name, span) for item in value), span=span)
    raise QueryError(f"The placeholder {{{name}}} stands for several values; name one of them.").at(span)
