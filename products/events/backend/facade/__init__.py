"""What other products and the doors of this one import."""

from products.events.backend.facade.api import EventsAPI, IngestionAPI

__all__ = ["EventsAPI", "IngestionAPI"]
