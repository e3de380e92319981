"""The Celery app, as the web server and the worker share it. Light on purpose: `posthog/worker.py` loads the tasks."""

import os

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "posthog.settings")

app = Celery("posthog")
app.config_from_object("django.conf:settings", namespace="CELERY")


@setup_logging.connect
def _keep_our_logging(**_: object) -> None:
    """Connecting at all stops Celery from replacing the handlers that settings have installed."""
