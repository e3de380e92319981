"""The list of events asks for exactly what was asked, or says why not."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test.client import Client
from rest_framework.test import APIClient

from posthog.contracts import TeamContext
from products.events.backend.tests.conftest import Row, work_off_the_queue
from products.events.backend.tests.test_persons import event

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
