"""The beat as a thread of the worker, for an instance of one worker.

Celery's own `--beat` forks a second worker process of 100 MB for it, and nobody notices when that process dies. A thread
costs nothing and lives exactly as long as the worker: should it fail, the worker ends, and whoever supervises it starts
both again. With several workers the beat is a process of its own (`python -m posthog.supervisor beat`).
"""

import os
import signal
import threading
import time
from datetime import timedelta
from typing import Any

import structlog
from celery import Celery, bootsteps
from celery.beat import PersistentScheduler, Service

from common import clock, env

logger = structlog.get_logger(__name__)

# The thread must look often whether it shall stop; schedules are checked at the times they name in any case.
LONGEST_SLEEP_SECONDS = 1
CLOCK_TOLERANCE_SECONDS = 5.0
LONG_AGO = timedelta(days=1)


class Scheduler(PersistentScheduler):
    """Celery's own, except that it goes on when the clock is set back.

    Celery notes when it has sent a task and when the next one is due. With the clock an hour back, all of that lies an
    hour ahead, and nothing would be sent until then.
    """

    def setup_schedule(self) -> None:
        super().setup_schedule()
        self._clock_offset = _clock_offset()
        self._forget_the_future()

    def tick(self, *args: Any, **options: Any) -> Any:
        offset = _clock_offset()
        if abs(offset - self._clock_offset) > CLOCK_TOLERANCE_SECONDS:
            logger.warning("beat.clock_moved", seconds=round(offset - self._clock_offset))
            self._clock_offset = offset
            self._forget_the_future()
            # The order in which tasks are due is made anew as well.
            self._heap = None
        return super().tick(*args, **options)

    def _forget_the_future(self) -> None:
        for entry in self.schedule.values():
            now = entry.default_now()
            if entry.last_run_at is not None and entry.last_run_at > now:
                entry.last_run_at = now - LONG_AGO


def _clock_offset() -> float:
    """Changes only when somebody sets the clock."""
    return clock.now().timestamp() - time.monotonic()


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
        # A service by itself does not look at beat_scheduler; only the command `celery beat` does.
        self._service = Service(
            parent.app,
            max_interval=LONGEST_SLEEP_SECONDS,
            schedule_filename=_schedule_file(),
            scheduler_cls=parent.app.conf.beat_scheduler,
        )
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
