"""Waiting until all that was accepted is stored, as patient as sending: the queue may be away for a while."""

import time
from collections.abc import Callable

from products.events.backend.facade.errors import QueueUnavailableError
from products.events.backend.importing.errors import ImportFailedError

POLL_SECONDS = 0.2
# While nobody answers; each question may itself take some seconds.
RETRY_SECONDS = 2.0


def wait_until_stored(
    count_waiting: Callable[[], int], report: Callable[[int | None], None], *, patience_seconds: float
) -> None:
    """Return when no request waits any more, which is when both stores have everything.

    `count_waiting` raises QueueUnavailableError while nobody can tell. `report` gets the requests that wait, or None
    meanwhile. Raises ImportFailedError when the queue has not answered for the whole patience; what it
    holds is stored by the workers all the same, once it is back.
    """
    answered_at = time.monotonic()
    while True:
        try:
            waiting = count_waiting()
        except QueueUnavailableError as error:
            if time.monotonic() - answered_at > patience_seconds:
                raise ImportFailedError(
                    f"All events are accepted, and whether they are stored cannot be told: Redis has not answered for "
                    f"{patience_seconds:.0f} s. Bring it back (`bin/hogli doctor` says what is wrong with it); the "
                    "workers then store what is left. Nothing has to be imported again, and nothing is stored twice "
                    "if it is."
                ) from error
            report(None)
            time.sleep(RETRY_SECONDS)
            continue
        answered_at = time.monotonic()
        if not waiting:
            return
        report(waiting)
        time.sleep(POLL_SECONDS)
