"""The worker's sign of life: a scheduled task that touches a file, for whoever watches over it.

It goes the way of all work, from the beat over the broker and the worker to one of its processes, so it stops when any
of them hangs. See posthog/supervisor/watchdog.py.
"""

import os
from contextlib import suppress

from celery import shared_task

from common import env
from common.schedules import HEARTBEAT_SECONDS, Schedule

TASK = "worker.heartbeat"


@shared_task(name=TASK)
def beat() -> None:
    """Touch the file, which needs no room on the disk. Once it is missing, nobody watches any more."""
    with suppress(OSError):
        os.utime(_file())


def schedules() -> tuple[Schedule, ...]:
    """What the beat has to send: nothing where nobody watches."""
    return (Schedule(name=TASK, task=TASK, every_seconds=HEARTBEAT_SECONDS),) if _file() else ()


def _file() -> str:
    # The supervisor sets it for its one worker. Empty: something else watches over this one.
    return env.text("WORKER_HEARTBEAT_FILE", "")
