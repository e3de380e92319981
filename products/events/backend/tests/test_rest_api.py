"""Events, people, groups, definitions and warnings over REST: shapes, filters, pages, and whose they are."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test.client import Client
from rest_framework.test import APIClient

from posthog.contracts import TeamContext
from products.events.backend.tests.conftest import work_off_the_queue
from products.events.backend.wire.identifiers import person_uuid

Row = dict[str, Any]
Send = Callable[..., None]
Get = Callable[..., Any]

SHOP: list[Row] = [
    {
        "event": "$pageview",
        "distinct_id": "ada",
        "uuid": "01941f29-7c00-7000-8000-000000000001",
        "timestamp": "2026-01-01T10:00:00Z",
        "properties": {"$browser": "Firefox", "path": "/", "$groups": {"company": "acme"}},
    },
    {
        "event": "purchase",
        "distinct_id": "ada",
        "uuid": "01941f29-7c00-7000-8000-000000000002",
        "timestamp": "2026-01-01T11:00:00Z",
        "properties": {"price": 9.5, "coupon": "WINTER", "$set": {"email": "ada@example.com", "plan": "pro"}},
    },
    {
        "event": "purchase",
        "distinct_id": "grace",
        "uuid": "01941f29-7c00-7000-8000-000000000003",
        "timestamp": "2026-01-02T10:00:00Z",
        "properties": {"price": 20, "coupon": "winter sale", "$set": {"name": "Grace H.", "plan": "pro"}},
    },
    {
        "event": "$groupidentify",
        "distinct_id": "grace",
        "uuid": "01941f29-7c00-7000-8000-000000000004",
        "timestamp": "2026-01-02T11:00:00Z",
        "properties": {"$group_type": "company", "$group_key": "acme", "$group_set": {"name": "Acme", "seats": 5}},
    },
    {"event": "$identify", "distinct_id": "grace", "properties": {"$anon_distinct_id": "g-1"}},
    {"event": 7, "distinct_id": "nobody"},
]


@pytest.fixture
def shop(send: Send) -> None:
    send(*SHOP, historical_migration=True)


@pytest.fixture
def get(api_client: APIClient, team: TeamContext) -> Get:
    """GET below the project; asserts 200 and returns the JSON."""

    def _get(path: str, **params: Any) -> Any:
        response = api_client.get(f"/api/projects/{team.id}/{path}", params)
        assert response.status_code == 200, response.content
        return response.json()

    return _get


@pytest.mark.usefixtures("shop")
def test_person_has_name_ids_and_properties(get: Get, team: TeamContext) -> None:
    uuid = str(person_uuid(team.id, "grace"))
    person = get(f"persons/{uuid}/")
    assert person == {
        "id": uuid,
        "uuid": uuid,
        "name": "Grace H.",
        "distinct_ids": ["g-1", "grace"],
        "properties": {"name": "Grace H.", "plan": "pro"},
        "is_identified": True,
        "created_at": "2026-01-02T10:00:00Z",
    }
    assert get("persons/", distinct_id="g-1")["results"] == [person]


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("params", "names"),
    [
        ({}, ["Grace H.", "ada@example.com"]),
        ({"search": "ADA"}, ["ada@example.com"]),
        ({"search": "g-1"}, ["Grace H."]),
        ({"search": "grace h"}, ["Grace H."]),
        ({"search": "100%_"}, []),
        ({"email": "ADA@example.com"}, ["ada@example.com"]),
        ({"email": "ada"}, []),
        ({"distinct_id": "ada"}, ["ada@example.com"]),
        ({"distinct_id": "nobody"}, []),
        ({"distinct_id": "ada", "email": "grace@example.com"}, []),
        ({"properties": '[{"key": "plan", "value": "pro"}]'}, ["Grace H.", "ada@example.com"]),
        ({"properties": '[{"key": "email", "operator": "is_set"}]'}, ["ada@example.com"]),
        ({"properties": '[{"key": "plan", "value": "pro"}]', "search": "grace"}, ["Grace H."]),
        ({"properties": '[{"key": "plan", "value": "free"}]'}, []),
    ],
)
def test_people_are_found(get: Get, params: Row, names: list[str]) -> None:
    page = get("persons/", **params)
    assert [person["name"] for person in page["results"]] == names
    assert (page["count"], page["next"], page["previous"]) == (len(names), None, None)


@pytest.mark.usefixtures("shop")
def test_lists_come_in_pages_with_absolute_links(get: Get, api_client: APIClient) -> None:
    page = get("persons/", limit=1)
    assert (page["count"], len(page["results"])) == (2, 1)
    assert page["next"].startswith("http://testserver/api/projects/")
    assert api_client.get(page["next"]).json()["results"][0]["name"] == "ada@example.com"


@pytest.mark.usefixtures("shop")
def test_event_has_its_person_and_properties(get: Get, team: TeamContext) -> None:
    event = get("events/01941f29-7c00-7000-8000-000000000002/")
    person = str(person_uuid(team.id, "ada"))
    assert event["properties"].pop("$set") == {"email": "ada@example.com", "plan": "pro"}
    assert event == {
        "id": "01941f29-7c00-7000-8000-000000000002",
        "uuid": "01941f29-7c00-7000-8000-000000000002",
        "event": "purchase",
        "distinct_id": "ada",
        "timestamp": "2026-01-01T11:00:00Z",
        "properties": {"price": 9.5, "coupon": "WINTER", "$ip": "127.0.0.1"},
        "elements_chain": "",
        "elements": [],
        "person_id": person,
        "person_properties": {
            "$browser": "Firefox",
            "$initial_browser": "Firefox",
            "email": "ada@example.com",
            "plan": "pro",
        },
        "person": {
            "uuid": person,
            "distinct_ids": ["ada"],
            "is_identified": False,
            "properties": {
                "$browser": "Firefox",
                "$initial_browser": "Firefox",
                "email": "ada@example.com",
                "plan": "pro",
            },
        },
    }


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("params", "last_digits"),
    [
        ({"before": "2026-02-01T00:00:00Z"}, ["4", "3", "2", "1"]),
        ({"before": "2026-02-01T00:00:00Z", "orderBy": '["timestamp"]'}, ["1", "2", "3", "4"]),
        ({"event": "purchase"}, ["3", "2"]),
        ({"event": "purchase", "distinct_id": "ada"}, ["2"]),
        ({"after": "2026-01-01T10:00:00Z", "before": "2026-01-02T10:00:00Z"}, ["2"]),
        ({"event": "purchase", "limit": 1}, ["3"]),
        ({"event": "purchase", "limit": 1, "offset": 1}, ["2"]),
        ({"event": "nothing"}, []),
        ({"properties": '[{"key": "price", "operator": "gt", "value": 10}]'}, ["3"]),
        (
            {"properties": '[{"key": "coupon", "operator": "icontains", "value": "winter"}]', "distinct_id": "ada"},
            ["2"],
        ),
        ({"properties": '[{"key": "plan", "value": "pro", "type": "person"}]', "event": "purchase"}, ["3", "2"]),
    ],
)
def test_events_are_listed_and_filtered(get: Get, params: Row, last_digits: list[str]) -> None:
    page = get("events/", **params)
    assert [event["uuid"][-1] for event in page["results"]] == last_digits
    if "limit" in params:
        assert page["count"] == 2


@pytest.mark.usefixtures("shop")
def test_events_of_a_person_include_those_from_before_they_were_merged(get: Get, team: TeamContext, send: Send) -> None:
    send({"event": "early", "distinct_id": "anon", "properties": {"$process_person_profile": False}})
    send({"event": "$identify", "distinct_id": "ada", "properties": {"$anon_distinct_id": "anon"}})
    ada = str(person_uuid(team.id, "ada"))
    found = {event["event"] for event in get("events/", person_id=ada)["results"]}
    assert found == {"early", "$identify", "$pageview", "purchase"}


def test_values_are_proposed_by_frequency(get: Get, send: Send) -> None:
    send(
        *({"event": "x", "distinct_id": str(n), "properties": {"p": "often", "$set": {"plan": "a"}}} for n in range(3))
    )
    send({"event": "y", "distinct_id": "1", "properties": {"p": "rarely", "n": 1.5, "$set": {"plan": "b_%"}}})
    assert get("events/values/", key="p") == [{"name": "often"}, {"name": "rarely"}]
    assert get("events/values/", key="p", value="RAR") == [{"name": "rarely"}]
    assert get("events/values/", key="p", event_name="x") == [{"name": "often"}]
    assert get("events/values/", key="n") == [{"name": "1.5"}]
    assert get("events/values/", key="missing") == []
    assert get("persons/values/", key="plan") == [{"name": "a"}, {"name": "b_%"}]
    assert get("persons/values/", key="plan", value="_%") == [{"name": "b_%"}]


@pytest.mark.usefixtures("shop")
def test_groups_are_listed_by_kind(get: Get) -> None:
    [kind] = get("groups_types/")
    assert (kind["group_type"], kind["group_type_index"]) == ("company", 0)
    [group] = get("groups/", group_type_index=0)["results"]
    assert (group["group_key"], group["group_properties"]) == ("acme", {"name": "Acme", "seats": 5})
    assert get("groups/", group_type_index=0, search="nothing")["results"] == []
    assert get("groups/", group_type_index=1)["results"] == []
    assert get("groups/find/", group_type_index=0, group_key="acme") == group


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("params", "names"),
    [
        ({}, ["$groupidentify", "$identify", "$pageview", "purchase"]),
        ({"event_type": "event_custom"}, ["purchase"]),
        ({"event_type": "event_posthog"}, ["$groupidentify", "$identify", "$pageview"]),
        ({"search": "page VIEW"}, ["$pageview"]),
        ({"ordering": "-name", "limit": 1}, ["purchase"]),
        ({"ordering": "-last_seen_at", "limit": 1}, ["$identify"]),
    ],
)
def test_event_names_are_listed(get: Get, params: Row, names: list[str]) -> None:
    assert [each["name"] for each in get("event_definitions/", **params)["results"]] == names


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("params", "types"),
    [
        ({"properties": "price,path"}, {"path": "String", "price": "Numeric"}),
        ({"search": "pri"}, {"price": "Numeric"}),
        ({"type": "person", "search": "plan"}, {"plan": "String"}),
        ({"type": "group", "group_type_index": 0}, {"name": "String", "seats": "Numeric"}),
        ({"event_names": '["$pageview"]', "filter_by_event_names": True}, {"$browser": "String", "path": "String"}),
        ({"is_numerical": True}, {"price": "Numeric"}),
        ({"excluded_properties": '["price"]', "is_numerical": True}, {}),
        ({"is_feature_flag": True}, {}),
    ],
)
def test_property_names_are_listed_with_types(get: Get, params: Row, types: dict[str, str]) -> None:
    found = get("property_definitions/", **params)["results"]
    assert {each["name"]: each["property_type"] for each in found} == types
    assert all(each["is_numerical"] == (each["property_type"] == "Numeric") for each in found)


@pytest.mark.usefixtures("shop")
def test_names_seen_on_the_asked_events_come_first(get: Get) -> None:
    found = get("property_definitions/", event_names='["purchase"]')["results"]
    assert [(each["name"], each["is_seen_on_filtered_events"]) for each in found] == [
        ("coupon", True),
        ("price", True),
        ("$browser", False),
        ("path", False),
    ]


@pytest.mark.usefixtures("shop")
def test_definitions_are_described_and_forgotten(
    get: Get, api_client: APIClient, team: TeamContext, send: Send
) -> None:
    base = f"/api/projects/{team.id}"
    [price] = get("property_definitions/", properties="price")["results"]
    answer = api_client.patch(
        f"{base}/property_definitions/{price['id']}/", {"property_type": "String", "tags": ["money", "money"]}
    )
    assert (answer.status_code, answer.json()["property_type"], answer.json()["tags"]) == (200, "String", ["money"])
    send({"event": "purchase", "distinct_id": "ada", "properties": {"price": 3}})
    assert get(f"property_definitions/{price['id']}/")["property_type"] == "String"

    [purchase] = get("event_definitions/", search="purchase")["results"]
    path = f"{base}/event_definitions/{purchase['id']}/"
    assert api_client.patch(path, {"description": "Money!", "verified": True}).json()["description"] == "Money!"
    refused = api_client.patch(path, {"hidden": True})
    assert (refused.status_code, refused.json()["attr"]) == (400, "hidden")
    assert api_client.delete(path).status_code == 204
    assert api_client.get(path).status_code == 404


@pytest.mark.usefixtures("shop")
def test_warnings_are_grouped_by_type_with_the_event_as_it_was(get: Get) -> None:
    [group] = get("ingestion_warnings/")["results"]
    assert (group["type"], group["count"]) == ("invalid_event", 1)
    [warning] = group["warnings"]
    assert "no name" in warning["details"]["reason"]
    assert json.loads(warning["raw"]) == SHOP[-1]


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("events/", {"after": "yesterday"}),
        ("events/", {"person_id": "nope"}),
        ("events/", {"orderBy": "properties"}),
        ("events/", {"properties": "not json"}),
        ("events/", {"properties": '[{"key": "a", "operator": "no such"}]'}),
        ("events/", {"properties": '[{"operator": "exact"}]'}),
        ("events/", {"properties": "[1]"}),
        ("persons/", {"properties": '{"a": 1}'}),
        ("persons/", {"properties": '[{"key": "a", "operator": "gt", "value": "b"}]'}),
        ("events/values/", {}),
        ("groups/", {}),
        ("groups/", {"group_type_index": 5}),
        ("event_definitions/", {"ordering": "id"}),
        ("property_definitions/", {"type": "group"}),
        ("property_definitions/", {"type": "event", "group_type_index": 1}),
        ("property_definitions/", {"event_names": "not json"}),
        ("property_definitions/", {"event_names": "{}"}),
    ],
)
def test_senseless_parameters_are_refused(api_client: APIClient, team: TeamContext, path: str, params: Row) -> None:
    response = api_client.get(f"/api/projects/{team.id}/{path}", params)
    assert response.status_code == 400
    assert response.json()["type"] == "validation_error"


NOWHERE = UUID(int=7)


@pytest.mark.parametrize(
    "path",
    [
        f"persons/{NOWHERE}/",
        f"events/{NOWHERE}/",
        f"event_definitions/{NOWHERE}/",
        f"property_definitions/{NOWHERE}/",
        "groups/find/?group_type_index=0&group_key=x",
    ],
)
def test_what_is_not_there_is_not_found(api_client: APIClient, team: TeamContext, path: str) -> None:
    assert api_client.get(f"/api/projects/{team.id}/{path}").status_code == 404


def test_nothing_of_another_team_is_seen(
    client: Client, api_client: APIClient, team: TeamContext, other_team: TeamContext
) -> None:
    body = {"api_key": other_team.api_token, "batch": SHOP, "historical_migration": True}
    client.post("/batch/", json.dumps(body), content_type="application/json")
    work_off_the_queue()
    theirs = f"/api/projects/{team.id}/"
    for path in (
        "persons",
        "events",
        "groups_types",
        "event_definitions",
        "property_definitions",
        "ingestion_warnings",
    ):
        answer = api_client.get(f"{theirs}{path}/").json()
        assert (answer if isinstance(answer, list) else answer["results"]) == [], path
    assert api_client.get(f"{theirs}persons/{person_uuid(other_team.id, 'ada')}/").status_code == 404
    assert api_client.get(f"{theirs}events/{SHOP[0]['uuid']}/").status_code == 404
    assert api_client.get(f"/api/projects/{other_team.id}/persons/").status_code == 404
    assert api_client.get(f"{theirs}events/values/", {"key": "coupon"}).json() == []
    assert api_client.get(f"{theirs}persons/values/", {"key": "plan"}).json() == []
