"""Visitors without cookies: one id a day, nothing that tells their device, and nobody after the salt is gone."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from common import clock
from posthog.contracts import TeamContext
from products.events.backend.facade import EventsSettingsAPI
from products.events.backend.facade.contracts import ChangeEventsSettings
from products.events.backend.logic import settings as events_settings
from products.events.backend.logic.ingestion import cookieless
from products.events.backend.logic.ingestion.cookieless import site_of
from products.events.backend.logic.queue import connection, keys
from products.events.backend.tests.conftest import Row
from products.events.backend.tests.test_persons import people

Send = Callable[..., None]
Stored = Callable[..., list[Row]]
Warnings = Callable[[], list[tuple[str, Row, str]]]
FIREFOX, SAFARI = "Mozilla/5.0 (X11; Linux) Firefox/140.0", "Mozilla/5.0 (Macintosh) Safari/605.1"


@pytest.fixture(autouse=True)
def _enabled(team: TeamContext) -> None:
    """Nothing is remembered from another test, whose Redis was emptied."""
    events_settings.forget()
    cookieless._salts.clear()
    EventsSettingsAPI.change_settings(ChangeEventsSettings(cookieless_enabled=True), team_id=team.id, actor=None)


def visit(name: Any = "$pageview", *, ip: Any = "203.0.113.7", agent: Any = FIREFOX, **properties: Any) -> Row:
    """As posthog-js sends it."""
    timestamp = properties.pop("timestamp", None)
    stated = {
        "distinct_id": "$posthog_cookieless",
        "$cookieless_mode": True,
        "$device_id": None,
        "$ip": ip,
        "$raw_user_agent": agent,
        "$host": "shop.example.com",
        "$process_person_profile": False,
        **properties,
    }
    return {"event": name, "properties": stated, **({"timestamp": timestamp} if timestamp else {})}


def test_a_days_events_of_a_visitor_belong_together_and_tell_nothing_of_the_device(
    send: Send, stored: Stored, team: TeamContext
) -> None:
    send(
        visit("first"),
        visit("second", **{"$host": "www.example.com:8443"}),
        visit("other address", ip="203.0.113.8"),
        visit("other browser", agent=SAFARI),
        visit("other site", **{"$host": "example.org"}),
        visit("in a household", **{"$cookieless_extra": "tablet"}),
        # Asks for a profile, which nobody can have who is somebody else tomorrow.
        visit("with profile", **{"$process_person_profile": True, "$set": {"name": "Anna"}}),
    )
    rows = {row["event"]: row for row in stored("event, distinct_id, session_id, toString(properties) AS p")}
    same = {"first", "second", "with profile"}
    [visitor] = {rows[name]["distinct_id"] for name in same}
    assert visitor.startswith("cookieless_")
    assert len({row["distinct_id"] for row in rows.values()}) == 5
    assert {row["session_id"] for name, row in rows.items() if name in same} == {rows["first"]["session_id"]}
    assert rows["first"]["session_id"][14] == "7"
    everything = json.dumps(list(rows.values()))
    for secret in ("203.0.113", "Firefox", "Safari", 'posthog_cookieless"', "tablet", "Anna"):
        assert secret not in everything, secret
    assert people(team) == {}


def test_days_and_projects_do_not_know_of_each_other(send: Send, stored: Stored) -> None:
    now = datetime.now(UTC)
    send(
        visit("today", timestamp=now.isoformat()),
        visit("yesterday", timestamp=(now - timedelta(days=1)).isoformat()),
    )
    found = {row["event"]: row["distinct_id"] for row in stored("event, distinct_id")}
    assert len(set(found.values())) == 2


def test_day_is_the_visitors_own(send: Send, stored: Stored, monkeypatch: pytest.MonkeyPatch) -> None:
    """23:30 and 00:30 UTC are one day in Auckland (UTC+13 in December) and two in London."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 12, 2, 12, tzinfo=UTC))
    times = ("2026-12-01T23:30:00Z", "2026-12-02T00:30:00Z")
    for zone in ("Pacific/Auckland", "Europe/London", "Nowhere/Land"):
        send(*(visit(zone, timestamp=each, **{"$timezone": zone}) for each in times))
    found: dict[str, set[str]] = {}
    for row in stored("event, distinct_id"):
        found.setdefault(row["event"], set()).add(row["distinct_id"])
    assert {zone: len(visitors) for zone, visitors in found.items()} == {
        "Pacific/Auckland": 1,
        "Europe/London": 2,
        "Nowhere/Land": 2,
    }


def test_salt_expires_and_late_events_are_refused_rather_than_linked_anew(
    send: Send, stored: Stored, warnings: Warnings
) -> None:
    now = datetime.now(UTC)
    send(visit("today"))
    name = keys.cookieless_salt(now.date().isoformat())
    midnight = datetime(now.year, now.month, now.day, tzinfo=UTC)
    seconds_left = (midnight + timedelta(days=4) - datetime.now(UTC)).total_seconds()
    assert connection.client().ttl(name) == pytest.approx(seconds_left, abs=5)
    send(visit("five days late", timestamp=(now - timedelta(days=5)).isoformat()))
    assert [row["event"] for row in stored("event")] == ["today"]
    [(kind, _, raw)] = warnings()
    assert kind == "cookieless_day_is_over"
    assert not {"203.0.113.7", FIREFOX} & set(json.loads(raw)["properties"].values())


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        (visit("$identify", **{"$process_person_profile": True}), "cookieless_identity_event"),
        (visit("$create_alias", alias="me", **{"$process_person_profile": True}), "cookieless_identity_event"),
        (visit(agent=""), "cookieless_event_incomplete"),
        (visit(**{"$host": None}), "cookieless_event_incomplete"),
    ],
)
def test_what_would_tell_who_it_is_or_cannot_be_told_apart_is_refused(
    send: Send, stored: Stored, warnings: Warnings, event: Row, kind: str
) -> None:
    send(event)
    assert stored("event") == []
    assert [found for found, _, _ in warnings()] == [kind]


def test_without_the_setting_they_are_refused_with_the_way_out(
    send: Send, stored: Stored, warnings: Warnings, team: TeamContext
) -> None:
    EventsSettingsAPI.change_settings(ChangeEventsSettings(cookieless_enabled=False), team_id=team.id, actor=None)
    send(visit())
    assert stored("event") == []
    [(kind, details, raw)] = warnings()
    assert kind == "cookieless_not_enabled"
    assert "enable" in details["reason"]
    assert not {"203.0.113.7", FIREFOX} & set(json.loads(raw)["properties"].values())


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("example.com", "example.com"),
        ("www.Example.com:8000", "example.com"),
        ("a.b.example.co.uk", "example.co.uk"),
        ("example.io", "example.io"),
        ("shop.example.de", "example.de"),
        ("localhost:3000", "localhost"),
        ("192.0.2.1:80", "192.0.2.1:80"),
        ("[2001:db8::1]:80", "[2001:db8::1]:80"),
    ],
)
def test_site_of_a_host(host: str, site: str) -> None:
    assert site_of(host) == site
