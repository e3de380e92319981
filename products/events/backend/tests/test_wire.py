"""Reading what SDKs send: pure functions, as tables of cases."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import ErrorKind
from common.sdk import lenient_json
from common.sdk.errors import InvalidBodyError, InvalidTokenError, MissingTokenError, RequestError
from products.events.backend.wire import elements
from products.events.backend.wire.capture_v1 import as_batch, open_v1
from products.events.backend.wire.envelope import check_events, find_token, open_envelope
from products.events.backend.wire.identifiers import distinct_id_of, is_illegal_distinct_id, person_uuid
from products.events.backend.wire.times import EARLIEST, event_time, parse_time
from products.events.backend.wire.values import UnstorableError, clean_object

EVENT = {"event": "x", "distinct_id": "u", "token": "phc_1", "properties": {"text": "ä+/ \u2028"}}
TEXT = json.dumps(EVENT).encode()
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b'{"a": "\\ud800"}', {"a": "\ufffd"}),
        (b'{"\\ud800x": 1}', {"\ufffdx": 1}),
        (b'{"a": "\xff\xfe"}', {"a": "\ufffd\ufffd"}),
        (b'{"a": 1e400, "b": -1e400}', {"a": "1e400", "b": "-1e400"}),
        (b'{"a": NaN, "b": Infinity, "c": -Infinity}', {"a": None, "b": None, "c": None}),
        (b"[" + b"9" * 400 + b"]", ["9" * 400]),
        (b'["\\ud800", 123456789012345678901234567890]', ["\ufffd", 1.2345678901234568e29]),
        (b'["\\ud800", "line\nbreak"]', ["\ufffd", "line\nbreak"]),
        (b"\xef\xbb\xbf[1]", [1]),
    ],
)
def test_nearly_valid_json_is_repaired(text: bytes, value: Any) -> None:
    assert lenient_json.loads(text) == value


@pytest.mark.parametrize("text", [b"", b"{", b'{"a":}', b"[1,]", b"nul", b'"\\ud800', b'"' + b'\\"' * 50_000])
def test_invalid_json_is_a_value_error(text: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any message will do
        lenient_json.loads(text)


def test_deep_nesting_costs_its_own_event_only() -> None:
    deep = b'{"event": "deep", "properties": {"a": ' + b"[" * 3000 + b'"]["' + b"]" * 3000 + b"}}"
    events = lenient_json.loads(b"[" + deep + b', {"event": "flat"}]')
    assert [event["event"] for event in events] == ["deep", "flat"]
    with pytest.raises(UnstorableError):
        clean_object(events[0]["properties"])


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(), max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(JSON_VALUES)
def test_whatever_pythons_encoder_writes_can_be_read(value: Any) -> None:
    """Python's encoder writes NaN, Infinity, lone surrogates and whole numbers of any size, and SDKs use it."""
    json.dumps(lenient_json.loads(json.dumps(value).encode()), allow_nan=False).encode()


BATCH = {"api_key": "phc_1", "batch": [EVENT], "sent_at": "2026-11-21T12:00:00Z", "historical_migration": True}


@pytest.mark.parametrize(
    ("content", "token"),
    [
        (BATCH, "phc_1"),
        ({"token": "phc_2", "batch": [{"event": "x"}]}, "phc_2"),
        ({"api_key": " phc_2\n", "batch": [{"event": "x"}]}, "phc_2"),
        ([{"event": "x", "token": "phc_3"}, {"event": "y"}], "phc_3"),
        ([{"event": "x", "properties": {"token": "phc_4"}}, {"event": "x", "$token": "phc_4"}], "phc_4"),
        ({"event": "x", "api_key": "phc_5"}, "phc_5"),
        ({"$set": {}, "$token": "phc_6"}, "phc_6"),
    ],
)
def test_token_is_found_wherever_sdks_put_it(content: Any, token: str) -> None:
    assert find_token(open_envelope(json.dumps(content).encode())) == token


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ({"event": "x"}, MissingTokenError),
        ({"batch": [{"event": "x"}], "api_key": "  "}, MissingTokenError),
        ({"event": "x", "token": 5}, MissingTokenError),
        ({"event": "x", "token": "p" * 65}, InvalidTokenError),
        ({"event": "x", "token": "phc_ä"}, InvalidTokenError),
        ({"event": "x", "token": "phc_\x00"}, InvalidTokenError),
        ({"event": "x", "token": "phx_secret"}, InvalidTokenError),
        ([{"event": "x", "token": "phc_1"}, {"event": "x", "token": "phc_2"}], InvalidTokenError),
    ],
)
def test_missing_or_malformed_token_is_unauthenticated(content: Any, error: type[RequestError]) -> None:
    with pytest.raises(error) as caught:
        find_token(open_envelope(json.dumps(content).encode()))
    assert caught.value.kind == ErrorKind.UNAUTHENTICATED
    assert "secret" not in caught.value.message.replace("must stay secret", "")


