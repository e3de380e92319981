"""The product as a Django app."""

from django.apps import AppConfig


class ProductAnalyticsConfig(AppConfig):
    name = "products.product_analytics.backend"
    label = "product_analytics"
    verbose_name = "Product analytics"
