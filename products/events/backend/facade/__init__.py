"""What other products and the doors of this one import."""

from products.events.backend.facade.api import ColumnsAPI, DefinitionsAPI, EventsAPI, GroupsAPI, PersonsAPI

__all__ = ["ColumnsAPI", "DefinitionsAPI", "EventsAPI", "GroupsAPI", "PersonsAPI"]
