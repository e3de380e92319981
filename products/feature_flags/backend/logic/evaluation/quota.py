"""How many requests for flags a project may make, so that one project does not take a shared installation for itself.

Counted by each web process in its own memory, by the minute: evaluation writes nothing, and a limit that is roughly kept
protects as well as an exact one.
"""

import threading

from django.conf import settings

from common import clock
from products.feature_flags.backend.facade.errors import FlagQuotaUsedUpError

SECONDS = 60


class Quota:
    """Requests of this minute by project."""

    def __init__(self) -> None:
        self._minute = 0
        self._used: dict[int, int] = {}
        self._lock = threading.Lock()

    def take(self, team_id: int) -> None:
        """Count a request; raises FlagQuotaUsedUpError when the project has had its share of this minute."""
        most = settings.FLAG_REQUESTS_PER_MINUTE
        if not most:
            return
        now = clock.now().timestamp()
        with self._lock:
            if int(now // SECONDS) != self._minute:
                self._minute = int(now // SECONDS)
                self._used.clear()
            used = self._used.get(team_id, 0)
            if used < most:
                self._used[team_id] = used + 1
                return
        raise FlagQuotaUsedUpError(
            f"This project asks for flags more than {most:,} times a minute, which is what it may.",
            retry_after_seconds=SECONDS - int(now % SECONDS),
        )


quota = Quota()
