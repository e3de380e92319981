"""Events written as columns are, value by value and type by type, what ClickHouse makes of their text."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import orjson
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from posthog.clickhouse import client as clickhouse
from products.events.backend.clickhouse.settings import INSERT_SETTINGS
from products.events.backend.logic.ingestion import native
from products.events.backend.logic.ingestion.insert import event_row, insert_events
from products.events.backend.logic.ingestion.normalise import PreparedEvent

pytestmark = pytest.mark.django_db
_COMPARED = """
SELECT * EXCEPT (properties, person_properties, inserted_at),
    toJSONString(properties) AS text, toJSONString(person_properties) AS person_text,
    JSONAllPathsWithTypes(properties) AS types, JSONAllPathsWithTypes(person_properties) AS person_types
FROM {table} ORDER BY uuid
"""
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["2026-01-01", "2026-01-01 10:00:00", "1", "1.5", "true", "null", "", "[]", "x" * 300, "é" * 200, "\x00"]
)
VALUES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.sampled_from([2**63 - 1, -(2**63), 2**64 - 1, 0, 1.0, -0.0, 1e300, 5e-324, 1e16, 123456789.125, 0.1])
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS
    | st.lists(TEXTS, max_size=3)
    | st.lists(st.integers(0, 3) | TEXTS | st.none(), max_size=3)
)
NAMES = st.sampled_from(
    ["$browser", "$current_url", "$set", "a", "a.b", "b", "$os", "email", "a%2Eb", "", "`q`", "é", "utm_source", "x y"]
)
OBJECTS = st.dictionaries(
    NAMES, VALUES | st.dictionaries(NAMES, VALUES | st.dictionaries(NAMES, VALUES, max_size=2), max_size=3), max_size=6
)


@pytest.fixture(scope="module")
def tables(django_db_setup: None) -> tuple[str, str]:
    """Two tables like that of events, one for each way."""
    for table in ("native_columns", "native_text"):
        clickhouse.command(f"DROP TABLE IF EXISTS {table}")
        clickhouse.command(f"CREATE TABLE {table} AS events")
    return "native_columns", "native_text"


def make(properties: dict[str, Any], person: dict[str, Any], number: int = 0) -> PreparedEvent:
    moment = datetime(2026, 3, 1, 23, 59, 59, 999_999, tzinfo=UTC) + timedelta(microseconds=number)
    return PreparedEvent(
        team_id=number - 1,
        uuid=str(uuid4()),
        name=f"event {number}",
        distinct_id=f"ü{number}",
        timestamp=moment,
        received_at=datetime(1969, 12, 31, 23, 59, 59, 1, tzinfo=UTC),
        properties=properties,
        is_historical=False,
        wants_person=True,
        groups={},
        elements_chain="a:b" * number,
        index=number * 999,
        person_id=str(uuid4()),
        person_properties=orjson.dumps(person),
        person_mode=("full", "propertyless", "force_upgrade")[number % 3],
        group_keys={"group_key_0": "acme", "group_key_4": "x"} if number % 2 else None,
    )


def compare(tables: tuple[str, str], events: list[PreparedEvent]) -> int:
    """Write them both ways and compare values, paths and types; gives how many went as columns."""
    columns, text = tables
    for table in tables:
        clickhouse.command(f"TRUNCATE TABLE {table}")
    written, others, block = native.split(events)
    assert len(written) + len(others) == len(events)
    if not block:
        return 0
    clickhouse.insert_native(columns, native.column_names(), block, settings=INSERT_SETTINGS)
    clickhouse.insert_json_rows(text, b"\n".join(map(event_row, written)), settings=INSERT_SETTINGS)
    in_columns, in_text = (clickhouse.query(_COMPARED.format(table=table)).rows for table in tables)
    assert len(in_text) == len(written)
    assert in_columns == in_text
    return len(written)


def test_what_web_events_hold_is_written_as_columns(tables: tuple[str, str]) -> None:
    events = [
        make(
            {
                "$browser": "Chrome" if number % 3 else None,
                "$current_url": f"https://example.com/{number}",
                "$browser_version": number if number % 2 else "unknown",
                "price": number / 2 if number % 2 else number,
                "ok": number % 2 == 0,
                "$set": {"plan": "pro", "nested": {"deep.er": [str(number), ""]}},
                "$active_feature_flags": ["a", "b"],
                "late": number if number > 250 else None,
                "empty": {},
            },
            {"email": f"{number}@example.com", "$os": "Linux", "n": number % 7},
            number,
        )
        for number in range(300)
    ]
    assert compare(tables, events) == len(events)


def test_more_different_texts_than_a_byte_can_number(tables: tuple[str, str]) -> None:
    for different in (253, 254, 255, 256):
        events = [make({"$browser": f"browser {number}"}, {}, 1) for number in range(different)]
        assert compare(tables, events) == different


@hypothesis_settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(OBJECTS, OBJECTS), min_size=1, max_size=6))
def test_any_value_is_written_as_the_server_would_read_it_or_left_to_it(
    tables: tuple[str, str], rows: list[tuple[dict[str, Any], dict[str, Any]]]
) -> None:
    compare(tables, [make(properties, person, number) for number, (properties, person) in enumerate(rows)])


@hypothesis_settings(max_examples=25, deadline=None)
@given(
    st.lists(NAMES, min_size=1, max_size=4, unique=True).flatmap(
        lambda names: st.lists(st.tuples(*(VALUES for _ in names)), min_size=2, max_size=8).map(
            lambda rows: [dict(zip(names, row, strict=True)) for row in rows]
        )
    )
)
def test_events_with_the_same_properties_are_written_together_just_as_well(
    tables: tuple[str, str], rows: list[dict[str, Any]]
) -> None:
    compare(tables, [make(properties, properties, number) for number, properties in enumerate(rows)])


@pytest.mark.parametrize(
    "properties",
    [
        {"a": [1]},
        {"a": [{"b": 1}]},
        {"a": []},
        {"a": 2**63},
        {"$browser": 5},
        {"$browser": {"a": 1}},
        {"a%2Eb": 1},
        {"": 1},
        {"ok": 1, "a": {"b": [None]}},
    ],
)
def test_what_is_not_certain_is_left_to_the_text_and_leaves_no_trace(
    tables: tuple[str, str], properties: dict[str, Any]
) -> None:
    plain = [make({"ok": "yes"}, {}, 1), make({"ok": "no"}, {}, 2)]
    odd = make(properties, {"p": 1}, 3)
    written, others, _ = native.split([plain[0], odd, plain[1]])
    assert (written, others) == (plain, [odd])
    assert compare(tables, [plain[0], odd, plain[1]]) == 2


@pytest.mark.parametrize("person", [{"tags": [1, 2]}, {"email": 5}, {f"{n}": n for n in range(native.MAX_PATHS + 1)}])
def test_a_person_does_not_change_which_half_an_event_is_in(person: dict[str, Any]) -> None:
    """People change between two attempts; under the token of the other half the event would be lost, or stored twice."""
    events = [make({"ok": 1}, {"tags": "a"}, 1), make({"ok": [1]}, {}, 2), make({"ok": 2}, person, 3)]
    assert native.split(events) == ([events[0], events[2]], [events[1]], b"")


def test_a_batch_is_stored_once_however_people_change_between_attempts(tables: tuple[str, str]) -> None:
    """The tokens hold for columns and for text, for the whole batch and for what of it is not there yet."""
    team_id = clickhouse.query("SELECT max(team_id) + 1000 FROM events").rows[0][0]
    clear = [replace(make({"a": "b"}, {"p": "q"}, 1), team_id=team_id) for _ in range(3)]
    odd = [replace(make({"a": [1]}, {}, 2), team_id=team_id) for _ in range(2)]
    changed = [replace(event, person_properties=b'{"p":[1]}') for event in clear]
    token = str(uuid4())
    for attempt in (clear + odd, changed + odd, clear, odd[:1], changed[:2] + odd):
        assert insert_events(attempt, token=token) == []
        stored = clickhouse.query("SELECT count() FROM events WHERE team_id = {team:Int64}", {"team": team_id}).rows
        assert stored == [(5,)]


def test_more_names_than_columns_of_their_own_are_written_all_the_same(tables: tuple[str, str]) -> None:
    """Beyond `max_dynamic_paths` of the table (512), the server has paths share a column."""
    events = [make({f"name {number * 3 + each}": f"{number}" for each in range(3)}, {}, 1) for number in range(450)]
    assert compare(tables, events) == 450


def test_names_without_end_are_left_to_the_text_as_a_whole() -> None:
    """Were it only those beyond the bound, the same event could be in another half after a crash."""
    events = [make({f"name {number}": number}, {}, 1) for number in range(native.MAX_PATHS + 1)]
    assert native.split(events) == ([], events, b"")
    assert native.split(events[1:])[1] == []
