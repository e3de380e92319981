"""From an event as sent to one that every store can hold, or to a warning that says why there is none.

Pure: the same entry always gives the same events, which is what makes replaying a batch harmless. Runs once per event
on the hottest path of the worker, so it works on dictionaries in place and builds as little as it can.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
import redis

from common.geoip import Fact
from common.sdk.errors import RequestError
from products.events.backend.facade.enums import WarningKind
from products.events.backend.logic.ingestion import cookieless
from products.events.backend.logic.ingestion.warnings import IngestionWarning, raw_json, shown
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
from products.events.backend.wire.person_updates import PERSON_UPDATES, join_update, problem_of
from products.events.backend.wire.times import event_time, parse_time
from products.events.backend.wire.values import TooLargeError, UnstorableError, clean_object

MAX_NAME_LENGTH = 200
MAX_GROUP_KEY_LENGTH = 400
# One event as JSON. Events of language models hold what was said to them.
MAX_EVENT_BYTES = 1_000_000
MAX_AI_EVENT_BYTES = 8 * 1024 * 1024
_AI_PREFIX = "$ai_"
# What of an event was of no use: the warning's kind and details.
Problem = tuple[WarningKind, dict[str, Any]]
FindPlace = Callable[[str], Mapping[str, Fact]]
# Events that are not stored as such, and the warning that says so ("" for none).
_NOT_EVENTS = {
    names.CLIENT_INGESTION_WARNING: WarningKind.CLIENT_INGESTION_WARNING,
    names.HEATMAP: WarningKind.HEATMAPS_NOT_SUPPORTED,
    names.SNAPSHOT: WarningKind.RECORDING_SENT_TO_EVENTS,
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
    elements_chain: str
    # Its place in the request. Written as microseconds after `received_at`, since nothing else tells afterwards in which
    # order events of one instant came.
    index: int = 0
    # Within lists and objects of its properties.
    nested_values: int = 0
    # Events of a batch with the same number are inserted together. It depends on nothing but the batch.
    part: int = 0
    # What was found out about its address and is among its properties; None where nobody was to look.
    place: Mapping[str, Fact] | None = None
    # Filled in by the stages that follow.
    person_id: str = ""
    person_properties: bytes = b"{}"
    person_mode: str = "full"
    group_keys: dict[str, str] | None = None
    # The ids whose signature it carried; None where the project requires none.
    proven: frozenset[str] | None = None
    # Found out late that it must not be stored.
    is_refused: bool = False
    # An earlier attempt has got it into ClickHouse.
    is_stored: bool = False


@dataclass(slots=True)
class _Source:
    """What all events of one entry share."""

    team_id: int
    request_id: str
    received_at: datetime
    sent_at: datetime | None
    historical: bool
    ip: str
    client_ip: str
    drop_ip: bool
    as_identify: bool
    cookieless: bool
    persons: bool
    # What happened before this is left out; None takes every age.
    oldest: datetime | None
    find_place: FindPlace | None


def normalise_entry(
    entry: Entry,
    *,
    team_id: int,
    anonymize_ips: bool,
    cookieless_enabled: bool = False,
    person_processing: bool = True,
    max_age_hours: int | None = None,
    find_place: FindPlace | None = None,
) -> Iterator[PreparedEvent | IngestionWarning]:
    """Each event of the entry as an event, a warning, or both. Never raises for what a client sent.

    Ages are counted to the moment of arrival, so they do not depend on when a batch is worked on. `find_place` tells what
    is known about an address.
    """
    received = entry.received
    try:
        envelope = open_envelope(entry.body)
    except RequestError as error:
        details = {"reason": error.message}
        yield IngestionWarning(
            team_id, WarningKind.UNREADABLE_BODY, received.received_at, details, entry.body[:100_000]
        )
        return
    stated = envelope.client_sent_at if envelope.client_sent_at is not None else received.sent_at_ms or None
    source = _Source(
        team_id=team_id,
        request_id=received.request_id,
        received_at=received.received_at,
        sent_at=parse_time(stated) if stated is not None else None,
        historical=envelope.historical,
        ip="" if anonymize_ips else received.ip,
        client_ip=received.ip,
        drop_ip=anonymize_ips,
        as_identify=received.as_identify,
        cookieless=cookieless_enabled,
        persons=person_processing,
        oldest=None if max_age_hours is None else received.received_at - timedelta(hours=max_age_hours),
        find_place=find_place,
    )
    may_be_too_large = len(entry.body) > MAX_EVENT_BYTES
    for index, event in enumerate(envelope.events):
        try:
            if may_be_too_large:
                _check_size(event)
            yield from _normalise(event, source, index)
        except TooLargeError as error:
            yield _refused(source, WarningKind.EVENT_TOO_LARGE, str(error), event)
        except redis.RedisError:
            # The salt of visitors without cookies cannot be read now; the batch will be tried again.
            raise
        except UnstorableError as error:
            yield _refused(source, WarningKind.EVENT_NOT_STORABLE, str(error), event)
        except Exception as error:
            # A mistake of ours: the event is kept in the warning, its neighbours go on.
            yield _refused(source, WarningKind.EVENT_PROCESSING_FAILED, f"{type(error).__name__}: {error}", event)


def _check_size(event: Any) -> None:
    """Raises TooLargeError. Only asked in large requests, as writing an event costs as much as reading it."""
    try:
        size = len(orjson.dumps(event))
    except orjson.JSONEncodeError:
        # Nested too deeply, which is found out later.
        return
    is_ai = type(event) is dict and str(event.get("event")).startswith(_AI_PREFIX)
    limit = MAX_AI_EVENT_BYTES if is_ai else MAX_EVENT_BYTES
    if size > limit:
        raise TooLargeError(f"It is {size} bytes long; at most {limit} are kept of one event.")


def _normalise(event: Any, source: _Source, index: int) -> Iterator[PreparedEvent | IngestionWarning]:
    distinct_id, problem = inspect_event(event, as_identify=source.as_identify)
    if problem:
        yield _refused(source, WarningKind.INVALID_EVENT, problem, event)
        return
    properties = _properties_of(event)
    if properties is None:
        yield _refused(source, WarningKind.INVALID_EVENT, "The event's properties are not a JSON object.", event)
        return
    name = event.get("event") or names.IDENTIFY
    visitor, refusal = None, _refusal(name, properties, persons=source.persons)
    if distinct_id == COOKIELESS_DISTINCT_ID or properties.get("$cookieless_mode") is True:
        visitor, refusal = (None, refusal) if refusal else _cookieless_visitor(event, name, properties, source)
    if refusal is not None:
        yield _refused(source, *refusal, event)
        return
    distinct_id = visitor.distinct_id if visitor is not None else distinct_id
    if len(distinct_id) > MAX_DISTINCT_ID_LENGTH or "\x00" in distinct_id:
        yield _noted(source, WarningKind.DISTINCT_ID_SHORTENED, {"distinct_id": distinct_id[:MAX_DISTINCT_ID_LENGTH]})
        distinct_id = distinct_id[:MAX_DISTINCT_ID_LENGTH].replace("\x00", "\ufffd")
    if len(name) > MAX_NAME_LENGTH or "\x00" in name:
        name = name[:MAX_NAME_LENGTH].replace("\x00", "\ufffd")
        yield _noted(source, WarningKind.EVENT_NAME_SHORTENED, {"event": name, "distinct_id": distinct_id})
    timestamp, time_warning = event_time(
        event, now=source.received_at, sent_at=source.sent_at, historical=source.historical
    )
    if time_warning:
        yield _noted(source, time_warning, {"event": name, "timestamp": event.get("timestamp")})
    if source.oldest is not None and timestamp < source.oldest:
        yield _refused(source, WarningKind.DROPPED_TOO_OLD, f"It happened at {timestamp.isoformat()}.", event)
        return
    wants_person = source.persons and visitor is None and properties.get("$process_person_profile") is not False
    chain = chain_of(properties) if "$elements_chain" in properties or "$elements" in properties else ""
    # Before the address goes, where it has to.
    place = _place_of(properties, source) if source.find_place is not None else None
    problems = _settle_properties(event, properties, source, wants_person=wants_person)
    if visitor is not None:
        cookieless.forget_device(properties, visitor)
    nested_values = clean_object(properties)
    if place:
        properties.update(place)
    groups, group_problems = _groups_of(properties["$groups"]) if "$groups" in properties else ({}, ())
    for kind, details in (*problems, *group_problems):
        yield _noted(source, kind, {"event": name, "distinct_id": distinct_id, **details})
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
        groups=groups,
        elements_chain=chain,
        index=index,
        nested_values=nested_values,
        place=place,
    )


def _properties_of(event: dict[str, Any]) -> dict[str, Any] | None:
    """The event's properties, with the `$ip` that some SDKs write beside them; None when they are no object."""
    properties = event.get("properties")
    if properties is None:
        properties = {}
    elif type(properties) is not dict:
        return None
    if "$ip" in event and (ip := event.pop("$ip")) is not None:
        properties["$ip"] = ip
    return properties


