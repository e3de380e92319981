"""How many requests for flags a project may make, so that one project does not take a shared installation for itself.

Counted by the minute over all web processes, which share what they counted behind the requests (minute_counter.py):
evaluation waits for nothing, and a limit that is nearly kept protects as well as an exact one.

The quota is the project's share, of questions for flags and of definitions together. SDKs that read definitions forget
their flags when told that it is used up, so a server that merely reads them in a loop is told something else first:
that it is too fast, upon which SDKs keep what they have and come back later.
"""

from django.conf import settings

from products.feature_flags.backend.facade.errors import FlagQuotaUsedUpError, TooManyDefinitionReadsError
from products.feature_flags.backend.logic.evaluation.minute_counter import MinuteCounter

_requests = MinuteCounter("requests")
_definition_reads = MinuteCounter("definition_reads")


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
