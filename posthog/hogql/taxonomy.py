"""What a team calls things: the type of each property and the names of its group types.

The definitions belong to the product `events`, which the core may not import; it registers a provider here when it
starts. Without one every property is of unknown type and there are no group types.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class PropertyKind(StrEnum):
    """Whose property it is."""

    EVENT = "event"
    PERSON = "person"
    GROUP = "group"


class PropertyType(StrEnum):
    """The type of a property, as property definitions spell it."""

    STRING = "String"
    NUMERIC = "Numeric"
    BOOLEAN = "Boolean"
    DATETIME = "DateTime"
    DURATION = "Duration"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupType:
    """A kind of group, such as "company", and the column it occupies (0 to 4)."""

    name: str
    index: int


class Taxonomy(Protocol):
    """One team's definitions. Called while a query is resolved, so answers should come from a cache."""

    def property_type(self, kind: PropertyKind, name: str, group_type_index: int | None = None) -> PropertyType | None:
        """The defined type, or None when there is no definition or it says nothing about the type."""
        ...

    def group_types(self) -> tuple[GroupType, ...]:
        """The team's group types, ordered by index."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticTaxonomy:
    """A taxonomy that is known beforehand: for tests, and empty where nothing else is known."""

    types: tuple[tuple[PropertyKind, str, PropertyType], ...] = ()
    groups: tuple[GroupType, ...] = ()

    def property_type(self, kind: PropertyKind, name: str, group_type_index: int | None = None) -> PropertyType | None:
        for known_kind, known_name, known_type in self.types:
            if known_kind == kind and known_name == name:
                return known_type
        return None

    def group_types(self) -> tuple[GroupType, ...]:
        return self.groups


TaxonomyProvider = Callable[[int], Taxonomy]

_provider: TaxonomyProvider | None = None


def register_taxonomy(provider: TaxonomyProvider) -> None:
    """Let `provider(team_id)` answer from now on. The last registration wins."""
    global _provider
    _provider = provider


def taxonomy_for(team_id: int) -> Taxonomy:
    """The team's taxonomy, an empty one when no product provides any."""
    return StaticTaxonomy() if _provider is None else _provider(team_id)
