"""What other products may import from cohorts."""

from products.cohorts.backend.facade.api import CohortsAPI

__all__ = ["CohortsAPI"]
