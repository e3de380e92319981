"""What ingestion makes of odd events: repaired, refused with a warning, or recognised as known. Real engines."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import orjson
import pytest
from django.test.client import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import Settings

from posthog import known_teams as teams
from posthog.clickhouse import client as clickhouse
from posthog.contracts import TeamContext
from posthog.hogql.taxonomy import PropertyKind, PropertyType, taxonomy_for
from posthog.models import Team
from products.events.backend.logic.ingestion.normalise import PreparedEvent, normalise_entry
from products.events.backend.logic.ingestion.warnings import IngestionWarning
from products.events.backend.logic.queue.entry import Entry, Received
from products.events.backend.models import EventDefinition, EventProperty, Group, PropertyDefinition
from products.events.backend.tests.conftest import Row, queue_length, work_off_the_queue

Send = Callable[..., None]
Stored = Callable[..., list[Row]]
Warnings = Callable[[], list[tuple[str, Row, str]]]
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def event(properties: Row | None = None, **top: Any) -> Row:
    return {"event": "x", "distinct_id": "u", "properties": properties or {}, **top}


def post_bytes(client: Client, body: bytes) -> None:
    response = client.post("/batch/", body, content_type="application/json")
    assert response.status_code == 200, response.content
    work_off_the_queue()


@pytest.mark.parametrize(
    ("bad", "kind", "part_of_reason"),
    [
        (b'{"distinct_id": "u"}', "invalid_event", "no name"),
        (b'{"event": "", "distinct_id": "u"}', "invalid_event", "no name"),
        (b'{"event": "bad"}', "invalid_event", "distinct_id"),
        (b'{"event": "bad", "distinct_id": "u", "uuid": "nope"}', "invalid_event", "UUID"),
        (b'{"event": "bad", "distinct_id": "u", "properties": [1]}', "invalid_event", "properties"),
        (b"null", "invalid_event", "object"),
        (b'["nested"]', "invalid_event", "object"),
        (
            b'{"event": "bad", "distinct_id": "u", "properties": {"a": ' + b"[" * 3000 + b"]" * 3000 + b"}}",
            "event_not_storable",
            "deep",
        ),
        (
            b'{"event": "bad", "distinct_id": "u", "properties": {"a": ' + b'{"b":' * 100 + b"1" + b"}" * 100 + b"}}",
            "event_not_storable",
            "deep",
        ),
        (
            b'{"event":"bad","distinct_id":"u","properties":{'
            + b",".join(b'"k%d":1' % number for number in range(5000))
            + b"}}",
            "event_not_storable",
            "at most 4000",
        ),
        (b'{"event": "bad", "distinct_id": "$posthog_cookieless"}', "cookieless_not_enabled", "ookieless"),
        (
            b'{"event": "$$client_ingestion_warning", "distinct_id": "u", "properties":'
            b' {"$$client_ingestion_warning_message": "too many events"}}',
            "client_ingestion_warning",
            "too many events",
        ),
        (b'{"event": "$$heatmap", "distinct_id": "u"}', "heatmaps_not_supported", "heatmap"),
        (b'{"event": "$snapshot", "distinct_id": "u"}', "recording_sent_to_events", "snapshot"),
    ],
)
def test_bad_event_becomes_a_warning_and_its_neighbours_are_stored(
    client: Client, team: TeamContext, stored: Stored, warnings: Warnings, bad: bytes, kind: str, part_of_reason: str
) -> None:
    good = b'{"event": "good", "distinct_id": "u"}'
    post_bytes(client, b'{"api_key": "%b", "batch": [%b, %b, %b]}' % (team.api_token.encode(), good, bad, good))
    assert [row["event"] for row in stored("event")] == ["good", "good"]
    [(found_kind, details, raw)] = warnings()
    assert found_kind == kind
    assert part_of_reason in details["reason"]
    assert raw
    if len(bad) < 200:
        assert json.loads(raw) == json.loads(bad)


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        (b'"\\ud83d"', "\ufffd"),
        (b'"\xff"', "\ufffd"),
        (b"1e400", "1e400"),
        (b"NaN", None),
        (b"123456789012345678901234567890", 1.2345678901234568e29),
        (b"18446744073709551615", 1.8446744073709552e19),
        (b"-9223372036854775808", -(2**63)),
        (b"1.0", 1),
        (b'"a\\u0000b"', "a\x00b"),
        (b'"2026-01-01"', "2026-01-01"),
        (b'"2026-01-01 10:00:00"', "2026-01-01 10:00:00"),
        (b'["2026-01-01", 1, {"a": null}]', ["2026-01-01", 1, {}]),
        (b'{"a.b": 1, "a": {"b": 2}}', {"a.b": 1, "a": {"b": 2}}),
        (b'{"$browser": {"nested": true}}', {"$browser": {"nested": True}}),
    ],
)
def test_odd_values_are_stored_as_what_they_were(
    client: Client, team: TeamContext, stored: Stored, warnings: Warnings, sent: bytes, found: Any
) -> None:
    body = b'{"api_key": "%b", "batch": [{"event": "x", "distinct_id": "u", "properties": {"v": %b}}]}'
    post_bytes(client, body % (team.api_token.encode(), sent))
    [row] = stored("toJSONString(properties) AS properties")
    value = orjson.loads(row["properties"]).get("v")
    assert _unescaped(value) == found
    assert warnings() == []


def _unescaped(value: Any) -> Any:
    """ClickHouse keeps a dot inside a key as %2E."""
    if isinstance(value, dict):
        return {key.replace("%2E", "."): _unescaped(item) for key, item in value.items()}
    return [_unescaped(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", ["$browser", "$os", "utm_source", "$session_id"])
@pytest.mark.parametrize("value", [5, 1.5, True, None, ["a"], {"a": 1}, "text", ""])
def test_declared_paths_take_any_value(send: Send, stored: Stored, name: str, value: Any) -> None:
    """Columns of a declared type must not make an insert fail for who sends something else."""
    send(event({name: value}))
    assert len(stored("uuid")) == 1


def test_long_names_and_ids_are_cut_with_a_warning(send: Send, stored: Stored, warnings: Warnings) -> None:
    send({"event": "n" * 300, "distinct_id": "d" * 300}, {"event": "a\x00b", "distinct_id": "c\x00d"})
    rows = stored("event, distinct_id")
    assert [(row["event"], row["distinct_id"]) for row in rows] == [("a\ufffdb", "c\ufffdd"), ("n" * 200, "d" * 200)]
    assert {kind for kind, _, _ in warnings()} == {"distinct_id_shortened", "event_name_shortened"}


@pytest.mark.parametrize(
    ("timestamp", "kind"),
    [
        ("soon", "ignored_unparsable_timestamp"),
        ("2999-01-01T00:00:00Z", "timestamp_too_far_in_the_future"),
        ("1066-10-14T00:00:00Z", "timestamp_before_1970"),
    ],
)
def test_time_that_cannot_be_is_replaced_with_a_warning(
    send: Send, stored: Stored, warnings: Warnings, timestamp: str, kind: str
) -> None:
    before = datetime.now(UTC)
    send(event(timestamp=timestamp))
    [row] = stored("timestamp")
    found = row["timestamp"].replace(tzinfo=UTC)
    if kind == "timestamp_before_1970":
        assert found == datetime(1970, 1, 1, tzinfo=UTC)
    else:
        assert before - timedelta(seconds=1) <= found <= datetime.now(UTC)
    assert [warning[0] for warning in warnings()] == [kind]


def test_number_of_warnings_is_bounded_and_says_so(send: Send, warnings: Warnings) -> None:
    send(event(), *({"event": number} for number in range(250)))
    found = warnings()
    assert len(found) == 100
    assert [details["left_out"] for _, details, _ in found if "left_out" in details] == [150]


def test_same_event_is_stored_once_however_often_it_is_sent(send: Send, stored: Stored) -> None:
    one, two = "01941f29-7c00-7000-8000-000000000001", "01941f29-7c00-7000-8000-000000000002"
    send(event(uuid=one), event(uuid=one.upper()), event(uuid=one.replace("-", "")))
    send(event(uuid=one), event(uuid=two))
    send(event(uuid=two))
    assert [str(row["uuid"]) for row in stored("uuid")] == [one, two]


def test_other_teams_event_of_the_same_uuid_is_another_event(
    client: Client, send: Send, other_team: TeamContext, stored: Stored
) -> None:
    """Otherwise whoever guesses an id could suppress somebody else's event."""
    uuid = "01941f29-7c00-7000-8000-000000000001"
    post_bytes(client, orjson.dumps({"api_key": other_team.api_token, "batch": [event(uuid=uuid)]}))
    send(event(uuid=uuid))
    assert len(stored("uuid")) == 1


