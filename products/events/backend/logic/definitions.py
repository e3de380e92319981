"""Learning a project's vocabulary from its events: event names, property names with types, and which goes with which.

Almost every event is like one seen before, so a worker remembers the shapes (event name, property names, kinds of
values) it has dealt with and looks only at new ones, and at texts whose property is not yet known to be a text.
"""

import time
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from posthog.hogql.taxonomy import PropertyType
from products.events.backend.facade.enums import WarningKind
from products.events.backend.logic.groups import group_properties_of
from products.events.backend.logic.ingestion.normalise import PreparedEvent
from products.events.backend.logic.ingestion.warnings import IngestionWarning
from products.events.backend.logic.property_types import joined
from products.events.backend.logic.taxonomy import definitions_changed
from products.events.backend.models import EventDefinition, PropertyDefinition, PropertyOwner
from products.events.backend.wire import names

MAX_NAME_LENGTH = 200
# A client that makes names from data must not fill Postgres; what is beyond is still stored with its events.
MAX_PROPERTIES_PER_TEAM = 20_000
MAX_EVENTS_PER_TEAM = 10_000
# What a worker remembers: enough for every shape of a busy project, and bounded.
MAX_SHAPES = 20_000
MAX_TEAMS = 200
MEMORY_SECONDS = 3600
LAST_SEEN_STEP = timedelta(hours=1)
# How many of the names that get no definition a warning shows.
MAX_EXAMPLES = 10
_KIND_OF_PROPERTY = {
    PropertyOwner.EVENT: "event properties",
    PropertyOwner.PERSON: "person properties",
    PropertyOwner.GROUP: "group properties",
}

PropertyKey = tuple[PropertyOwner, int | None, str]

_UPSERT_EVENTS = """
INSERT INTO events_eventdefinition AS d
    (team_id, name, last_seen_at, id, description, verified, hidden, tags, created_at, last_updated_at)
SELECT *, gen_random_uuid(), '', false, false, '[]'::jsonb, now(), now() FROM unnest(%s::bigint[], %s::text[], %s::timestamptz[])
ON CONFLICT (team_id, name) DO UPDATE SET last_seen_at = greatest(d.last_seen_at, excluded.last_seen_at)
"""
_UPSERT_PROPERTIES = """
INSERT INTO events_propertydefinition AS d
    (team_id, owner, group_type_index, name, property_type,
     id, type_is_chosen, description, verified, hidden, tags, created_at, last_updated_at)
SELECT *, gen_random_uuid(), false, '', false, false, '[]'::jsonb, now(), now()
FROM unnest(%s::bigint[], %s::int[], %s::int[], %s::text[], %s::text[])
ON CONFLICT (team_id, owner, group_type_index, name) DO UPDATE
SET property_type = CASE WHEN d.property_type = '' THEN excluded.property_type ELSE 'String' END
WHERE NOT d.type_is_chosen AND excluded.property_type <> '' AND excluded.property_type <> d.property_type
"""
_INSERT_EVENT_PROPERTIES = """
INSERT INTO events_eventproperty (team_id, event, property)
SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[])
ON CONFLICT (team_id, event, property) DO NOTHING
"""


@dataclass(slots=True)
class _Vocabulary:
    """What a worker remembers about one team's definitions."""

    loaded_at: float
    events: dict[str, datetime | None]
    properties: dict[PropertyKey, PropertyType | None]
    chosen: set[PropertyKey]
    pairs: set[tuple[str, str]] = field(default_factory=set)
    # Shape -> the properties of it whose values must be looked at each time.
    shapes: dict[tuple[Any, ...], tuple[str, ...]] = field(default_factory=dict)


@dataclass(slots=True)
class _News:
    """What a batch has taught, to be written."""

    events: dict[tuple[int, str], datetime] = field(default_factory=dict)
    properties: dict[tuple[int, PropertyKey], PropertyType | None] = field(default_factory=dict)
    pairs: set[tuple[int, str, str]] = field(default_factory=set)
    # Names that get no definition, by team, kind of warning and what they are names of.
    undefined: dict[tuple[int, WarningKind, str], dict[str, None]] = field(default_factory=dict)

    def leave_out(self, team_id: int, kind: WarningKind, of: str, name: str) -> None:
        self.undefined.setdefault((team_id, kind, of), {})[name] = None


