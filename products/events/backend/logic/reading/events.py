"""Events, through HogQL: it adds the team, the person as they are now, and the limits."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from common.json import dumps
from posthog.hogql import ast
from posthog.hogql.context import HogQLContext
from posthog.hogql.parser import parse_expr
from posthog.hogql.property import property_to_expr
from products.events.backend.facade.contracts import Event, ListEvents
from products.events.backend.facade.errors import EventNotFoundError
from products.events.backend.logic.reading.filters import read_filters
from products.events.backend.logic.reading.hogql import context_of, run
from products.events.backend.logic.reading.persons import distinct_ids_of, people_by_uuid

# A page of the newest events is nearly always filled by the last days, so older ones are read only when it is not.
WINDOWS = (timedelta(days=1), timedelta(days=7), timedelta(days=60))
# Values are proposed from what was seen lately; reading all of a large project for them would take too long.
VALUES_DAYS = 30
MAX_VALUES = 50

# What a page may hold of properties and elements, as text; on the way it takes some ten times that in memory. And what
# may be of one event, in a list and alone: more than is taken nowadays, but what was stored before is still there.
MAX_PAGE_BYTES = 8 * 1024 * 1024
MAX_LISTED_EVENT_BYTES = 2 * 1024 * 1024
MAX_EVENT_BYTES = 16 * 1024 * 1024
LEFT_OUT = "$properties_left_out"

# What is on a page, and how much it is: known before any of it leaves ClickHouse.
_PAGE = """
SELECT uuid, event, distinct_id, timestamp, person_id,
    length(toString(properties)) + length(toString(person.properties)) + length(elements_chain)
