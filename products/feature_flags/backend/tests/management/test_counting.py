"""Whom a flag is said to reach and whom it is on for: the same people, for every filter and every value of the table."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.test.client import Client
from rest_framework.test import APIClient

from common.property_matching import MISSING
from common.tests.property_cases import CASES
from posthog.celery import app
from posthog.contracts import TeamContext
from products.feature_flags.backend.logic.evaluation.store import store

pytestmark = pytest.mark.django_db

# A text among the values for each that only capitals, a type or a null tell apart.
VALUES = [
    *("Pro", "pro", "PRO", "true", "TRUE", "false", "5", "5.0", "null", "[true]"),
    *(None, MISSING, True, False, 0, 1, 5, 5.0, [True, "TRUE"], ["pro"], {"plan": "pro"}),
]
FILTERS = [
    *(("exact", value) for value in (["pro"], "true", ["false"], True, False, 5, "5.0", "null")),
    *(("is_not", value) for value in (["pro"], False, "5")),
    *(("is_set", None), ("is_not_set", None), ("icontains", "RO"), ("regex", "^5$"), ("gt", 1)),
    *((case.operator, case.value) for case in CASES),
]


def people(values: list[Any]) -> list[dict[str, Any]]:
    """Events that make a person for each value, under an id that tells which."""
    return [
        {
            "event": "$set",
            "distinct_id": f"person-{index}",
            "properties": {"$set": {} if value is MISSING else {"answer": value}},
        }
        for index, value in enumerate(values)
    ]


def is_on(client: Client, team: TeamContext, count: int) -> Counter[str]:
    """For how many of the people each flag is on."""
    found: Counter[str] = Counter()
    for index in range(count):
        body = {"api_key": team.api_token, "distinct_id": f"person-{index}"}
        answer = client.post("/flags/?v=2", body, content_type="application/json").json()
        assert not answer["errorsWhileComputingFlags"]
        found.update(key for key, flag in answer["flags"].items() if flag["enabled"])
    return found


def test_everybody_is_counted_for_whom_a_flag_is_on(
    api_client: APIClient, client: Client, team: TeamContext, send: Callable[..., None]
) -> None:
    values = list(VALUES)
    for case in CASES:
        values += [*case.matches, *case.rejects, *case.memory_only, *case.query_only]
    send(*people(values))
    base = f"/api/projects/{team.id}"
    counted: dict[str, int] = {}
    for index, (operator, value) in enumerate(FILTERS):
        item = {"key": "answer", "type": "person", "operator": operator, "value": value}
        condition = {"properties": [item], "rollout_percentage": 100}
        filters = {"groups": [condition]}
        made = api_client.post(f"{base}/feature_flags/", {"key": f"filter-{index}", "filters": filters})
        assert made.status_code == 201, made.json()
        answer = api_client.post(f"{base}/feature_flags/user_blast_radius/", {"condition": condition}).json()
        assert answer["total"] == len(values)
        counted[f"filter-{index}"] = answer["affected"]
    store.forget()
    on = is_on(client, team, len(values))
    shown = {f"filter-{index}": each for index, each in enumerate(FILTERS)}
    differing = {key: (shown[key], counted[key], on[key]) for key in counted if counted[key] != on[key]}
    assert differing == {}
    assert len(set(on.values())) > 10


def test_members_of_a_cohort_are_those_for_whom_a_flag_on_it_is_on(
    api_client: APIClient, client: Client, team: TeamContext, send: Callable[..., None]
) -> None:
    send(*people(VALUES))
    base = f"/api/projects/{team.id}"
    filters = FILTERS[: -len(CASES)]
    cohorts: dict[str, int] = {}
    for index, (operator, value) in enumerate(filters):
        item = {"key": "answer", "type": "person", "operator": operator, "value": value}
        criteria = {"properties": {"type": "AND", "values": [item]}}
        body = {"name": f"Cohort {index}", "filters": criteria}
        estimated = api_client.post(f"{base}/cohorts/estimate/", {"filters": criteria}).json()["count"]
        cohort = api_client.post(f"{base}/cohorts/", body).json()["id"]
        app.tasks["cohorts.calculate"].run(team.id, cohort)
        members = api_client.get(f"{base}/cohorts/{cohort}/").json()["count"]
        condition = {"properties": [{"key": "id", "type": "cohort", "value": cohort}]}
        reached = api_client.post(f"{base}/feature_flags/user_blast_radius/", {"condition": condition}).json()
        assert estimated == members == reached["affected"], (operator, value)
        flag = {"key": f"cohort-{index}", "filters": {"groups": [condition]}}
        assert api_client.post(f"{base}/feature_flags/", flag).status_code == 201
        cohorts[f"cohort-{index}"] = members
    store.forget()
    assert is_on(client, team, len(VALUES)) == Counter(cohorts)
