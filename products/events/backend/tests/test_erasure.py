"""Deleting people: what is gone, what stays, what the receipt says, and that nothing comes back from the queue."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test.client import Client
from rest_framework.test import APIClient

from common import clock
from posthog import identity
from posthog.clickhouse import client as clickhouse
from posthog.contracts import TeamContext
from products.events.backend.facade import ErasuresAPI, PersonsAPI
from products.events.backend.facade.contracts import Erasure
from products.events.backend.facade.enums import ErasureStatus
from products.events.backend.facade.errors import PersonNotFoundError
from products.events.backend.facade.system import UpkeepAPI
from products.events.backend.models import Person, PersonDistinctId
from products.events.backend.tests.conftest import Row, work_off_the_queue
from products.events.backend.tests.test_persons import check_stores_agree, event, identify, people
from products.events.backend.wire.identifiers import person_uuid

Send = Callable[..., None]
Stored = Callable[..., list[Row]]

pytestmark = pytest.mark.usefixtures("emptied_tables")
TABLES = (
    "events",
    "person",
    "person_distinct_id",
    "person_distinct_id_overrides",
    "ingestion_warnings",
    "cohort_people",
)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Move the clock forward."""
    offset = timedelta()

    def move(by: timedelta) -> None:
        nonlocal offset
        offset += by

    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC) + offset)
    return move


def erase(team: TeamContext, distinct_id: str, *, delete_events: bool = True) -> Erasure:
    found = PersonsAPI.find_person_by_distinct_id(team_id=team.id, distinct_id=distinct_id)
    assert found is not None
    return PersonsAPI.delete_person(team_id=team.id, person_uuid=found.uuid, delete_events=delete_events)


def removed(erasure: Erasure) -> dict[str, int]:
    return {each.table: each.rows for each in erasure.removed}


def mentions(needle: str, team: TeamContext) -> dict[str, int]:
    """How many rows of each ClickHouse table contain the text anywhere, found without the code under test."""
    found = {}
    for table in TABLES:
        rows = clickhouse.query(
            f"SELECT formatRow('JSONEachRow', *) FROM {table} WHERE team_id = {{team_id:Int64}}", {"team_id": team.id}
        ).rows
        if count := sum(needle in row[0] for row in rows):
            found[table] = count
    return found


def test_person_is_erased_from_every_table_and_others_keep_everything(
    client: Client,
    send: Send,
    team: TeamContext,
    other_team: TeamContext,
    stored: Stored,
    later: Callable[[timedelta], None],
) -> None:
    send(
        event("page", "anna@example.com", {"$set": {"name": "Anna"}}),
        *(event("page", "device-of-anna", {"n": number}) for number in range(3)),
        *(event("page", "bert@example.com", {"n": number}) for number in range(4)),
        # A warning that quotes her.
        event("$groupidentify", "anna@example.com", {"$process_person_profile": False}),
        event("$groupidentify", "bert@example.com", {"$process_person_profile": False}),
    )
    send(identify("anna@example.com", "device-of-anna"))
    # The same person in another project.
    body = {"api_key": other_team.api_token, "batch": [event("page", "anna@example.com")]}
    client.post("/batch/", json.dumps(body), content_type="application/json")
    work_off_the_queue()
    bert = mentions("bert@example.com", team)
    elsewhere = mentions("anna@example.com", other_team)
    assert mentions("anna@example.com", team)["ingestion_warnings"] == 1

    erasure = erase(team, "anna@example.com")
    # At once: no query and no request finds the profile.
    assert erasure.status == ErasureStatus.PENDING
    assert set(people(team)) == {frozenset({"bert@example.com"})}
    check_stores_agree(team, stored)
    assert UpkeepAPI.work_on_erasures() == 0, "batches that are under way need a moment"
    later(timedelta(seconds=30))
    assert UpkeepAPI.work_on_erasures() == 1

    assert mentions("anna@example.com", team) == mentions("device-of-anna", team) == {}
    assert mentions(str(person_uuid(team.id, "anna@example.com")), team) == {}
    assert mentions("bert@example.com", team) == bert
    assert mentions("anna@example.com", other_team) == elsewhere
    receipt = ErasuresAPI.get_erasure(team_id=team.id, erasure_id=erasure.id)
    assert receipt.status == ErasureStatus.ERASED
    counts = removed(receipt)
    # 1 + 3 pages and the $identify; two profiles became one.
    assert counts["events"] == 5
    assert (counts["events_person"], counts["events_persondistinctid"], counts["ingestion_warnings"]) == (1, 2, 1)
    assert {query.table: query.rows for query in receipt.proof} == dict.fromkeys(TABLES, 0)
    assert "anna" not in json.dumps([query.parameters for query in receipt.proof])

    later(timedelta(minutes=20))
    assert UpkeepAPI.work_on_erasures() == 1
    assert ErasuresAPI.get_erasure(team_id=team.id, erasure_id=erasure.id).status == ErasureStatus.VERIFIED
    check = ErasuresAPI.verify_erasure(team_id=team.id, erasure_id=erasure.id)
    assert check.is_clean
    assert UpkeepAPI.work_on_erasures() == 0


