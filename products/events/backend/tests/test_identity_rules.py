"""Rules about time, ids and groups, each with an expectation worked out by hand from the published protocol."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from rest_framework.test import APIClient

from posthog.contracts import TeamContext
from products.events.backend.logic.persons import people as people_module
from products.events.backend.logic.persons import resolve, store
from products.events.backend.tests.conftest import Row
from products.events.backend.tests.test_persons import alias, check_stores_agree, event, identify, ids, people
from products.events.backend.wire.times import event_time

Send = Callable[..., None]
Stored = Callable[..., list[Row]]
Warnings = Callable[[], list[tuple[str, Row, str]]]
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
# The client's clock is an hour behind.
SENT = datetime(2026, 3, 10, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("event", "historical", "expected", "warning"),
    [
        ({"timestamp": "2026-03-10T10:59:00Z"}, False, "2026-03-10T11:59:00", ""),
        # Without a zone: UTC. With another zone: the same moment.
        ({"timestamp": "2026-03-10T10:59:00"}, False, "2026-03-10T11:59:00", ""),
        ({"timestamp": "2026-03-10T16:29:00+05:30"}, False, "2026-03-10T11:59:00", ""),
        (
            {"timestamp": "2026-03-10T10:59:00Z", "properties": {"$ignore_sent_at": True}},
            False,
            "2026-03-10T10:59:00",
            "",
        ),
        (
            {"timestamp": "2026-03-10T10:59:00Z", "properties": {"$ignore_sent_at": "yes"}},
            False,
            "2026-03-10T11:59:00",
            "",
        ),
        # A back-fill keeps its times when they are 48 hours old, and only then.
        ({"timestamp": "2026-03-08T12:00:00Z"}, True, "2026-03-08T12:00:00", ""),
        ({"timestamp": "2026-03-08T12:00:01Z"}, True, "2026-03-08T13:00:01", ""),
        ({"timestamp": "2019-01-01T00:00:00Z"}, True, "2019-01-01T00:00:00", ""),
        # `offset` is milliseconds before now, and wins.
        ({"timestamp": "2020-01-01T00:00:00Z", "offset": 60_000}, False, "2026-03-10T11:59:00", ""),
        ({"offset": 1e300}, False, "2026-03-10T12:00:00", "ignored_unparsable_timestamp"),
        ({"offset": float("nan")}, False, "2026-03-10T12:00:00", "ignored_unparsable_timestamp"),
        ({}, False, "2026-03-10T12:00:00", ""),
        ({"timestamp": "last Tuesday"}, False, "2026-03-10T12:00:00", "ignored_unparsable_timestamp"),
        ({"timestamp": ["2026"]}, False, "2026-03-10T12:00:00", "ignored_unparsable_timestamp"),
        # 22 h 59 min ahead after the correction stays; a minute more is now.
        ({"timestamp": "2026-03-11T09:59:00Z"}, False, "2026-03-11T10:59:00", ""),
        ({"timestamp": "2026-03-11T10:01:00Z"}, False, "2026-03-10T12:00:00", "timestamp_too_far_in_the_future"),
        ({"timestamp": "9999-12-01T00:00:00Z"}, True, "2026-03-10T12:00:00", "timestamp_too_far_in_the_future"),
        ({"timestamp": "9999-12-31T23:59:59Z"}, True, "2026-03-10T12:00:00", "ignored_unparsable_timestamp"),
        ({"timestamp": "0001-01-01T00:00:00Z"}, False, "1970-01-01T00:00:00", "timestamp_before_1970"),
        # Numbers: seconds, or milliseconds when they are that large.
        ({"timestamp": 1_773_140_340}, False, "2026-03-10T11:59:00", ""),
        ({"timestamp": 1_773_140_340_000}, False, "2026-03-10T11:59:00", ""),
    ],
)
def test_time_of_an_event(event: dict[str, Any], historical: bool, expected: str, warning: str) -> None:
    timestamp, problem = event_time(event, now=NOW, sent_at=SENT, historical=historical)
    assert (timestamp.isoformat().removesuffix("+00:00"), problem or "") == (expected, warning)


def test_too_long_ids_and_keys_are_cut_or_left_out_with_a_warning(
    send: Send, team: TeamContext, stored: Stored, warnings: Warnings
) -> None:
    long = "x" * 401
    send(
        event("plain", "u", {"$groups": {"company": long, "team": "blue", "t" * 401: "k"}}),
        event("$groupidentify", "u", {"$group_type": "company", "$group_key": long, "$group_set": {"a": 1}}),
        event("$groupidentify", "u", {"$group_type": "team", "$group_key": 7, "$group_set": {"a": 1}}),
        event("long", "d" * 300, {"$session_id": "s" * 300, "$window_id": 5}),
    )
    rows = {row["event"]: row for row in stored("event, distinct_id, group_key_0, group_key_1, session_id, window_id")}
    assert (rows["plain"]["group_key_0"], rows["plain"]["group_key_1"]) == ("blue", "")
    assert rows["$groupidentify"]["group_key_0"] == "7"
    assert rows["long"]["distinct_id"] == "d" * 200
    assert (rows["long"]["session_id"], rows["long"]["window_id"]) == ("s" * 300, "")
    assert [row["group_key"] for row in stored("group_key", "groups")] == ["7"]
    assert sorted(kind for kind, _, _ in warnings()) == ["distinct_id_shortened"] + ["group_key_too_long"] * 2
    assert [raw != "" for kind, details, raw in warnings() if "reason" in details] == [True]
    assert set(people(team)) == {ids("u"), ids("d" * 200)}


def test_nobody_is_deleted_by_an_event(send: Send, team: TeamContext, stored: Stored, warnings: Warnings) -> None:
    """The token is public, so anybody could delete anybody."""
    send(event("x", "u"))
    send(event("$delete_person", "u"))
    assert set(people(team)) == {ids("u")}
    assert [row["event"] for row in stored("event")] == ["x"]
    assert [kind for kind, _, _ in warnings()] == ["person_not_deleted_by_event"]


def test_addresses_are_kept_nowhere_when_a_project_says_so(
    send: Send, team: TeamContext, stored: Stored, warnings: Warnings
) -> None:
    from posthog import known_teams
    from posthog.models import Team

    Team.objects.filter(pk=team.id).update(anonymize_ips=True)
    known_teams.forget()
    send(event("x", "u", {"$ip": "203.0.113.9"}), event("$delete_person", "u", {"$ip": "203.0.113.9"}))
    known_teams.forget()
    [row] = stored("toString(properties) AS p")
    [(_, details, raw)] = warnings()
    assert "203.0.113.9" not in json.dumps([row["p"], details, raw])


@pytest.mark.parametrize("together", [True, False])
def test_person_gets_no_more_ids_than_anybody_has(
    send: Send,
    team: TeamContext,
    stored: Stored,
    warnings: Warnings,
    together: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A script that aliases one id after the other to one person must not make every later merge slower."""
    for module in (people_module, resolve, store):
        monkeypatch.setattr(module, "MAX_DISTINCT_IDS", 5)
    events = [
        *(alias("u", f"a{number}") for number in range(6)),
        event("x", "v"),
        alias("v", "v2"),
        # Together they would have 7: refused even if it is meant dangerously.
        alias("v", "u", "$merge_dangerously"),
        identify("new", "u"),
    ]
    for batch in [events] if together else [[one] for one in events]:
        send(*batch)
    assert set(people(team)) == {ids("u", "a0", "a1", "a2", "a3"), ids("v", "v2"), ids("new")}
    refused = [details for kind, details, _ in warnings() if kind == "too_many_distinct_ids"]
    assert len(refused) == 4
    assert {each["limit"] for each in refused} == {5}
    assert len(stored("uuid")) == len(events)
    check_stores_agree(team, stored)


def test_settings_of_events_over_http(api_client: APIClient, team: TeamContext) -> None:
    address = f"/api/projects/{team.id}/events_settings/current/"
    defaults = {
        "cookieless_enabled": False,
        "retention_days": None,
        "drop_events_older_than_hours": None,
        "person_processing_opt_out": False,
    }
    assert api_client.get(address).json() == defaults
    assert api_client.patch(address, {"retention_days": 90}).json() == {**defaults, "retention_days": 90}
    assert api_client.patch(address, {"cookieless_enabled": True}).json() == {
        **defaults,
        "cookieless_enabled": True,
        "retention_days": 90,
    }
    assert api_client.patch(address, {"retention_days": None}).json()["retention_days"] is None
    for days in (0, 4001, "soon"):
        answer = api_client.patch(address, {"retention_days": days})
        assert (answer.status_code, answer.json()["attr"]) == (400, "retention_days")