_vocabularies: "OrderedDict[int, _Vocabulary]" = OrderedDict()


def learn(events: Sequence[PreparedEvent]) -> list[IngestionWarning]:
    """Bring the definitions up to date with these events. Repeating it changes nothing.

    Returns warnings about names that get no definition. A property's is among them when an event of its shape is first
    seen by this worker, so at least once an hour, not with every event.
    """
    news = _News()
    for event in events:
        vocabulary = _vocabulary_of(event.team_id)
        _note_event(event, vocabulary, news)
        _note_properties(event, vocabulary, news)
        _note_others(event, vocabulary, news)
    try:
        _write(news)
    except Exception:
        # What was noted as known is not written, so it must not be remembered.
        _vocabularies.clear()
        raise
    return [_warning(events, *what, names_left_out) for what, names_left_out in news.undefined.items()]


def _note_event(event: PreparedEvent, vocabulary: _Vocabulary, news: _News) -> None:
    name = event.name
    last_seen = vocabulary.events.get(name)
    if last_seen is not None and event.timestamp < last_seen + LAST_SEEN_STEP:
        return
    if name not in vocabulary.events and len(vocabulary.events) >= MAX_EVENTS_PER_TEAM:
        news.leave_out(event.team_id, WarningKind.TOO_MANY_DEFINITIONS, "events", name)
        return
    vocabulary.events[name] = event.timestamp
    news.events[(event.team_id, name)] = event.timestamp


def _note_properties(event: PreparedEvent, vocabulary: _Vocabulary, news: _News) -> None:
    properties = event.properties
    shape = (event.name, event.wants_person, bool(event.place), *properties, *map(type, properties.values()))
    unsettled = vocabulary.shapes.get(shape)
    if unsettled is None:
        if len(vocabulary.shapes) >= MAX_SHAPES:
            vocabulary.shapes.clear()
            vocabulary.pairs.clear()
        _note_new_shape(event, vocabulary, news)
        unsettled = tuple(
            name
            for name, value in properties.items()
            if isinstance(value, str)
            and vocabulary.properties.get((PropertyOwner.EVENT, None, name)) not in (None, PropertyType.STRING)
        )
        vocabulary.shapes[shape] = unsettled
        return
    for name in unsettled:
        _note_value(event.team_id, (PropertyOwner.EVENT, None, name), properties[name], vocabulary, news)


def _note_new_shape(event: PreparedEvent, vocabulary: _Vocabulary, news: _News) -> None:
    for name, value in event.properties.items():
        if name in names.NOT_DEFINED:
            continue
        if not _note_value(event.team_id, (PropertyOwner.EVENT, None, name), value, vocabulary, news):
            continue
        if event.wants_person and (name in names.COPIED_TO_PERSON or (event.place and name in names.PLACE)):
            for owned in (name, names.INITIAL_NAME[name]):
                _note_value(event.team_id, (PropertyOwner.PERSON, None, owned), value, vocabulary, news)
        pair = (event.name, name)
        if pair not in vocabulary.pairs:
            vocabulary.pairs.add(pair)
            news.pairs.add((event.team_id, event.name, name))


def _note_others(event: PreparedEvent, vocabulary: _Vocabulary, news: _News) -> None:
    """Properties of the person and of the group that the event describes."""
    if event.wants_person:
        for key in ("$set", "$set_once"):
            stated = event.properties.get(key)
            if type(stated) is dict:
                for name, value in stated.items():
                    _note_value(event.team_id, (PropertyOwner.PERSON, None, name), value, vocabulary, news)
    described = group_properties_of(event)
    if described is not None:
        index, properties = described
        for name, value in properties.items():
            _note_value(event.team_id, (PropertyOwner.GROUP, index, name), value, vocabulary, news)


