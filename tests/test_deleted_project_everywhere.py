"""A project with rows everywhere is deleted: at once nobody finds it, and soon no table of any store has a row of it.

Tables are found by asking the stores which have a column `team_id`, without any code of ours, so one that is new and
forgotten about is found here.
"""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.client import Client
from rest_framework.test import APIClient

from common import clock
from posthog import deletion, known_teams
from posthog.celery import app
from posthog.clickhouse import client as clickhouse
from posthog.clickhouse.client import ClickHouseError
from posthog.contracts import TeamContext
from posthog.deletion import registry, stores
from posthog.models import DeletedProject, Organization, Team, User
from posthog.teams import to_team_context
from products.cohorts.backend.facade.system import CohortsSystemAPI
from products.events.backend.facade.enums import DrainOutcome
from products.events.backend.facade.system import IngestionAPI
from products.events.backend.logic.queue import connection as queue
from products.events.backend.logic.queue import keys
from products.events.backend.logic.queue.entry import Received, encode_meta
from products.feature_flags.backend.facade.evaluation import FlagEvaluationAPI

# Rows of a project hang on it, which only holds for transactions that really end.
pytestmark = pytest.mark.django_db(transaction=True)
# The account of deleted projects names them and is kept.
ACCOUNT = "posthog_deletedproject"
IN_POSTGRES = {
    "events_person",
    "events_persondistinctid",
    "events_personmerge",
    "events_group",
    "events_grouptypemapping",
    "events_eventdefinition",
    "events_propertydefinition",
    "events_eventproperty",
    "events_action",
    "events_erasure",
    "events_forgottenid",
    "events_eventssettings",
    "cohorts_cohort",
    "cohorts_cohortmember",
    "cohorts_cohortcalculation",
    "feature_flags_featureflag",
    "feature_flags_featureflaghashkeyoverride",
    "product_analytics_insight",
    "product_analytics_annotation",
    "posthog_activitylog",
}
IN_CLICKHOUSE = {
    "events",
    "person",
    "person_distinct_id",
    "person_distinct_id_overrides",
    "groups",
    "ingestion_warnings",
    "cohort_people",
}
UNREACHABLE = "http://default:@127.0.0.1:9/default"


@pytest.fixture(autouse=True)
def _queue_of_its_own(settings: Any) -> Iterator[None]:
    settings.EVENT_BATCH_SECONDS = 0
    queue.client().flushdb()
    known_teams.forget()
    yield
    known_teams.forget()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    offset = timedelta()

    def move(by: timedelta) -> None:
        nonlocal offset
        offset += by

    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC) + offset)
    return move


def work() -> None:
    app.tasks["projects.erase_deleted"].run()


@pytest.fixture(autouse=True)
def _tasks() -> None:
    import posthog.worker  # noqa: F401  # registers them


def event(name: str, who: str, **properties: Any) -> dict[str, Any]:
    return {"event": name, "distinct_id": who, "properties": properties}


def send(team: TeamContext, *events: dict[str, Any]) -> None:
    body = json.dumps({"api_key": team.api_token, "batch": list(events)})
    assert Client().post("/batch/", body, content_type="application/json").status_code == 200
    while partitions := IngestionAPI.list_neglected_partitions():
        for partition in partitions:
            assert IngestionAPI.drain_partition(partition).outcome != DrainOutcome.FAILED


