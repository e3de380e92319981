"""The numbers of the ingestion page, against what was sent and how long it took."""

import base64
import gzip
import json
import os
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import brotli
import pytest
import zstandard
from django.test.client import Client
from pytest_django import Settings
from rest_framework.test import APIClient

from common import clock
from posthog.clickhouse import client as clickhouse
from posthog.contracts import TeamContext
from products.events.backend.facade.system import IngestionAPI
from products.events.backend.logic import refusals
from products.events.backend.logic.protection import rules
from products.events.backend.logic.queue import connection, depth

pytestmark = pytest.mark.django_db
Send = Callable[..., None]


@pytest.fixture
def ask(api_client: APIClient, team: TeamContext) -> Callable[..., dict[str, Any]]:
    def _ask(**params: Any) -> dict[str, Any]:
        response = api_client.get(f"/api/projects/{team.id}/ingestion/", params)
        assert response.status_code == 200, response.content
        return dict(response.json())

    return _ask


def test_counts_what_arrived_and_how_late(send: Send, ask: Callable[..., dict[str, Any]], team: TeamContext) -> None:
    send(*({"event": "paid", "distinct_id": "ada"} for _ in range(3)), {"event": 7, "distinct_id": "x"})
    answer = ask()
    assert len(answer["starts"]) == len(answer["events"]) == 60
    assert sum(answer["events"]) == 3
    assert answer["warnings"]
    assert sum(sum(one["counts"]) for one in answer["warnings"]) == 1
    rows = clickhouse.query(
        "SELECT dateDiff('millisecond', created_at, inserted_at) FROM events WHERE team_id = {id:Int64}",
        {"id": team.id},
    ).rows
    lags = sorted(row[0] for row in rows)
    at = next(index for index, count in enumerate(answer["events"]) if count)
    assert lags[0] <= answer["lag_p50_ms"][at] <= answer["lag_p99_ms"][at] <= lags[-1]
    assert answer["lag_p50_ms"][at - 1] is None


def test_an_import_of_old_events_counts_when_it_happens(send: Send, ask: Callable[..., dict[str, Any]]) -> None:
    old = [{"event": "paid", "distinct_id": "ada", "timestamp": f"2019-0{month}-01T00:00:00Z"} for month in (1, 2, 3)]
    send(*old, historical_migration=True)
    assert sum(ask(hours=24)["events"]) == 3


@pytest.mark.parametrize(("hours", "buckets", "seconds"), [(1, 60, 60), (6, 72, 300), (24, 96, 900)])
def test_longer_times_have_longer_buckets(
    ask: Callable[..., dict[str, Any]], hours: int, buckets: int, seconds: int
) -> None:
    answer = ask(hours=hours)
    assert (len(answer["starts"]), answer["bucket_seconds"]) == (buckets, seconds)
    first, second = (datetime.fromisoformat(text) for text in answer["starts"][:2])
    assert second - first == timedelta(seconds=seconds)


def test_other_hours_are_refused(api_client: APIClient, team: TeamContext) -> None:
    response = api_client.get(f"/api/projects/{team.id}/ingestion/", {"hours": 2})
    assert (response.status_code, response.json()["attr"]) == (400, "hours")


def test_nothing_of_other_projects_is_counted(
    client: Client, send: Send, ask: Callable[..., dict[str, Any]], other_team: TeamContext
) -> None:
    body = {"api_key": other_team.api_token, "batch": [{"event": "theirs", "distinct_id": "x"}, {"event": 7}]}
    client.post("/batch/", json.dumps(body), content_type="application/json")
    send({"event": "ours", "distinct_id": "y"})
    answer = ask()
    assert (sum(answer["events"]), answer["warnings"]) == (1, [])


def test_queue_history_keeps_the_worst_of_a_minute(ask: Callable[..., dict[str, Any]], client: Client) -> None:
    redis = connection.client()
    now = float(redis.time()[0])
    for requests, seconds in ((3, 0.5), (9, 0.25), (1, 4.0)):
        depth.note(redis, now=now, requests=requests, oldest_seconds=seconds)
    queue = ask()["queue"]
    assert (max(filter(None, queue["requests"])), max(filter(None, queue["oldest_ms"]))) == (9, 4000)
    assert None in queue["requests"]
    assert redis.ttl(f"events:depth:{int(now) // 60}") > 24 * 3600


def test_looking_for_neglected_partitions_notes_the_queue(
    client: Client, team: TeamContext, ask: Callable[..., dict[str, Any]]
) -> None:
    for number in range(4):
        body = {"api_key": team.api_token, "event": "waits", "distinct_id": str(number)}
        client.post("/e/", json.dumps(body), content_type="application/json")
    IngestionAPI.list_neglected_partitions()
    assert max(filter(None, ask()["queue"]["requests"])) == 4


