"""From an event as sent to one that every store can hold, or to a warning that says why there is none.

Pure: the same entry always gives the same events, which is what makes replaying a batch harmless. Runs once per event
on the hottest path of the worker, so it works on dictionaries in place and builds as little as it can.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from common.sdk.errors import InvalidBodyError
from products.events.backend.logic.ingestion.warnings import IngestionWarning, raw_json
from products.events.backend.logic.queue.entry import Entry
from products.events.backend.wire import names
from products.events.backend.wire.elements import chain_of
from products.events.backend.wire.envelope import inspect_event, open_envelope
from products.events.backend.wire.identifiers import (
    COOKIELESS_DISTINCT_ID,
    MAX_DISTINCT_ID_LENGTH,
    as_identifier,
    derived_event_uuid,
    normalise_uuid,
)
from products.events.backend.wire.times import event_time, parse_time
from products.events.backend.wire.values import UnstorableError, clean_object

MAX_NAME_LENGTH = 200
MAX_GROUP_KEY_LENGTH = 400
# Events that are not stored as such, and the warning that says so ("" for none).
_NOT_EVENTS = {
    names.CLIENT_INGESTION_WARNING: "client_ingestion_warning",
    names.HEATMAP: "heatmaps_not_supported",
    names.SNAPSHOT: "recording_sent_to_events",
}


@dataclass(slots=True)
class PreparedEvent:
    """An event that can be stored; what it does to its person and groups is still to come.

    `properties` already hold the merged `$set`, `$set_once` and `$unset`. `wants_person` is false when the client asked
    for the event to be stored without a person profile.
    """

    team_id: int
    uuid: str
    name: str
    distinct_id: str
    timestamp: datetime
    received_at: datetime
    properties: dict[str, Any]
    is_historical: bool
    wants_person: bool
    groups: dict[str, str]
    session_id: str
    window_id: str
    elements_chain: str
    # Filled in by the stages that follow.
    person_id: str = ""
    person_properties: bytes = b"{}"
    person_mode: str = "full"
    group_keys: dict[str, str] | None = None
    # Found out late that it must not be stored.
    is_refused: bool = False


@dataclass(slots=True)
class _Source:
    """What all events of one entry share."""

    team_id: int
    request_id: str
    received_at: datetime
    sent_at: datetime | None
    historical: bool
    ip: str
    drop_ip: bool
    as_identify: bool


def normalise_entry(entry: Entry, *, team_id: int, anonymize_ips: bool) -> Iterator[PreparedEvent | IngestionWarning]:
    """Each event of the entry as an event, a warning, or both. Never raises for what a client sent."""
    received = entry.received
    try:
        envelope = open_envelope(entry.body)
    except InvalidBodyError as error:
        details = {"reason": error.message}
        yield IngestionWarning(team_id, "unreadable_body", received.received_at, details, entry.body[:100_000])
        return
    stated = envelope.client_sent_at if envelope.client_sent_at is not None else received.sent_at_ms or None
    source = _Source(
        team_id=team_id,
        request_id=received.request_id,
        received_at=received.received_at,
        sent_at=parse_time(stated) if stated is not None else None,
        historical=envelope.historical,
        ip="" if anonymize_ips else received.ip,
        drop_ip=anonymize_ips,
        as_identify=received.as_identify,
    )
    for index, event in enumerate(envelope.events):
        try:
            yield from _normalise(event, source, index)
        except UnstorableError as error:
            yield _refused(source, "event_not_storable", str(error), event)
        except Exception as error:
            # A mistake of ours: the event is kept in the warning, its neighbours go on.
            yield _refused(source, "event_processing_failed", f"{type(error).__name__}: {error}", event)


def _normalise(event: Any, source: _Source, index: int) -> Iterator[PreparedEvent | IngestionWarning]:
    distinct_id, problem = inspect_event(event, as_identify=source.as_identify)
    if problem:
        yield _refused(source, "invalid_event", problem, event)
        return
    properties = event.get("properties")
    if properties is None:
        properties = {}
    elif type(properties) is not dict:
        yield _refused(source, "invalid_event", "The event's properties are not a JSON object.", event)
        return
    name = event.get("event") or names.IDENTIFY
    if refusal := _refusal(name, distinct_id, properties):
        yield _refused(source, *refusal, event)
        return
    if len(name) > MAX_NAME_LENGTH or "\x00" in name:
        name = name[:MAX_NAME_LENGTH].replace("\x00", "\ufffd")
    if len(distinct_id) > MAX_DISTINCT_ID_LENGTH or "\x00" in distinct_id:
        yield _noted(source, "distinct_id_shortened", {"distinct_id": distinct_id[:MAX_DISTINCT_ID_LENGTH]})
        distinct_id = distinct_id[:MAX_DISTINCT_ID_LENGTH].replace("\x00", "\ufffd")
    timestamp, time_warning = event_time(
        event, now=source.received_at, sent_at=source.sent_at, historical=source.historical
    )
    if time_warning:
        yield _noted(source, time_warning, {"event": name, "timestamp": event.get("timestamp")})
    wants_person = properties.get("$process_person_profile") is not False
    chain = chain_of(properties) if "$elements_chain" in properties or "$elements" in properties else ""
    _settle_properties(event, properties, source, wants_person=wants_person)
    clean_object(properties)
    yield PreparedEvent(
        team_id=source.team_id,
        uuid=_uuid_of(event, properties, source, index, distinct_id),
        name=name,
        distinct_id=distinct_id,
        timestamp=timestamp,
        received_at=source.received_at,
        properties=properties,
        is_historical=source.historical,
        wants_person=wants_person,
        groups=_groups_of(properties["$groups"]) if "$groups" in properties else {},
        session_id=_text(properties.get("$session_id")),
        window_id=_text(properties.get("$window_id")),
        elements_chain=chain,
    )


def _refusal(name: str, distinct_id: str, properties: dict[str, Any]) -> tuple[str, str] | None:
    """Why an event that is complete is not stored all the same: the warning's type and its reason."""
    if name in _NOT_EVENTS:
        text = properties.get("$$client_ingestion_warning_message")
        return _NOT_EVENTS[name], str(text) if text else f"{name} is not stored as an event."
    if distinct_id == COOKIELESS_DISTINCT_ID or properties.get("$cookieless_mode") is True:
        return "cookieless_not_enabled", "Cookieless tracking is not enabled for this project."
    if name in names.NEED_PERSON and properties.get("$process_person_profile") is False:
        return (
            "invalid_event_when_process_person_profile_is_false",
            f"{name} needs a person, but the event says $process_person_profile: false.",
        )
    return None


