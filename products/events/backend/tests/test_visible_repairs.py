"""Whatever is cut, ignored or not listed is told: events sent over HTTP, warnings read over REST as people see them."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from posthog.contracts import TeamContext
from products.events.backend.logic import definitions
from products.events.backend.tests.conftest import Row
from products.events.backend.tests.test_persons import event

Send = Callable[..., None]
Stored = Callable[..., list[Row]]
Told = Callable[[], list[tuple[str, int, Row]]]
LONG = "x" * 250


@pytest.fixture
def told(api_client: APIClient, team: TeamContext) -> Told:
    """(kind, how many, details of the newest) of the project's ingestion warnings."""

    def _told() -> list[tuple[str, int, Row]]:
        found = api_client.get(f"/api/projects/{team.id}/ingestion_warnings/").json()["results"]
        return sorted((each["type"], each["count"], each["warnings"][0]["details"]) for each in found)

    return _told


@pytest.mark.parametrize(
    ("sent", "kind", "details"),
    [
        (event(LONG, "u"), "event_name_shortened", {"event": "x" * 200}),
        (event("a\x00b", "u"), "event_name_shortened", {"event": "a\ufffdb"}),
        (event("x", "u", {"$set": "text"}), "invalid_person_update", {"event": "x", "value": '"text"'}),
        (event("x", "u", {"$set_once": [1]}), "invalid_person_update", {"event": "x", "value": "[1]"}),
        (event("x", "u", {"$unset": 5}), "invalid_person_update", {"event": "x", "value": "5"}),
        ({**event("x", "u"), "$set": "text"}, "invalid_person_update", {"event": "x", "value": '"text"'}),
        ({**event("x", "u"), "$unset": False}, "invalid_person_update", {"event": "x", "value": "false"}),
        (event("x", "u", {"$groups": "company"}), "invalid_groups", {"event": "x", "value": '"company"'}),
        (event("x", "u", {"$groups": ["acme"]}), "invalid_groups", {"event": "x", "value": '["acme"]'}),
        (
            event("$groupidentify", "u", {"$group_type": "company", "$group_key": "a", "$group_set": "bad"}),
            "invalid_group_update",
            {"value": '"bad"'},
        ),
        (event("$groupidentify", "u", {"$group_type": "company"}), "invalid_group_update", {"value": '"company"'}),
        (event("$groupidentify", "u", {"$group_key": "acme"}), "invalid_group_update", {"value": "null"}),
        (event("x", "u", {"$heatmap_data": {"/": [{"x": 1}]}}), "heatmap_data_removed", {"event": "x"}),
        (
            event("x", "u", {LONG: 1}),
            "name_not_definable",
            {"names_of": "event properties", "names": ["x" * 200], "count": 1},
        ),
        (
            event("x", "u", {"$set": {LONG: 1}}),
            "name_not_definable",
            {"names_of": "person properties", "names": ["x" * 200], "count": 1},
        ),
    ],
)
def test_what_is_repaired_or_ignored_is_told_and_the_event_stored(
    send: Send, told: Told, stored: Stored, sent: Row, kind: str, details: Row
) -> None:
    send(sent)
    [(found_kind, count, found)] = told()
    assert (found_kind, count) == (kind, 1)
    assert {name: found[name] for name in details} == details
    if "names" not in found:
        # So that erasing the person finds it.
        assert found["distinct_id"] == "u"
    assert len(stored("uuid")) == 1


@pytest.mark.parametrize(
    "properties",
    [
        {"$set": None, "$set_once": None, "$unset": None, "$groups": None},
        {"$set": {}, "$set_once": {}, "$unset": [], "$groups": {}, "$heatmap_data": {}},
        {"$unset": {"a": ""}, "$groups": {"company": "acme", "team": None}},
        {"$unset": "a", "$process_person_profile": True},
    ],
)
def test_what_says_nothing_is_no_reason_to_warn(send: Send, told: Told, properties: Row) -> None:
    outer = {name: value for name, value in properties.items() if name in ("$set", "$set_once", "$unset")}
    send(event("x", "u", properties), event("x", "u", {}, **outer))
    assert told() == []


def test_long_values_are_quoted_in_part(send: Send, told: Told) -> None:
    send(event("x", "u", {"$groups": "y" * 10_000}))
    [(_, _, details)] = told()
    assert details["value"] == '"' + "y" * 199


def test_names_beyond_what_a_project_may_have_are_told_once_a_batch(
    send: Send, told: Told, api_client: APIClient, team: TeamContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(definitions, "MAX_EVENTS_PER_TEAM", 2)
    monkeypatch.setattr(definitions, "MAX_PROPERTIES_PER_TEAM", 3)
    send(*(event(f"e{number}", "u", {f"p{number}": 1}) for number in (0, 1)))
    assert told() == []
    send(*(event(f"e{number}", "u", {f"p{number}": 1}) for number in (2, 3, 4, 4)))
    listed = api_client.get(f"/api/projects/{team.id}/event_definitions/").json()["results"]
    assert sorted(each["name"] for each in listed) == ["e0", "e1"]
    warned = api_client.get(f"/api/projects/{team.id}/ingestion_warnings/").json()["results"]
    assert [(each["type"], each["count"]) for each in warned] == [("too_many_definitions", 2)]
    details = {one["details"]["names_of"]: one["details"] for one in warned[0]["warnings"]}
    assert (details["events"]["names"], details["events"]["count"]) == (["e2", "e3", "e4"], 3)
    # `$ip` is no definition; p2 was the third that there was room for.
    assert (details["event properties"]["names"], details["event properties"]["count"]) == (["p3", "p4"], 2)
    assert "2 names already" in details["events"]["reason"]


def test_published_document_names_every_kind(api_client: APIClient) -> None:
    """The pages' words are compared with these (frontend/lib/warnings.test.ts)."""
    document = json.loads(api_client.get("/api/schema/?format=json").content)
    kinds: list[Any] = document["components"]["schemas"]["WarningKindEnum"]["enum"]
    assert {"invalid_event", "invalid_groups", "too_many_definitions"} <= set(kinds)
