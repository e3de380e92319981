"""Retention: exactly what is older goes, only of projects that say so, and the receipt tells."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from common import clock
from posthog.clickhouse import client as clickhouse
from posthog.contracts import TeamContext
from posthog.models import Team
from products.events.backend.facade import EventsSettingsAPI
from products.events.backend.facade.contracts import ChangeEventsSettings, RetentionRun
from products.events.backend.facade.system import UpkeepAPI
from products.events.backend.tests.conftest import Row

Stored = Callable[..., list[Row]]

pytestmark = pytest.mark.usefixtures("emptied_tables")
NOW = datetime(2031, 5, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _a_time_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Months that no other test has events in."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


def given(team: TeamContext, *days_ago: float) -> None:
    rows = [(uuid4(), team.id, "x", "u", NOW - timedelta(days=days), NOW) for days in days_ago]
    clickhouse.insert_rows("events", ("uuid", "team_id", "event", "distinct_id", "timestamp", "created_at"), rows)


def keep(team: TeamContext, days: int | None) -> None:
    change = ChangeEventsSettings(retention_days=days, cleared=frozenset() if days else frozenset({"retention_days"}))
    EventsSettingsAPI.change_settings(change, team_id=team.id, actor=None)


def days_left(stored: Stored) -> list[float]:
    """Ages of the events that are there, in days."""
    return sorted((NOW - row["timestamp"]) / timedelta(days=1) for row in stored("timestamp"))


def runs(team: TeamContext) -> tuple[RetentionRun, ...]:
    return EventsSettingsAPI.list_retention_runs(team_id=team.id, limit=10, offset=0).items


def test_events_beyond_the_age_go_and_others_stay(team: TeamContext, other_team: TeamContext, stored: Stored) -> None:
    given(team, 1, 29, 29.99, 30.01, 45, 400, 400, 800)
    given(other_team, 400, 800)
    assert UpkeepAPI.delete_outdated_events() == 0, "nobody asked for it"
    keep(team, 30)
    preview = EventsSettingsAPI.preview_retention(team_id=team.id, days=30)
    # 2031-05-20 less 30.01, 45, 400 and 800 days: 20 April, 5 April, 15 April 2030, 11 March 2029.
    assert [(each.month, each.rows) for each in preview] == [(202903, 1), (203004, 2), (203104, 2)]
    assert len(stored("uuid")) == 8, "a preview deletes nothing"

    assert UpkeepAPI.delete_outdated_events() == 5
    assert days_left(stored) == pytest.approx([1, 29, 29.99])
    other = clickhouse.query("SELECT count() FROM events WHERE team_id = {id:Int64}", {"id": other_team.id}).rows
    assert other == [(2,)]
    [run] = runs(team)
    assert (run.rows, run.retention_days, run.cutoff) == (5, 30, NOW - timedelta(days=30))
    assert run.months == preview
    assert run.dropped_months == (), "the other project keeps everything"
    assert run.completed_at is not None
    assert UpkeepAPI.delete_outdated_events() == 0, "once a day"


def test_month_goes_as_a_whole_only_when_no_project_keeps_it(
    team: TeamContext, other_team: TeamContext, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(team, 10, 100, 800)
    given(other_team, 100, 800)
    Team.objects.exclude(pk__in=(team.id, other_team.id)).delete()
    keep(team, 30)
    keep(other_team, 365)
    statements: list[str] = []
    original = clickhouse.command

    def note(sql: str, *args: Any, **kwargs: Any) -> None:
        statements.append(sql)
        original(sql, *args, **kwargs)

    monkeypatch.setattr(clickhouse, "command", note)
    UpkeepAPI.delete_outdated_events()
    assert days_left(stored) == [10]
    other = clickhouse.query("SELECT timestamp FROM events WHERE team_id = {id:Int64}", {"id": other_team.id}).rows
    assert [row[0] for row in other] == [NOW - timedelta(days=100)]
    [run] = runs(team)
    # 800 days ago: past both. 100 days ago: the other project keeps it.
    assert run.dropped_months == (202903,)
    assert sum("DROP PARTITION" in each for each in statements) == 1
    assert sum("DELETE IN PARTITION" in each for each in statements) == 1


def test_project_that_never_said_anything_keeps_even_an_empty_months_partition(
    team: TeamContext, other_team: TeamContext, stored: Stored
) -> None:
    """Its events of that month may arrive at any moment."""
    given(team, 800)
    keep(team, 30)
    UpkeepAPI.delete_outdated_events()
    [run] = runs(team)
    assert (run.rows, run.dropped_months) == (1, ())
    assert stored("uuid") == []


def test_crash_in_the_middle_leaves_receipts_that_add_up(
    team: TeamContext, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(team, 5, 100, 100, 400, 400, 400)
    keep(team, 30)
    original = clickhouse.command
    calls = 0

    def die(*args: Any, **kwargs: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise KeyboardInterrupt
        original(*args, **kwargs)

    monkeypatch.setattr(clickhouse, "command", die)
    with pytest.raises(KeyboardInterrupt):
        UpkeepAPI.delete_outdated_events()
    monkeypatch.setattr(clickhouse, "command", original)
    assert len(stored("uuid")) == 3
    assert UpkeepAPI.delete_outdated_events() == 2
    assert days_left(stored) == [5]
    assert sorted(run.rows for run in runs(team)) == [2, 3]
    assert all(run.completed_at for run in runs(team))


def test_receipts_and_preview_over_http(api_client: APIClient, team: TeamContext) -> None:
    given(team, 5, 100)
    base = f"/api/projects/{team.id}/retention/"
    assert api_client.get(f"{base}preview/?days=30").json() == [{"month": 203102, "rows": 1}]
    assert api_client.get(f"{base}preview/?days=0").status_code == 400
    keep(team, 30)
    UpkeepAPI.delete_outdated_events()
    [run] = api_client.get(base).json()["results"]
    assert (run["rows"], run["months"]) == (1, [{"month": 203102, "rows": 1}])
