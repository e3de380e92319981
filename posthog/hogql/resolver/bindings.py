"""What stands in FROM, and how names are looked up in it.

A lookup gives a node of the plan, or something that still needs a further name: `person` in `person.id`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from posthog.hogql import plan, types
from posthog.hogql.ast import JoinKind
from posthog.hogql.context import PersonOverrides
from posthog.hogql.database.schema import (
    ColumnDefinition,
    JsonColumn,
    Link,
    Namespace,
    PersonIdColumn,
    PlainColumn,
    VirtualTable,
)
from posthog.hogql.database.tables import LINKED_TABLES, OVERRIDES_TABLE, TABLES
from posthog.hogql.errors import InternalHogQLError
from posthog.hogql.types import Kind, Type


class Prefix(Protocol):
    """A name that means something only with another name behind it."""

    def member(self, name: str) -> "plan.Node | Prefix | None":
        """What `name` means behind this prefix, or None when it means nothing."""
        ...

    def names(self) -> Iterable[str]:
        """All names that would mean something, for hints."""
        ...


class Numbering:
    """Hands out the numbers that every name in the SQL is made of, unique in a whole query."""

    def __init__(self) -> None:
        self._next = 0

    def take(self) -> int:
        self._next += 1
        return self._next - 1


@dataclass(slots=True)
class Environment:
    """What a binding needs to know about the query it is part of."""

    numbering: Numbering
    person_overrides: PersonOverrides
    group_names: dict[str, str] = field(default_factory=dict)


class TableBinding:
    """A table of HogQL in FROM, with the tables linked to it as far as they are used."""

    def __init__(self, table: VirtualTable, environment: Environment, *, where: tuple[plan.Node, ...] = ()) -> None:
        self.table = table
        self.id = environment.numbering.take()
        self.where = list(where)
        self.final = False
        self.nullable = False
        self._environment = environment
        self._links: dict[str, tuple[Link | None, TableBinding | plan.Scan, plan.Node]] = {}

    def member(self, name: str) -> plan.Node | Prefix | None:
        definition = self.table.columns.get(self._real_name(name))
        return None if definition is None else self._member(self._real_name(name), definition)

    def names(self) -> Iterable[str]:
        return (*self.table.columns, *self._own_group_names())

    def star(self) -> list[tuple[str, plan.Node]]:
        """The columns that `*` means, with their names."""
        return [(name, self.node(name)) for name in self.table.star]

    def node(self, name: str) -> plan.Node:
        """A column that is known to exist."""
        found = self.member(name)
        if not isinstance(found, plan.Node):
            raise InternalHogQLError(f"{self.table.name}.{name} is not a column.")
        return found

    def source(self) -> plan.Source:
        """This table, joined with whatever was read through links."""
        physical = self.table.physical
        if self.final and not physical.final:
            physical = plan.PhysicalTable(name=physical.name, columns=physical.columns, final=True)
        result: plan.Source = plan.Scan(self.id, physical, tuple(self.where))
        for link, target, condition in self._links.values():
            kind = JoinKind.LEFT if link is not None and link.many else JoinKind.ANY_LEFT
            right = target if isinstance(target, plan.Scan) else target.source()
            result = plan.Joined(result, kind, right, condition)
        return result

    def linked(self, name: str, link: Link) -> "TableBinding":
        """The table behind a link; joined from the first call on."""
        known = self._links.get(name)
        if known is not None and isinstance(known[1], TableBinding):
            return known[1]
        # Look the own side up first: it may need a join of its own, which has to come before this one.
        local = self.node(link.local)
        target = TableBinding(LINKED_TABLES[link.table], self._environment)
        target.nullable = True
        for column, value in link.fixed:
            own = plan.Column(target.id, column, type=types.INTEGER)
            target.where.append(equals(own, plan.Param(value, "Int64", type=types.INTEGER)))
        self._links[name] = (link, target, equals(local, target.node(link.foreign)))
        return target

    def _real_name(self, name: str) -> str:
        """A group type's own name stands for `group_<index>`, where no column has that name."""
        if name in self.table.columns or self.table is not TABLES["events"]:
            return name
        return self._environment.group_names.get(name, name)

    def _own_group_names(self) -> Iterable[str]:
        return self._environment.group_names if self.table is TABLES["events"] else ()

    def _member(self, name: str, definition: ColumnDefinition) -> plan.Node | Prefix:
        if isinstance(definition, Link):
            return LinkPrefix(self, name, definition)
        if isinstance(definition, Namespace):
            return NamespacePrefix(self, name, definition)
        if isinstance(definition, PersonIdColumn):
            return self._person_id(definition)
        if isinstance(definition, JsonColumn):
            scope = Type(kind=Kind.JSON, scope=definition.scope)
            return plan.Column(self.id, definition.column, type=scope)
        return self._plain(definition)

    def _plain(self, definition: PlainColumn) -> plan.Node:
        column = plan.Column(self.id, definition.column, type=definition.type.or_null(self.nullable))
        if not definition.empty_is_null:
            return column
        empty = plan.Param("", "String", type=types.STRING)
        return plan.Func("nullIf", (column, empty), type=definition.type.or_null())

    def _person_id(self, definition: PersonIdColumn) -> plan.Node:
        mode, result = self._environment.person_overrides, types.UUID.or_null(self.nullable)
        stored = plan.Column(self.id, definition.column, type=result)
        if mode is PersonOverrides.IGNORE:
            return stored
        if mode is PersonOverrides.LOOKUP:
            return plan.PersonId(self.id, type=result)
        return plan.Func("ifNull", (plan.Column(self._overrides(), "person_id", type=types.UUID), stored), type=result)

    def _overrides(self) -> int:
        """The overrides, joined; for teams with so many that looking them up would cost more."""
        known = self._links.get("")
        if known is not None and isinstance(known[1], plan.Scan):
            return known[1].id
        scan = plan.Scan(self._environment.numbering.take(), OVERRIDES_TABLE)
        own = plan.Column(self.id, "distinct_id", type=types.STRING)
        self._links[""] = (None, scan, equals(own, plan.Column(scan.id, "distinct_id", type=types.STRING)))
        return scan.id


