"""The list of events asks for exactly what was asked, or says why not."""

import csv
import io
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test.client import Client
from rest_framework.test import APIClient

from posthog.contracts import TeamContext
from products.events.backend.facade import ActionsAPI
from products.events.backend.facade.contracts import CreateAction
from products.events.backend.logic.reading import events
from products.events.backend.tests.conftest import Row, work_off_the_queue
from products.events.backend.tests.test_persons import event
from products.events.backend.wire.elements import parse_chain

Send = Callable[..., None]
Ask = Callable[..., Any]


@pytest.fixture
def ask(api_client: APIClient, team: TeamContext) -> Ask:
    """The JSON of an address of the project; asserts the status."""

    def _ask(path: str = "events/", status: int = 200, **params: Any) -> Any:
        response = api_client.get(f"/api/projects/{team.id}/{path}", params)
        assert response.status_code == status, response.content
        return response.json()

    return _ask


CHAIN = (
    'button.btn.primary:attr__class="btn primary"attr__id="buy"attr_id="buy"nth-child="2"nth-of-type="1"text="say \\"hi\\"; bye";'
    'a:attr__href="/cart"href="/cart"nth-child="1"nth-of-type="0";body:'
)


def test_event_has_its_elements_read(send: Send, ask: Ask) -> None:
    """By the grammar of the chain: classes behind the tag, then keys and quoted values, elements split outside quotes."""
    send(event("$autocapture", "ada", {"$elements_chain": CHAIN}), event("plain", "ada"))
    found = {each["event"]: each["elements"] for each in ask()["results"]}
    nothing: Row = {"attr_class": [], "attr_id": None, "text": None, "href": None}
    assert found == {
        "$autocapture": [
            {
                "tag_name": "button",
                "attr_class": ["btn", "primary"],
                "attr_id": "buy",
                "text": 'say "hi"; bye',
                "href": None,
                "nth_child": 2,
                "nth_of_type": 1,
                "attributes": {"attr__class": "btn primary", "attr__id": "buy"},
                "order": 0,
            },
            {
                **nothing,
                "tag_name": "a",
                "href": "/cart",
                "nth_child": 1,
                "nth_of_type": 0,
                "attributes": {"attr__href": "/cart"},
                "order": 1,
            },
            {**nothing, "tag_name": "body", "nth_child": None, "nth_of_type": None, "attributes": {}, "order": 2},
        ],
        "plain": [],
    }


@pytest.mark.parametrize(
    "unit", ["a", '"', ";", ":attr__", "a:", "\\", '"\\"', 'a="', '"a;', ':a="\\', 'a:b="c"', '="']
)
def test_reading_elements_takes_time_in_proportion_to_their_length(unit: str) -> None:
    started = time.process_time()
    assert len(parse_chain((unit * 1_000_000)[:1_000_000])) <= 200
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ('["event"]', ["a", "b", "b", "c"]),
        ('["-event"]', ["c", "b", "b", "a"]),
        ("distinct_id", ["c", "a", "b", "b"]),
        ('["timestamp"]', ["b", "a", "c", "b"]),
        ("-timestamp", ["b", "c", "a", "b"]),
    ],
)
def test_events_are_ordered_by_what_is_asked(send: Send, ask: Ask, order: str, names: list[str]) -> None:
    sent = [("b", "4"), ("a", "2"), ("c", "1"), ("b", "3")]
    send(*(event(name, who, timestamp=f"2026-01-0{day}T00:00:00Z") for day, (name, who) in enumerate(sent, 1)))
    assert [each["event"] for each in ask(orderBy=order)["results"]] == names


