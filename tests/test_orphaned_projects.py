"""`manage.py orphaned_projects`: what it finds in ClickHouse, what it removes, and what it never touches."""

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from posthog.alone import alone
from posthog.clickhouse import client as clickhouse
from posthog.clickhouse.cluster import Table
from posthog.contracts import TeamContext
from posthog.deletion import stores, work
from posthog.models import DeletedProject, Organization, Team

# Transactions that really end: who is committed is the question here.
pytestmark = pytest.mark.django_db(transaction=True)
EVENT = ("uuid", "team_id", "event", "distinct_id", "person_id", "timestamp", "created_at", "properties")
ID = "0190163e-d694-7a52-8d5e-1ba8a8a8a8a8"


@pytest.fixture(autouse=True)
def _clean_clickhouse() -> None:
    """Other tests leave rows of projects that are rolled back; these would all be orphans here."""
    for table in stores.tables_in_clickhouse():
        clickhouse.command(f"TRUNCATE TABLE {table.name}")


def store(team_id: int, *, events: int) -> None:
    """Rows as ingestion leaves them, in two tables."""
    now = datetime.now(UTC)
    rows: list[tuple[Any, ...]] = [
        (f"0190163e-d694-7a52-8d5e-{team_id:06d}{number:06d}", team_id, "page", "ada", ID, now, now, {})
        for number in range(events)
    ]
    clickhouse.insert_rows("events", EVENT, rows)
    clickhouse.insert_rows(
        "person_distinct_id", ("team_id", "distinct_id", "person_id", "version"), [(team_id, "ada", ID, 1)]
    )


def count(team_id: int) -> int:
    sql = "SELECT count() FROM events WHERE team_id = {team_id:Int64}"
    return int(clickhouse.query(sql, {"team_id": team_id}).rows[0][0])


def run(*arguments: str, capsys: pytest.CaptureFixture[str]) -> str:
    call_command("orphaned_projects", *arguments)
    return capsys.readouterr().out


def vanished(team: TeamContext) -> int:
    """The id of a project whose row went without the rest, as before deletion reached ClickHouse."""
    row = Team.objects.create(organization_id=team.organization_id, name="Gone")
    team_id = row.pk
    Team.with_deleted.filter(pk=team_id).delete()
    return team_id


def test_orphans_are_listed_and_removed_with_an_account(team: TeamContext, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys=capsys) == "ClickHouse has rows of known projects only.\n"
    orphan = vanished(team)
    store(team.id, events=2)
    store(orphan, events=3)

    said = run(capsys=capsys)
    assert said.splitlines()[0] == f"{orphan}: events 3, person_distinct_id 1"
    assert "--delete" in said
    assert (count(orphan), DeletedProject.objects.count()) == (3, 0)

    assert "Removed the rows of 1 projects" in run("--delete", capsys=capsys)
    assert (count(orphan), count(team.id)) == (0, 2)
    account = DeletedProject.objects.get()
    assert (account.team_id, account.status, account.organization_id) == (orphan, "erased", None)
    assert account.removed == {"events": 3, "person_distinct_id": 1}
    assert run("--delete", capsys=capsys) == "ClickHouse has rows of known projects only.\n"


def test_what_comes_back_is_removed_again(team: TeamContext, capsys: pytest.CaptureFixture[str]) -> None:
    orphan = vanished(team)
    store(orphan, events=1)
    run("--delete", capsys=capsys)
    store(orphan, events=4)
    run("--delete", capsys=capsys)
    assert count(orphan) == 0
    assert DeletedProject.objects.get().removed["events"] == 5


def test_projects_that_are_being_deleted_are_left_to_the_job(
    team: TeamContext, capsys: pytest.CaptureFixture[str]
) -> None:
    store(team.id, events=2)
    Team.objects.filter(pk=team.id).update(deleted_at=datetime.now(UTC))
    assert run("--delete", capsys=capsys) == "ClickHouse has rows of known projects only.\n"
    assert count(team.id) == 2


def test_ids_that_new_projects_will_get_are_never_touched(
    team: TeamContext, capsys: pytest.CaptureFixture[str]
) -> None:
    """As when Postgres was set up anew beside an old ClickHouse."""
    ahead = vanished(team) + 1000
    store(ahead, events=2)
    said = run("--delete", capsys=capsys)
    assert f"{ahead}*: events 2" in said
    assert f"RESTART WITH {ahead + 1};" in said
    assert count(ahead) == 2
    assert not DeletedProject.objects.exists()


def test_project_that_is_made_meanwhile_keeps_its_rows(
    team: TeamContext, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its id is given out, and its first event stored, after the look began and before ClickHouse is read."""
    organization = Organization.objects.get(pk=team.organization_id)
    ask = stores.teams_in_clickhouse
    made: list[int] = []

    def make_first(table: Table) -> dict[int, int]:
        if not made:
            made.append(Team.objects.create(organization=organization, name="Fresh").pk)
            store(made[0], events=1)
        return ask(table)

    monkeypatch.setattr(stores, "teams_in_clickhouse", make_first)
    assert run("--delete", capsys=capsys) == "ClickHouse has rows of known projects only.\n"
    assert count(made[0]) == 1


def test_look_waits_for_a_project_that_is_being_made(team: TeamContext, capsys: pytest.CaptureFixture[str]) -> None:
    """Its id has been given out and nobody sees its row yet; old rows under that id must not make it an orphan."""
    organization = Organization.objects.get(pk=team.organization_id)
    has_id, may_commit = threading.Event(), threading.Event()
    made: list[int] = []

    def make() -> None:
        try:
            with transaction.atomic():
                made.append(Team.objects.create(organization=organization, name="Slow").pk)
                has_id.set()
                may_commit.wait(20)
        finally:
            connection.close()

    maker = threading.Thread(target=make)
    maker.start()
    assert has_id.wait(20)
    store(made[0], events=2)
    threading.Timer(1.0, may_commit.set).start()
    assert run("--delete", capsys=capsys) == "ClickHouse has rows of known projects only.\n"
    maker.join()
    assert count(made[0]) == 2


def test_busy_job_is_told_and_nothing_lost(team: TeamContext, capsys: pytest.CaptureFixture[str]) -> None:
    orphan = vanished(team)
    store(orphan, events=1)
    held, release = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with alone(work._JOB):
                held.set()
                release.wait(20)
        finally:
            connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(20)
    with pytest.raises(CommandError, match="Try again"):
        run("--delete", capsys=capsys)
    release.set()
    holder.join()
    assert count(orphan) == 1
    assert "Removed" in run("--delete", capsys=capsys)
    assert count(orphan) == 0