@dataclass(frozen=True, slots=True)
class LinkPrefix:
    """The name of a link: `pdi` in `pdi.person_id`."""

    owner: TableBinding
    name: str
    link: Link

    def member(self, name: str) -> plan.Node | Prefix | None:
        return self.owner.linked(self.name, self.link).member(name) if name in self.names() else None

    def names(self) -> Iterable[str]:
        return LINKED_TABLES[self.link.table].columns


@dataclass(frozen=True, slots=True)
class NamespacePrefix:
    """The name of a namespace: `person` in `person.id`."""

    owner: TableBinding
    name: str
    namespace: Namespace

    def member(self, name: str) -> plan.Node | Prefix | None:
        definition = self.namespace.columns.get(name)
        if definition is not None:
            return self.owner._member(name, definition)
        if self.namespace.link is None:
            return None
        return LinkPrefix(self.owner, self.name, self.namespace.link).member(name)

    def names(self) -> Iterable[str]:
        linked = () if self.namespace.link is None else LINKED_TABLES[self.namespace.link.table].columns
        return (*self.namespace.columns, *linked)


@dataclass(slots=True)
class QueryBinding:
    """A subquery or a table function in FROM: nothing but its columns."""

    id: int
    plan_source: plan.Derived | plan.Numbers
    columns: tuple[tuple[str, Type], ...]
    nullable: bool = False

    def member(self, name: str) -> plan.Node | Prefix | None:
        for index, (column, column_type) in enumerate(self.columns):
            if column == name:
                return self._column(index, column_type)
        return None

    def names(self) -> Iterable[str]:
        return tuple(name for name, _ in self.columns)

    def star(self) -> list[tuple[str, plan.Node]]:
        return [(name, self._column(index, each)) for index, (name, each) in enumerate(self.columns)]

    def source(self) -> plan.Source:
        return self.plan_source

    def _column(self, index: int, column_type: Type) -> plan.Node:
        name = "number" if isinstance(self.plan_source, plan.Numbers) else f"c{index}"
        return plan.Column(self.id, name, type=column_type.or_null(self.nullable))


Binding = TableBinding | QueryBinding


def equals(left: plan.Node, right: plan.Node) -> plan.Node:
    """`left = right`, without a guard against NULL, as joins want it."""
    return plan.Func("equals", (left, right), type=types.BOOLEAN)
