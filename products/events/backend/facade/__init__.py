"""What other products and the doors of this one import."""

from products.events.backend.facade.api import (
    ActionsAPI,
    ColumnsAPI,
    DefinitionsAPI,
    EventsAPI,
    EventsSettingsAPI,
    GroupsAPI,
    PersonsAPI,
    ProtectionAPI,
)

__all__ = [
    "ActionsAPI",
    "ColumnsAPI",
    "DefinitionsAPI",
    "EventsAPI",
    "EventsSettingsAPI",
    "GroupsAPI",
    "PersonsAPI",
    "ProtectionAPI",
]
