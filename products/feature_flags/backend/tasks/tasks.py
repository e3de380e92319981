"""Celery's door to feature flags. No rules here: the facade has them."""