def test_verification_finds_what_should_not_be_there(
    send: Send, team: TeamContext, later: Callable[[timedelta], None]
) -> None:
    """The proof is worth something only if it can fail: rows of the erased person are put back behind everybody's back."""
    send(event("page", "anna"))
    person = str(person_uuid(team.id, "anna"))
    erasure = erase(team, "anna")
    later(timedelta(seconds=30))
    UpkeepAPI.work_on_erasures()
    assert ErasuresAPI.verify_erasure(team_id=team.id, erasure_id=erasure.id).is_clean
    clickhouse.insert_rows(
        "events",
        ("uuid", "team_id", "event", "distinct_id", "person_id", "timestamp", "created_at"),
        [(UUID(int=1), team.id, "page", "anna", person, erasure.requested_at, erasure.requested_at)],
    )
    clickhouse.insert_rows("person", ("id", "team_id", "version"), [(person, team.id, 0)])
    for table in ("person_distinct_id", "person_distinct_id_overrides"):
        clickhouse.insert_rows(
            table, ("team_id", "distinct_id", "person_id", "version"), [(team.id, "anna", person, 1)]
        )
    check = ErasuresAPI.verify_erasure(team_id=team.id, erasure_id=erasure.id)
    assert not check.is_clean
    left = {"events": 1, "person": 1, "person_distinct_id": 1, "person_distinct_id_overrides": 1}
    assert {each.table: each.rows for each in check.remaining if each.rows} == left
    # The second look, which every erasure gets, removes what came in between and adds it to the receipt.
    before = removed(ErasuresAPI.get_erasure(team_id=team.id, erasure_id=erasure.id))
    later(timedelta(minutes=20))
    UpkeepAPI.work_on_erasures()
    after = removed(ErasuresAPI.get_erasure(team_id=team.id, erasure_id=erasure.id))
    assert {table: after[table] - before.get(table, 0) for table in left} == left
    assert ErasuresAPI.verify_erasure(team_id=team.id, erasure_id=erasure.id).is_clean


def test_events_from_before_the_erasure_are_refused_and_later_ones_start_a_new_life(
    client: Client,
    send: Send,
    team: TeamContext,
    stored: Stored,
    warnings: Callable[[], list[tuple[str, Row, str]]],
    later: Callable[[timedelta], None],
) -> None:
    send(event("page", "anna", {"$set": {"plan": "pro"}}), event("page", "other"))
    queued = {"api_key": team.api_token, "batch": [event("queued", "anna"), identify("other", "anna")]}
    assert client.post("/batch/", json.dumps(queued), content_type="application/json").status_code == 200
    later(timedelta(milliseconds=5))
    erase(team, "anna")
    work_off_the_queue()
    later(timedelta(seconds=30))
    UpkeepAPI.work_on_erasures()
    send(event("offline for a year", "anna", timestamp="2025-01-01T00:00:00Z"))
    send(event("imported", "anna", timestamp="2024-01-01T00:00:00Z"), historical_migration=True)
    assert [row["event"] for row in stored("event")] == ["page"]
    assert set(people(team)) == {frozenset({"other"})}
    refused = [details for kind, details, _ in warnings() if kind == "person_was_erased"]
    assert sorted(each["event"] for each in refused) == ["$identify", "imported", "offline for a year", "queued"]
    assert "anna" not in json.dumps(refused)

    send(event("back", "anna", {"$set": {"plan": "free"}}))
    assert people(team)[frozenset({"anna"})].properties == {"plan": "free"}
    check_stores_agree(team, stored)
    later(timedelta(minutes=20))
    UpkeepAPI.work_on_erasures()
    # The second look leaves the new life alone.
    assert [row["event"] for row in stored("event", where="distinct_id = 'anna'")] == ["back"]
    check_stores_agree(team, stored)


