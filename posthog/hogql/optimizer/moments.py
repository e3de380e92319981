"""Compares moments as they are stored, in UTC, instead of turning each into the team's zone first.

The comparison is the same, and the plain column can use the primary key. Keys of groups and orders likewise: whoever
shows such a column turns it into the zone again.
"""

from dataclasses import replace
from typing import Any

from posthog.hogql import plan, planning
from posthog.hogql.types import Kind

_COMPARISONS = frozenset(
    {"equals", "notEquals", "less", "lessOrEquals", "greater", "greaterOrEquals", "in", "notIn", "isNotDistinctFrom"}
)


def compare_stored_moments(query: plan.Query) -> plan.Query:
    """The query without needless changes of zone."""
    return planning.rewrite(query, _bare_part)


def _bare_part(part: Any) -> Any:
    if isinstance(part, plan.Func) and part.name in _COMPARISONS and _is_between_moments(part):
        return replace(part, args=tuple(_bare(arg) for arg in part.args))
    if isinstance(part, plan.Select):
        return replace(
            part,
            group_by=tuple(tuple(_bare(key) for key in keys) for keys in part.group_by),
            order_by=tuple(replace(item, expr=_bare(item.expr)) for item in part.order_by),
        )
    return part


def _is_between_moments(node: plan.Func) -> bool:
    # A day on the other side begins in the zone of this one, so the zone must stay.
    return all(arg.type.kind in (Kind.DATETIME, Kind.UNKNOWN, Kind.NULL) for arg in node.args)


def _bare(node: plan.Node) -> plan.Node:
    if isinstance(node, plan.Func) and node.name == "toTimeZone" and node.args[0].type.stored:
        return node.args[0]
    return node
