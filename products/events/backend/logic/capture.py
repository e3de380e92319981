"""Taking a request's events: into the queue, and a worker called if none is at it. Runs while a client waits."""

import os
from contextlib import suppress

from common.sdk.errors import InvalidTokenError
from posthog.known_teams import TokenNotCheckedError, find_team_by_token
from products.events.backend import dispatch
from products.events.backend.facade.contracts import CaptureEvents
from products.events.backend.logic import refusals
from products.events.backend.logic.protection.bots import bot_of
from products.events.backend.logic.protection.origins import check_origin
from products.events.backend.logic.protection.rules import rules_or_none_yet
from products.events.backend.logic.queue import producer
from products.events.backend.logic.queue.entry import Received


def authorize(token: str) -> int:
    """The project's id; 0 when nobody can tell now, as a worker then decides. Raises InvalidTokenError."""
    try:
        team = find_team_by_token(token)
    except TokenNotCheckedError:
        return 0
    if team is None:
        raise InvalidTokenError("No project has this token; copy it from the project's settings.", attr="api_key")
    return team.id


def note_refusal(token: str, *, reason: str, detail: str, origin: str) -> None:
    """For the owner of the token, if a project has it; never fails, never makes a client wait."""
    with suppress(InvalidTokenError):
        if token and (team_id := authorize(token)):
            refusals.notes.add(team_id=team_id, reason=reason, detail=detail, origin=origin)


def accept(request: CaptureEvents, *, team_id: int) -> None:
    """Append the events to the queue. When this returns they are safe.

    Raises QueueUnavailableError, or OriginNotAllowedError for a page from which the project takes no events.
    """
    if team_id:
        check_origin(rules_or_none_yet(team_id), origin=request.origin, referer=request.referer)
    received = Received(
        request_id=os.urandom(12).hex(),
        team_id=team_id,
        token=request.token,
        received_at=request.received_at,
        ip=request.ip,
        sent_at_ms=request.sent_at_ms,
        as_identify=request.as_identify,
        bot=bot_of(request.user_agent) if request.user_agent else "",
    )
    partition = producer.partition_of(request.token, request.distinct_id)
    if producer.append(partition, received, request.body):
        dispatch.ingest(partition)
