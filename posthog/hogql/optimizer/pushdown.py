"""Reads properties where the table is, instead of carrying whole JSON columns out of subqueries.

`SELECT p.properties.x FROM (SELECT properties FROM events) AS p` becomes a subquery that gives the one property.
"""

from dataclasses import replace
from typing import Any

from posthog.hogql import plan, planning
from posthog.hogql.types import Kind


def push_properties_down(query: plan.Query) -> plan.Query:
    """The query with each property read as far inside as possible."""
    if isinstance(query, plan.Select):
        query = _push_from(query)
    # Outermost first, so that what was pushed into a subquery is pushed further in its turn.
    return planning.rebuild(query, _descend)


def _descend(part: Any) -> Any:
    if isinstance(part, plan.Select | plan.SelectSet):
        return push_properties_down(part)
    return planning.rebuild(part, _descend)


def _push_from(select: plan.Select) -> plan.Select:
    if select.source is None:
        return select
    pushed: dict[tuple[int, plan.Property], plan.Column] = {}
    grown: dict[int, plan.Derived] = {}
    for derived in _open_subqueries(select.source):
        extra: list[plan.Node] = []
        for wanted in _properties_of(select, derived):
            inner = _inside(derived, wanted)
            name = f"c{len(_columns(derived)) + len(extra)}"
            pushed[derived.id, wanted] = plan.Column(derived.id, name, type=wanted.type)
            extra.append(inner)
        if extra and isinstance(derived.query, plan.Select):
            grown[derived.id] = replace(derived, query=replace(derived.query, columns=(*derived.query.columns, *extra)))
    if not pushed:
        return select
    return _replace(select, pushed, grown)


def _open_subqueries(source: plan.Source) -> list[plan.Derived]:
    """Subqueries that give one row for each row they read, so that a column more changes nothing."""
    if isinstance(source, plan.Joined):
        return [*_open_subqueries(source.left), *_open_subqueries(source.right)]
    if isinstance(source, plan.Derived) and isinstance(source.query, plan.Select) and _is_open(source.query):
        return [source]
    return []


def _is_open(select: plan.Select) -> bool:
    if select.distinct or select.group_by or select.having is not None:
        return False
    return not any(planning.contains_aggregate(column) for column in select.columns)


def _properties_of(select: plan.Select, derived: plan.Derived) -> list[plan.Property]:
    found: dict[plan.Property, None] = {}
    for part in planning.walk(select):
        if isinstance(part, plan.Property) and _reads(part, derived):
            found[part] = None
    return list(found)


def _reads(wanted: plan.Property, derived: plan.Derived) -> bool:
    base = wanted.base
    return (
        isinstance(base, plan.Column) and base.source == derived.id and isinstance(_origin(derived, base), plan.Column)
    )


def _origin(derived: plan.Derived, column: plan.Column) -> plan.Node | None:
    origin = _columns(derived)[int(column.name[1:])]
    return origin if origin.type.kind is Kind.JSON else None


def _columns(derived: plan.Derived) -> tuple[plan.Node, ...]:
    return derived.query.columns if isinstance(derived.query, plan.Select) else ()


def _inside(derived: plan.Derived, wanted: plan.Property) -> plan.Node:
    base = wanted.base
    origin = _origin(derived, base) if isinstance(base, plan.Column) else None
    return wanted if origin is None else replace(wanted, base=origin)


def _replace(
    select: plan.Select, pushed: dict[tuple[int, plan.Property], plan.Column], grown: dict[int, plan.Derived]
) -> plan.Select:
    def change(part: Any) -> Any:
        if isinstance(part, plan.Property) and isinstance(part.base, plan.Column):
            column = pushed.get((part.base.source, part))
            if column is not None:
                return column
        if isinstance(part, plan.Derived):
            return grown.get(part.id, part)
        if isinstance(part, planning.QUERIES):
            return part
        return planning.rebuild(part, change)

    return planning.rebuild(select, change)
