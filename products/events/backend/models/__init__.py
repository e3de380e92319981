"""What this product keeps in Postgres: people, erasures, groups, definitions, actions, and rows for ClickHouse."""

from products.events.backend.models.actions import Action
from products.events.backend.models.columns import ListColumns
from products.events.backend.models.definitions import EventDefinition, EventProperty, PropertyDefinition, PropertyOwner
from products.events.backend.models.erasures import Erasure, ForgottenId, GroupErasure, Receipt
from products.events.backend.models.groups import Group, GroupTypeMapping
from products.events.backend.models.outbox import ClickHouseOutbox
from products.events.backend.models.persons import Person, PersonDistinctId, PersonMerge
from products.events.backend.models.progress import PartitionProgress
from products.events.backend.models.protection import CaptureProtection
from products.events.backend.models.settings import EventsSettings, RetentionRun

__all__ = [
    "Action",
    "CaptureProtection",
    "ClickHouseOutbox",
    "Erasure",
    "EventDefinition",
    "EventProperty",
    "EventsSettings",
    "ForgottenId",
    "Group",
    "GroupErasure",
    "GroupTypeMapping",
    "ListColumns",
    "PartitionProgress",
    "Person",
    "PersonDistinctId",
    "PersonMerge",
    "PropertyDefinition",
    "PropertyOwner",
    "Receipt",
    "RetentionRun",
]
