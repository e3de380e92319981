"""The shape of a request: its events, its token, and whether it is worth taking at all.

An envelope is one event, a list of events, or an object with a `batch`. The checks here are the cheap ones that a
client waits for; what is wrong with a single event among good ones becomes an ingestion warning later.
"""

from dataclasses import dataclass
from typing import Any

from common.sdk import lenient_json
from common.sdk.errors import InvalidBodyError, InvalidTokenError, MissingTokenError
from common.sdk.tokens import check_token
from products.events.backend.wire.identifiers import distinct_id_of, is_uuid

# An Import sends 1,000, SDKs at most a few hundred; this bounds what one request may cost.
MAX_EVENTS = 50_000


@dataclass(slots=True)
class Envelope:
    """A parsed request. `events` are as sent and unchecked; `client_sent_at` is the body's own clock, if it has one."""

    events: list[Any]
    token: str = ""
    historical: bool = False
    client_sent_at: Any = None


def open_envelope(data: bytes) -> Envelope:
    """Parse a request's JSON; raises InvalidBodyError when it holds no events."""
    try:
        content = lenient_json.loads(data)
    except ValueError as error:
        raise InvalidBodyError(f"The body is not valid JSON: {error}.") from error
    if isinstance(content, list):
        envelope = Envelope(events=content)
    elif not isinstance(content, dict):
        raise InvalidBodyError("The body is JSON, but neither an event, a list of events nor a batch.")
    elif "batch" in content:
        envelope = _open_batch(content)
    else:
        sent_at = content.get("sent_at", content.get("sentAt"))
        envelope = Envelope(events=[content], client_sent_at=sent_at)
    if not envelope.events:
        raise InvalidBodyError("The batch is empty; send at least one event.", attr="batch")
    if len(envelope.events) > MAX_EVENTS:
        raise InvalidBodyError(
            f"The batch holds {len(envelope.events)} events; send at most {MAX_EVENTS} at a time.", attr="batch"
        )
    return envelope


def find_token(envelope: Envelope) -> str:
    """The project token: of the batch, else the one that all events agree on.

    Raises MissingTokenError or InvalidTokenError. Only its form is judged, not whether a project has it.
    """
    if envelope.token:
        return check_token(envelope.token)
    tokens = {token for event in envelope.events if isinstance(event, dict) and (token := _event_token(event))}
    if not tokens:
        raise MissingTokenError("No project token; send it as api_key or token.", attr="api_key")
    if len(tokens) > 1:
        raise InvalidTokenError("The events carry different project tokens; send one project's at a time.")
    return check_token(tokens.pop())


def check_events(envelope: Envelope, *, as_identify: bool = False) -> str:
    """Find one event that can be stored and return its distinct id; raises InvalidBodyError when there is none.

    Stops at the first good one: a batch is taken when anything in it can be.
    """
    problem = ""
    for event in envelope.events:
        distinct_id, problem = inspect_event(event, as_identify=as_identify)
        if not problem:
            return distinct_id
    raise InvalidBodyError(problem if len(envelope.events) == 1 else f"No event in this batch is usable: {problem}")


def inspect_event(event: Any, *, as_identify: bool = False) -> tuple[str, str]:
    """(distinct id, ""), or ("", why this event cannot be stored, in one sentence)."""
    if type(event) is not dict:
        return "", "An event must be a JSON object."
    name = event.get("event")
    if not (type(name) is str and name.strip()) and not (as_identify and "event" not in event):
        return "", "The event has no name; send it as 'event'."
    distinct_id = distinct_id_of(event)
    if not distinct_id:
        return "", "The event has no distinct_id; send one at its top level or in its properties."
    uuid = event.get("uuid")
    if uuid is not None and not (type(uuid) is str and is_uuid(uuid)):
        return "", "The event's uuid is not a UUID."
    return distinct_id, ""


def _open_batch(content: dict[str, Any]) -> Envelope:
    events = content["batch"]
    if not isinstance(events, list):
        raise InvalidBodyError("'batch' must be a list of events.", attr="batch")
    return Envelope(
        events=events,
        token=_text(content.get("token")) or _text(content.get("api_key")),
        historical=content.get("historical_migration") is True,
        client_sent_at=content.get("sent_at", content.get("sentAt")),
    )


def _event_token(event: dict[str, Any]) -> str:
    token = _text(event.get("token")) or _text(event.get("$token")) or _text(event.get("api_key"))
    if token:
        return token
    properties = event.get("properties")
    return _text(properties.get("token")) if isinstance(properties, dict) else ""


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
