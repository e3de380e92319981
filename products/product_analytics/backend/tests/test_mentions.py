"""Which saved insights are named as users of a cohort, through the cohort's address."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from posthog.contracts import TeamContext

pytestmark = pytest.mark.django_db

Row = dict[str, Any]


@pytest.fixture
def ask(api_client: APIClient, team: TeamContext) -> Callable[..., Any]:
    def request(path: str, body: Row | None = None, *, project: int = team.id, status: int = 201) -> Any:
        address = f"/api/projects/{project}/{path}"
        response = api_client.get(address) if body is None else api_client.post(address, body, format="json")
        assert response.status_code == status, response.content
        return response.json()

    return request


def trends(**more: Any) -> Row:
    return {"kind": "TrendsQuery", "series": [{"kind": "EventsNode", "event": "signed up"}], **more}


def sql(condition: str) -> Row:
    return {"kind": "HogQLQuery", "query": f"SELECT count() FROM events WHERE {condition}"}


def in_cohort(value: Any) -> Row:
    return {"type": "cohort", "key": "id", "value": value, "operator": "in"}


def test_insights_that_use_a_cohort_are_named_and_do_not_keep_it(
    ask: Callable[..., Any], api_client: APIClient, team: TeamContext, other_team: TeamContext
) -> None:
    cohort = ask("cohorts/", {"name": "Ada's friends", "is_static": True})["id"]
    other = ask("cohorts/", {"name": "Others", "is_static": True})["id"]
    everywhere = {"type": "AND", "values": [{"type": "OR", "values": [in_cohort(str(cohort))]}]}
    in_series = [{"kind": "EventsNode", "event": "signed up", "properties": [in_cohort(cohort)]}]
    breakdown = {"breakdown": f"person_id IN COHORT {cohort}", "breakdown_type": "hogql"}
    using = {
        "as a filter": {"kind": "InsightVizNode", "source": trends(properties=[in_cohort(cohort)])},
        "in a group of filters": trends(properties=everywhere),
        "as a filter of a series": trends(series=in_series),
        "as a breakdown": trends(breakdownFilter=breakdown),
        "in SQL by id": sql(f"person_id in  cohort {cohort}"),
        "in SQL by name": sql("person_id NOT IN COHORT 'Ada''s friends'"),
        "in SQL by an escaped name": sql("person_id IN COHORT 'Ada\\'s friends'"),
    }
    alike = {
        "another": trends(properties=[in_cohort(other)]),
        "a longer id": sql(f"person_id IN COHORT {cohort}0"),
        "a number that means something else": trends(properties=[{"type": "event", "key": "cohort", "value": cohort}]),
    }
    for name, query in (using | alike).items():
        ask("insights/", {"name": name, "query": query})
    made = ask("insights/", {"name": "deleted", "query": using["as a filter"]})
    api_client.patch(f"/api/projects/{team.id}/insights/{made['id']}/", {"deleted": True}, format="json")

    users = ask(f"cohorts/{cohort}/used_by/", status=200)
    assert [user["name"] for user in users] == sorted(using)
    assert {(user["kind"], user["active"], user["blocks_deletion"]) for user in users} == {("insight", True, False)}
    # By its id here is how the insight's page is found.
    found = ask(f"insights/?short_id={users[0]['id']}", status=200)["results"]
    assert [each["name"] for each in found] == [users[0]["name"]]
    assert [user["name"] for user in ask(f"cohorts/{other}/used_by/", status=200)] == ["another"]
    response = api_client.patch(f"/api/projects/{team.id}/cohorts/{cohort}/", {"deleted": True}, format="json")
    assert response.status_code == 200, response.content
    ask(f"cohorts/{cohort}/used_by/", project=other_team.id, status=404)


@pytest.mark.parametrize("spelling", ["filter", "HogQL"])
def test_cohort_in_the_filter_of_test_users_stays_until_it_is_taken_out(
    ask: Callable[..., Any], api_client: APIClient, team: TeamContext, spelling: str
) -> None:
    cohort = ask("cohorts/", {"name": "Colleagues", "is_static": True})["id"]
    other = ask("cohorts/", {"name": "Others", "is_static": True})["id"]
    in_hogql = {"type": "hogql", "key": "person_id NOT IN COHORT 'Colleagues'"}
    filters = [in_cohort(cohort) | {"operator": "not_in"} if spelling == "filter" else in_hogql]
    project = f"/api/projects/{team.id}/"

    def put(value: Any) -> None:
        assert api_client.patch(project, {"test_account_filters": value}, format="json").status_code == 200

    put(filters)
    users = ask(f"cohorts/{cohort}/used_by/", status=200)
    assert [(user["kind"], user["id"], user["blocks_deletion"]) for user in users] == [
        ("test_account_filters", str(team.id), True)
    ]
    assert ask(f"cohorts/{other}/used_by/", status=200) == []
    refused = api_client.patch(f"{project}cohorts/{cohort}/", {"deleted": True}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (409, "cohort_in_use")
    assert "filter of internal and test users. Take it out" in refused.json()["detail"]
    put([])
    assert api_client.patch(f"{project}cohorts/{cohort}/", {"deleted": True}, format="json").status_code == 200
