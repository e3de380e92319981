"""The Celery app: `celery -A posthog.celery worker`. Tasks and schedules come from the core and from each product."""

import os

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "posthog.settings")

app = Celery("posthog")
app.config_from_object("django.conf:settings", namespace="CELERY")


@setup_logging.connect
def _keep_our_logging(**_: object) -> None:
    """Connecting at all stops Celery from replacing the handlers that settings have installed."""


@app.on_after_configure.connect
def _load_products(sender: Celery, **_: object) -> None:
    from django import setup

    setup()
    from posthog.products import backend_packages, product_modules

    sender.autodiscover_tasks(["posthog", "posthog.queries"], related_name="tasks", force=True)
    sender.autodiscover_tasks([f"{package}.tasks" for package in backend_packages()], related_name="tasks", force=True)
    schedules = [schedule for module in product_modules("tasks.schedules") for schedule in module.SCHEDULES]
    sender.conf.beat_schedule = {
        schedule.name: {
            "task": schedule.task,
            "schedule": schedule.every_seconds,
            "options": {"expires": schedule.every_seconds * 1.5},
        }
        for schedule in schedules
    }
