"""How a table of HogQL is described: its columns, where each comes from, and what can be reached through it."""

from dataclasses import dataclass, field

from posthog.hogql.plan import PhysicalTable
from posthog.hogql.types import PropertyScope, Type


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainColumn:
    """A physical column as it stands. With `empty_is_null` an empty text means that there is no value."""

    column: str
    type: Type
    empty_is_null: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonColumn:
    """A JSON column of properties."""

    column: str
    scope: PropertyScope


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonIdColumn:
    """The person behind an event, after merges: `column`, unless the distinct id has moved to another person."""

    column: str = "person_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Another table of which at most one row belongs to each row here, joined only when something is read from it.

    `local` and `foreign` are names of columns on both sides that must be equal; `fixed` are values that further
    columns of the other table must have. With `many` all matching rows are joined.
    """

    table: str
    local: str
    foreign: str
    fixed: tuple[tuple[str, int], ...] = ()
    many: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Namespace:
    """Several columns under one name, as `person.id`. What is not in `columns` is looked for through `link`."""

    columns: dict[str, "ColumnDefinition"] = field(default_factory=dict)
    link: Link | None = None


ColumnDefinition = PlainColumn | JsonColumn | PersonIdColumn | Link | Namespace


@dataclass(frozen=True, slots=True, kw_only=True)
class VirtualTable:
    """A table that queries may name. `star` lists what `*` means."""

    name: str
    physical: PhysicalTable
    columns: dict[str, ColumnDefinition]
    star: tuple[str, ...]
