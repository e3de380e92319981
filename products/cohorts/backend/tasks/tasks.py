"""Celery's door to cohorts. No rules here: the facade has them."""