def test_events_are_exported_as_a_table(
    send: Send, api_client: APIClient, team: TeamContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Page by page, each event once, and nothing that a spreadsheet would take for a formula."""
    monkeypatch.setattr(events, "EXPORT_PAGE", 4)
    send(
        *(event("=cmd()", f"u{number}", {"price": number, "text": 'a"b\n,'}) for number in range(10)), event("x", "u0")
    )

    def export(status: int = 200, **params: Any) -> list[Row]:
        response: Any = api_client.get(f"/api/projects/{team.id}/events/export/", params)
        assert response.status_code == status
        if status != 200:
            return [response.json()]
        assert response["Content-Type"].startswith("text/csv")
        return list(csv.DictReader(io.StringIO(response.getvalue().decode(), newline="")))

    rows = export(event="=cmd()")
    assert sorted(row["distinct_id"] for row in rows) == sorted(f"u{number}" for number in range(10))
    assert {row["event"] for row in rows} == {"'=cmd()"}
    assert {json.loads(row["properties"])["price"] for row in rows} == set(range(10))
    assert len(export()) == 11
    assert len(export(limit=5)) == 5
    assert [row["distinct_id"] for row in export(where="[\"event = 'x'\"]")] == ["u0"]
    assert export(400, limit=100_001)[0]["attr"] == "limit"
    assert export(400, evnt="x")[0]["attr"] == "evnt"
    assert "no_such" in export(400, where='["no_such = 1"]')[0]["detail"]


def test_definitions_name_the_action_that_is_called_the_same(
    send: Send, ask: Ask, api_client: APIClient, team: TeamContext, other_team: TeamContext
) -> None:
    send(*(event(name, "u") for name in ("paid", "seen", "left")))

    def actions_of() -> dict[str, tuple[bool, int | None]]:
        found = ask("event_definitions/")["results"]
        return {each["name"]: (each["is_action"], each["action_id"]) for each in found}

    none = (False, None)
    assert actions_of() == {"paid": none, "seen": none, "left": none}
    path = f"/api/projects/{team.id}/actions/"
    made = {
        name: api_client.post(path, {"name": name, "steps": [{"event": "x"}]}, format="json").json()["id"]
        for name in ("paid", "left", "other")
    }
    # A deleted one gives its name free, and another project's is nobody's business.
    assert api_client.patch(f"{path}{made['left']}/", {"deleted": True}, format="json").status_code == 200
    ActionsAPI.create_action(CreateAction(name="seen"), team_id=other_team.id, actor=None)
    assert actions_of() == {"paid": (True, made["paid"]), "seen": none, "left": none}
    paid = next(each for each in ask("event_definitions/")["results"] if each["name"] == "paid")
    assert ask(f"event_definitions/{paid['id']}/") == paid
    assert ask("event_definitions/by_name/", name="paid") == paid
    changed = api_client.patch(
        f"/api/projects/{team.id}/event_definitions/{paid['id']}/", {"verified": True}, format="json"
    ).json()
    assert (changed["verified"], changed["is_action"], changed["action_id"]) == (True, True, made["paid"])


def test_definitions_are_ordered_by_day(send: Send, ask: Ask) -> None:
    days = {
        "d": "2026-01-02T01:00:00Z",
        "a": "2026-01-02T23:00:00Z",
        "z": "2026-01-03T01:00:00Z",
        "b": "2026-01-01T05:00:00Z",
    }
    send(*(event(name, "u", timestamp=at) for name, at in days.items()))
    named = {
        order: [each["name"] for each in ask("event_definitions/", ordering=order)["results"]]
        for order in ("-last_seen_at::date", "last_seen_at::date", "-last_seen_at")
    }
    assert named == {
        "-last_seen_at::date": ["z", "a", "d", "b"],
        "last_seen_at::date": ["b", "a", "d", "z"],
        "-last_seen_at": ["z", "a", "d", "b"],
    }


@pytest.mark.parametrize(
    ("where", "found"),
    [
        (["event = 'nope'"], []),
        (["event = 'bought'"], ["bought"]),
        (["properties.price > 10", "event != 'x'"], ["bought"]),
        (["person.properties.plan = 'pro'"], ["bought"]),
        (["distinct_id IN ('ada', 'eve') OR event = 'seen'"], ["bought", "seen"]),
        ([], ["bought", "seen"]),
    ],
)
def test_conditions_in_hogql_must_all_hold(send: Send, ask: Ask, where: list[str], found: list[str]) -> None:
    send(event("bought", "ada", {"price": 30, "$set": {"plan": "pro"}}), event("seen", "bob", {"price": 5}))
    answer = ask(where=json.dumps(where))
    assert sorted(each["event"] for each in answer["results"]) == found
    assert answer["count"] == len(found)


def test_conditions_see_no_other_project(
    send: Send, ask: Ask, client: Client, team: TeamContext, other_team: TeamContext
) -> None:
    send(event("mine", "ada"))
    body = {"api_key": other_team.api_token, "batch": [event("theirs", "ada"), event("mine", "eve")]}
    assert client.post("/batch/", json.dumps(body), content_type="application/json").status_code == 200
    work_off_the_queue()
    answers = {
        "1": ["mine"],
        "event = 'theirs' OR 1": ["mine"],
        "'theirs' IN (SELECT event FROM events)": [],
        "distinct_id = 'eve'": [],
    }
    for where, names in answers.items():
        found = ask(where=json.dumps([where]))
        assert ([each["event"] for each in found["results"]], found["count"]) == (names, len(names))
    assert "team_id" in ask(where=json.dumps([f"team_id = {other_team.id}"]), status=400)["detail"]


@pytest.mark.parametrize(
    ("params", "attr", "part"),
    [
        ({"where": "event = 'x'"}, "where", "JSON"),
        ({"where": '["event = "]'}, None, ""),
        ({"where": '["no_such_column = 1"]'}, None, "no_such_column"),
        ({"where": '["count() > 1"]'}, None, ""),
        ({"where": '["{hole} = 1"]'}, None, ""),
        ({"where": "[[5]]"}, "where__0", "string"),
        ({"select": '["event"]'}, "select", "EventsQuery"),
        ({"foo": "1"}, "foo", "There are event, distinct_id"),
        ({"evnt": "bought"}, "evnt", "Did you mean event?"),
    ],
)
def test_what_cannot_be_asked_is_refused(send: Send, ask: Ask, params: Row, attr: str | None, part: str) -> None:
    send(event("bought", "ada"))
    answer = ask(status=400, **params)
    assert part in answer["detail"]
    if attr:
        assert answer["attr"] == attr


@pytest.mark.parametrize(
    "path",
    ["events/", "persons/", "groups/", "event_definitions/", "property_definitions/", "actions/"],
)
def test_lists_refuse_parameters_they_do_not_know(ask: Ask, path: str) -> None:
    which = {"group_type_index": 0} if path == "groups/" else {}
    ask(path, limit=5, offset=0, **which)
    assert ask(path, serach="x", status=400, **which)["attr"] == "serach"
