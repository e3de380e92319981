"""What AND, OR and IF are made of."""

from collections.abc import Sequence

from posthog.hogql import ast, plan, types
from posthog.hogql.errors import QueryError
from posthog.hogql.plan import Read
from posthog.hogql.resolver.constants import read_as
from posthog.hogql.types import Kind

# What may still be a number. Booleans need nothing done, and NULL is false wherever it stands.
_PERHAPS_NUMBERS = (Kind.INTEGER, Kind.FLOAT, Kind.UNKNOWN)


def combine(name: str, nodes: Sequence[plan.Node]) -> plan.Node:
    """AND or OR of any number of conditions."""
    conditions = tuple(as_condition(node) for node in nodes)
    if not conditions:
        return plan.TRUE if name == "and" else plan.FALSE
    if len(conditions) == 1:
        return conditions[0]
    return plan.Func(name, conditions, type=types.BOOLEAN.or_null(any(node.type.nullable for node in conditions)))


def as_condition(node: plan.Node) -> plan.Node:
    """A property where a condition is wanted is read as a boolean, unless it is a number."""
    return read_as(node, Read.BOOLEAN) if isinstance(node, plan.Property) and node.read is Read.TEXT else node


def as_boolean(node: plan.Node, of: str, span: ast.Span | None) -> plan.Node:
    """A condition for functions that, unlike WHERE, take no number: a number is true unless it is 0.

    `of` is what the condition belongs to and `span` where it stands, for the error about a value that is neither.
    """
    node = as_condition(node)
    kind = node.type.kind
    if kind in (Kind.BOOLEAN, Kind.NULL):
        return node
    if kind not in _PERHAPS_NUMBERS:
        raise QueryError(
            f"A condition of {of} is true, false or a number, and this is {kind.value}. Compare it with something."
        ).at(span)
    zero = plan.Param(0, "Int64", type=types.INTEGER)
    return plan.Func("notEquals", (node, zero), type=types.BOOLEAN.or_null(node.type.nullable))


def modulo(left: plan.Node, right: plan.Node) -> plan.Node:
    """The remainder; NULL when divided by zero, where ClickHouse would stop the query."""
    if isinstance(right, plan.Param) and right.value:
        return plan.Func("modulo", (left, right), type=left.type)
    return plan.Func("moduloOrNull", (left, right), type=left.type.or_null())
