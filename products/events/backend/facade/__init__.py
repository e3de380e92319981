"""What other products and the doors of this one import."""

from products.events.backend.facade.api.erasures import ErasuresAPI, GroupErasuresAPI
from products.events.backend.facade.api.events import EventsAPI
from products.events.backend.facade.api.governance import EventsSettingsAPI, ProtectionAPI
from products.events.backend.facade.api.groups import GroupsAPI
from products.events.backend.facade.api.people import PersonsAPI
from products.events.backend.facade.api.taxonomy import ActionsAPI, ColumnsAPI, DefinitionsAPI

__all__ = [
    "ActionsAPI",
    "ColumnsAPI",
    "DefinitionsAPI",
    "ErasuresAPI",
    "EventsAPI",
    "EventsSettingsAPI",
    "GroupErasuresAPI",
    "GroupsAPI",
    "PersonsAPI",
    "ProtectionAPI",
]
