"""The newer capture protocol: an answer per event, options instead of reserved properties, errors of its own shape."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import brotli
import pytest
import redis
import zstandard
from django.test.client import Client

from common import clock
from posthog.contracts import TeamContext
from products.events.backend.logic.queue import connection, producer
from products.events.backend.tests.conftest import queue_length, work_off_the_queue

Row = dict[str, Any]
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
PATH = "/i/v1/analytics/events"


def post(client: Client, team: TeamContext | None, body: Any, **headers: str) -> tuple[int, Row]:
    if team is not None:
        headers["authorization"] = f"Bearer {team.api_token}"
    data = body if isinstance(body, bytes) else json.dumps(body)
    response = client.post(PATH, data, content_type="application/json", headers=headers)
    assert response["Content-Type"] == "application/json"
    return response.status_code, response.json()


def event(**more: Any) -> Row:
    return {"event": "x", "uuid": str(uuid4()), "distinct_id": "u", "options": {}, "properties": {}, **more}


def test_what_stands_beside_the_properties_is_stored_among_them(
    client: Client, team: TeamContext, stored: Callable[..., list[Row]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    options = {"process_person_profile": False, "disable_skew_correction": True, "product_tour_id": "tour-1"}
    sent = event(
        timestamp="2026-11-21T10:00:00Z", session_id="s-1", window_id="w-1", options=options, properties={"a": 1}
    )
    skewed = event(timestamp="2026-11-21T10:00:00Z", properties={"$lib": "mine"})
    status, answer = post(
        client,
        team,
        {"created_at": "2026-11-21T10:30:00Z", "batch": [sent, skewed]},
        **{"posthog-sdk-info": "posthog-python/7.91.1", "posthog-request-timestamp": "2026-11-21T11:00:00Z"},
    )
    assert (status, answer) == (200, {"results": {sent["uuid"]: {"result": "ok"}, skewed["uuid"]: {"result": "ok"}}})
    work_off_the_queue()
    columns = (
        "toString(uuid) AS uuid, timestamp, session_id, window_id, person_mode, toJSONString(properties) AS properties"
    )
    rows = {row["uuid"]: row for row in stored(columns)}
    first, second = rows[sent["uuid"]], rows[skewed["uuid"]]
    assert {key: value for key, value in json.loads(first["properties"]).items() if value is not None} == {
        "a": 1,
        "$lib": "posthog-python",
        "$lib_version": "7.91.1",
        "$process_person_profile": False,
        "$ignore_sent_at": True,
        "$product_tour_id": "tour-1",
        "$session_id": "s-1",
        "$window_id": "w-1",
        "$ip": "127.0.0.1",
    }
    assert (first["session_id"], first["window_id"], first["person_mode"]) == ("s-1", "w-1", "propertyless")
    # The client's clock is an hour slow: one event asks not to be corrected for it.
    assert first["timestamp"].replace(tzinfo=UTC) == NOW - timedelta(hours=2)
    assert second["timestamp"].replace(tzinfo=UTC) == NOW - timedelta(hours=1)
    assert json.loads(second["properties"])["$lib"] == "mine"


def test_each_event_has_its_answer_and_bad_ones_cost_no_good_one(
    client: Client, team: TeamContext, stored: Callable[..., list[Row]]
) -> None:
    good, odd = event(), event(options={"cookieless_mode": "yes"})
    bad = [
        event(event=""),
        event(event="n" * 201),
        event(distinct_id=""),
        event(distinct_id="d" * 201),
        event(distinct_id="NULL"),
        event(distinct_id="00000000-0000-0000-0000-000000000000"),
        event(uuid="no-uuid"),
        event(properties=[1]),
        event(options="none"),
    ]
    status, answer = post(client, team, {"batch": [*bad[:4], good, *bad[4:], odd, {**event(), "uuid": None}, 7]})
    assert status == 200
    results = answer["results"]
    assert results[good["uuid"]] == {"result": "ok"}
    assert results[odd["uuid"]] == {
        "result": "warning",
        "details": "Ignored options of the wrong type: cookieless_mode.",
    }
    assert {results[item["uuid"]]["result"] for item in bad} == {"drop"}
    assert all(results[item["uuid"]]["details"].endswith(".") for item in bad)
    work_off_the_queue()
    # One came without a uuid: there is nothing to answer under, but it is no reason to lose it.
    assert len(stored("uuid")) == 3


def test_a_batch_of_only_bad_events_is_answered_for_each(client: Client, team: TeamContext) -> None:
    bad = event(distinct_id="undefined")
    status, answer = post(client, team, {"batch": [bad]})
    assert (status, answer["results"][bad["uuid"]]["result"]) == (200, "drop")
    assert queue_length() == 0


@pytest.mark.parametrize(
    ("encoding", "pack"), [("br", brotli.compress), ("zstd", zstandard.compress), ("identity", bytes)]
)
def test_compressed_bodies_are_read(
    client: Client, team: TeamContext, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    body = pack(json.dumps({"batch": [event()]}).encode())
    assert post(client, team, body, **{"content-encoding": encoding})[0] == 200


@pytest.mark.parametrize(
    ("body", "token", "status", "code"),
    [
        (b"no json", "", 400, "invalid_payload"),
        (b"{}", "", 400, "invalid_payload"),
        (b'{"batch": []}', "", 400, "invalid_payload"),
        (b'{"batch": {}}', "", 400, "invalid_payload"),
        (b'{"batch": [{}]}', None, 401, "missing_api_key"),
        (b'{"batch": [{}]}', "phc_nobody", 401, "invalid_api_key"),
        (b'{"batch": [{}]}', "phx_secret", 401, "invalid_api_key"),
        (b" " * (20 << 20) + b"  ", "", 413, "payload_too_large"),
    ],
)
def test_a_request_that_cannot_be_taken_says_why(
    client: Client, team: TeamContext, body: bytes, token: str | None, status: int, code: str
) -> None:
    headers = {} if token is None else {"authorization": f"Bearer {token or team.api_token}"}
    answered, content = post(client, None, body, **headers)
    assert (answered, content["error"]) == (status, code)
    assert content["error_description"].endswith(".")
    assert sorted(content) == ["error", "error_description", "error_uri"]


def test_when_nothing_can_be_queued_the_sdk_is_asked_to_come_back(
    client: Client, team: TeamContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        def send_packed_command(self, *_: Any, **__: Any) -> None:
            raise redis.ConnectionError("gone")

        def disconnect(self) -> None: ...

    monkeypatch.setattr(connection, "new_connection", Broken)
    # Both are put back afterwards: the broken connection must not stay with this thread.
    monkeypatch.setattr(producer._local, "connection", None)
    monkeypatch.setattr(producer._local, "belongs_to", (0, ""))
    response = client.post(
        PATH,
        json.dumps({"batch": [event()]}),
        content_type="application/json",
        headers={"authorization": f"Bearer {team.api_token}", "origin": "https://shop.example.com"},
    )
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert response["Access-Control-Allow-Origin"] == "https://shop.example.com"
    assert response["Access-Control-Expose-Headers"] == "Retry-After"


def test_browsers_may_ask_beforehand_and_nobody_may_get(client: Client) -> None:
    headers = {"origin": "https://shop.example.com", "access-control-request-headers": "authorization"}
    asked = client.options(PATH, headers=headers)
    assert (asked.status_code, asked["Access-Control-Allow-Headers"]) == (204, "authorization")
    assert client.get(PATH).status_code == 405
