"""What each event means for people: link, create, update, merge. In the order of arrival, on the batch's `People`.

The rules are PostHog's published ones (docs/life-of-an-event.md): an anonymous person may join an identified one, two
identified people never become one by `$identify` or `$create_alias`, and placeholder ids never join anybody.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from products.events.backend.facade.enums import WarningKind
from products.events.backend.logic.ingestion.normalise import PreparedEvent
from products.events.backend.logic.ingestion.warnings import IngestionWarning
from products.events.backend.logic.persons.copies import Copies
from products.events.backend.logic.persons.people import MAX_DISTINCT_IDS, Key, People, Person, differs
from products.events.backend.logic.persons.proof import may_describe, may_merge
from products.events.backend.wire import names
from products.events.backend.wire.identifiers import MAX_DISTINCT_ID_LENGTH, as_identifier, is_illegal_distinct_id
from products.events.backend.wire.person_updates import PERSON_UPDATES, unset_names

_NO_PROPERTIES = b"{}"


def mentioned_ids(events: Iterable[PreparedEvent]) -> set[Key]:
    """Every distinct id whose person the batch may need."""
    return {(event.team_id, event.distinct_id) for event in events} | merging_ids(events)


def merging_ids(events: Iterable[PreparedEvent]) -> set[Key]:
    """The distinct ids that may be joined with another one."""
    return {
        (event.team_id, distinct_id)
        for event in events
        if event.name in names.MERGING and event.wants_person and (other := _other_id(event))
        for distinct_id in (event.distinct_id, other)
    }


def resolve(events: Iterable[PreparedEvent], people: People) -> list[IngestionWarning]:
    """Give every event its person, and people what the events say about them."""
    warnings: list[IngestionWarning] = []
    copies = Copies()
    for event in events:
        event.is_refused = _was_erased(event, people)
        if event.is_refused:
            # Whose it was must not be told, as that was to be forgotten.
            warnings.append(_warning(event, WarningKind.PERSON_WAS_ERASED, {"event": event.name}))
            continue
        if not event.wants_person:
            warnings += _link(event, people, copies)
            continue
        if event.name in names.MERGING:
            warnings += _merge(event, people)
        person = people.find_or_create(event.team_id, event.distinct_id, event.timestamp)
        if not may_describe(event, people):
            warnings += _undescribed(event)
        elif event.name not in names.NEVER_TOUCH_PERSON and not _update(person, event):
            warnings.append(
                _warning(event, WarningKind.PERSON_PROPERTIES_TOO_LARGE, {"distinct_id": event.distinct_id})
            )
        warnings += _belong(event, person, copies)
    return warnings


def _was_erased(event: PreparedEvent, people: People) -> bool:
    """Whether the event is about somebody who was erased with all their events, and happened before that."""
    if not people.has_forgotten:
        return False
    moments = (event.timestamp, event.received_at)
    other = _other_id(event) if event.name in names.MERGING else ""
    return people.refuses(event.team_id, event.distinct_id, *moments) or people.refuses(event.team_id, other, *moments)


def _undescribed(event: PreparedEvent) -> list[IngestionWarning]:
    """A warning where an event without proof says something about a person; what browsers always add is none."""
    if event.properties.keys().isdisjoint(PERSON_UPDATES) or event.name in names.MERGING:
        return []
    details = {"distinct_id": event.distinct_id, "event": event.name}
    return [
        _warning(
            event, WarningKind.UNSIGNED_PERSON_UPDATE, {**details, "reason": "Nothing in it proves who it is about."}
        )
    ]


def _belong(event: PreparedEvent, person: Person, copies: Copies) -> list[IngestionWarning]:
    """Make the event the person's; a warning when it is the first that does not get all of a large profile."""
    event.person_id = person.uuid
    event.person_properties, is_news = copies.take(person)
    details = {"distinct_id": event.distinct_id, "bytes": len(person.text)}
    return [_warning(event, WarningKind.PERSON_PROPERTIES_NOT_COPIED, details)] if is_news else []


def _link(event: PreparedEvent, people: People, copies: Copies) -> list[IngestionWarning]:
    """An event without a profile belongs to the person of its distinct id, if there is one, and changes nobody."""
    person = people.find(event.team_id, event.distinct_id)
    if person is None:
        event.person_id = people.uuid_for(event.team_id, event.distinct_id)
        event.person_properties = _NO_PROPERTIES
        event.person_mode = "propertyless"
        return []
    event.person_mode = "force_upgrade"
    return _belong(event, person, copies)