@pytest.mark.parametrize("content", [[], {"batch": []}, {"batch": {}}, {"batch": None}, 1, "text", None])
def test_envelope_without_events_is_refused(content: Any) -> None:
    with pytest.raises(InvalidBodyError):
        open_envelope(json.dumps(content).encode())


@pytest.mark.parametrize(
    ("event", "part_of_message"),
    [
        ({"distinct_id": "u"}, "name"),
        ({"event": "", "distinct_id": "u"}, "name"),
        ({"event": 7, "distinct_id": "u"}, "name"),
        ({"event": "x"}, "distinct_id"),
        ({"event": "x", "distinct_id": ""}, "distinct_id"),
        ({"event": "x", "distinct_id": None, "properties": {"distinct_id": "  "}}, "distinct_id"),
        ({"event": "x", "distinct_id": "u", "uuid": "nope"}, "UUID"),
        ({"event": "x", "distinct_id": "u", "uuid": 7}, "UUID"),
        ("text", "object"),
    ],
)
def test_unusable_event_is_refused_alone_and_taken_in_company(event: Any, part_of_message: str) -> None:
    with pytest.raises(InvalidBodyError, match=part_of_message):
        check_events(open_envelope(json.dumps({"batch": [event]}).encode()))
    assert check_events(open_envelope(json.dumps({"batch": [event, EVENT]}).encode())) == "u"


@pytest.mark.parametrize(
    ("event", "distinct_id"),
    [
        ({"distinct_id": "a", "properties": {"distinct_id": "b"}}, "a"),
        ({"$distinct_id": "a", "properties": {"distinct_id": "b"}}, "a"),
        ({"properties": {"distinct_id": "b"}}, "b"),
        ({"distinct_id": 5}, "5"),
        ({"distinct_id": 0}, "0"),
        ({"distinct_id": {"id": 5}}, '{"id":5}'),
        ({"distinct_id": ""}, ""),
        ({"properties": []}, ""),
    ],
)
def test_distinct_id_is_found_and_made_a_text(event: dict[str, Any], distinct_id: str) -> None:
    assert distinct_id_of(event) == distinct_id


@pytest.mark.parametrize(
    "distinct_id",
    [
        *("anonymous", "Guest", "DISTINCT_ID", "id", "eMail", "undefined", "TRUE", "[object Object]", "NaN", "None"),
        *("none", "null", "0", "'null'", '"anonymous"', "", "  ", '""', "' '"),
    ],
)
def test_placeholder_ids_are_illegal(distinct_id: str) -> None:
    assert is_illegal_distinct_id(distinct_id)


@pytest.mark.parametrize(
    "distinct_id", ["NULL", "nan", "NONE", "00", "1", "anonymous-1", "me@example.com", "'", "None1"]
)
def test_ids_that_only_look_like_placeholders_are_legal(distinct_id: str) -> None:
    assert not is_illegal_distinct_id(distinct_id)


def test_person_uuid_never_changes() -> None:
    """Rows in both stores are found by it, so a new value would part people from their events."""
    assert person_uuid(1, "user-1") == UUID("11acea86-1283-5ca3-a479-a6975b4e26bd")
    assert person_uuid(2, "user-1") != person_uuid(1, "user-1")


@pytest.mark.parametrize(
    ("value", "parsed"),
    [
        ("2026-11-21T01:24:50.711Z", "2026-11-21T01:24:50.711000+00:00"),
        ("2026-11-21T01:24:50.711123456Z", "2026-11-21T01:24:50.711123+00:00"),
        ("2026-11-21T01:24:50.711+02:00", "2026-11-20T23:24:50.711000+00:00"),
        ("2026-11-21 01:24:50", "2026-11-21T01:24:50+00:00"),
        ("2026-11-21", "2026-11-21T00:00:00+00:00"),
        (" 2026-11-21t01:24:50z ", "2026-11-21T01:24:50+00:00"),
        (1795224290.719, "2026-11-21T01:24:50.719000+00:00"),
        (1795224290719, "2026-11-21T01:24:50.719000+00:00"),
        ("1795224290719", "2026-11-21T01:24:50.719000+00:00"),
    ],
)
def test_times_are_read_as_sdks_write_them(value: Any, parsed: str) -> None:
    assert parse_time(value) == datetime.fromisoformat(parsed)


