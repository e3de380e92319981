"""The worker: `celery --app posthog.worker worker`. Loads the tasks and schedules of the core and of products.

Loaded while importing, not from a Celery signal: signals swallow exceptions, and a worker that misses a task must not
run as if nothing were wrong.
"""

from importlib import import_module
from typing import Any

import django
from celery.signals import task_revoked

from common.loading import loading
from posthog import beat, heartbeat, memory, metrics
from posthog.celery import app


def _load() -> None:
    django.setup()
    from posthog.products import product_modules

    import_module("posthog.queries.tasks")
    deletion = import_module("posthog.deletion.tasks")
    # Importing is what registers a module's tasks with Celery.
    list(product_modules("tasks.tasks"))
    schedules = [*heartbeat.schedules(), *deletion.SCHEDULES]
    for module in product_modules("tasks.schedules"):
        schedules += module.SCHEDULES
    app.conf.beat_schedule = {
        schedule.name: {
            "task": schedule.task,
            "schedule": schedule.every_seconds,
            "options": {"expires": schedule.every_seconds * 1.5},
        }
        for schedule in schedules
    }
    task_revoked.connect(_count_expired)
    beat.install(app)
    memory.install(app)


def _count_expired(*, request: Any, expired: bool, **_: object) -> None:
    if expired:
        metrics.tasks_expired.labels(task=request.task).inc()


with loading():
    _load()

__all__ = ["app"]