def test_without_events_only_the_profile_goes_and_the_person_may_come_back(
    send: Send, team: TeamContext, stored: Stored, later: Callable[[timedelta], None]
) -> None:
    send(event("page", "anon"), event("page", "u", {"$set": {"plan": "pro"}}))
    send(identify("u", "anon"))
    erasure = erase(team, "u", delete_events=False)
    assert people(team) == {}
    check_stores_agree(team, stored)
    later(timedelta(seconds=30))
    UpkeepAPI.work_on_erasures()
    assert len(stored("uuid")) == 3
    assert stored("id", "person") == stored("distinct_id", "person_distinct_id") == []
    assert ErasuresAPI.verify_erasure(team_id=team.id, erasure_id=erasure.id).is_clean
    send(event("page", "anon"), event("page", "u"))
    assert set(people(team)) == {frozenset({"anon"}), frozenset({"u"})}
    assert people(team)[frozenset({"u"})].properties == {}
    check_stores_agree(team, stored)


def test_person_of_another_team_is_not_found(send: Send, team: TeamContext, other_team: TeamContext) -> None:
    send(event("page", "u"))
    uuid = person_uuid(team.id, "u")
    with pytest.raises(PersonNotFoundError):
        PersonsAPI.delete_person(team_id=other_team.id, person_uuid=uuid, delete_events=True)
    assert PersonsAPI.delete_people(team_id=other_team.id, person_uuids=(uuid,), delete_events=True) == ()
    assert set(people(team)) == {frozenset({"u"})}


