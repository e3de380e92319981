"""What AND, OR and IF are made of."""

from collections.abc import Sequence

from posthog.hogql import plan, types
from posthog.hogql.plan import Read
from posthog.hogql.resolver.constants import read_as


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


def modulo(left: plan.Node, right: plan.Node) -> plan.Node:
    """The remainder; NULL when divided by zero, where ClickHouse would stop the query."""
    if isinstance(right, plan.Param) and right.value:
        return plan.Func("modulo", (left, right), type=left.type)
    return plan.Func("moduloOrNull", (left, right), type=left.type.or_null())