def test_event_without_uuid_gets_one_that_a_second_append_repeats(team: TeamContext) -> None:
    """The web server appends again when Redis' answer was lost; both entries must make the same events."""
    body = orjson.dumps({"api_key": "t", "batch": [event(), event()]})
    received = Received(request_id="r1", team_id=team.id, token="t", received_at=NOW)
    first, second = (prepared(Entry(id=entry_id, received=received, body=body), team.id) for entry_id in ("1-0", "2-0"))
    assert [each.uuid for each in first] == [each.uuid for each in second]
    assert len({each.uuid for each in first}) == 2
    other = Received(request_id="r2", team_id=team.id, token="t", received_at=NOW)
    assert prepared(Entry(id="3-0", received=other, body=body), team.id)[0].uuid != first[0].uuid


def test_old_snippets_insert_id_recognises_a_resend(send: Send, stored: Stored) -> None:
    """posthog-js 1.57 sends no uuid, but the same `$insert_id` with every attempt."""
    send(event({"$insert_id": "abc"}))
    send(event({"$insert_id": "abc"}), event({"$insert_id": "abd"}))
    assert len(stored("uuid")) == 2


def test_resend_window_forgets_the_oldest_and_keeps_its_bound(send: Send, settings: Settings) -> None:
    from products.events.backend.logic.queue import connection, keys

    settings.EVENT_RESEND_WINDOW_EVENTS = 20
    for _ in range(10):
        send(*(event() for _ in range(7)))
    client = connection.client()
    generation = int(client.get(keys.SEEN_GENERATION))
    sizes = {number: client.scard(keys.seen(number)) for number in range(generation + 1)}
    assert sum(sizes.values()) <= 20 + 2 * 7
    assert {number for number, size in sizes.items() if size} <= {generation, generation - 1}


