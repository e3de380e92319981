"""People over REST: found by anything, changed by hand in both stores at once, split, and how they came to be."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from posthog.clickhouse import client
from posthog.contracts import TeamContext
from posthog.hogql.taxonomy import PropertyKind
from products.events.backend.logic.reading.hogql import context_of, run
from products.events.backend.logic.taxonomy import taxonomy_of
from products.events.backend.tests.test_persons import alias, event, identify
from products.events.backend.wire.identifiers import person_uuid

Row = dict[str, Any]
Send = Callable[..., None]
Ask = Callable[..., Any]


@pytest.fixture
def ask(api_client: APIClient, team: TeamContext) -> Ask:
    """A request below persons/; asserts the status and returns the JSON."""

    def _ask(path: str, body: Row | None = None, status: int = 200, **params: Any) -> Any:
        address = f"/api/projects/{team.id}/persons/{path}"
        response = api_client.get(address, params) if body is None else api_client.post(address, body, format="json")
        assert response.status_code == status, response.content
        return response.json()

    return _ask


def in_clickhouse(team: TeamContext, distinct_id: str) -> Row:
    """What HogQL knows of the person now, by way of their id."""
    hogql = "SELECT person.properties FROM person_distinct_ids WHERE distinct_id = {id}"
    return dict(run(hogql, context_of(team.id), {"id": distinct_id})[0][0])


def test_person_is_found_by_anything(send: Send, ask: Ask, team: TeamContext) -> None:
    send(
        event("x", "ada", {"$set": {"email": "Ada@Example.com", "plan": "pro", "tags": ["VIP", 'say "hi"']}}),
        event("x", "grace/1 2", {"$set": {"company": "Ünïted 100%", "seats": 4711}}),
    )
    ada, grace = str(person_uuid(team.id, "ada")), str(person_uuid(team.id, "grace/1 2"))
    wanted = {
        "ADA@EXAMPLE": [ada],
        "ada": [ada],
        ada: [ada],
        ada.upper(): [ada],
        ada[:13]: [],
        "vip": [ada],
        'say "hi"': [ada],
        "PRO": [ada],
        "ünïted": [grace],
        "100%": [grace],
        "1__%": [],
        "4711": [grace],
        "grace/1": [grace],
        "company": [],
        "'": [],
        "\\": [],
    }
    found = {search: [each["id"] for each in ask("", search=search)["results"]] for search in wanted}
    assert found == wanted
    assert ask("", search="", limit=1)["count"] == 2
    assert ask("", search="a", limit=1)["count"] == 2
    assert ask("", search="ada", offset=5)["count"] == 1
    assert ask("ada/")["id"] == ask(f"{ada}/")["id"] == ada
    assert "no person 'nobody'" in ask("nobody/", status=404)["detail"].lower()


def test_property_is_set_and_removed_in_both_stores_at_once(send: Send, ask: Ask, team: TeamContext) -> None:
    send(event("x", "ada", {"$set": {"plan": "free", "age": 36}}))
    changed = ask("ada/update_property/", {"key": "plan", "value": {"name": "pro", "seats": [1, None]}})
    assert changed["properties"] == {"plan": {"name": "pro", "seats": [1, None]}, "age": 36}
    assert ask("ada/")["properties"] == changed["properties"]
    assert in_clickhouse(team, "ada")["age"] == 36
    ask("ada/update_property/", {"key": "new one", "value": 5})
    assert in_clickhouse(team, "ada")["new one"] == 5
    assert taxonomy_of(team.id).property_type(PropertyKind.PERSON, "new one") == "Numeric"
    removed = ask("ada/delete_property/", {"$unset": "age"})
    assert "age" not in removed["properties"]
    assert "age" not in in_clickhouse(team, "ada")
    # Removing what is not there changes nothing, and later events go on from here.
    assert ask("ada/delete_property/", {"$unset": "age"}) == removed
    send(event("y", "ada", {"$set": {"city": "London"}}))
    assert ask("ada/")["properties"].keys() == {"plan", "new one", "city"}
    assert in_clickhouse(team, "ada").keys() == {"plan", "new one", "city"}


@pytest.mark.usefixtures("team")
def test_changes_are_in_the_log_without_the_values(send: Send, ask: Ask) -> None:
    send(event("x", "ada", {"$set": {"email": "ada@example.com"}}))
    ask("ada/update_property/", {"key": "email", "value": "secret@example.com"})
    ask("ada/update_property/", {"key": "phone", "value": "555"})
    ask("ada/delete_property/", {"$unset": "email"})
    lines = ask("ada/activity/")["results"]
    told = [[(change["action"], change["field"]) for change in line["detail"]["changes"]] for line in lines]
    assert told == [
        [("deleted", "properties.email")],
        [("created", "properties.phone")],
        [("changed", "properties.email")],
    ]
    assert "secret" not in str(lines)
    assert lines[0]["user"]["first_name"] == "Ada"


@pytest.mark.parametrize(
    ("action", "body", "attr"),
    [
        ("update_property", {"key": " ", "value": 1}, "key"),
        ("update_property", {"value": 1}, "key"),
        ("update_property", {"key": "a"}, "value"),
        ("update_property", {"key": "a", "value": "x" * 600_000}, None),
        ("delete_property", {}, "$unset"),
        ("split", {"main_distinct_id": "grace"}, "main_distinct_id"),
        ("split", {}, None),
    ],
)
def test_senseless_change_is_refused_and_changes_nothing(
    action: str, body: Row, attr: str | None, send: Send, ask: Ask
) -> None:
    send(event("x", "ada", {"$set": {"plan": "free"}}))
    before = ask("ada/")
    assert ask(f"ada/{action}/", body, 400)["attr"] == attr
    assert ask("ada/") == before
    assert ask("nobody/update_property/", {"key": "a", "value": 1}, 404)["code"] == "not_found"


def counts(team: TeamContext) -> Row:
    """How many events HogQL counts for each person, by uuid."""
    rows = run("SELECT person_id, count() FROM events WHERE event = 'x' GROUP BY person_id", context_of(team.id), {})
    return {str(person): count for person, count in rows}


def test_split_gives_every_id_its_own_person_and_its_events(send: Send, ask: Ask, team: TeamContext) -> None:
    send(event("x", "anon", {"$set": {"plan": "pro"}}), event("x", "laptop"), event("x", "laptop"))
    send(identify("ada", "anon"), event("x", "ada"))
    send(identify("ada", "laptop"))
    whole = ask("ada/")
    assert set(whole["distinct_ids"]) == {"anon", "ada", "laptop"}
    assert counts(team) == {whole["id"]: 4}
    kept = ask("ada/split/", {"main_distinct_id": "ada"})
    assert (kept["id"], kept["distinct_ids"], kept["properties"]["plan"]) == (whole["id"], ["ada"], "pro")
    anon, laptop = ask("anon/"), ask("laptop/")
    assert len({kept["id"], anon["id"], laptop["id"]}) == 3
    assert (anon["properties"], laptop["distinct_ids"]) == ({}, ["laptop"])
    assert counts(team) == {kept["id"]: 1, anon["id"]: 1, laptop["id"]: 2}
    # Each goes on as a person of their own, and may be merged again.
    send(event("x", "laptop", {"$set": {"device": "laptop"}}))
    assert in_clickhouse(team, "laptop") == {"device": "laptop"}
    assert counts(team)[laptop["id"]] == 3
    send(identify("ada", "laptop"))
    assert counts(team) == {kept["id"]: 4, anon["id"]: 1}
    # And be split again: what was buried by the merge must come back to life.
    ask("ada/split/", {"main_distinct_id": "ada"})
    assert counts(team) == {kept["id"]: 1, anon["id"]: 1, ask("laptop/")["id"]: 3}
    assert in_clickhouse(team, "laptop") == {}


def test_split_wins_over_a_merge_that_clickhouse_has_not_heard_of_yet(send: Send, ask: Ask, team: TeamContext) -> None:
    send(event("x", "laptop", {"$set": {"device": "laptop"}}), event("x", "ada"))
    send(identify("ada", "laptop"))
    # Taken out and put back, as if it had been on its way meanwhile.
    tombstone = f"team_id = {team.id} AND is_deleted = 1"
    client.command(f"CREATE TABLE late_tombstone ENGINE = Memory AS SELECT * FROM person WHERE {tombstone}")
    client.command(f"DELETE FROM person WHERE {tombstone}")
    ask("ada/split/", {"main_distinct_id": "ada"})
    client.command("INSERT INTO person SELECT * FROM late_tombstone")
    client.command("DROP TABLE late_tombstone")
    assert in_clickhouse(team, "laptop") == {}
    assert {str(person) for (person,) in run("SELECT id FROM persons", context_of(team.id), {})} == {
        ask("ada/")["id"],
        ask("laptop/")["id"],
    }


def test_split_without_a_main_id_keeps_the_first_and_no_properties(send: Send, ask: Ask, team: TeamContext) -> None:
    send(event("x", "anon", {"$set": {"plan": "pro"}}))
    send(identify("ada", "anon"))
    kept = ask("ada/split/", {})
    assert (kept["distinct_ids"], kept["properties"]) == (["anon"], {})
    assert in_clickhouse(team, "anon") == {}
    assert ask("ada/")["properties"] == {}
    assert ask("anon/activity/")["results"][0]["activity"] == "split_person"


def test_history_tells_which_ids_joined_and_who_was_merged(send: Send, ask: Ask, team: TeamContext) -> None:
    send(event("x", "a"), event("x", "b"), event("x", "u"))
    send(alias("b", "a"))
    send(alias("u", "b", "$merge_dangerously"))
    history = ask("u/history/")
    assert [each["distinct_id"] for each in history["distinct_ids"]] == ["a", "b", "u"]
    assert all(each["added_at"] for each in history["distinct_ids"])
    told = [(each["from_person"], each["into_person"], sorted(each["distinct_ids"])) for each in history["merges"]]
    a, b, u = (str(person_uuid(team.id, name)) for name in "abu")
    assert told == [(b, u, ["a", "b"]), (a, b, ["a"])]
    assert ask("b/history/") == history


def test_property_history_tells_which_event_said_what(send: Send, ask: Ask) -> None:
    def said(day: int, name: str, **properties: Any) -> Row:
        return {**event(name, "ada", properties), "timestamp": f"2026-01-0{day}T00:00:00Z"}

    send(
        said(1, "signup", **{"$set": {"plan": "free"}, "$set_once": {"first": 1, "nothing": None}}),
        said(2, "noise", **{"$browser": "Firefox"}),
        said(3, "again", **{"$set": {"plan": "free"}, "$set_once": {"first": 2}}),
        said(4, "upgrade", **{"$set": {"plan": "pro"}}),
        said(5, "leave", **{"$unset": ["plan", "unknown"]}),
        historical_migration=True,
    )
    told = [
        (each["event"], each["property"], each["before"], each["after"], each["was_set"])
        for each in ask("ada/property_history/")
    ]
    assert told == [
        ("leave", "plan", "pro", None, False),
        ("upgrade", "plan", "free", "pro", True),
        ("signup", "plan", None, "free", True),
        ("signup", "first", None, 1, True),
    ]
    assert [each["event"] for each in ask("ada/property_history/", property="first")] == ["signup"]
    assert len(ask("ada/property_history/", limit=2)) == 2


def test_property_history_keeps_the_order_of_one_request(send: Send, ask: Ask) -> None:
    """Without timestamps all of a request happened in one instant; what was said last is what holds."""
    mails = [f"{number}@example.com" for number in range(12)]
    send(identify("ada", "anon", **{"$set": {"email": "m@example.com"}}), *(said_mail(mail) for mail in mails))
    assert ask("ada/")["properties"]["email"] == mails[-1]
    told = [(each["before"], each["after"]) for each in ask("ada/property_history/")]
    assert told == list(reversed([*zip([None, "m@example.com", *mails[:-1]], ["m@example.com", *mails], strict=True)]))


def said_mail(mail: str) -> Row:
    return event("$set", "ada", {"$set": {"email": mail}})


def test_names_of_properties_are_counted(send: Send, ask: Ask) -> None:
    send(event("x", "a", {"$set": {"plan": 1, "b'\"": 1}}), event("x", "b", {"$set": {"plan": 2}}))
    assert ask("properties/") == [{"name": "plan", "count": 2}, {"name": "b'\"", "count": 1}]


def test_exported_table_holds_no_formulas(send: Send, api_client: APIClient, team: TeamContext) -> None:
    send(event("x", "=cmd()", {"$set": {"name": "+1+1", "-key": "@SUM(A1)", "n": -5, "list": [1]}}))
    response = api_client.get(f"/api/projects/{team.id}/persons/export/", {"search": "cmd"})
    assert response["Content-Type"].startswith("text/csv")
    [row] = csv.DictReader(io.StringIO(response.content.decode()))
    assert (row["name"], row["distinct_ids"]) == ("'+1+1", "'=cmd()")
    assert (row["properties.-key"], row["properties.n"], row["properties.list"]) == ("'@SUM(A1)", "-5", "[1]")


def test_people_are_deleted_one_by_one_and_many_at_once(
    send: Send, ask: Ask, team: TeamContext, api_client: APIClient
) -> None:
    send(event("x", "ada"), event("x", "grace"), event("x", "alan"), event("x", "edsger"))
    alan = ask("alan/")["id"]
    gone = api_client.delete(f"/api/projects/{team.id}/persons/ada/?delete_events=true")
    assert (gone.status_code, gone.json()["with_events"]) == (202, True)
    ask("ada/", status=404)
    receipts = ask("bulk_delete/", {"ids": [alan], "distinct_ids": ["grace", "nobody"]}, 202)
    assert {receipt["person_uuid"] for receipt in receipts} == {alan, str(person_uuid(team.id, "grace"))}
    assert [person["distinct_ids"] for person in ask("")["results"]] == [["edsger"]]
    assert [line["activity"] for line in ask("activity/")["results"]] == ["deleted"] * 3
    assert ask("bulk_delete/", {}, 400)["attr"] == "ids"


def test_nothing_of_another_project_can_be_changed(
    send: Send, ask: Ask, team: TeamContext, other_team: TeamContext, api_client: APIClient
) -> None:
    send(event("x", "ada"))
    for path, body in (
        ("update_property", {"key": "a", "value": 1}),
        ("split", {}),
        ("delete_property", {"$unset": "a"}),
    ):
        address = f"/api/projects/{other_team.id}/persons/ada/{path}/"
        assert api_client.post(address, body, format="json").status_code == 404
