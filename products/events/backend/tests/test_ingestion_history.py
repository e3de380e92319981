"""The numbers of the ingestion page, against what was sent and how long it took."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test.client import Client
from rest_framework.test import APIClient

from posthog.clickhouse import client as clickhouse
from posthog.contracts import TeamContext
from products.events.backend.facade.system import IngestionAPI
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