def test_what_capture_refuses_is_counted_by_reason(
    client: Client, ask: Callable[..., dict[str, Any]], team: TeamContext, api_client: APIClient
) -> None:
    """Whoever mistypes an allowed origin loses all events of browsers, and sees it here."""
    change = {"allowed_origins": ["https://shop.exmaple.com"]}
    changed = api_client.patch(f"/api/projects/{team.id}/capture_protection/", change, format="json")
    assert changed.status_code == 200, changed.content
    rules.forget()
    event = {"event": "paid", "distinct_id": "ada", "api_key": team.api_token}
    shop = {"origin": "https://shop.example.com"}
    for _ in range(20):
        assert client.post("/e/", json.dumps(event), "text/plain", headers=shop).status_code == 403
    nameless = {"api_key": team.api_token, "distinct_id": "ada", "padding": "x" * 50_000}
    for _ in range(3):
        assert client.post("/e/", json.dumps(nameless), "application/json").status_code == 400
    cut_off = gzip.compress(json.dumps({**event, "text": "x" * 100_000}).encode()[:-3])
    assert client.post("/batch/", cut_off, "text/plain").status_code == 400
    heavy = json.dumps({**event, "properties": {"list": [{}] * 300_001}})
    assert client.post("/e/", gzip.compress(heavy.encode()), "text/plain").status_code == 413
    long = {**event, "properties": {"text": "x" * 3_000_000}}
    assert client.post("/e/", json.dumps(long), "application/json").status_code == 413
    newer = client.post(
        "/i/v1/analytics/events", "{}", "application/json", headers={"authorization": f"Bearer {team.api_token}"}
    )
    assert newer.status_code == 400
    # Nobody's token, and no token at all, are nobody's refusals.
    assert client.post("/e/", json.dumps({**event, "api_key": "phc_nobody"}), "application/json").status_code == 401
    assert client.post("/e/", b"nonsense", "application/json").status_code == 400
    refusals.notes.write()
    found = {one["reason"]: one for one in ask()["refusals"]}
    assert {reason: sum(one["counts"]) for reason, one in found.items()} == {
        "origin_not_allowed": 20,
        "invalid_payload": 5,
        "payload_too_large": 2,
    }
    origin = found["origin_not_allowed"]
    assert origin["last_origin"] == "https://shop.example.com"
    assert origin["last_detail"].startswith("Pages of https://shop.example.com may not send events")
    assert abs((datetime.fromisoformat(origin["last_at"]) - clock.now()).total_seconds()) < 60
    assert sum(ask(hours=24)["refusals"][0]["counts"]) == 20


@pytest.mark.parametrize(
    ("hint", "pack"),
    [
        ("", lambda text: text),
        ("gzip", gzip.compress),
        ("zstd", zstandard.compress),
        ("br", lambda text: brotli.compress(text, quality=0)),
        ("", base64.b64encode),
    ],
)
def test_what_is_too_large_is_counted_for_whom_its_beginning_names(
    client: Client, team: TeamContext, settings: Settings, hint: str, pack: Callable[[bytes], bytes]
) -> None:
    """As sent or unpacked: either way nobody has read the token when it is refused."""
    settings.EVENT_BODY_MAX_BYTES = 1_000_000
    headers = {"content-encoding": hint} if hint else {}
    for text in ("x" * 2_000_000, os.urandom(1_000_000).hex()):
        event = {"api_key": team.api_token, "event": "paid", "distinct_id": "ada", "properties": {"text": text}}
        response = client.post("/batch/", pack(json.dumps(event).encode()), "application/json", headers=headers)
        assert response.status_code == 413
    refusals.notes.write()
    assert refusals.last_by_reason(team_id=team.id).keys() == {"payload_too_large"}
    assert sum(refusals.history(team_id=team.id, since=int(time.time()) - 120, until=int(time.time())).values()) == 2


def test_a_token_in_the_address_counts_where_the_body_hides_it(
    client: Client, team: TeamContext, settings: Settings
) -> None:
    settings.EVENT_BODY_MAX_BYTES = 300_000
    event = {"event": "paid", "distinct_id": "ada", "properties": {"text": "x" * 400_000}, "api_key": team.api_token}
    packed = gzip.compress(json.dumps(event).encode())
    assert client.post("/batch/", packed, "text/plain").status_code == 413
    refusals.notes.write()
    # Behind 64 kB of what it unpacks to.
    assert refusals.last_by_reason(team_id=team.id) == {}
    assert client.post(f"/batch/?token={team.api_token}", packed, "text/plain").status_code == 413
    bearer = {"authorization": f"Bearer {team.api_token}"}
    assert client.post("/batch/", packed, "text/plain", headers=bearer).status_code == 413
    refusals.notes.write()
    assert sum(refusals.history(team_id=team.id, since=int(time.time()) - 120, until=int(time.time())).values()) == 2


def test_refusals_are_a_project_s_own(
    client: Client, ask: Callable[..., dict[str, Any]], team: TeamContext, other_team: TeamContext
) -> None:
    nameless = {"api_key": other_team.api_token, "distinct_id": "ada"}
    assert client.post("/e/", json.dumps(nameless), "application/json").status_code == 400
    refusals.notes.write()
    assert refusals.last_by_reason(team_id=other_team.id).keys() == {"invalid_payload"}
    assert ask()["refusals"] == []


def test_refusals_reach_redis_by_themselves_and_are_bounded(team: TeamContext, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusals, "WRITE_AFTER_SECONDS", 0.05)
    monkeypatch.setattr(refusals, "MAX_NOTED", 3)
    notes = refusals.Notes()
    for number in range(100):
        notes.add(team_id=team.id, reason=f"r{number % 50}", detail="x" * 10_000, origin="y" * 10_000)
    deadline = time.monotonic() + 5
    while not (last := refusals.last_by_reason(team_id=team.id)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert {reason: (len(one.detail), len(one.origin)) for reason, one in last.items()} == {
        f"r{number}": (300, 300) for number in range(3)
    }
    now = int(time.time())
    assert sum(refusals.history(team_id=team.id, since=now - 120, until=now).values()) == 6


def test_dead_redis_costs_a_refusal_nothing(team: TeamContext, settings: Settings) -> None:
    notes = refusals.Notes()
    notes.add(team_id=team.id, reason="r", detail="", origin="")
    settings.REDIS_URL = "unix:///nowhere/redis.sock?db=0"
    notes.write()
    notes.write()
