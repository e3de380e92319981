"""Deleting groups and the history of their properties, over REST: what is gone, what stays, and that nothing comes back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test.client import Client
from rest_framework.test import APIClient

from common import clock
from posthog.clickhouse import client as clickhouse
from posthog.contracts import TeamContext
from posthog.models import ActivityLog, User
from products.events.backend.facade.system import UpkeepAPI
from products.events.backend.logic.reading.hogql import context_of, run
from products.events.backend.tests.conftest import Row, rows_of
from products.events.backend.tests.test_persons import event

Send = Callable[..., None]
Ask = Callable[..., Any]
ACME = {"group_type_index": 0, "group_key": "acme"}

pytestmark = pytest.mark.usefixtures("emptied_tables")


@pytest.fixture
def ask(api_client: APIClient, team: TeamContext) -> Ask:
    """A request below the project; asserts the status and returns the JSON."""

    def _ask(method: str, path: str, body: Any = None, status: int = 200, **params: Any) -> Any:
        address = f"/api/projects/{team.id}/{path}"
        response = getattr(api_client, method)(address, body, format="json", query_params=params)
        assert response.status_code == status, response.content
        return response.json() if response.content else None

    return _ask


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Move the clock forward."""
    offset = timedelta()

    def move(by: timedelta) -> None:
        nonlocal offset
        offset += by

    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC) + offset)
    return move


def describe(key: str, who: str = "ada", *, kind: str = "company", at: str = "", **properties: Any) -> Row:
    stated = {"$group_type": kind, "$group_key": key, "$group_set": properties}
    return {**event("$groupidentify", who, stated), **({"timestamp": at} if at else {})}


def in_queries(team: TeamContext) -> Row:
    return {key: dict(found) for key, found in run("SELECT key, properties FROM groups", context_of(team.id), {})}


def test_deleted_group_is_gone_from_both_stores_and_its_events_stay(
    send: Send, ask: Ask, team: TeamContext, user: User, later: Callable[[timedelta], None]
) -> None:
    send(
        describe("acme", seats=5, plan="secret-plan"),
        describe("other", seats=7),
        event("bought", "ada", {"$groups": {"company": "acme"}}),
    )
    send(describe("acme", seats=6))
    ask("post", "groups/update_property/", {"key": "note", "value": "secret-note"}, **ACME)

    receipt = ask("delete", "groups/find/", status=202, **ACME)
    assert (receipt["group_type_index"], receipt["group_key"]) == (0, "acme")
    assert (receipt["status"], receipt["requested_by"]) == ("pending", user.email)
    # At once: no query, no list and no flag finds it.
    assert in_queries(team) == {"other": {"seats": 7}}
    ask("get", "groups/find/", status=404, **ACME)
    ask("delete", "groups/find/", status=404, **ACME)
    assert run("SELECT group_0.properties.plan FROM events WHERE event = 'bought'", context_of(team.id), {}) == [
        (None,)
    ]

    assert UpkeepAPI.work_on_erasures() == 0, "batches that are under way need a moment"
    later(timedelta(seconds=30))
    stored = rows_of(team)
    # Descriptions and the row that hides them, as far as ClickHouse has not merged them.
    rows = len(stored("version", "groups", "group_key = 'acme'"))
    assert 1 <= rows <= 4
    assert UpkeepAPI.work_on_erasures() == 1
    assert [row["group_key"] for row in stored("group_key", "groups")] == ["other"]
    done = ask("get", f"group_erasures/{receipt['id']}/")
    assert done["status"] == "erased"
    assert done["removed"] == [{"table": "events_group", "rows": 1}, {"table": "groups", "rows": rows}]
    assert [(proof["table"], proof["rows"]) for proof in done["proof"]] == [("groups", 0)]
    commands = [row[0] for row in clickhouse.query("SELECT command FROM system.mutations WHERE table = 'groups'").rows]
    assert not any("acme" in command for command in commands), "the statement that removed it names it"
    proof = done["proof"][0]
    assert clickhouse.query(proof["sql"], proof["parameters"]).rows == [(0,)]

    later(timedelta(minutes=11))
    assert UpkeepAPI.work_on_erasures() == 1
    assert UpkeepAPI.work_on_erasures() == 0
    assert [each["status"] for each in ask("get", "group_erasures/")["results"]] == ["verified"]
    assert ask("post", f"group_erasures/{receipt['id']}/verify/")["is_clean"] is True
    # Values that were changed by hand went from the log; who did what stayed.
    log = ask("get", "groups/activity/", **ACME)["results"]
    assert [(line["activity"], line["user"]["email"]) for line in log] == [
        ("deleted", user.email),
        ("updated", user.email),
    ]
    assert [change["field"] for change in log[1]["detail"]["changes"]] == ["properties.note"]
    assert not any("secret" in str(row.changes) for row in ActivityLog.objects.for_team(team.id))
    # The events are what happened, and stay.
    assert [row["group_key_0"] for row in stored("group_key_0", where="event = 'bought'")] == ["acme"]
    assert len(stored("uuid", where="event = '$groupidentify' AND group_key_0 = 'acme'")) == 2


