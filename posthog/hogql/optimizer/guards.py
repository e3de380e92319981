"""Takes away guards against NULL where a filter treats NULL as false anyway.

`ifNull(a = b, false)` in WHERE is `a = b`, which can use an index and, in ON, a hash table. Also splits AND into
separate conditions, which later steps move one by one.
"""

from dataclasses import replace
from typing import Any

from posthog.hogql import plan, planning


def relax_guards(query: plan.Query) -> plan.Query:
    """The query with filters, conditions of joins and of `if` freed from needless guards."""
    return planning.rewrite(query, _relax_part)


def _relax_part(part: Any) -> Any:
    if isinstance(part, plan.Select):
        return replace(
            part,
            where=tuple(each for node in part.where for each in conditions(relaxed(node))),
            having=None if part.having is None else relaxed(part.having),
            qualify=None if part.qualify is None else relaxed(part.qualify),
        )
    if isinstance(part, plan.Joined) and part.on is not None:
        return replace(part, on=relaxed(part.on))
    if isinstance(part, plan.Func):
        return _relax_function(part)
    return part


def _relax_function(node: plan.Func) -> plan.Func:
    if node.name in ("if", "multiIf"):
        last = len(node.args) - 1
        args = tuple(relaxed(arg) if index % 2 == 0 and index < last else arg for index, arg in enumerate(node.args))
        return replace(node, args=args)
    if node.name.endswith("If") and len(node.args) > 0:
        return replace(node, args=(*node.args[:-1], relaxed(node.args[-1])))
    return node


def relaxed(node: plan.Node) -> plan.Node:
    """The condition, possibly NULL where it was false before."""
    if not isinstance(node, plan.Func):
        return node
    if node.name == "ifNull" and node.args[1] == plan.FALSE:
        return relaxed(node.args[0])
    if node.name in ("and", "or"):
        return replace(node, args=tuple(relaxed(arg) for arg in node.args))
    return node


def conditions(node: plan.Node) -> tuple[plan.Node, ...]:
    """The conditions that `node` combines with AND; none for a condition that is always true."""
    if node == plan.TRUE:
        return ()
    if isinstance(node, plan.Func) and node.name == "and":
        return tuple(each for arg in node.args for each in conditions(arg))
    return (node,)