def test_others_remove_what_they_keep_and_are_counted(
    send: Send, team: TeamContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = {person_uuid(team.id, "u"): 3, person_uuid(team.id, "v"): 2}

    def erase_kept(team_id: int, persons: tuple[UUID, ...]) -> Mapping[str, int]:
        assert team_id == team.id
        return {"kept": sum(kept.pop(person, 0) for person in persons)}

    def count_kept(_: int, persons: tuple[UUID, ...]) -> Mapping[str, int]:
        return {"kept": sum(kept.get(person, 0) for person in persons)}

    monkeypatch.setattr(identity, "_erasers", [])
    identity.register_person_eraser(erase_kept, remaining=count_kept)
    send(event("page", "u"), event("page", "v"))
    erasure = erase(team, "u")
    assert removed(erasure)["kept"] == 3
    assert kept == {person_uuid(team.id, "v"): 2}
    kept[person_uuid(team.id, "u")] = 1
    remaining = ErasuresAPI.verify_erasure(team_id=team.id, erasure_id=erasure.id).remaining
    assert {each.table: each.rows for each in remaining}["kept"] == 1


def test_many_people_with_odd_ids_are_erased_in_a_few_statements(
    send: Send, team: TeamContext, later: Callable[[timedelta], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """More ids than fit into one statement, and ids that try to break out of it."""
    names = [f"{kind}-{number}" for number in range(40) for kind in ("'); DROP TABLE events; --", 'q"\\', "ü" * 150)]
    send(*(event("page", name) for name in [*names, "bystander", "%", "'"]))
    uuids = tuple(person_uuid(team.id, name) for name in names)
    erasures = PersonsAPI.delete_people(team_id=team.id, person_uuids=uuids, delete_events=True)
    assert len(erasures) == len(names)
    later(timedelta(seconds=30))
    statements: list[str] = []
    original = clickhouse.command

    def note(sql: str, *args: Any, **kwargs: Any) -> None:
        statements.append(sql)
        original(sql, *args, **kwargs)

    monkeypatch.setattr(clickhouse, "command", note)
    UpkeepAPI.work_on_erasures()
    assert len(statements) < 25
    rows = clickhouse.query(
        "SELECT distinct_id FROM events WHERE team_id = {team_id:Int64} ORDER BY distinct_id", {"team_id": team.id}
    ).rows
    assert [row[0] for row in rows] == ["%", "'", "bystander"]
    for erasure in erasures[:3]:
        assert removed(ErasuresAPI.get_erasure(team_id=team.id, erasure_id=erasure.id))["events"] == 1


@pytest.mark.django_db(transaction=True)
def test_crash_between_counting_and_removing_keeps_the_count_exact(
    send: Send, team: TeamContext, later: Callable[[timedelta], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    send(*(event("page", "u", {"n": number}) for number in range(7)))
    erasure = erase(team, "u")
    later(timedelta(seconds=30))
    original = clickhouse.command
    calls: list[str] = []

    def die(*args: Any, **kwargs: Any) -> None:
        """The first time before ClickHouse was told, the second time after it has done it."""
        calls.append(args[0])
        if len(calls) == 2:
            original(*args, **kwargs)
        raise KeyboardInterrupt

    monkeypatch.setattr(clickhouse, "command", die)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            UpkeepAPI.work_on_erasures()
    monkeypatch.setattr(clickhouse, "command", original)
    UpkeepAPI.work_on_erasures()
    receipt = ErasuresAPI.get_erasure(team_id=team.id, erasure_id=erasure.id)
    assert removed(receipt)["events"] == 7
    assert receipt.status == ErasureStatus.ERASED


def test_person_whose_first_id_was_given_to_another_is_left_alone(
    send: Send, team: TeamContext, stored: Stored, later: Callable[[timedelta], None]
) -> None:
    """After a split an id may belong to somebody else than the person whose uuid was made of it."""
    send(event("page", "a", {"$set": {"keep": 1}}), event("page", "b"))
    send({"event": "$merge_dangerously", "distinct_id": "a", "properties": {"alias": "c"}})
    # By hand: `a` moves to the person of `b`, whose later versions are higher.
    holder = Person.objects.for_team(team.id).get(uuid=person_uuid(team.id, "b"))
    Person.objects.for_team(team.id).filter(pk=holder.pk).update(version=50)
    PersonDistinctId.objects.for_team(team.id).filter(distinct_id="a").update(person=holder, version=102)
    erase(team, "b")
    later(timedelta(seconds=30))
    UpkeepAPI.work_on_erasures()
    assert people(team)[frozenset({"c"})].uuid == person_uuid(team.id, "a")
    [row] = stored("toString(id) AS id, is_deleted", "person", final=True)
    assert row == {"id": str(person_uuid(team.id, "a")), "is_deleted": 0}


def test_receipts_over_http(
    api_client: APIClient, send: Send, team: TeamContext, later: Callable[[timedelta], None]
) -> None:
    send(event("page", "u"))
    erasure = erase(team, "u")
    later(timedelta(seconds=30))
    UpkeepAPI.work_on_erasures()
    base = f"/api/projects/{team.id}/erasures/"
    [listed] = api_client.get(base).json()["results"]
    got = api_client.get(f"{base}{erasure.id}/").json()
    assert listed == got
    assert (got["status"], got["with_events"], got["distinct_id_count"]) == ("erased", True, 1)
    assert {"table": "events", "rows": 1} in got["removed"]
    checked = api_client.post(f"{base}{erasure.id}/verify/").json()
    assert checked["is_clean"] is True
    assert all(each["rows"] == 0 for each in checked["remaining"])
    assert api_client.get(f"{base}{UUID(int=7)}/").status_code == 404
    assert not Person.objects.for_team(team.id).exists()
    assert not PersonDistinctId.objects.for_team(team.id).exists()