@pytest.mark.parametrize(
    "value", ["", "yesterday", "2026-13-01", "0001-01-01T00:00:00+14:00", 1e300, True, None, [], {}]
)
def test_what_is_no_time_is_none(value: Any) -> None:
    assert parse_time(value) is None


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("event", "sent_at", "historical", "time", "warned"),
    [
        ({}, None, False, NOW, False),
        ({"timestamp": "2026-11-21T10:00:00Z"}, None, False, NOW - 2 * HOUR, False),
        # The client's clock is an hour ahead: it sent at 13:00 what happened at 12:30 by its clock.
        ({"timestamp": "2026-11-21T12:30:00Z"}, NOW + HOUR, False, NOW - HOUR / 2, False),
        # A back-fill is at least two days old; what is newer is corrected all the same.
        ({"timestamp": "2026-11-21T12:30:00Z"}, NOW + HOUR, True, NOW - HOUR / 2, False),
        ({"timestamp": "2026-11-19T12:00:00Z"}, NOW + HOUR, True, NOW - 48 * HOUR, False),
        ({"timestamp": "2026-11-19T12:00:01Z"}, NOW + HOUR, True, NOW - 49 * HOUR + timedelta(seconds=1), False),
        (
            {"timestamp": "2026-11-21T12:30:00Z", "properties": {"$ignore_sent_at": True}},
            NOW + HOUR,
            False,
            NOW + HOUR / 2,
            False,
        ),
        ({"timestamp": "2026-11-21T10:00:00Z", "offset": 3_600_000}, NOW, False, NOW - HOUR, False),
        ({"offset": 0}, None, False, NOW, False),
        ({"timestamp": "2026-11-22T10:59:00Z"}, None, False, NOW + 23 * HOUR - timedelta(minutes=1), False),
        ({"timestamp": "2026-11-22T11:01:00Z"}, None, False, NOW, True),
        ({"timestamp": "not a time"}, None, False, NOW, True),
        ({"timestamp": "1901-01-01"}, None, False, EARLIEST, True),
        ({"offset": 1e300}, None, False, NOW, True),
        ({"offset": True, "timestamp": "2026-11-21T10:00:00Z"}, None, False, NOW - 2 * HOUR, False),
    ],
)
def test_event_time_is_by_the_servers_clock(
    event: dict[str, Any], sent_at: datetime | None, historical: bool, time: datetime, warned: bool
) -> None:
    found, warning = event_time(event, now=NOW, sent_at=sent_at, historical=historical)
    assert (found, bool(warning)) == (time, warned)


def test_elements_become_the_chain_that_current_sdks_send() -> None:
    """The list is of posthog-js 1.57.4, the text what 1.449.2 makes of the same page (recorded requests)."""
    listed = [
        {
            "tag_name": "button",
            "$el_text": "Buy now",
            "classes": ["primary", "btn"],
            "attr__id": "buy",
            "attr__class": "btn primary",
            "nth_child": 2,
            "nth_of_type": 1,
        },
        {"tag_name": "a", "attr__href": "/cart", "$el_text": 'say "hi"; bye', "nth_child": 1},
        {"tag_name": "body"},
        "not an element",
    ]
    assert elements.build_chain(listed) == (
        'button.btn.primary:attr__class="btn primary"attr__id="buy"attr_id="buy"nth-child="2"nth-of-type="1"'
        'text="Buy now";'
        'a:attr__href="/cart"href="/cart"nth-child="1"nth-of-type="0"text="say \\"hi\\"; bye";'
        'body:nth-child="0"nth-of-type="0"'
    )


def test_given_chain_wins_over_elements() -> None:
    properties = {"$elements_chain": "a:", "$elements": [{"tag_name": "b"}]}
    assert elements.chain_of(properties) == "a:"
    assert elements.chain_of({"$elements": [{"tag_name": "b"}]}) == 'b:nth-child="0"nth-of-type="0"'
    assert elements.chain_of({"$elements": "b", "$elements_chain": None}) == ""


def test_numbers_beyond_64_bits_become_floating_point() -> None:
    content: dict[str, Any] = {"a": 2**63, "b": -(2**63), "c": [{"d": 2**64}], "e": True}
    clean_object(content)
    assert content == {"a": 2.0**63, "b": -(2**63), "c": [{"d": 2.0**64}], "e": True}
    assert type(content["a"]) is float


@pytest.mark.parametrize(
    "content",
    [
        {"a" * 1001: 1},
        {f"k{number}": 1 for number in range(4001)},
        {"a": {f"k{number}": 1 for number in range(4001)}},
        {"a": json.loads("[" * 60 + "]" * 60)},
    ],
)
def test_objects_too_deep_or_too_wide_are_not_storable(content: dict[str, Any]) -> None:
    with pytest.raises(UnstorableError):
        clean_object(content)


def test_newer_protocol_refuses_the_one_event_that_is_too_deep_to_be_written() -> None:
    deep = b"[" * 300 + b"]" * 300
    uuids = ("01a1fbac-8c63-7cf8-a6c7-c56746054a5b", "01a1fbac-8c63-7cf8-a6c7-c56746054a5c")
    events = [
        b'{"event":"e","distinct_id":"somebody","uuid":"%s","properties":{"value":%s}}' % (uuid.encode(), value)
        for uuid, value in zip(uuids, (deep, b"1"), strict=True)
    ]
    opened = open_v1(b'{"batch":[%s]}' % b",".join(events), sdk="")
    batch = orjson.loads(as_batch(opened, token="phc_1", sent_at=""))["batch"]
    assert [event["uuid"] for event in batch] == [uuids[1]]
    assert {uuid: answer["result"] for uuid, answer in opened.results.items()} == {uuids[0]: "drop", uuids[1]: "ok"}