def _place_of(properties: dict[str, Any], source: _Source) -> Mapping[str, Fact] | None:
    """What is known about where the event's address is.

    A client that says so itself, in part or as a whole, is believed: two sources together may name no place at all.
    """
    if source.find_place is None or properties.get("$geoip_disable"):
        return None
    if not properties.keys().isdisjoint(names.PLACE):
        return None
    address = properties.get("$ip") or source.client_ip
    return source.find_place(address) if type(address) is str else None


def _refusal(name: str, properties: dict[str, Any], *, persons: bool) -> tuple[WarningKind, str] | None:
    """Why an event that is complete is not stored all the same: the warning's type and its reason."""
    if name in _NOT_EVENTS:
        text = properties.get("$$client_ingestion_warning_message")
        return _NOT_EVENTS[name], str(text) if text else f"{name} is not stored as an event."
    if name in names.NEED_PERSON and not persons:
        return WarningKind.NEEDS_PERSON, f"{name} needs a person, and the project's settings say that there are none."
    if name in names.NEED_PERSON and properties.get("$process_person_profile") is False:
        return (
            WarningKind.NEEDS_PERSON,
            f"{name} needs a person, but the event says $process_person_profile: false.",
        )
    if name == names.DELETE_PERSON:
        return (
            WarningKind.PERSON_NOT_DELETED_BY_EVENT,
            "Whoever knows the project's public token could delete anybody; delete people over the API or in the app.",
        )
    if name == names.GROUP_IDENTIFY:
        for field in ("$group_type", "$group_key"):
            if len(as_identifier(properties.get(field))) > MAX_GROUP_KEY_LENGTH:
                return WarningKind.GROUP_KEY_TOO_LONG, f"{field} is longer than {MAX_GROUP_KEY_LENGTH} characters."
    return None


