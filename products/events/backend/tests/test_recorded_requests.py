"""The bytes that real SDKs sent, sent again: each is answered as the protocol says, and what is stored is compared
field by field.

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
from pytest_django import Settings

from common import clock
from posthog import known_teams as teams
from posthog.contracts import TeamContext
from posthog.models import Team
from products.events.backend.facade import PersonsAPI
from products.events.backend.tests.conftest import work_off_the_queue
from products.events.backend.wire import names
from products.events.backend.wire.elements import build_chain

RECORDED = Path(__file__).resolve().parents[4] / "tests" / "data" / "recorded"
CASES = sorted(path.stem for path in RECORDED.glob("*.json"))
CAPTURE = ("/batch/", "/e/", "/i/v0/e/", "/engage/", "/i/v0/ai/batch/")
V1 = "/i/v1/analytics/events"
NOT_STORED = ("/s/", "/i/v1/logs", "/i/v1/metrics", "/i/v1/traces")
LISTS = ("/api/surveys/", "/api/product_tours/", "/api/web_experiments/")
# What these are answered is compared by the test of the same name beside feature flags.
OF_FLAGS = ("/flags", "/decide", "/api/feature_flag/", "/api/projects/@current/feature_flags/", "/api/early_access")
BUNDLES = (
    *("array", "array.full.no-external", "surveys", "lazy-recorder", "recorder", "recorder-v2", "web-vitals", "logs"),
    *("dead-clicks-autocapture", "exception-autocapture", "product-tours", "web-vitals-with-attribution"),
)
NOT_STORED_AS_EVENTS = {"$$heatmap", "$snapshot", "$$client_ingestion_warning"}
LATENCY = timedelta(seconds=2)
ORIGIN = "https://shop.example.com"
# Ordinary events write these on people too, so they do not tell whether `$set` worked.
COPIED = names.COPIED_TO_PERSON | set(names.INITIAL_NAME.values())


def read(case: str) -> list[dict[str, Any]]:
    requests: list[dict[str, Any]] = json.loads((RECORDED / f"{case}.json").read_text())["requests"]
    return requests


def test_there_are_recordings_of_every_family_of_sdks() -> None:
    families = {case.split("-")[0] for case in CASES}
    assert {"js", "node", "python", "react"} <= families
    assert len(CASES) == 144


@pytest.fixture
def recorded_project(team: TeamContext, settings: Settings, tmp_path: Path) -> TeamContext:
    """A project with the recordings' token, on a server that was built with the SDK's newest recorded version."""
    Team.objects.filter(pk=team.id).update(api_token="phc_test")
    teams.forget()
    settings.FRONTEND_DIST = tmp_path
    (tmp_path / "sdk").mkdir()
    (tmp_path / "sdk" / "version.txt").write_text("1.449.2")
    for name in BUNDLES:
        (tmp_path / "sdk" / f"{name}.js").write_text("/* the bundle */")
    return team


@pytest.mark.parametrize("case", CASES)
def test_recorded_requests_are_answered_and_stored_as_the_protocol_says(
    case: str,
    client: Client,
    recorded_project: TeamContext,
    stored: Callable[..., list[dict[str, Any]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected: dict[str, dict[str, Any]] = {}
    received: list[dict[str, Any]] = []
    for request in read(case):
        now = sent_at_of(request) + LATENCY
        monkeypatch.setattr(clock, "now", lambda moment=now: moment)
        response = client.generic(
            request["method"],
            f"{request['path']}?{request['query_string']}",
            base64.b64decode(request["body_base64"]),
            content_type=request["headers"].get("content-type", ""),
            headers={
                "origin": ORIGIN,
                **{name: value for name, value in request["headers"].items() if name != "content-type"},
            },
        )
        check_answer(request, response)
        if request["method"] == "POST" and request["path"] in (*CAPTURE, V1):
            for event in expected_events(request, now):
                # A request that is sent again holds the same events; without a uuid only their content tells.
                key = event["uuid"] or content_of(event)
                if key not in expected:
                    received.append(event)
                expected[key] = event
    if not expected:
        return
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
    for distinct_ids, properties in expected_people(received):
        for distinct_id in distinct_ids:
            person = PersonsAPI.find_person_by_distinct_id(team_id=recorded_project.id, distinct_id=distinct_id)
            assert person is not None
            assert set(person.distinct_ids) == distinct_ids
            known = json.loads(person.properties)
            told = {name: known.get(name) for name in properties}
            assert without_nothing(told) == without_nothing(properties)


def check_answer(request: dict[str, Any], response: Any) -> None:
    """What the protocol asks of each address; which is also what keeps SDKs from sending again."""
    path = request["path"]
    if path.startswith(OF_FLAGS):
        assert response.status_code < 500
        return
    if path.startswith("/static/"):
        # Under a version only that version's; the loader then asks without one.
        version = path.removeprefix("/static/").rpartition("/")[0]
        assert response.status_code == (200 if version in ("", "1.449.2") else 404)
        return
    assert response["Access-Control-Allow-Origin"] == request["headers"].get("origin", ORIGIN)
    if request["method"] == "OPTIONS":
        assert response.status_code in (200, 204)
        asked = request["headers"]["access-control-request-headers"]
        assert response["Access-Control-Allow-Headers"] == asked
    elif path in CAPTURE:
        assert (response.status_code, json.loads(response.content)) == (200, {"status": 1}), response.content
    elif path == V1:
        results = {event["uuid"]: {"result": "ok"} for event in request["body"]["batch"]}
        assert (response.status_code, json.loads(response.content)) == (200, {"results": results})
    elif path in NOT_STORED:
        assert response.status_code == 404
    elif path in LISTS:
        assert (response.status_code, list(json.loads(response.content).values())) == (200, [[]])
    elif path.startswith("/array/phc_test/config"):
        assert response.status_code == 200
    else:
        raise AssertionError(f"Nothing is expected of {path}.")


def sent_at_of(request: dict[str, Any]) -> datetime:
    """When the client says it sent the request; the SDKs that say nothing send at some moment of that day."""
    body = request["body"]
    stated = body.get("sent_at") or body.get("sentAt") if isinstance(body, dict) else None
    stated = stated or request["headers"].get("posthog-request-timestamp")
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
        (isinstance(body, dict) and (body.get("sent_at") or body.get("sentAt")))
        or "_=" in request["query_string"]
        or request["path"] == V1
    )
    if request["path"] == V1:
        sent = [as_older_sdks_say_it(event, request["headers"]["posthog-sdk-info"]) for event in sent]
    events = [expected_event(event, now, shift=has_clock and not is_historical) for event in sent]
    return [event for event in events if event is not None]


def as_older_sdks_say_it(event: dict[str, Any], sdk: str) -> dict[str, Any]:
    library, _, version = sdk.partition("/")
    moved = {
        "$process_person_profile": event["options"].get("process_person_profile"),
        "$cookieless_mode": event["options"].get("cookieless_mode"),
        "$ignore_sent_at": event["options"].get("disable_skew_correction"),
        "$session_id": event.get("session_id"),
        "$window_id": event.get("window_id"),
    }
    added = {key: value for key, value in moved.items() if value is not None}
    return {**event, "properties": {"$lib": library, "$lib_version": version, **event["properties"], **added}}


def expected_people(events: list[dict[str, Any]]) -> list[tuple[set[str], dict[str, Any]]]:
    """(distinct ids, what was said about them) of each person, by a model that takes one event after the other."""
    ids_of: dict[str, set[str]] = {}
    properties_of: dict[str, dict[str, Any]] = {}
    for event in events:
        properties, this = event["properties"], event["distinct_id"]
        if properties.get("$process_person_profile") is False:
            continue
        ids_of.setdefault(this, {this})
        properties_of.setdefault(this, {})
        other = {"$identify": properties.get("$anon_distinct_id"), "$create_alias": properties.get("alias")}.get(
            event["event"]
        )
        if other and other not in ids_of[this]:
            joined = ids_of[this] | ids_of.get(other, {other})
            both = {**properties_of.get(other, {}), **properties_of[this]}
            for distinct_id in joined:
                ids_of[distinct_id], properties_of[distinct_id] = joined, both
        if event["event"] == "$exception":
            continue
        assigned = properties.get("$set") or {}
        person = properties_of[this]
        for name, value in (properties.get("$set_once") or {}).items():
            if name not in person and name not in assigned and value is not None:
                person[name] = value
        person.update(assigned)
        for name in properties.get("$unset") or []:
            person[name] = None
    people = {id(ids): (ids, properties_of[next(iter(ids))]) for ids in ids_of.values()}
    return [(ids, {name: value for name, value in said.items() if name not in COPIED}) for ids, said in people.values()]


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
    # Both locations are read; a key of the top level overrides the same key under properties.
    for key in ("$set", "$set_once"):
        if isinstance(event.get(key), dict):
            properties[key] = {**(properties.get(key) or {}), **event[key]}
    if event.get("$unset"):
        properties["$unset"] = list(dict.fromkeys([*(properties.get("$unset") or []), *event["$unset"]]))
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
