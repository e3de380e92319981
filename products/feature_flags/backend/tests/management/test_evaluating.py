"""What people see of evaluation, and what is counted: people and groups reached, reasons, the path of each condition."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from common import clock
from common.json import dumps
from posthog.clickhouse import client as clickhouse
from posthog.contracts import TeamContext
from posthog.models import User
from posthog.queries.tests.given import INSERT_SETTINGS, Event, given_events
from products.feature_flags.backend.facade.system import FlagSystemAPI
from products.feature_flags.backend.models import FeatureFlag
from products.feature_flags.backend.tests.factories import make_flag
from products.feature_flags.backend.tests.people import given_group, given_group_type, given_person

pytestmark = pytest.mark.django_db


def insert(table: str, *rows: dict[str, Any]) -> None:
    clickhouse.insert_json_rows(table, b"\n".join(dumps(row) for row in rows), settings=INSERT_SETTINGS)


def given_people(team_id: int, *properties: dict[str, Any]) -> None:
    """People as queries read them."""
    insert(
        "person",
        *(
            {
                "id": str(uuid4()),
                "team_id": team_id,
                "properties": each,
                "created_at": "2026-01-01 00:00:00",
                "is_deleted": 0,
                "version": 1,
            }
            for each in properties
        ),
    )


def condition(*properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"properties": list(properties), **more}


def is_on(key: str, value: Any, operator: str = "exact", **more: Any) -> dict[str, Any]:
    return {"key": key, "type": "person", "operator": operator, "value": value, **more}


@pytest.mark.parametrize(
    ("given", "affected"),
    [
        (condition(), 4),
        (condition(is_on("plan", ["pro", "team"])), 3),
        (condition(is_on("plan", "pro"), is_on("age", 40, "gt")), 1),
        (condition(is_on("age", None, "is_not_set")), 2),
        (condition(is_on("plan", "^p", "regex"), rollout_percentage=1), 2),
    ],
)
def test_blast_radius_counts_real_people(
    api_client: APIClient, team: TeamContext, other_team: TeamContext, given: dict[str, Any], affected: int
) -> None:
    given_people(team.id, {"plan": "pro", "age": 41}, {"plan": "pro", "age": 39}, {"plan": "team"}, {"plan": "free"})
    given_people(other_team.id, {"plan": "pro", "age": 50})
    answer = api_client.post(f"/api/projects/{team.id}/feature_flags/user_blast_radius/", {"condition": given}).json()
    assert answer == {"affected": affected, "total": 4, "users_affected": affected, "total_users": 4}


def test_blast_radius_counts_groups_of_the_kind(api_client: APIClient, team: TeamContext) -> None:
    given_group_type(team.id, 1, "company")
    insert(
        "groups",
        *(
            {
                "team_id": team.id,
                "group_type_index": index,
                "group_key": key,
                "group_properties": {"size": size},
                "created_at": "2026-01-01 00:00:00",
            }
            for index, key, size in ((1, "acme", 10), (1, "initech", 900), (0, "elsewhere", 5000))
        ),
    )
    large = {"key": "size", "type": "group", "operator": "gt", "value": 100, "group_type_index": 1}
    body = {"condition": condition(large), "group_type_index": 1}
    answer = api_client.post(f"/api/projects/{team.id}/feature_flags/user_blast_radius/", body).json()
    assert (answer["affected"], answer["total"]) == (1, 2)


@pytest.mark.parametrize(
    ("body", "attr"),
    [
        ({"condition": condition(is_on("plan", "(", "regex"))}, "condition__properties__0__value"),
        ({"condition": {"who": 1}}, "condition__who"),
        ({"condition": condition(), "group_type_index": 3}, "condition__aggregation_group_type_index"),
        ({"condition": []}, "condition"),
        ({}, "condition"),
    ],
)
def test_condition_that_no_flag_could_have_is_not_counted(
    api_client: APIClient, team: TeamContext, body: dict[str, Any], attr: str
) -> None:
    refused = api_client.post(f"/api/projects/{team.id}/feature_flags/user_blast_radius/", body)
    assert (refused.status_code, refused.json()["attr"]) == (400, attr)


def test_last_call_is_taken_from_events(team: TeamContext, other_team: TeamContext, user: User) -> None:
    make_flag(team.id, user, key="used")
    make_flag(team.id, user, key="unused")
    make_flag(other_team.id, user, key="used")
    now = clock.now().replace(microsecond=0)
    called = [
        Event(event="$feature_flag_called", at=now - timedelta(hours=hours), properties={"$feature_flag": key})
        # The last one comes from a client whose clock runs ahead.
        for key, hours in (("used", 30), ("used", 2), ("gone", 1), ("used", -24))
    ]
    given_events(team, *called, Event(event="other", at=now, properties={"$feature_flag": "unused"}))

    def last() -> dict[str, datetime | None]:
        return dict(FeatureFlag.objects.for_team(team.id).values_list("key", "last_called_at"))

    FlagSystemAPI.sync_last_called()
    assert last() == {"used": now - timedelta(hours=2), "unused": None}
    assert FeatureFlag.objects.for_team(other_team.id).get().last_called_at is None
    FlagSystemAPI.sync_last_called()
    given_events(team, Event(event="$feature_flag_called", at=now, properties={"$feature_flag": "used"}))
    FlagSystemAPI.sync_last_called()
    assert last()["used"] == now.astimezone(UTC)


def test_evaluation_is_explained_condition_by_condition(api_client: APIClient, team: TeamContext, user: User) -> None:
    other = make_flag(team.id, user, key="other")
    person = given_person(team.id, "ada", plan="free", age=41)
    depends = {"type": "flag", "key": str(other.id), "operator": "flag_evaluates_to", "value": True}
    filters = {
        "groups": [
            condition(is_on("plan", "pro"), is_on("age", 40, "gt"), description="Paying"),
            condition(is_on("city", "is_set", "is_set"), rollout_percentage=100),
            condition(is_on("age", 40, "gt"), rollout_percentage=0),
            condition(depends, rollout_percentage=100, variant="b"),
        ],
        "multivariate": {"variants": [{"key": k, "rollout_percentage": 50} for k in "ab"]},
        "payloads": {"b": '{"x": 1}'},
    }
    flag = make_flag(team.id, user, key="checkout", filters=filters)
    base = f"/api/projects/{team.id}/feature_flags/{flag.id}/test_evaluation/"
    found = api_client.post(base, {"distinct_id": "ada"}).json()
    assert {name: found[name] for name in ("value", "reason", "condition_index", "payload", "is_known")} == {
        "value": "b",
        "reason": "condition_match",
        "condition_index": 3,
        "payload": '{"x": 1}',
        "is_known": True,
    }
    paths = [
        (
            one["properties_match"],
            one["is_in_rollout"],
            [(p["key"], p["actual"], p["matched"]) for p in one["properties"]],
        )
        for one in found["conditions"]
    ]
    assert paths == [
        (False, True, [("plan", "free", False), ("age", 41, True)]),
        (False, True, [("city", None, False)]),
        (True, False, [("age", 41, True)]),
        (True, True, [(str(other.id), True, True)]),
    ]
    assert found["conditions"][1]["properties"][0]["is_missing"] is True
    assert [one["variant"] for one in found["conditions"]] == [None, None, None, "b"]
    assert api_client.post(base, {"person_id": str(person)}).json() == found
    # Properties that are given go before those that are stored.
    paying = api_client.post(base, {"distinct_id": "ada", "person_properties": {"plan": "pro"}}).json()
    assert (paying["condition_index"], paying["value"] in ("a", "b")) == (0, True)


def test_flag_that_is_off_is_explained_as_if_it_were_on(api_client: APIClient, team: TeamContext, user: User) -> None:
    given_group_type(team.id, 0, "company")
    given_group(team.id, 0, "acme", size=10)
    large = {"key": "size", "type": "group", "operator": "gt", "value": 5, "group_type_index": 0}
    filters = {"groups": [condition(large)], "aggregation_group_type_index": 0}
    flag = make_flag(team.id, user, key="off", filters=filters, active=False)
    base = f"/api/projects/{team.id}/feature_flags/{flag.id}/test_evaluation/"
    found = api_client.post(base, {"distinct_id": "ada", "groups": {"company": "acme"}}).json()
    assert (found["value"], found["reason"], found["conditions"][0]["properties_match"]) == (
        False,
        "flag_disabled",
        True,
    )
    alone = api_client.post(base, {"distinct_id": "ada"}).json()
    assert (alone["conditions"][0]["has_subject"], alone["conditions"][0]["properties_match"]) == (False, False)


@pytest.mark.parametrize(
    ("body", "attr"),
    [
        ({}, "distinct_id"),
        ({"distinct_id": "a", "person_id": str(uuid4())}, "distinct_id"),
        ({"person_id": str(uuid4())}, "person_id"),
        ({"distinct_id": "a", "groups": {"company": []}}, "groups__company"),
    ],
)
def test_wrong_test_names_the_field(
    api_client: APIClient, team: TeamContext, user: User, body: dict[str, Any], attr: str
) -> None:
    flag = make_flag(team.id, user)
    refused = api_client.post(f"/api/projects/{team.id}/feature_flags/{flag.id}/test_evaluation/", body)
    assert (refused.status_code, refused.json()["attr"]) == (400, attr)


def test_reasons_of_all_flags_and_the_flags_of_oneself(api_client: APIClient, team: TeamContext, user: User) -> None:
    make_flag(team.id, user, key="on")
    make_flag(team.id, user, key="nobody", filters={"groups": []})
    base = f"/api/projects/{team.id}/feature_flags/"
    reasons = api_client.get(f"{base}evaluation_reasons/", {"distinct_id": "ada", "groups": "{}"}).json()
    assert reasons == {
        "on": {
            "value": True,
            "evaluation": {
                "reason": "condition_match",
                "condition_index": 0,
                "description": "Matched condition set 1",
            },
        },
        "nobody": {
            "value": False,
            "evaluation": {
                "reason": "no_condition_match",
                "condition_index": None,
                "description": "No matching condition set",
            },
        },
    }
    assert api_client.get(f"{base}evaluation_reasons/").json()["attr"] == "distinct_id"
    assert api_client.get(f"{base}evaluation_reasons/", {"distinct_id": "a", "groups": "["}).json()["attr"] == "groups"
    mine = api_client.get(f"{base}my_flags/").json()
    assert sorted((one["feature_flag"]["key"], one["value"]) for one in mine) == [("nobody", False), ("on", True)]
