"""The only place that puts this product's tasks into Celery's queue, by name."""

import threading
import time
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import structlog
from kombu.exceptions import OperationalError

from posthog.celery import app

KEEP_HASH_KEYS = "feature_flags.keep_hash_keys"
GATHER_PEOPLE = "feature_flags.gather_people"
GATHER_EXPIRES_SECONDS = 60
# The person may be on its way through the event queue; after the last wait the id is given up.
WAIT_SECONDS = (0, 5, 30, 120)
MAX_UNSENT = 1_000
# Browsers repeat themselves on every page, and whoever has the public token can make up logins without end: neither may
# fill the queue that events are ingested from.
REPEAT_SECONDS = 60.0
MAX_A_MINUTE = 600

_unsent = threading.BoundedSemaphore(MAX_UNSENT)
logger = structlog.get_logger(__name__)


class Recent:
    """Which logins this process has sent in the last minute, at most MAX_A_MINUTE."""

    def __init__(self) -> None:
        self._sent: OrderedDict[tuple[int, str, str], float] = OrderedDict()
        self._lock = threading.Lock()

    def is_due(self, login: tuple[int, str, str]) -> bool:
        """Whether to send it now; True is remembered as sent."""
        now = time.monotonic()
        with self._lock:
            while self._sent and next(iter(self._sent.values())) <= now - REPEAT_SECONDS:
                self._sent.popitem(last=False)
            if login in self._sent or len(self._sent) >= MAX_A_MINUTE:
                return False
            self._sent[login] = now
            return True


_recent = Recent()


@lru_cache(maxsize=1)
def _sender() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="flag-tasks")


def keep_hash_keys(team_id: int, distinct_id: str, anonymous_id: str, *, attempt: int = 0) -> None:
    """Have the id from before a login kept. Never waits and never raises: the next request asks for it again."""
    if attempt >= len(WAIT_SECONDS) or (attempt == 0 and not _recent.is_due((team_id, distinct_id, anonymous_id))):
        return
    if not _unsent.acquire(blocking=False):
        return
    _sender().submit(_send, team_id, distinct_id, anonymous_id, attempt)


def _send(team_id: int, distinct_id: str, anonymous_id: str, attempt: int) -> None:
    try:
        app.send_task(
            KEEP_HASH_KEYS,
            args=[team_id, distinct_id, anonymous_id, attempt],
            countdown=WAIT_SECONDS[attempt] or None,
            retry=False,
            ignore_result=True,
        )
    except (OperationalError, OSError) as error:
        logger.warning("feature_flags.hash_keys_not_kept", team_id=team_id, error=type(error).__name__)
    finally:
        _unsent.release()


def gather_people() -> None:
    """Have the people of flags gathered into cohorts. Never raises: the tick finds what waits."""
    try:
        app.send_task(GATHER_PEOPLE, expires=GATHER_EXPIRES_SECONDS, retry=False, ignore_result=True)
    except (OperationalError, OSError) as error:
        logger.warning("feature_flags.task_not_sent", task=GATHER_PEOPLE, error=type(error).__name__)
