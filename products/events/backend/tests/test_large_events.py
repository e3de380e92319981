"""One event that is too much: it is refused with a warning, its neighbours are stored, and what is old does not flood lists."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.test.client import Client
from rest_framework.test import APIClient

from posthog.clickhouse import client as clickhouse
from posthog.contracts import TeamContext
from products.events.backend.clickhouse.settings import INSERT_SETTINGS
from products.events.backend.facade.enums import DrainOutcome
from products.events.backend.facade.system import IngestionAPI
from products.events.backend.logic.ingestion import batch, insert
from products.events.backend.tests.conftest import Row, work_off_the_queue

Send = Callable[..., None]
Stored = Callable[..., list[Row]]
Warnings = Callable[[], list[tuple[str, Row, str]]]


def event(name: str, **properties: Any) -> Row:
    return {"event": name, "distinct_id": "u", "properties": properties}


@pytest.mark.parametrize(
    ("large", "reason"),
    [
        (event("large", text="x" * 1_000_000), "bytes long; at most 1000000"),
        (event("large", list=[{}] * 50_001), "50001 values within lists and objects; at most 50000"),
        (event("large", **{str(number): [[1]] * 5 for number in range(3900)}, a=[[1]] * 12_000), "at most 50000"),
        ({**event("large"), "extra": "x" * 1_000_000}, "bytes long; at most 1000000"),
        (event("$ai_generation", text="x" * 8 * 1024 * 1024), "bytes long; at most 8388608"),
    ],
)
def test_event_that_is_too_large_is_refused_and_its_neighbours_are_not(
    send: Send, stored: Stored, warnings: Warnings, large: Row, reason: str
) -> None:
    send(event("before"), large, event("after"))
    assert [row["event"] for row in stored("event")] == ["after", "before"]
    [(kind, details, raw)] = warnings()
    assert (kind, details["event"]) == ("event_too_large", large["event"])
    assert reason in details["reason"]
    assert 0 < len(raw) <= 100_000


def test_events_up_to_the_limits_are_stored(send: Send, stored: Stored, warnings: Warnings) -> None:
    send(
        event("long", text="x" * 990_000),
        event("vectors", embeddings=[[0.5] * 3072] * 16),
        event("$ai_generation", input=[{"role": "user", "content": "x" * 1000} for _ in range(7000)]),
    )
    assert [row["event"] for row in stored("event")] == ["$ai_generation", "long", "vectors"]
    assert warnings() == []


def test_many_values_go_in_several_inserts_that_survive_a_crash_between_them(
    client: Client,
    team: TeamContext,
    stored: Stored,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The parts keep their names when the first of them are there already; else ClickHouse would ignore the others."""
    monkeypatch.setattr(batch, "MAX_NESTED_VALUES_PER_INSERT", 100)
    events = [event(f"e{number}", list=[[number]] * 30) for number in range(12)]
    response = client.post(
        "/batch/", json.dumps({"api_key": team.api_token, "batch": events}), content_type="application/json"
    )
    assert response.status_code == 200
    original = insert._insert
    sizes: list[int] = []

    def dies_at_the_third(part: Any, token: str) -> Any:
        if len(sizes) == 2:
            sizes.append(0)
            raise OperationalError
        sizes.append(len(part))
        return original(part, token)

    monkeypatch.setattr(insert, "_insert", dies_at_the_third)
    assert IngestionAPI.drain_partition(0).outcome is DrainOutcome.FAILED
    assert 0 < sum(sizes) < 12
    work_off_the_queue()
    assert max(sizes) <= 2
    assert sorted(row["event"] for row in stored("event")) == sorted(f"e{number}" for number in range(12))


@pytest.fixture
def old_events(team: TeamContext) -> list[str]:
    """Stored before there was a limit: 3 MB each at first, then of 1 MB."""
    names = ["huge", "huge", *["large"] * 12, "small"]
    rows = []
    for number, name in enumerate(names):
        properties = {"text": "x" * {"huge": 3_000_000, "large": 1_000_000, "small": 10}[name]}
        moment = f"2026-01-01T00:00:{59 - number:02}Z"
        rows.append(
            {
                "uuid": f"00000000-0000-4000-8000-{team.id:06x}{number:06x}",
                "team_id": team.id,
                "event": name,
                "distinct_id": "u",
                "timestamp": moment,
                "created_at": moment,
                "properties": properties,
                "person_properties": {},
            }
        )
    payload = b"\n".join(json.dumps(row).encode() for row in rows)
    clickhouse.insert_json_rows("events", payload, settings=INSERT_SETTINGS)
    return [str(row["uuid"]) for row in rows]


def test_lists_end_before_they_are_too_large_and_go_on(
    api_client: APIClient, team: TeamContext, old_events: list[str]
) -> None:
    """2.5 GB of memory and 318 MB in one answer it was, of 34 events that a few kilobytes had made."""
    url: str | None = f"/api/projects/{team.id}/events/?limit=100"
    seen, pages = [], 0
    while url:
        response = api_client.get(url)
        assert response.status_code == 200, response.content
        assert len(response.content) < 9_000_000
        page = response.json()
        assert page["count"] == 15
        assert page["results"]
        seen += page["results"]
        url, pages = page["next"], pages + 1
    assert [row["uuid"] for row in seen] == old_events
    assert pages == 2
    # An event that no list has room for says so in place of its properties; alone it is shown.
    assert seen[0]["properties"].keys() == {"$properties_left_out"}
    assert seen[2]["properties"] == {"text": "x" * 1_000_000}
    alone = api_client.get(f"/api/projects/{team.id}/events/{old_events[0]}/").json()
    assert alone["properties"] == {"text": "x" * 3_000_000}


def test_pages_back_and_forth_keep_the_limit(send: Send, api_client: APIClient, team: TeamContext) -> None:
    send(*[event(f"e{number}") for number in range(7)])
    first = api_client.get(f"/api/projects/{team.id}/events/?limit=3").json()
    last = api_client.get(f"/api/projects/{team.id}/events/?limit=3&offset=6").json()
    assert first["next"].endswith("limit=3&offset=3")
    assert first["previous"] is None
    assert (len(last["results"]), last["next"]) == (1, None)
    assert last["previous"].endswith("limit=3&offset=3")
