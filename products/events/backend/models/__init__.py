"""What this product keeps in Postgres: people, groups, definitions, actions, and rows on their way to ClickHouse."""

from products.events.backend.models.actions import Action
from products.events.backend.models.columns import ListColumns
from products.events.backend.models.definitions import EventDefinition, EventProperty, PropertyDefinition, PropertyOwner
from products.events.backend.models.groups import Group, GroupTypeMapping
from products.events.backend.models.outbox import ClickHouseOutbox
from products.events.backend.models.persons import Person, PersonDistinctId

__all__ = [
    "Action",
    "ClickHouseOutbox",
    "EventDefinition",
    "EventProperty",
    "Group",
    "GroupTypeMapping",
    "ListColumns",
    "Person",
    "PersonDistinctId",
    "PropertyDefinition",
    "PropertyOwner",
]
