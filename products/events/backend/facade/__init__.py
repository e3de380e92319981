"""What other products and the doors of this one import."""

from products.events.backend.facade.api import DefinitionsAPI, EventsAPI, GroupsAPI, PersonsAPI

__all__ = ["DefinitionsAPI", "EventsAPI", "GroupsAPI", "PersonsAPI"]
