"""Puts every physical table that is joined into a SELECT of its own, which reads only what is needed of it.

The printer guards a table by the filter of its SELECT, so it wants each table alone in one. Filters that concern a
single table move in with it where the kind of join allows, so that its indexes are used.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from posthog.hogql import plan, planning
from posthog.hogql.ast import JoinKind

# Kinds of join after which a filter on the left or the right side may as well come before.
_FILTERS_LEFT = frozenset(
    {
        JoinKind.INNER,
        JoinKind.ALL_INNER,
        JoinKind.CROSS,
        JoinKind.LEFT,
        JoinKind.ALL_LEFT,
        JoinKind.ANY_LEFT,
        JoinKind.SEMI_LEFT,
        JoinKind.ANTI_LEFT,
        JoinKind.ASOF_LEFT,
    }
)
_FILTERS_RIGHT = frozenset({JoinKind.INNER, JoinKind.ALL_INNER, JoinKind.CROSS, JoinKind.RIGHT, JoinKind.ALL_RIGHT})


def isolate_tables(query: plan.Query) -> plan.Query:
    """The query with no physical table beside another source."""
    return planning.rewrite(query, lambda part: _isolate(part) if isinstance(part, plan.Select) else part)


@dataclass(slots=True)
class _Group:
    """Sources that become one subquery: a single table, or tables joined on the right of a join."""

    source: plan.Source
    id: int
    members: frozenset[int]
    columns: list[plan.Node] = field(default_factory=list)
    where: list[plan.Node] = field(default_factory=list)

    def column(self, node: plan.Node) -> plan.Column:
        """The output that holds `node`, added if it is new."""
        if node not in self.columns:
            self.columns.append(node)
        return plan.Column(self.id, f"c{self.columns.index(node)}", type=node.type)

    def derived(self) -> plan.Derived:
        select = plan.Select(columns=tuple(self.columns) or (plan.TRUE,), source=self.source, where=tuple(self.where))
        return plan.Derived(self.id, _isolate(select))


def _isolate(select: plan.Select) -> plan.Select:
    if not isinstance(select.source, plan.Joined):
        return select
    groups = _groups(select.source)
    if not groups:
        return select
    by_source = {member: group for group in groups for member in group.members}
    kept = []
    movable = _movable(select.source)
    for condition in select.where:
        group = _only_group(condition, by_source)
        if group is not None and group.id in movable and not _is_tied(condition):
            group.where.append(condition)
        else:
            kept.append(condition)
    moved = replace(select, where=tuple(kept))
    rewired = planning.rebuild(moved, lambda part: _rewire(part, by_source, {group.id: group for group in groups}))
    derived = {group.id: group.derived() for group in groups}
    return planning.rebuild(rewired, lambda part: _replace_sources(part, derived))


def _groups(source: plan.Source, *, right: bool = False) -> list[_Group]:
    if isinstance(source, plan.Scan):
        return [_Group(source, source.id, frozenset({source.id}))]
    if not isinstance(source, plan.Joined):
        return []
    if right:
        members = frozenset(part.id for part in planning.walk(source) if _is_source(part))
        return [_Group(source, -1 - min(members), members)]
    return [*_groups(source.left), *_groups(source.right, right=True)]


def _is_source(part: object) -> bool:
    return isinstance(part, plan.Scan | plan.Derived | plan.Numbers)


def _movable(source: plan.Source) -> frozenset[int]:
    """The groups whose filters may move into them."""
    if isinstance(source, plan.Joined):
        left = _movable(source.left) if source.kind in _FILTERS_LEFT else frozenset()
        right = _group_ids(source.right) if source.kind in _FILTERS_RIGHT else frozenset()
        return left | right
    return _group_ids(source)


def _group_ids(source: plan.Source) -> frozenset[int]:
    return frozenset(group.id for group in _groups(source, right=True))


def _only_group(condition: plan.Node, by_source: dict[int, _Group]) -> _Group | None:
    sources = planning.sources_of(condition)
    groups = {by_source[source].id for source in sources if source in by_source}
    if len(groups) != 1 or any(source not in by_source for source in sources):
        return None
    return by_source[next(iter(sources))]


def _is_tied(condition: plan.Node) -> bool:
    """Whether the condition needs names of this very SELECT."""
    return any(isinstance(part, plan.AliasRef | plan.ArrayItem | plan.WindowFunc) for part in planning.walk(condition))


def _rewire(part: Any, by_source: dict[int, _Group], by_id: dict[int, _Group]) -> Any:
    """`part` reading outputs of the subqueries instead of columns of the tables in them."""
    if isinstance(part, (*planning.QUERIES, plan.Scan)):
        return part
    if isinstance(part, plan.Joined):
        return _rewire_join(part, by_source, by_id)
    group = by_source.get(_source_of(part))
    if group is not None:
        return group.column(part)
    return planning.rebuild(part, lambda child: _rewire(child, by_source, by_id))


def _rewire_join(part: plan.Joined, by_source: dict[int, _Group], by_id: dict[int, _Group]) -> plan.Joined:
    # What lies inside a group keeps reading the tables themselves.
    left = part.left if not isinstance(part.left, plan.Joined) else _rewire_join(part.left, by_source, by_id)
    on = None if part.on is None else _rewire(part.on, by_source, by_id)
    return replace(part, left=left, on=on)


def _source_of(part: Any) -> int:
    """The source that a whole value is read from: a column, a property of one, or the person behind an event."""
    if isinstance(part, plan.Column | plan.PersonId):
        return part.source
    if isinstance(part, plan.Property) and isinstance(part.base, plan.Column):
        return part.base.source
    return -1


def _replace_sources(part: Any, derived: dict[int, plan.Derived]) -> Any:
    if isinstance(part, planning.QUERIES):
        return part
    if isinstance(part, plan.Scan):
        return derived[part.id]
    if isinstance(part, plan.Joined):
        right: plan.Source = part.right
        if isinstance(right, plan.Scan):
            right = derived[right.id]
        elif isinstance(right, plan.Joined):
            right = derived[_groups(right, right=True)[0].id]
        left = _replace_sources(part.left, derived)
        return replace(part, left=left, right=right)
    return part
