"""What a project says it does not take: late events, and people. Set over REST, sent over HTTP, read in both stores."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from common import clock
from posthog.contracts import TeamContext
from posthog.models import Team
from products.events.backend.tests.conftest import Row
from products.events.backend.tests.test_persons import alias, event, identify

Send = Callable[..., None]
Stored = Callable[..., list[Row]]
Warnings = Callable[[], list[tuple[str, Row, str]]]
Change = Callable[..., Row]


@pytest.fixture
def change(api_client: APIClient, team: TeamContext) -> Change:
    def _change(status: int = 200, **changes: Any) -> Row:
        address = f"/api/projects/{team.id}/events_settings/current/"
        response = api_client.patch(address, changes, format="json")
        assert response.status_code == status, response.content
        found: Row = response.json()
        return found

    return _change


def ago(**age: float) -> str:
    return (clock.now() - timedelta(**age)).isoformat()


def test_events_older_than_the_limit_on_arrival_are_left_out_with_a_warning(
    send: Send, stored: Stored, warnings: Warnings, change: Change
) -> None:
    sent = [event("fresh", "u", timestamp=ago(hours=1)), event("late", "u", timestamp=ago(hours=25))]
    send(*sent)
    assert change(drop_events_older_than_hours=24)["drop_events_older_than_hours"] == 24
    send(*sent, event("now", "u"))
    send(event("imported", "u", timestamp=ago(days=400)), historical_migration=True)
    assert [row["event"] for row in stored("event")] == ["fresh", "fresh", "late", "now"]
    told = warnings()
    assert sorted((kind, details["event"], details["distinct_id"]) for kind, details, _ in told) == [
        ("event_dropped_too_old", "imported", "u"),
        ("event_dropped_too_old", "late", "u"),
    ]
    # So that it can be sent again.
    assert {json.loads(raw)["event"] for _, _, raw in told} == {"imported", "late"}
    change(drop_events_older_than_hours=None)
    send(event("late again", "u", timestamp=ago(hours=25)))
    assert "late again" in {row["event"] for row in stored("event")}


def test_age_is_by_the_corrected_clock(send: Send, stored: Stored, change: Change) -> None:
    """A device whose clock is three days behind sends what happened a minute ago."""
    change(drop_events_older_than_hours=24)
    send(event("x", "u", timestamp=ago(days=3, minutes=1)), sent_at=ago(days=3))
    send(event("y", "u", timestamp=ago(days=3, minutes=1)))
    assert [row["event"] for row in stored("event")] == ["x"]


@pytest.mark.parametrize("hours", [0, -1, 96_001, "soon"])
def test_limits_that_make_no_sense_are_refused(change: Change, hours: Any) -> None:
    answer = change(400, drop_events_older_than_hours=hours)
    assert answer["attr"] == "drop_events_older_than_hours"


def test_without_person_processing_events_make_and_change_nobody(
    send: Send,
    stored: Stored,
    warnings: Warnings,
    change: Change,
    api_client: APIClient,
    team: TeamContext,
) -> None:
    def people() -> dict[str, Row]:
        found = api_client.get(f"/api/projects/{team.id}/persons/").json()["results"]
        return {each["distinct_ids"][0]: each["properties"] for each in found}

    send(event("before", "ada", {"$set": {"plan": "free"}}))
    assert change(person_processing_opt_out=True)["person_processing_opt_out"] is True
    said = {"$set": {"plan": "pro"}, "$set_once": {"a": 1}, "$browser": "Firefox"}
    send(
        event("x", "ada", said),
        {**event("y", "bob", said), "$set": {"plan": "pro"}},
        event("z", "bob", {"$process_person_profile": True, "$groups": {"company": "acme"}}),
        identify("bob", "anon"),
        alias("bob", "other"),
        alias("ada", "bob", "$merge_dangerously"),
        event("$groupidentify", "bob", {"$group_type": "company", "$group_key": "acme", "$group_set": {"seats": 5}}),
    )
    assert people() == {"ada": {"plan": "free"}}
    rows = stored("event, distinct_id, person_mode, toJSONString(properties) AS p, group_key_0")
    assert [(row["event"], row["person_mode"], row["group_key_0"]) for row in rows] == [
        ("before", "full", ""),
        ("x", "force_upgrade", ""),
        ("y", "propertyless", ""),
        ("z", "propertyless", "acme"),
    ]
    assert not any("$set" in json.loads(row["p"]) for row in rows if row["event"] != "before")
    told = [(kind, details["event"]) for kind, details, _ in warnings()]
    names = ("$identify", "$create_alias", "$merge_dangerously", "$groupidentify")
    assert sorted(told) == sorted(("invalid_event_when_process_person_profile_is_false", name) for name in names)
    assert all("settings" in details["reason"] for _, details, _ in warnings())

    change(person_processing_opt_out=False)
    send(event("after", "bob", {"$set": {"plan": "pro"}}))
    assert people()["bob"] == {"plan": "pro"}


@pytest.mark.parametrize(
    ("sent", "ip"),
    [
        ({**event("x", "u"), "$ip": "9.9.9.9"}, "9.9.9.9"),
        (event("x", "u", {"$ip": "8.8.8.8"}), "8.8.8.8"),
        ({**event("x", "u", {"$ip": "8.8.8.8"}), "$ip": None}, "8.8.8.8"),
        ({"event": "x", "distinct_id": "u", "$ip": "9.9.9.9"}, "9.9.9.9"),
        (event("x", "u"), "127.0.0.1"),
    ],
)
def test_address_beside_the_properties_is_one_of_them(send: Send, stored: Stored, sent: Row, ip: str) -> None:
    send(sent)
    [row] = stored("toJSONString(properties) AS p")
    assert json.loads(row["p"])["$ip"] == ip


def test_address_is_kept_nowhere_when_the_project_discards_it(
    send: Send, stored: Stored, warnings: Warnings, team: TeamContext, change: Change
) -> None:
    Team.objects.filter(pk=team.id).update(anonymize_ips=True)
    change(drop_events_older_than_hours=1)
    sent = [event("x", "u"), event("late", "u", timestamp=ago(days=2)), event("bad", "u", uuid="no")]
    send(*({**each, "$ip": "9.9.9.9"} for each in sent))
    assert "9.9.9.9" not in str(stored("*"))
    assert {kind for kind, _, _ in warnings()} == {"event_dropped_too_old", "invalid_event"}
    assert "9.9.9.9" not in str(warnings())


def test_late_visitor_without_cookies_is_not_quoted_with_their_device(
    send: Send, warnings: Warnings, change: Change
) -> None:
    change(cookieless_enabled=True, drop_events_older_than_hours=1)
    device = {"$ip": "203.0.113.7", "$raw_user_agent": "Firefox/140.0", "$host": "shop.example.com"}
    properties = {"distinct_id": "$posthog_cookieless", "$cookieless_mode": True, **device}
    send({"event": "$pageview", "properties": properties, "timestamp": ago(hours=5)}, event("x", "u"))
    [(kind, _, raw)] = warnings()
    assert kind == "event_dropped_too_old"
    assert not [part for part in ("203.0.113.7", "Firefox") if part in raw]
