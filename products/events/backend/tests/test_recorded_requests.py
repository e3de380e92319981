"""The bytes that real SDKs sent, sent again: each is accepted, and what is stored is compared field by field.

What is expected is worked out here from the decoded recording, by the published rules and apart from the code.
"""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test.client import Client

from common import clock
from posthog import known_teams as teams
from posthog.contracts import TeamContext
from posthog.models import Team
from products.events.backend.tests.conftest import work_off_the_queue
from products.events.backend.wire.elements import build_chain

RECORDED = Path(__file__).resolve().parents[4] / "tests" / "data" / "recorded"
CASES = sorted(path.stem for path in RECORDED.glob("*.json"))
NOT_STORED_AS_EVENTS = {"$$heatmap", "$snapshot", "$$client_ingestion_warning"}
LATENCY = timedelta(seconds=2)


def read(case: str) -> list[dict[str, Any]]:
    requests: list[dict[str, Any]] = json.loads((RECORDED / f"{case}.json").read_text())["requests"]
    return requests


def test_there_are_recordings_of_every_family_of_sdks() -> None:
    families = {case.split("-")[0] for case in CASES}
    assert {"js", "node", "python", "react"} <= families
    assert len(CASES) > 40


@pytest.mark.parametrize("case", CASES)
def test_recorded_request_is_stored_as_it_was_sent(
    case: str,
    client: Client,
    team: TeamContext,
    stored: Callable[..., list[dict[str, Any]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Team.objects.filter(pk=team.id).update(api_token="phc_test")
    teams.forget()
    expected: dict[str, dict[str, Any]] = {}
    for request in read(case):
        now = sent_at_of(request) + LATENCY
        monkeypatch.setattr(clock, "now", lambda moment=now: moment)
        response = client.post(
            f"{request['path']}?{request['query_string']}",
            base64.b64decode(request["body_base64"]),
            content_type=request["headers"].get("content-type", "application/octet-stream"),
            headers={name: value for name, value in request["headers"].items() if name != "content-type"},
        )
        assert (response.status_code, response.json()) == (200, {"status": 1}), response.content
        for event in expected_events(request, now):
            # A request that is sent again holds the same events; without a uuid only their content tells.
            expected[event["uuid"] or content_of(event)] = event
    work_off_the_queue()

    rows = stored(
        "toString(uuid) AS uuid, event, distinct_id, timestamp, toJSONString(properties) AS properties,"
        " elements_chain, session_id, window_id, person_mode"
    )
    found = {}
    for row in map(readable, rows):
        if row["uuid"] not in expected:
            row["uuid"] = None  # made by the server, because an old SDK sent none
        found[row["uuid"] or content_of(row)] = row
    assert len(found) == len(rows)
    assert found == expected


def sent_at_of(request: dict[str, Any]) -> datetime:
    """When the client says it sent the request; the SDKs that say nothing send at some moment of that day."""
    body = request["body"]
    stated = body.get("sent_at") or body.get("sentAt") if isinstance(body, dict) else None
    if stated:
        return datetime.fromisoformat(stated)
    milliseconds = dict(part.partition("=")[::2] for part in request["query_string"].split("&")).get("_")
    return (
        datetime.fromtimestamp(int(milliseconds) / 1000, UTC)
        if milliseconds
        else datetime(2026, 11, 21, 12, tzinfo=UTC)
    )


def expected_events(request: dict[str, Any], now: datetime) -> list[dict[str, Any]]:
    body = request["body"]
    sent = body["batch"] if isinstance(body, dict) and "batch" in body else body if isinstance(body, list) else [body]
    is_historical = isinstance(body, dict) and body.get("historical_migration") is True
    has_clock = bool(
        (isinstance(body, dict) and (body.get("sent_at") or body.get("sentAt"))) or "_=" in request["query_string"]
    )
    events = [expected_event(event, now, shift=has_clock and not is_historical) for event in sent]
    return [event for event in events if event is not None]


def expected_event(event: dict[str, Any], now: datetime, *, shift: bool) -> dict[str, Any] | None:
    properties = dict(event.get("properties") or {})
    name = event.get("event", "$identify")
    if name in NOT_STORED_AS_EVENTS or properties.get("$cookieless_mode") is True:
        return None
    if "offset" in event:
        timestamp = now - timedelta(milliseconds=event["offset"])
    elif "timestamp" in event:
        # The recorder's clock and the client's were one, so all that is added is the way of the request.
        timestamp = datetime.fromisoformat(event["timestamp"]) + (LATENCY if shift else timedelta())
    else:
        timestamp = now
    chain = properties.get("$elements_chain") or build_chain(properties.get("$elements") or [])
    for key in ("$set", "$set_once", "$unset"):
        if key in event:
            inner = properties.get(key)
            properties[key] = {**inner, **event[key]} if isinstance(inner, dict) else event[key]
    if properties.get("$process_person_profile") is False:
        properties = {key: value for key, value in properties.items() if key not in ("$set", "$set_once", "$unset")}
    for key in ("$elements", "$elements_chain", "$heatmap_data"):
        properties.pop(key, None)
    return {
        "uuid": event.get("uuid"),
        "event": name,
        "distinct_id": event.get("distinct_id") or event.get("$distinct_id") or properties["distinct_id"],
        "timestamp": timestamp.replace(microsecond=timestamp.microsecond // 1000 * 1000),
        "properties": without_nothing({"$ip": "127.0.0.1", **properties}),
        "elements_chain": chain,
        "session_id": properties.get("$session_id") or "",
        "window_id": properties.get("$window_id") or "",
        # A person made by an earlier event of the case is linked to; which case it is depends on the order.
        "has_person": properties.get("$process_person_profile") is not False,
    }


def readable(row: dict[str, Any]) -> dict[str, Any]:
    properties = json.loads(row["properties"])
    timestamp = row["timestamp"].replace(tzinfo=UTC)
    return {
        **{key: row[key] for key in ("uuid", "event", "distinct_id", "elements_chain", "session_id", "window_id")},
        "timestamp": timestamp.replace(microsecond=timestamp.microsecond // 1000 * 1000),
        "properties": without_nothing(properties),
        "has_person": row["person_mode"] == "full",
    }


def content_of(event: dict[str, Any]) -> str:
    return json.dumps([event["event"], event["distinct_id"], event["properties"]], sort_keys=True)


def without_nothing(value: Any) -> Any:
    """ClickHouse's JSON keeps neither nulls nor empty objects in objects, and none of the difference between 1 and 1.0."""
    if isinstance(value, dict):
        kept = {key: without_nothing(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item is not None and item != {}}
    if isinstance(value, list):
        return [without_nothing(item) for item in value]
    return value
