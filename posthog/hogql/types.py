"""The types of HogQL expressions, as far as printing the right SQL depends on them.

They are coarser than ClickHouse's: what matters is whether a value may be NULL, whether it is a moment that has to be
shown in the team's zone, and how a constant next to it is to be read.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from posthog.hogql.taxonomy import PropertyKind


class Kind(StrEnum):
    """What sort of value it is."""

    UNKNOWN = "Unknown"
    NULL = "Null"
    BOOLEAN = "Boolean"
    INTEGER = "Integer"
    FLOAT = "Float"
    STRING = "String"
    UUID = "UUID"
    DATE = "Date"
    DATETIME = "DateTime"
    INTERVAL = "Interval"
    ARRAY = "Array"
    TUPLE = "Tuple"
    MAP = "Map"
    JSON = "JSON"
    STATE = "State"


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyScope:
    """Whose properties a JSON column holds, which decides the definitions and typed paths that apply."""

    kind: PropertyKind
    group_type_index: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """A type. `items` are the element types of an array, tuple or map; `scope` belongs to JSON columns.

    `stored` marks a moment as it is stored, in UTC, which has yet to be turned into the team's zone.
    """

    kind: Kind
    nullable: bool = False
    items: tuple["Type", ...] = ()
    scope: PropertyScope | None = None
    stored: bool = False

    def or_null(self, nullable: bool = True) -> "Type":
        """The same type, possibly NULL."""
        return self if self.nullable or not nullable else replace(self, nullable=True)

    def not_null(self) -> "Type":
        """The same type, never NULL."""
        return replace(self, nullable=False) if self.nullable else self

    @property
    def is_number(self) -> bool:
        return self.kind in (Kind.INTEGER, Kind.FLOAT)


# UNKNOWN counts as nullable: a needless guard against NULL costs little, a missing one changes answers.
UNKNOWN = Type(kind=Kind.UNKNOWN, nullable=True)
NULL = Type(kind=Kind.NULL, nullable=True)
BOOLEAN = Type(kind=Kind.BOOLEAN)
INTEGER = Type(kind=Kind.INTEGER)
FLOAT = Type(kind=Kind.FLOAT)
STRING = Type(kind=Kind.STRING)
UUID = Type(kind=Kind.UUID)
DATE = Type(kind=Kind.DATE)
DATETIME = Type(kind=Kind.DATETIME)
INTERVAL = Type(kind=Kind.INTERVAL)
JSON = Type(kind=Kind.JSON)
STATE = Type(kind=Kind.STATE)


def array_of(item: Type) -> Type:
    """An array of `item`."""
    return Type(kind=Kind.ARRAY, items=(item,))


def tuple_of(*items: Type) -> Type:
    """A tuple of these."""
    return Type(kind=Kind.TUPLE, items=items)


def common(types: tuple[Type, ...]) -> Type:
    """What an expression is that gives one of these."""
    known = [item for item in types if item.kind is not Kind.NULL]
    if not known:
        return NULL
    nullable = any(item.nullable for item in types)
    kinds = {item.kind for item in known}
    if len(kinds) == 1:
        return replace(known[0], nullable=nullable, stored=all(item.stored for item in known))
    if kinds == {Kind.INTEGER, Kind.FLOAT}:
        return FLOAT.or_null(nullable)
    if kinds == {Kind.DATE, Kind.DATETIME}:
        return DATETIME.or_null(nullable)
    return UNKNOWN