def _cookieless_visitor(
    event: dict[str, Any], name: str, properties: dict[str, Any], source: _Source
) -> tuple[cookieless.Visitor | None, tuple[WarningKind, str] | None]:
    """(who the visitor is today, None), or (None, why the event is refused)."""
    if not source.cookieless:
        return None, (
            WarningKind.COOKIELESS_NOT_ENABLED,
            "The event is of a visitor without cookies; enable cookieless visitors in the project's event settings.",
        )
    if name in names.MERGING:
        return None, (WarningKind.COOKIELESS_IDENTITY_EVENT, f"{name} would tell who a visitor without cookies is.")
    timestamp, _ = event_time(event, now=source.received_at, sent_at=source.sent_at, historical=source.historical)
    return cookieless.visitor_of(properties, team_id=source.team_id, timestamp=timestamp, ip=source.client_ip)


def _settle_properties(
    event: dict[str, Any], properties: dict[str, Any], source: _Source, *, wants_person: bool
) -> Sequence[Problem]:
    """Bring together what SDKs put in different places, and drop what is not a fact about the event.

    Returns what of it was of no use, as warnings and their details.
    """
    problems: list[Problem] = []
    for key in PERSON_UPDATES:
        if key in event:
            outer, inner = event[key], properties.get(key)
            if (joined := join_update(key, outer, inner)) is not None:
                properties[key] = joined
            if wants_person:
                problems += _update_problems(key, outer)
        if key in properties:
            if not wants_person:
                del properties[key]
            elif type(properties[key]) is not dict:
                problems += _update_problems(key, properties[key])
    for key in names.NOT_STORED:
        if key in properties and properties.pop(key) and key == "$heatmap_data":
            problems.append((WarningKind.HEATMAP_DATA_REMOVED, {}))
    if source.drop_ip:
        properties.pop("$ip", None)
    elif source.ip and "$ip" not in properties:
        properties["$ip"] = source.ip
    return problems


def _update_problems(key: str, value: Any) -> list[Problem]:
    problem = problem_of(key, value)
    return [(WarningKind.INVALID_PERSON_UPDATE, {"reason": problem, "value": shown(value)})] if problem else []


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


def _groups_of(stated: Any) -> tuple[dict[str, str], Sequence[Problem]]:
    """(key by group type, what of it cannot be used)."""
    groups: dict[str, str] = {}
    if type(stated) is not dict:
        reason = "$groups must be an object with the key of each kind of group; the event belongs to none."
        problem = (WarningKind.INVALID_GROUPS, {"reason": reason, "value": shown(stated)})
        return groups, () if stated is None else (problem,)
    too_long: list[str] = []
    for group_type, key in stated.items():
        text = as_identifier(key)
        if len(text) > MAX_GROUP_KEY_LENGTH or len(group_type) > MAX_GROUP_KEY_LENGTH:
            too_long.append(group_type[:MAX_GROUP_KEY_LENGTH])
        elif text and group_type:
            groups[group_type.replace("\x00", "\ufffd")] = text.replace("\x00", "\ufffd")
    return groups, [(WarningKind.GROUP_KEY_TOO_LONG, {"group_types": too_long})] if too_long else ()


def _refused(source: _Source, kind: WarningKind, reason: str, event: Any) -> IngestionWarning:
    details: dict[str, Any] = {"reason": reason}
    if isinstance(event, dict):
        properties = event.get("properties")
        properties = properties if type(properties) is dict else {}
        ids = (event.get("distinct_id"), event.get("$distinct_id"), properties.get("distinct_id"))
        is_cookieless = properties.get("$cookieless_mode") is True or COOKIELESS_DISTINCT_ID in ids
        for name in cookieless.DEVICE_PROPERTIES if is_cookieless else ("$ip",) * source.drop_ip:
            properties.pop(name, None)
            event.pop(name, None)
        details |= {key: event[key] for key in ("event", "uuid", "distinct_id") if type(event.get(key)) is str}
    return IngestionWarning(source.team_id, kind, source.received_at, details, raw_json(event))


def _noted(source: _Source, kind: WarningKind, details: dict[str, Any]) -> IngestionWarning:
    return IngestionWarning(source.team_id, kind, source.received_at, details)