def test_group_that_is_described_again_begins_anew(
    send: Send, ask: Ask, team: TeamContext, later: Callable[[timedelta], None]
) -> None:
    send(*(describe("acme", seats=number) for number in range(3)), describe("acme", plan="pro"))
    receipt = ask("delete", "groups/find/", status=202, **ACME)
    send(describe("acme", city="Berlin"))
    assert in_queries(team) == {"acme": {"city": "Berlin"}}
    later(timedelta(seconds=30))
    assert UpkeepAPI.work_on_erasures() == 1
    assert in_queries(team) == {"acme": {"city": "Berlin"}}
    assert ask("get", "groups/find/", **ACME)["group_properties"] == {"city": "Berlin"}
    assert ask("post", f"group_erasures/{receipt['id']}/verify/")["is_clean"] is True


def test_late_row_of_a_deleted_group_is_found_by_the_second_look(
    send: Send, ask: Ask, team: TeamContext, later: Callable[[timedelta], None]
) -> None:
    send(describe("acme", plan="secret"))
    [row] = rows_of(team)("version", "groups")
    receipt = ask("delete", "groups/find/", status=202, **ACME)
    later(timedelta(seconds=30))
    assert UpkeepAPI.work_on_erasures() == 1
    # A worker that was frozen sends what it still has.
    late = {"team_id": team.id, **ACME, "group_properties": {"plan": "secret"}, "version": row["version"]}
    clickhouse.insert_rows("groups", (*late, "created_at"), [(*late.values(), datetime.now(UTC))])
    found = ask("post", f"group_erasures/{receipt['id']}/verify/")
    assert (found["is_clean"], found["remaining"][0]) == (False, {"table": "groups", "rows": 1})
    later(timedelta(minutes=11))
    assert UpkeepAPI.work_on_erasures() == 1
    assert ask("post", f"group_erasures/{receipt['id']}/verify/")["is_clean"] is True


def test_history_tells_what_events_and_people_changed(send: Send, ask: Ask, user: User) -> None:
    send(
        describe("acme", "ada", at="2026-01-01T00:00:00Z", seats=5, plan="free"),
        describe("acme", "bob", at="2026-01-02T00:00:00Z", seats=5, plan="pro"),
        # Of another group, of another kind with the same key, and of no group's properties.
        describe("other", at="2026-01-02T00:00:00Z", seats=9),
        describe("acme", kind="board", at="2026-01-02T00:00:00Z", seats=8),
        event("x", "ada", {"$groups": {"company": "acme"}, "$group_set": {"seats": 7}}),
    )
    ask("post", "groups/update_property/", {"key": "plan", "value": ["team", 1]}, **ACME)
    ask("post", "groups/delete_property/", {"$unset": "seats"}, **ACME)
    changes = ask("get", "groups/property_history/", **ACME)
    told = [
        (each["property"], each["before"], each["after"], each["distinct_id"], each["changed_by"]) for each in changes
    ]
    assert told[:3] == [
        ("seats", 5, None, "", user.email),
        ("plan", "pro", ["team", 1], "", user.email),
        ("plan", "free", "pro", "bob", None),
    ]
    assert sorted(told[3:]) == [("plan", None, "free", "ada", None), ("seats", None, 5, "ada", None)]
    assert [each["was_set"] for each in changes] == [False, True, True, True, True]
    assert [each["event_uuid"] is None for each in changes] == [True, True, False, False, False]
    only = ask("get", "groups/property_history/", **ACME, property="seats", limit=1)
    assert [(each["property"], each["after"]) for each in only] == [("seats", None)]
    ask("get", "groups/property_history/", status=404, group_type_index=0, group_key="nobody")
    assert ask("get", "groups/activity/", status=400, group_key="acme")["type"] == "validation_error"
    assert len(ask("get", "groups/activity/")["results"]) == 2


def test_groups_of_other_projects_are_neither_deleted_nor_shown(
    client: Client, api_client: APIClient, ask: Ask, send: Send, team: TeamContext, other_team: TeamContext
) -> None:
    send(describe("acme", seats=1))
    receipt = ask("delete", "groups/find/", status=202, **ACME)
    stranger = APIClient()
    stranger.force_login(User.objects.get(memberships__organization_id=other_team.organization_id))
    theirs = f"/api/projects/{other_team.id}/group_erasures"
    assert stranger.get(f"{theirs}/").json()["results"] == []
    assert stranger.get(f"{theirs}/{receipt['id']}/").status_code == 404
    assert stranger.post(f"{theirs}/{receipt['id']}/verify/").status_code == 404
    for method, path in (("delete", "groups/find/"), ("get", "groups/property_history/")):
        response = getattr(stranger, method)(f"/api/projects/{other_team.id}/{path}", query_params=ACME)
        assert response.status_code == 404
