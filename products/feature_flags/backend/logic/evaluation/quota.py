"""How many requests for flags a project may make, so that one project does not take a shared installation for itself.

Counted by each web process in its own memory, by the minute: evaluation writes nothing, and a limit that is roughly kept
protects as well as an exact one.

The quota is the project's share, of questions for flags and of definitions together. SDKs that read definitions forget
their flags when told that it is used up, so a server that merely reads them in a loop is told something else first:
that it is too fast, upon which SDKs keep what they have and come back later.
"""

import threading

from django.conf import settings

from common import clock
from products.feature_flags.backend.facade.errors import FlagQuotaUsedUpError, TooManyDefinitionReadsError

SECONDS = 60


class MinuteCounter:
    """Requests of this minute by project. Safe to use from many threads."""

    def __init__(self) -> None:
        self._minute = 0
        self._used: dict[int, int] = {}
        self._lock = threading.Lock()

    def seconds_to_wait(self, team_id: int, most: int) -> int:
        """Count a request; 0 when it is one of the first `most` of this minute or there is no limit (0)."""
        if not most:
            return 0
        now = clock.now().timestamp()
        with self._lock:
            if int(now // SECONDS) != self._minute:
                self._minute = int(now // SECONDS)
                self._used.clear()
            used = self._used.get(team_id, 0)
            if used < most:
                self._used[team_id] = used + 1
                return 0
        return SECONDS - int(now % SECONDS)


_requests = MinuteCounter()
_definition_reads = MinuteCounter()


def take_request(team_id: int) -> None:
    """Count a request against the quota; raises FlagQuotaUsedUpError when the project has had its share."""
    most = settings.FLAG_REQUESTS_PER_MINUTE
    if wait := _requests.seconds_to_wait(team_id, most):
        raise FlagQuotaUsedUpError(
            f"This project asks for flags more than {most:,} times a minute, which is what it may.",
            retry_after_seconds=wait,
        )


def take_definitions(team_id: int) -> None:
    """Count a reading of definitions, against its own rate and the quota.

    Raises TooManyDefinitionReadsError or FlagQuotaUsedUpError.
    """
    most = settings.FLAG_DEFINITION_READS_PER_MINUTE
    if wait := _definition_reads.seconds_to_wait(team_id, most):
        raise TooManyDefinitionReadsError(
            f"Definitions of flags may be read {most:,} times a minute. Read them less often: SDKs do every 30 seconds.",
            retry_after_seconds=wait,
        )
    take_request(team_id)