def _settle_properties(
    event: dict[str, Any], properties: dict[str, Any], source: _Source, *, wants_person: bool
) -> None:
    """Bring together what SDKs put in different places, and drop what is not a fact about the event."""
    for key in ("$set", "$set_once", "$unset"):
        if key in event:
            outer = event[key]
            inner = properties.get(key)
            properties[key] = {**inner, **outer} if type(outer) is dict and type(inner) is dict else outer
        if not wants_person and key in properties:
            del properties[key]
    for key in names.NOT_STORED:
        properties.pop(key, None)
    if source.drop_ip:
        properties.pop("$ip", None)
    elif source.ip and "$ip" not in properties:
        properties["$ip"] = source.ip


def _uuid_of(event: dict[str, Any], properties: dict[str, Any], source: _Source, index: int, distinct_id: str) -> str:
    """The client's uuid, else one that is the same whenever this event is seen again."""
    uuid = event.get("uuid")
    if type(uuid) is str and uuid:
        return normalise_uuid(uuid)
    insert_id = properties.get("$insert_id")
    if type(insert_id) is str and insert_id:
        # posthog-js 1.57 sends no uuid, but this, and sends it again when it sends the event again.
        return str(derived_event_uuid(str(source.team_id), distinct_id, insert_id))
    return str(derived_event_uuid(source.request_id, str(index)))


def _groups_of(value: Any) -> dict[str, str]:
    if type(value) is not dict:
        return {}
    groups = {}
    for group_type, key in value.items():
        text = as_identifier(key)
        if text and group_type and len(text) <= MAX_GROUP_KEY_LENGTH and len(group_type) <= MAX_GROUP_KEY_LENGTH:
            groups[group_type.replace("\x00", "\ufffd")] = text.replace("\x00", "\ufffd")
    return groups


def _text(value: Any) -> str:
    return value if type(value) is str else ""


def _refused(source: _Source, kind: str, reason: str, event: Any) -> IngestionWarning:
    details: dict[str, Any] = {"reason": reason}
    if isinstance(event, dict):
        details |= {key: event[key] for key in ("event", "uuid", "distinct_id") if type(event.get(key)) is str}
    return IngestionWarning(source.team_id, kind, source.received_at, details, raw_json(event))


def _noted(source: _Source, kind: str, details: dict[str, Any]) -> IngestionWarning:
    return IngestionWarning(source.team_id, kind, source.received_at, details)