def in_postgres(team_id: int) -> dict[str, int]:
    """Rows of the project by table, those that have some."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND column_name = 'team_id' AND table_name <> %s",
            [ACCOUNT],
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE team_id = %s', [team_id])
            if count := cursor.fetchone()[0]:
                found[table] = count
    return found


def in_clickhouse(team_id: int) -> dict[str, int]:
    found = {}
    tables = clickhouse.query(
        "SELECT DISTINCT table FROM system.columns WHERE database = currentDatabase() AND name = 'team_id'"
    )
    for (table,) in tables.rows:
        asked = f"SELECT count() FROM `{table}` WHERE team_id = {{team_id:Int64}}"
        if count := clickhouse.query(asked, {"team_id": team_id}).rows[0][0]:
            found[table] = count
    return found


def fill(client: APIClient, team: TeamContext) -> None:
    """Rows in every table that use leaves some in."""
    base = f"/api/projects/{team.id}"

    def post(path: str, body: Any, method: str = "post") -> Any:
        response = getattr(client, method)(f"{base}/{path}", body, format="json")
        assert response.status_code < 300, response.content
        return response.json() if response.content else None

    send(
        team,
        event("page", "device", n=1),
        event("page", "ada", **{"$set": {"plan": "pro"}}),
        event("page", "bob"),
        event("$groupidentify", "ada", **{"$group_type": "company", "$group_key": "acme", "$group_set": {"seats": 1}}),
    )
    send(
        team,
        event("$identify", "ada", **{"$anon_distinct_id": "device"}),
        event("$groupidentify", "ada", **{"$process_person_profile": False}),
    )
    people = {person["distinct_ids"][0]: person for person in client.get(f"{base}/persons/").json()["results"]}
    criterion = {"key": "plan", "type": "person", "value": "pro", "operator": "exact"}
    post("cohorts/", {"name": "on pro", "filters": {"properties": {"type": "AND", "values": [criterion]}}})
    listed = post("cohorts/", {"name": "listed", "is_static": True})
    members = {"person_ids": [people["bob"]["id"]]}
    post(f"cohorts/{listed['id']}/add_persons_to_static_cohort/", members, "patch")
    for team_id, cohort_id in CohortsSystemAPI.list_due_cohorts():
        CohortsSystemAPI.calculate_cohort(team_id=team_id, cohort_id=cohort_id)
    sticky = {"key": "sticky", "ensure_experience_continuity": True, "filters": {"groups": [{"properties": []}]}}
    post("feature_flags/", sticky)
    assert FlagEvaluationAPI.keep_hash_keys(team_id=team.id, distinct_id="ada", anonymous_id="device")
    query = {"kind": "TrendsQuery", "series": [{"kind": "EventsNode", "event": "page"}]}
    post("insights/", {"name": "Pages", "query": query})
    post("annotations/", {"content": "Here", "date_marker": "2026-01-01T00:00:00Z", "scope": "project"})
    post("actions/", {"name": "Page", "steps": [{"event": "page"}]})
    post("events_settings/current/", {"retention_days": 400}, "patch")
    assert client.delete(f"{base}/persons/{people['bob']['id']}/").status_code == 202
    body = json.dumps({"api_key": team.api_token, "batch": [event("poison", "ada")]}).encode()
    received = Received(request_id="r", team_id=team.id, token=team.api_token, received_at=datetime.now(UTC))
    queue.client().xadd(keys.DEAD, {b"m": encode_meta(received), b"b": body, b"id": b"1-1"})
    # Rows that others replace go when ClickHouse sees fit; it shall be now, not while they are counted.
    for table in IN_CLICKHOUSE:
        clickhouse.command(f"OPTIMIZE TABLE {table} FINAL")


def removed(team_id: int) -> dict[str, int]:
    return dict(DeletedProject.objects.get(team_id=team_id).removed)


def test_nothing_of_a_deleted_project_is_left_anywhere(
    api_client: APIClient, team: TeamContext, user: User, later: Callable[[timedelta], None]
) -> None:
    sister = to_team_context(Team.objects.create(organization_id=team.organization_id, name="Sister"))
    fill(api_client, team)
    fill(api_client, sister)
    secret = api_client.post(f"/api/projects/{team.id}/secret_keys/", {"label": "backend"}).json()["value"]
    rows, columns = in_postgres(team.id), in_clickhouse(team.id)
    assert rows.keys() >= IN_POSTGRES, IN_POSTGRES - rows.keys()
    assert columns.keys() == IN_CLICKHOUSE
    kept = in_postgres(sister.id), in_clickhouse(sister.id)

    assert api_client.delete(f"/api/projects/{team.id}/").status_code == 204
    # At once: nobody finds it, by session, key or token.
    assert api_client.get(f"/api/projects/{team.id}/").status_code == 404
    assert api_client.delete(f"/api/projects/{team.id}/").status_code == 404
    assert [each["id"] for each in api_client.get("/api/projects/").json()["results"]] == [sister.id]
    read = Client().get("/flags/definitions", headers={"Authorization": f"Bearer {secret}"})
    assert read.status_code == 401
    asked = json.dumps({"token": team.api_token, "distinct_id": "ada"})
    assert Client().post("/flags/?v=2", asked, content_type="application/json").status_code == 401
    assert api_client.get("/api/users/@me/").json()["team"] is None
    # A worker that knew the project still stores what it had.
    send(sister, event("page", "cid"))
    kept = in_postgres(sister.id), in_clickhouse(sister.id)

    work()
    assert in_clickhouse(team.id) == columns, "batches that are under way need a moment"
    later(timedelta(minutes=4))
    work()
    assert (in_postgres(team.id), in_clickhouse(team.id)) == ({}, {})
    assert not Team.with_deleted.filter(pk=team.id).exists()
    assert (in_postgres(sister.id), in_clickhouse(sister.id)) == kept
    assert len(queue.client().xrange(keys.DEAD)) == 1
    account = DeletedProject.objects.get(team_id=team.id)
    assert (account.status, account.deleted_by, account.organization_id) == ("erased", user, team.organization_id)
    counted = removed(team.id)
    assert {table: counted[table] for table in columns} == columns
    # Its keys were removed at once; all else is counted.
    assert {**counted, "posthog_projectsecretkey": 1} == {**rows, **columns}

    # What a worker that was frozen for minutes still stored is found by the second look.
    late = {
        "team_id": team.id,
        "distinct_id": "late",
        "person_id": "0190163e-d694-7a52-8d5e-1ba8a8a8a8a8",
        "version": 1,
    }
    clickhouse.insert_rows("person_distinct_id", tuple(late), [tuple(late.values())])
    work()
    assert in_clickhouse(team.id) == {"person_distinct_id": 1}
    later(timedelta(minutes=16))
    work()
    assert in_clickhouse(team.id) == {}
    assert DeletedProject.objects.get(team_id=team.id).status == "verified"


def test_organization_takes_its_projects_along(
    api_client: APIClient, team: TeamContext, user: User, later: Callable[[timedelta], None]
) -> None:
    fill(api_client, team)
    assert api_client.delete(f"/api/organizations/{team.organization_id}/").status_code == 204
    assert api_client.get("/api/organizations/").json()["results"] == []
    assert api_client.get(f"/api/projects/{team.id}/").status_code == 404
    later(timedelta(minutes=4))
    work()
    assert (in_postgres(team.id), in_clickhouse(team.id)) == ({}, {})
    assert not Organization.with_deleted.filter(pk=team.organization_id).exists()


def test_work_goes_on_after_a_crash_and_counts_once(
    api_client: APIClient,
    team: TeamContext,
    settings: Any,
    later: Callable[[timedelta], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fill(api_client, team)
    rows, columns = in_postgres(team.id), in_clickhouse(team.id)
    api_client.delete(f"/api/projects/{team.id}/")
    later(timedelta(minutes=4))
    # ClickHouse is away; then the process dies when ClickHouse is done and Postgres is not.
    reachable, settings.CLICKHOUSE_URL = settings.CLICKHOUSE_URL, UNREACHABLE
    with pytest.raises(ClickHouseError):
        work()
    settings.CLICKHOUSE_URL = reachable
    assert (in_postgres(team.id), in_clickhouse(team.id)) == (rows, columns)

    def die(team_id: int) -> None:
        raise SystemExit(f"at {team_id}")

    monkeypatch.setattr(registry, "_erasers", list(registry.project_erasers()))
    deletion.register_project_eraser(die)
    with pytest.raises(SystemExit):
        work()
    monkeypatch.undo()
    assert (in_postgres(team.id), in_clickhouse(team.id)) == (rows, {})
    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC) + timedelta(minutes=4))
    # Few rows at a time, so that there are many transactions.
    monkeypatch.setattr(stores, "REMOVED_AT_A_TIME", 1)
    work()
    assert (in_postgres(team.id), in_clickhouse(team.id)) == ({}, {})
    counted = removed(team.id)
    assert {table: counted[table] for table in (*columns, *IN_POSTGRES)} == {
        **columns,
        **{table: rows[table] for table in IN_POSTGRES},
    }
