"""The product `product_analytics` as a Django app."""

from django.apps import AppConfig


class ProductAnalyticsConfig(AppConfig):
    name = "products.product_analytics.backend"
    label = "product_analytics"
    verbose_name = "Product analytics"

    def ready(self) -> None:
        from posthog.references import register_references

        # The facade first: it imports the logic, which in turn uses the facade's contracts and errors.
        from products.product_analytics.backend import facade  # noqa: F401
        from products.product_analytics.backend.mentions import (
            find_insights_using_action,
            find_insights_using_cohort,
            find_test_filters_using_cohort,
        )

        register_references("action", find_insights_using_action)
        register_references("cohort", find_insights_using_cohort)
        register_references("cohort", find_test_filters_using_cohort)
