"""Celery tasks of product analytics: none yet; insights are computed by the core's `queries.execute`."""
