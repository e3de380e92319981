"""The only place that puts this product's tasks into Celery's queue, by name."""

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import structlog
from kombu.exceptions import OperationalError

from posthog.celery import app

KEEP_HASH_KEYS = "feature_flags.keep_hash_keys"
# The person may be on its way through the event queue; after the last wait the id is given up.
WAIT_SECONDS = (0, 5, 30, 120)
MAX_UNSENT = 1_000

_unsent = threading.BoundedSemaphore(MAX_UNSENT)
logger = structlog.get_logger(__name__)


@lru_cache(maxsize=1)
def _sender() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="flag-tasks")


def keep_hash_keys(team_id: int, distinct_id: str, anonymous_id: str, *, attempt: int = 0) -> None:
    """Have the id from before a login kept. Never waits and never raises: the next request asks for it again."""
    if attempt >= len(WAIT_SECONDS) or not _unsent.acquire(blocking=False):
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