def test_historical_import_changes_nothing_the_second_time(send: Send, stored: Stored, settings: Settings) -> None:
    """Also long after the resend window has forgotten it."""
    from products.events.backend.logic.queue import connection, keys

    events = [
        event(
            {"n": number},
            uuid=f"01941f29-7c00-7000-8000-{number:012}",
            timestamp=f"{2000 + number % 27}-06-01T00:00:00Z",
        )
        for number in range(300)
    ]
    send(*events, historical_migration=True)
    assert len(stored("uuid")) == 300
    client = connection.client()
    for number in range(int(client.get(keys.SEEN_GENERATION) or 0) + 1):
        client.delete(keys.seen(number))
    send(*events, historical_migration=True)
    assert len(stored("uuid")) == 300


def test_batch_may_span_more_months_than_clickhouse_takes_at_once(send: Send, stored: Stored) -> None:
    months = [f"{year}-{month:02}-01T00:00:00Z" for year in range(1990, 2010) for month in range(1, 13)]
    send(*(event(timestamp=month) for month in months), historical_migration=True)
    assert len(stored("uuid")) == len(months) == 240


def test_event_that_clickhouse_refuses_is_put_aside_and_the_rest_goes_in(
    send: Send, stored: Stored, warnings: Warnings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Normalisation leaves nothing to refuse, so the culprit is made by taking a repair out."""
    from products.events.backend.logic.ingestion import normalise

    def spoil(properties: Row) -> int:
        if properties.get("n") == 37:
            properties["n"] = float("nan")
        return 0

    monkeypatch.setattr(normalise, "clean_object", spoil)
    original = clickhouse.insert_json_rows

    def insert(table: str, payload: bytes, **more: Any) -> None:
        original(table, payload.replace(b'"n":null', b'"n":1e400') if table == "events" else payload, **more)

    monkeypatch.setattr(clickhouse, "insert_json_rows", insert)
    send(*(event({"n": number}) for number in range(100)))
    assert len(stored("uuid")) == 99
    [(kind, details, raw)] = warnings()
    assert kind == "refused_by_clickhouse"
    assert json.loads(raw)["uuid"] == details["uuid"]


def test_definitions_are_learnt_with_types(send: Send, team: TeamContext) -> None:
    send(
        event({"s": "text", "n": 1, "b": True, "d": "2026-01-01T10:00:00Z", "l": [1], "z": None, "$feature/f": True}),
        event({"s": "1", "n": "2.5", "b": "false", "d": "2026-01-02", "$set": {"age": 5}}),
        {
            "event": "$groupidentify",
            "distinct_id": "u",
            "properties": {"$group_type": "c", "$group_key": "k", "$group_set": {"seats": 2}},
        },
    )
    types = {(each.owner, each.name): each.property_type for each in PropertyDefinition.objects.for_team(team.id)}
    assert {key: types[key] for key in types if not key[1].startswith("$ip")} == {
        (1, "s"): "String",
        (1, "n"): "Numeric",
        (1, "b"): "Boolean",
        (1, "d"): "DateTime",
        (1, "l"): "",
        (1, "z"): "",
        (1, "$feature/f"): "String",
        (2, "age"): "Numeric",
        (3, "seats"): "Numeric",
    }
    assert {each.name for each in EventDefinition.objects.for_team(team.id)} == {"x", "$groupidentify"}
    pairs = set(EventProperty.objects.for_team(team.id).values_list("event", "property"))
    assert ("x", "n") in pairs
    assert ("x", "$set") not in pairs
    taxonomy = taxonomy_for(team.id)
    assert taxonomy.property_type(PropertyKind.EVENT, "n") == PropertyType.NUMERIC
    assert taxonomy.property_type(PropertyKind.GROUP, "seats", 0) == PropertyType.NUMERIC
    assert [(each.name, each.index) for each in taxonomy.group_types()] == [("c", 0)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2.5], "Numeric"),
        ([1, "3"], "Numeric"),
        ([1, "three"], "String"),
        ([1, True], "String"),
        (["true", "maybe"], "String"),
        (["2026-01-01", "later"], "String"),
        (["2026-01-01", 5], "String"),
        (["text", 5], "String"),
        ([None, [1], 5], "Numeric"),
        ([5, None, {}], "Numeric"),
    ],
)
@pytest.mark.parametrize("together", [True, False])
def test_values_that_disagree_make_a_property_a_text(
    send: Send, team: TeamContext, values: list[Any], expected: str, together: bool
) -> None:
    events = [event({"p": value}) for value in values]
    for batch in [events] if together else [[one] for one in events]:
        send(*batch)
    assert PropertyDefinition.objects.for_team(team.id).get(name="p").property_type == expected
    assert taxonomy_for(team.id).property_type(PropertyKind.EVENT, "p") == PropertyType(expected)


def test_groups_get_columns_in_order_of_appearance_and_at_most_five(
    send: Send, stored: Stored, warnings: Warnings, team: TeamContext
) -> None:
    send(event({"$groups": {f"kind-{number}": f"key-{number}" for number in range(6)}}))
    send(event({"$groups": {"kind-3": 42, "": "x", "kind-1": None}}, event="y"))
    columns = ", ".join(f"group_key_{index}" for index in range(5))
    first, second = stored(f"event, {columns}")
    assert list(first.values()) == ["x", "key-0", "key-1", "key-2", "key-3", "key-4"]
    assert list(second.values()) == ["y", "", "", "", "42", ""]
    assert [(kind, details["group_type"]) for kind, details, _ in warnings()] == [("too_many_group_types", "kind-5")]


def test_group_properties_are_merged_and_versioned(send: Send, stored: Stored, team: TeamContext) -> None:
    def identify(properties: Row) -> Row:
        return {
            "event": "$groupidentify",
            "distinct_id": "u",
            "properties": {"$group_type": "company", "$group_key": 7, "$group_set": properties},
        }

    send(identify({"name": "Acme", "seats": 1}), identify({"seats": 2}))
    send(identify({"seats": 2}), identify({"plan": "pro\x00"}))
    group = Group.objects.for_team(team.id).get()
    assert (group.group_key, group.group_properties) == ("7", {"name": "Acme", "seats": 2, "plan": "pro\ufffd"})
    [row] = stored("group_key, toJSONString(group_properties) AS p, version", "groups", final=True)
    assert (row["group_key"], json.loads(row["p"]), row["version"]) == ("7", group.group_properties, group.version)
    assert [row["group_key_0"] for row in stored("group_key_0")] == ["7"] * 4


def test_address_of_the_client_is_kept_unless_the_project_forbids(
    send: Send, stored: Stored, team: TeamContext
) -> None:
    send(event({}), event({"$ip": "10.1.2.3"}, event="y"))
    Team.objects.filter(pk=team.id).update(anonymize_ips=True)
    teams.forget()
    send(event({}, event="z"), event({"$ip": "10.1.2.3"}, event="z2"))
    rows = stored("event, properties.`$ip`::Nullable(String) AS ip")
    assert [(row["event"], row["ip"]) for row in rows] == [
        ("x", "127.0.0.1"),
        ("y", "10.1.2.3"),
        ("z", None),
        ("z2", None),
    ]


def test_deleted_projects_events_are_dropped_and_do_not_hold_up_others(
    client: Client, team: TeamContext, other_team: TeamContext, stored: Stored
) -> None:
    for token in (other_team.api_token, team.api_token):
        client.post("/batch/", orjson.dumps({"api_key": token, "batch": [event()]}), content_type="application/json")
    Team.objects.filter(pk=other_team.id).delete()
    teams.forget()
    assert work_off_the_queue() == 1
    assert queue_length() == 0


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=10)
    | st.sampled_from(["2026-01-01", "2026-01-01T00:00:00Z", "1e400", "", "\x00", "a.b", "true"]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(), max_size=6), inner, max_size=4)
    ),
    max_leaves=15,
)
KEYS = st.sampled_from(
    [
        *("$set", "$set_once", "$unset", "$groups", "$group_type", "$group_key", "$group_set", "$anon_distinct_id"),
        *("alias", "$browser", "$session_id", "$elements", "$elements_chain", "$ip", "distinct_id", "utm_source"),
        *("a", "a.b", ""),
    ]
) | st.text(st.characters(), max_size=6)
NAMES = st.sampled_from(
    ["x", "$identify", "$create_alias", "$merge_dangerously", "$groupidentify", "$set", "$pageview"]
)
# Stands for a new uuid: one that hypothesis makes it makes again in the next example, where it is a known event.
FRESH = "a new one"
EVENTS = st.fixed_dictionaries(
    {"event": NAMES | JSON, "distinct_id": st.sampled_from(["u", "v", "w"]) | JSON},
    optional={
        "properties": st.dictionaries(KEYS, JSON, max_size=6) | JSON,
        "timestamp": st.sampled_from(["2026-01-01T00:00:00Z", "1969-01-01"]) | JSON,
        "offset": JSON,
        "uuid": st.just(FRESH) | JSON,
        "$set": JSON,
        "$set_once": JSON,
    },
)


@hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(events=st.lists(EVENTS | JSON, min_size=1, max_size=8))
def test_whatever_json_arrives_is_stored_or_warned_about(
    client: Client, team: TeamContext, stored: Stored, events: list[Any]
) -> None:
    """No event is lost without a word, none stops the others, and nothing ever raises."""
    marker = event({"marker": True}, uuid=str(uuid4()))
    for each in events:
        if isinstance(each, dict) and each.get("uuid") == FRESH:
            each["uuid"] = str(uuid4())
    body = json.dumps({"api_key": team.api_token, "batch": [*events, marker]}).encode()
    before = len(stored("uuid")) + len(stored("type", "ingestion_warnings"))
    response = client.post("/batch/", body, content_type="application/json")
    assert response.status_code == 200, response.content
    work_off_the_queue()
    assert marker["uuid"] in {str(row["uuid"]) for row in stored("uuid")}
    after = len(stored("uuid")) + len(stored("type", "ingestion_warnings"))
    assert after - before >= len({json.dumps(each, sort_keys=True) for each in events})


def prepared(entry: Entry, team_id: int) -> list[PreparedEvent]:
    items = list(normalise_entry(entry, team_id=team_id, anonymize_ips=False))
    assert not [item for item in items if isinstance(item, IngestionWarning)]
    return [item for item in items if isinstance(item, PreparedEvent)]


def test_a_value_too_deep_to_be_written_keeps_nobody_from_being_stored(
    send: Callable[..., None], stored: Callable[..., list[Row]], warnings: Callable[[], list[tuple[str, Row, str]]]
) -> None:
    """Such a time is ignored, and the warning that says so cannot repeat it."""
    deep: Any = "deep"
    for _ in range(300):
        deep = [deep]
    send(
        {"event": "odd", "distinct_id": "a", "timestamp": deep},
        {"event": "even", "distinct_id": "b", "properties": {"number": 2}},
    )
    assert [row["event"] for row in stored("event")] == ["even", "odd"]
    ((kind, details, _),) = warnings()
    assert kind == "ignored_unparsable_timestamp"
    assert any("cannot be shown" in str(value) for value in details.values())