FROM events WHERE {where} ORDER BY timestamp DESC, uuid DESC LIMIT {limit} OFFSET {offset}
"""
_NEWEST = "timestamp DESC, uuid DESC"
ORDERS = {
    "-timestamp": _NEWEST,
    "timestamp": "timestamp ASC, uuid ASC",
    "event": f"event ASC, {_NEWEST}",
    "-event": f"event DESC, {_NEWEST}",
    "distinct_id": f"distinct_id ASC, {_NEWEST}",
    "-distinct_id": f"distinct_id DESC, {_NEWEST}",
}
# How many events of an export are in memory at once.
EXPORT_PAGE = 1_000
_CONTENTS = """
SELECT uuid, properties, elements_chain, person.properties
FROM events WHERE uuid IN {uuids} AND timestamp >= {first} AND timestamp <= {last} LIMIT {limit}
"""
_COUNT = "SELECT count() FROM events WHERE {where}"
_VALUES = """
SELECT toString({property}) AS value, count() AS times
FROM events WHERE {where} AND isNotNull({property}) GROUP BY value ORDER BY times DESC, value LIMIT {limit}
"""
_GROUP_VALUES = """
SELECT toString({property}) AS value, count() AS times
FROM groups WHERE {where} AND isNotNull({property}) GROUP BY value ORDER BY times DESC, value LIMIT {limit}
"""
_PERSON_VALUES = """
SELECT toString({property}) AS value, count() AS times
FROM persons WHERE {where} AND isNotNull({property}) GROUP BY value ORDER BY times DESC, value LIMIT {limit}
"""


def list_events(asked: ListEvents, *, team_id: int, limit: int, offset: int) -> tuple[list[Event], int]:
    """(events of the page, how many there are in all)."""
    context = context_of(team_id)
    conditions = _conditions(asked, context)
    total = run(_COUNT, context, {"where": ast.And(tuple(conditions))})[0][0]
    rows: list[tuple[Any, ...]] = []
    for since in _windows(asked, context):
        where = ast.And((*conditions, *since))
        rows = run(_in_order(asked), context, {"where": where, "limit": limit, "offset": offset})
        if len(rows) == limit or len(rows) + offset >= total:
            break
    return _to_events(rows, context, largest=MAX_LISTED_EVENT_BYTES), int(total)


def export_events(asked: ListEvents, *, team_id: int, limit: int) -> Iterator[tuple[Event, ...]]:
    """The list up to `limit`, a page at a time. The first is read at once, so that what cannot be asked is refused."""
    context = context_of(team_id)
    # What arrives meanwhile would move the pages.
    conditions = [*_conditions(asked, context), _compare("created_at", ast.CompareOp.LT_EQ, context.now)]

    def page(offset: int) -> tuple[Event, ...]:
        wanted = {"where": ast.And(tuple(conditions)), "limit": min(EXPORT_PAGE, limit - offset), "offset": offset}
        rows = run(_in_order(asked), context, wanted)
        return tuple(_to_events(rows, context, largest=MAX_LISTED_EVENT_BYTES))

    def pages(found: tuple[Event, ...]) -> Iterator[tuple[Event, ...]]:
        offset = 0
        while found:
            yield found
            offset += len(found)
            found = page(offset) if offset < limit else ()

    return pages(page(0))


def newest_matching(condition: ast.Expr, context: HogQLContext, *, limit: int) -> list[Event]:
    """The newest events for which `condition` holds. Looks no further back than it must."""
    rows: list[tuple[Any, ...]] = []
    for since in _windows(ListEvents(), context):
        where = ast.And((condition, *since))
        rows = run(_PAGE, context, {"where": where, "limit": limit, "offset": 0})
        if len(rows) == limit:
            break
    return _to_events(rows, context, largest=MAX_LISTED_EVENT_BYTES)


def get_event(*, team_id: int, event_uuid: UUID) -> Event:
    where = ast.Compare(ast.CompareOp.EQ, ast.Field(("uuid",)), ast.Constant(event_uuid))
    context = context_of(team_id)
    rows = run(_PAGE, context, {"where": where, "limit": 1, "offset": 0})
    if not rows:
        raise EventNotFoundError(f"No event {event_uuid} in this project.")
    return _to_events(rows, context, largest=MAX_EVENT_BYTES)[0]


def list_event_values(*, team_id: int, key: str, value: str, event_name: str) -> list[str]:
    """Values of an event property seen lately, the most frequent first; `value` is a part of them."""
    context = context_of(team_id)
    prop = ast.Field(("properties", key))
    conditions = [_compare("timestamp", ast.CompareOp.GT_EQ, context.now - timedelta(days=VALUES_DAYS))]
    if event_name:
        conditions.append(_compare("event", ast.CompareOp.EQ, event_name))
    return _values(_VALUES, context, prop, conditions, value)


def list_person_values(*, team_id: int, key: str, value: str) -> list[str]:
    """Values of a person property, the most frequent first; `value` is a part of them."""
    return _values(_PERSON_VALUES, context_of(team_id), ast.Field(("properties", key)), [], value)


def list_group_values(*, team_id: int, group_type_index: int, key: str, value: str) -> list[str]:
    """Values of a property of one kind of groups, the most frequent first; `value` is a part of them."""
    kind = ast.eq(ast.field("index"), ast.constant(group_type_index))
    return _values(_GROUP_VALUES, context_of(team_id), ast.Field(("properties", key)), [kind], value)


def _values(sql: str, context: HogQLContext, prop: ast.Field, conditions: list[ast.Expr], part: str) -> list[str]:
    if part:
        text = ast.Call("toString", (prop,))
        pattern = "%" + part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        conditions = [*conditions, ast.Compare(ast.CompareOp.ILIKE, text, ast.Constant(pattern))]
    where = ast.And(tuple(conditions))
    rows = run(sql, context, {"property": prop, "where": where, "limit": MAX_VALUES})
    return [row[0] for row in rows if row[0] != ""]


def _conditions(asked: ListEvents, context: HogQLContext) -> list[ast.Expr]:
    conditions: list[ast.Expr] = []
    if asked.event:
        conditions.append(_compare("event", ast.CompareOp.EQ, asked.event))
    if asked.distinct_id:
        conditions.append(_compare("distinct_id", ast.CompareOp.EQ, asked.distinct_id))
    if asked.person_id is not None:
        conditions.append(_compare("person_id", ast.CompareOp.EQ, asked.person_id))
    if asked.after is not None:
        conditions.append(_compare("timestamp", ast.CompareOp.GT, asked.after))
    if asked.before is not None:
        conditions.append(_compare("timestamp", ast.CompareOp.LT, asked.before))
    if filters := read_filters(asked.properties, default_type="event"):
        conditions.append(property_to_expr(filters, context))
    return conditions + [parse_expr(text) for text in asked.where]


def _in_order(asked: ListEvents) -> str:
    return _PAGE.replace(_NEWEST, ORDERS[asked.order])


def _windows(asked: ListEvents, context: HogQLContext) -> Iterator[list[ast.Expr]]:
    """Ever longer times to look at, the last of them all there is."""
    if asked.order == "-timestamp" and asked.after is None:
        newest = asked.before or context.now + timedelta(days=1)
        for window in WINDOWS:
            yield [_compare("timestamp", ast.CompareOp.GT_EQ, newest - window)]
    yield []


def _compare(column: str, operator: ast.CompareOp, value: str | UUID | datetime) -> ast.Expr:
    return ast.Compare(operator, ast.Field((column,)), ast.Constant(value))


def _to_events(rows: list[tuple[Any, ...]], context: HogQLContext, *, largest: int) -> list[Event]:
    """The page as far as there is room for it: one event at least, of which `largest` bytes are shown."""
    room = MAX_PAGE_BYTES
    shown: list[tuple[Any, ...]] = []
    for row in rows:
        size = row[5] if row[5] <= largest else 0
        if shown and size > room:
            break
        room -= size
        shown.append(row)
    contents = _contents([row for row in shown if row[5] <= largest], context)
    people = people_by_uuid(team_id=context.team_id, uuids=[row[4] for row in shown])
    distinct_ids = distinct_ids_of(people.values(), team_id=context.team_id)
    events = []
    for uuid, name, distinct_id, timestamp, person_id, size in shown:
        person = people.get(person_id)
        # What is not there was erased between the two questions.
        properties, chain, person_properties = contents.get(uuid, ({LEFT_OUT: _left_out(size)}, "", {}))
        events.append(
            Event(
                uuid=uuid,
                team_id=context.team_id,
                event=name,
                distinct_id=distinct_id,
                timestamp=timestamp,
                properties=dumps(properties).decode(),
                elements_chain=chain,
                person_id=person_id,
                person_properties=dumps(person_properties).decode(),
                person_distinct_ids=distinct_ids[person.pk] if person else (distinct_id,),
                person_is_identified=person.is_identified if person else False,
            )
        )
    return events


def _contents(rows: list[tuple[Any, ...]], context: HogQLContext) -> dict[UUID, tuple[Any, str, Any]]:
    """(properties, chain of elements, person's properties) by uuid."""
    if not rows:
        return {}
    times = [row[3] for row in rows]
    found = run(
        _CONTENTS,
        context,
        {
            "uuids": ast.Tuple(tuple(ast.Constant(row[0]) for row in rows)),
            "first": ast.Constant(min(times)),
            "last": ast.Constant(max(times)),
            # An event that was stored twice is there twice until ClickHouse has merged it.
            "limit": 2 * len(rows),
        },
    )
    return {uuid: (properties, chain, person) for uuid, properties, chain, person in found}


def _left_out(size: int) -> str:
    return f"{size} bytes are too many to be shown here; ask for single properties with the query endpoint."
