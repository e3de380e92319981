"""The beat as a thread of the worker, for an instance of one worker.

Celery's own `--beat` forks a second worker process of 100 MB for it, and nobody notices when that process dies. A thread
costs nothing and lives exactly as long as the worker: should it fail, the worker ends, and whoever supervises it starts
both again. With several workers the beat is a process of its own (`python -m posthog.supervisor beat`).
"""

import os
import signal
import threading
from typing import Any

import structlog
from celery import Celery, bootsteps
from celery.beat import Service

from common import env

logger = structlog.get_logger(__name__)

# The thread must look often whether it shall stop; schedules are checked at the times they name in any case.
LONGEST_SLEEP_SECONDS = 1


class BeatThread(bootsteps.StartStopStep):
    """A part of the worker that sends what is scheduled. Active when BEAT_SCHEDULE_FILE is set."""

    # After the pool, so that its processes are forked while there is no such thread yet.
    requires = ("celery.worker.components:Pool",)

    def __init__(self, parent: Any, **options: Any) -> None:
        super().__init__(parent, **options)
        self._service: Service | None = None

    def include_if(self, parent: Any) -> bool:
        return bool(_schedule_file())

    def start(self, parent: Any) -> None:
        self._service = Service(parent.app, max_interval=LONGEST_SLEEP_SECONDS, schedule_filename=_schedule_file())
        threading.Thread(target=self._run, args=(self._service,), name="beat", daemon=True).start()

    def stop(self, parent: Any) -> None:
        if self._service is not None:
            self._service.stop()

    def _run(self, service: Service) -> None:
        try:
            service.start()
        except Exception:
            logger.exception("beat.failed")
            os.kill(os.getpid(), signal.SIGTERM)


def install(app: Celery) -> None:
    """Make the beat a part of the app's workers."""
    app.steps["worker"].add(BeatThread)


def _schedule_file() -> str:
    # Where the beat notes what it has sent last. Empty: this worker sends nothing.
    return env.text("BEAT_SCHEDULE_FILE", "")
