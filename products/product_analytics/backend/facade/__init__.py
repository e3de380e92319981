"""What other products may import from product analytics."""

from products.product_analytics.backend.facade.api import ProductAnalyticsAPI

__all__ = ["ProductAnalyticsAPI"]