def _note_value(team_id: int, key: PropertyKey, value: Any, vocabulary: _Vocabulary, news: _News) -> bool:
    """Take one value into account; False when its property is not to be defined at all."""
    known = vocabulary.properties
    if key in known:
        old = known[key]
        if old is PropertyType.STRING or key in vocabulary.chosen:
            return True
        new = joined(old, key[2], value)
        if new == old:
            return True
    elif not _is_definable(key[2]):
        news.leave_out(team_id, WarningKind.NAME_NOT_DEFINABLE, _KIND_OF_PROPERTY[key[0]], key[2])
        return False
    elif len(known) >= MAX_PROPERTIES_PER_TEAM:
        news.leave_out(team_id, WarningKind.TOO_MANY_DEFINITIONS, _KIND_OF_PROPERTY[key[0]], key[2])
        return False
    else:
        new = joined(None, key[2], value)
    known[key] = new
    news.properties[(team_id, key)] = new
    return True


def _is_definable(name: str) -> bool:
    return 0 < len(name) <= MAX_NAME_LENGTH and "\x00" not in name


def _warning(
    events: Sequence[PreparedEvent], team_id: int, kind: WarningKind, of: str, left_out: Iterable[str]
) -> IngestionWarning:
    found = [name[:MAX_NAME_LENGTH] for name in left_out]
    if kind is WarningKind.NAME_NOT_DEFINABLE:
        reason = f"A name must have 1 to {MAX_NAME_LENGTH} characters, none of them NUL, to be listed and typed."
    else:
        limit = MAX_EVENTS_PER_TEAM if of == "events" else MAX_PROPERTIES_PER_TEAM
        reason = f"The project has {limit} names already, which is as many as are listed and typed."
    details = {"reason": reason, "names_of": of, "names": found[:MAX_EXAMPLES], "count": len(found)}
    received_at = next(event.received_at for event in events if event.team_id == team_id)
    return IngestionWarning(team_id, kind, received_at, details)


def _vocabulary_of(team_id: int) -> _Vocabulary:
    vocabulary = _vocabularies.get(team_id)
    if vocabulary is None or time.monotonic() - vocabulary.loaded_at > MEMORY_SECONDS:
        vocabulary = _vocabularies[team_id] = _load(team_id)
        while len(_vocabularies) > MAX_TEAMS:
            _vocabularies.popitem(last=False)
    return vocabulary


def _load(team_id: int) -> _Vocabulary:
    events = dict(EventDefinition.objects.for_team(team_id).values_list("name", "last_seen_at"))
    properties: dict[PropertyKey, PropertyType | None] = {}
    chosen = set()
    for owner, index, name, property_type, is_chosen in PropertyDefinition.objects.for_team(team_id).values_list(
        "owner", "group_type_index", "name", "property_type", "type_is_chosen"
    ):
        key = (PropertyOwner(owner), index, name)
        properties[key] = PropertyType(property_type) if property_type else None
        if is_chosen:
            chosen.add(key)
    return _Vocabulary(loaded_at=time.monotonic(), events=events, properties=properties, chosen=chosen)


def _write(news: _News) -> None:
    """One statement per table, rows always in the same order so that two workers cannot deadlock."""
    with connection.cursor() as cursor:
        if news.events:
            rows = sorted((team_id, name, seen) for (team_id, name), seen in news.events.items())
            cursor.execute(_UPSERT_EVENTS, [list(column) for column in zip(*rows, strict=True)])
        if news.properties:
            found = sorted(
                (team_id, int(owner), -1 if index is None else index, name, new.value if new else "")
                for (team_id, (owner, index, name)), new in news.properties.items()
            )
            teams, owners, indexes, property_names, types = (list(column) for column in zip(*found, strict=True))
            groups = [None if index == -1 else index for index in indexes]
            cursor.execute(_UPSERT_PROPERTIES, [teams, owners, groups, property_names, types])
        if news.pairs:
            pairs = sorted(news.pairs)
            cursor.execute(_INSERT_EVENT_PROPERTIES, [list(column) for column in zip(*pairs, strict=True)])
    if news.properties:
        definitions_changed(*{team_id for team_id, _ in news.properties})