def _merge(event: PreparedEvent, people: People) -> list[IngestionWarning]:
    other_id = _other_id(event)
    if not may_merge(event, other_id, people):
        details = {"distinct_id": event.distinct_id, "other_distinct_id": other_id, "event": event.name}
        return [
            _warning(
                event, WarningKind.UNSIGNED_IDENTITY, {**details, "reason": "The event does not prove who it is about."}
            )
        ]
    if other_id == event.distinct_id or not other_id:
        if event.name == names.IDENTIFY and not is_illegal_distinct_id(event.distinct_id):
            people.find_or_create(event.team_id, event.distinct_id, event.timestamp).mark_identified()
        return []
    for distinct_id in (other_id, event.distinct_id):
        if is_illegal_distinct_id(distinct_id):
            details = {"illegal_distinct_id": distinct_id, "other_distinct_id": other_id, "event": event.name}
            return [_warning(event, WarningKind.ILLEGAL_DISTINCT_ID, details)]
    other = people.find(event.team_id, other_id)
    target = people.find(event.team_id, event.distinct_id)
    if other is not target and people.would_have_too_many_ids(other, target):
        # Moving ids takes a statement that grows with their number, and a person of so many is nobody in particular.
        details = {"source_distinct_id": other_id, "target_distinct_id": event.distinct_id, "event": event.name}
        return [_warning(event, WarningKind.TOO_MANY_DISTINCT_IDS, {**details, "limit": MAX_DISTINCT_IDS})]
    if other is None:
        target = people.find_or_create(event.team_id, event.distinct_id, event.timestamp)
        people.attach(event.team_id, other_id, target)
    elif target is None:
        target = other
        people.attach(event.team_id, event.distinct_id, target)
    elif other is not target:
        if other.is_identified and event.name != names.MERGE_DANGEROUSLY:
            details = {"source_distinct_id": other_id, "target_distinct_id": event.distinct_id, "event": event.name}
            return [_warning(event, WarningKind.ALREADY_IDENTIFIED, details)]
        people.merge(other, target)
    target.mark_identified()
    return []


def _other_id(event: PreparedEvent) -> str:
    """The second id a merging event names: the anonymous one, or the alias."""
    name = "$anon_distinct_id" if event.name == names.IDENTIFY else "alias"
    return as_identifier(event.properties.get(name))[:MAX_DISTINCT_ID_LENGTH].replace("\x00", "\ufffd")


def _update(person: Person, event: PreparedEvent) -> bool:
    """Apply what the event says about its person; False when the result would be too large, so nothing was applied."""
    properties = event.properties
    fits = True
    stated: dict[str, Any] = {}
    if "$set" in properties or "$set_once" in properties or "$unset" in properties:
        stated = _object(properties.get("$set"))
        fits = _apply_stated(person, stated, _object(properties.get("$set_once")), properties.get("$unset"))
    # A server's operating system says nothing about the person it serves.
    if properties.get("$is_server") is not True:
        copied = names.COPIED_TO_PERSON.intersection(properties)
        observed = _observed(person.properties, properties, copied, stated) if copied else {}
        outlived: list[str] = []
        if event.place and stated.keys().isdisjoint(names.PLACE):
            observed |= _observed_place(person.properties, event.place)
            # A place is known as a whole: the city of the one before may lie in another country.
            outlived = [name for name in names.PLACE if name in person.properties and name not in event.place]
        if observed or outlived:
            # The latest URL is not worth a write of its own; something not known before is.
            is_news = any(name not in person.properties for name in observed)
            fits = person.update_properties(observed, remove=outlived, worth_storing=is_news) and fits
    return fits


def _apply_stated(person: Person, assign: dict[str, Any], assign_once: dict[str, Any], unset: Any) -> bool:
    """`$set` overwrites, `$set_once` fills in, `$unset` removes.

    A null in `$set_once` is passed over: it would block every later value, and SDKs send nulls for "not known".
    """
    known = person.properties
    changes = {
        name: value
        for name, value in assign_once.items()
        if value is not None and name not in known and name not in assign
    }
    changes |= {name: value for name, value in assign.items() if name not in known or differs(known[name], value)}
    remove = [name for name in unset_names(unset) if name in known or name in changes]
    if not changes and not remove:
        return True
    return person.update_properties(changes, remove=remove, worth_storing=True)


def _observed(
    known: dict[str, Any], properties: dict[str, Any], copied: Iterable[str], stated: dict[str, Any]
) -> dict[str, Any]:
    """What an ordinary event shows about its person and is not known yet: the latest values, and the first ones."""
    changes = {}
    for name in copied:
        value = properties[name]
        if (name not in known or differs(known[name], value)) and name not in stated:
            changes[name] = value
        initial = names.INITIAL_NAME[name]
        if initial not in known and value is not None:
            changes[initial] = value
    return changes


def _observed_place(known: dict[str, Any], place: Mapping[str, Any]) -> dict[str, Any]:
    """What is new about where the person is, and was first."""
    changes = {name: fact for name, fact in place.items() if name not in known or differs(known[name], fact)}
    if known.keys().isdisjoint(names.INITIAL_PLACE):
        changes |= {names.INITIAL_NAME[name]: fact for name, fact in place.items()}
    return changes


def _object(value: Any) -> dict[str, Any]:
    return value if type(value) is dict else {}


def _warning(event: PreparedEvent, kind: WarningKind, details: dict[str, Any]) -> IngestionWarning:
    return IngestionWarning(event.team_id, kind, event.received_at, {**details, "event_uuid": event.uuid})
