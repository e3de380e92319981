"""The product as a Django app."""

from django.apps import AppConfig


class CohortsConfig(AppConfig):
    name = "products.cohorts.backend"
    label = "cohorts"
    verbose_name = "Cohorts"
