"""What other products may import from product analytics."""

from products.product_analytics.backend.facade.api import AnnotationsAPI, ProductAnalyticsAPI

__all__ = ["AnnotationsAPI", "ProductAnalyticsAPI"]
