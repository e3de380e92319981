"""Cohorts over HTTP: shapes, permissions, errors."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from posthog.contracts import TeamContext
from posthog.models import User
from products.cohorts.backend.tests.factories import ON_PRO, all_of, any_of, did, in_cohort, make_cohort, person_is

pytestmark = pytest.mark.django_db


def test_cohort_is_defined_listed_changed_and_deleted(api_client: APIClient, team: TeamContext, user: User) -> None:
    base = f"/api/projects/{team.id}/cohorts/"
    created = api_client.post(base, {"name": "On pro", "filters": ON_PRO}, format="json")
    cohort = created.json()
    assert created.status_code == 201
    assert {**cohort, "id": 0, "created_at": "", "created_by": cohort["created_by"]["email"]} == {
        "id": 0,
        "name": "On pro",
        "description": "",
        "groups": [],
        "filters": ON_PRO,
        "query": None,
        "is_static": False,
        "cohort_type": "person_property",
        "version": None,
        "pending_version": None,
        "definition_version": 1,
        "count": None,
        "is_calculating": False,
        "last_calculation": None,
        "errors_calculating": 0,
        "last_error": "",
        "deleted": False,
        "created_at": "",
        "created_by": user.email,
    }
    path = f"{base}{cohort['id']}/"
    assert api_client.get(path).json() == cohort
    assert api_client.get(base).json()["results"] == [cohort]
    assert api_client.get(base, {"search": "max"}).json()["results"] == []

    changed = api_client.patch(path, {"name": "Payers", "filters": all_of(did("paid"))}, format="json").json()
    assert (changed["name"], changed["cohort_type"]) == ("Payers", "behavioral")

    assert api_client.delete(path).status_code == 405
    assert api_client.patch(path, {"deleted": True}, format="json").json()["deleted"] is True
    assert api_client.get(base).json()["count"] == 0


def test_other_teams_cohorts_are_not_found(
    api_client: APIClient, team: TeamContext, other_team: TeamContext, user: User
) -> None:
    path = f"/api/projects/{team.id}/cohorts/{make_cohort(other_team.id, user).id}/"
    assert api_client.get(path).status_code == 404
    assert api_client.patch(path, {"name": "Mine"}, format="json").status_code == 404


def nested(depth: int) -> dict[str, Any]:
    filters: dict[str, Any] = person_is("a", 1)
    for _ in range(depth):
        filters = {"type": "AND", "values": [filters]}
    return {"properties": filters}


FIRST = "filters__properties__values__0"


@pytest.mark.parametrize(
    ("filters", "attr", "told"),
    [
        ({}, "filters", "with 'properties'"),
        ({"properties": {"type": "XOR", "values": []}}, "filters__properties__type", "AND or OR"),
        ({"properties": {"type": "AND", "values": []}}, "filters__properties__values", "not empty"),
        ({"properties": {"type": "AND", "values": [7]}}, FIRST, "is an object"),
        (all_of({"type": "robot"}), f"{FIRST}__type", "Unknown type 'robot'"),
        (all_of({"type": "person", "value": 1}), f"{FIRST}__key", "needs a key"),
        (all_of(person_is("a", 1, "like")), f"{FIRST}__operator", "Unknown operator 'like'"),
        (all_of(person_is("a", None)), f"{FIRST}__value", "needs a value"),
        (all_of(person_is("a", "(", "regex")), f"{FIRST}__value", "regular expression"),
        (all_of(person_is("a", 1, colour="red")), f"{FIRST}__colour", "Unknown field"),
        (all_of(person_is("a", 1, negation="yes")), f"{FIRST}__negation", "true or false"),
        (all_of(person_is("a", 1, negation=True)), "filters__properties", "negations alone"),
        (any_of(did("paid", negation=True), in_cohort(1, operator="not_in")), "filters__properties", "negations alone"),
        (all_of(in_cohort(0)), f"{FIRST}__value", "whole number from 1"),
        (all_of(in_cohort(987654)), f"{FIRST}__value", "no cohort 987654"),
        (all_of(in_cohort(1, operator="gt")), f"{FIRST}__operator", "one of in, not_in"),
        (all_of(did("paid", "danced")), f"{FIRST}__value", "one of performed_event"),
        (all_of(did("paid", time_value=0)), f"{FIRST}__time_value", "from 1"),
        (all_of(did("paid", time_value=2.5)), f"{FIRST}__time_value", "whole number"),
        (all_of(did("paid", time_interval="fortnight")), f"{FIRST}__time_interval", "one of hour, day"),
        (all_of(did("paid", explicit_datetime="soon")), f"{FIRST}__explicit_datetime", "not a date"),
        (
            all_of(did("paid", explicit_datetime="-7d", time_value=3, time_interval="day")),
            f"{FIRST}__time_value",
            "not both",
        ),
        (all_of(did("paid", event_type="feelings")), f"{FIRST}__event_type", "one of events, actions"),
        (all_of(did("paid", event_type="actions")), f"{FIRST}__key", "whole number"),
        (all_of(did("paid", "performed_event_multiple")), f"{FIRST}__operator_value", "got nothing"),
        (
            all_of(did("paid", "performed_event_multiple", operator_value=0, operator="gte")),
            f"{FIRST}__operator_value",
            "true of everybody",
        ),
        (
            all_of(did("paid", "performed_event_multiple", operator_value=1, operator="near")),
            f"{FIRST}__operator",
            "one of gte",
        ),
        (all_of(did("paid", operator_value=3)), f"{FIRST}__operator_value", "Unknown field"),
        (all_of(did("paid", "performed_event_sequence")), f"{FIRST}__seq_time_interval", "one of hour"),
        (
            all_of(did("paid", "stopped_performing_event", seq_time_value=5, seq_time_interval="week")),
            f"{FIRST}__seq_time_value",
            "must be shorter",
        ),
        (
            all_of(did("paid", "performed_event_regularly", total_periods=2, min_periods=3)),
            f"{FIRST}__min_periods",
            "at most total_periods, which is 2",
        ),
        (all_of(did("paid", event_filters={"a": 1})), f"{FIRST}__event_filters", "a list of"),
        (all_of(did("paid", event_filters=[{"key": "a"}])), f"{FIRST}__event_filters__0__value", "needs a value"),
        (
            all_of(did("paid", event_filters=[{"type": "cohort", "key": "id", "value": 1}])),
            f"{FIRST}__event_filters__0__type",
            "is of type event",
        ),
        (
            all_of(did("paid", event_filters=[{"type": "hogql", "key": "person_id IN COHORT 1"}])),
            f"{FIRST}__event_filters__0__key",
            "criterion of type cohort",
        ),
        (nested(9), "filters" + "__properties" + "__values__0" * 8, "8 levels deep"),
        (all_of(*[person_is("a", 1)] * 10_000), "filters__properties__values", "200 criteria"),
        (
            {"properties": {"type": "OR", "values": [all_of(*[person_is("a", 1)] * 100)["properties"]] * 3}},
            "filters__properties__values__2__values__0",
            "200 criteria",
        ),
        (all_of(*[did("paid")] * 26), "filters__properties__values__25", "25 kinds of behaviour"),
    ],
)
def test_each_mistake_in_filters_names_its_field(
    api_client: APIClient, team: TeamContext, filters: dict[str, Any], attr: str, told: str
) -> None:
    response = api_client.post(f"/api/projects/{team.id}/cohorts/", {"name": "x", "filters": filters}, format="json")
    body = response.json()
    assert (response.status_code, body["attr"]) == (400, attr), body
    assert told in body["detail"]


def test_filters_nested_a_thousand_deep_are_refused(api_client: APIClient, team: TeamContext) -> None:
    body = '{"type":"AND","values":[' * 1000 + "]}" * 1000
    text = f'{{"name": "x", "filters": {{"properties": {body}}}}}'
    response = api_client.post(f"/api/projects/{team.id}/cohorts/", text, content_type="application/json")
    assert response.status_code == 400, response.content


@pytest.mark.parametrize(("scope", "status"), [("cohort:read", 200), ("user:read", 403)])
def test_key_needs_the_scope_of_this_product(api_client: APIClient, team: TeamContext, scope: str, status: int) -> None:
    key = api_client.post("/api/personal_api_keys/", {"label": "script", "scopes": [scope]}).json()["value"]
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {key}")
    assert client.get(f"/api/projects/{team.id}/cohorts/").status_code == status
    assert client.post(f"/api/projects/{team.id}/cohorts/", {"name": "x"}).status_code == 403


def test_edits_that_cross_are_a_conflict(api_client: APIClient, team: TeamContext) -> None:
    base = f"/api/projects/{team.id}/cohorts/"
    made = api_client.post(base, {"name": "Paying", "is_static": True}).json()
    address = f"{base}{made['id']}/"
    mine = api_client.patch(address, {"name": "Payers", "definition_version": 1}).json()
    assert (made["definition_version"], mine["definition_version"]) == (1, 2)
    theirs = api_client.patch(address, {"description": "Those who pay", "definition_version": 1})
    assert (theirs.status_code, theirs.json()["code"], theirs.json()["attr"]) == (409, "conflict", "definition_version")
    assert "Look at version 2" in theirs.json()["detail"]
    # What changes nothing conflicts with nothing, and who names no version takes the risk.
    assert api_client.patch(address, {"name": "Payers", "definition_version": 1}).status_code == 200
    assert api_client.patch(address, {"description": "Those who pay"}).json()["definition_version"] == 3
    ahead = api_client.patch(address, {"name": "x", "definition_version": 9})
    assert (ahead.status_code, ahead.json()["attr"]) == (400, "definition_version")
    assert api_client.get(address).json()["name"] == "Payers"
