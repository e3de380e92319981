"""Flags with cohorts on their way to other projects: found there by name, or copied along, or refused by name."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from common.json import loads
from posthog.contracts import TeamContext
from posthog.models import Team, User
from products.cohorts.backend.facade import CohortsAPI
from products.cohorts.backend.facade.contracts import Cohort
from products.feature_flags.backend.models import FeatureFlag

pytestmark = pytest.mark.django_db


def person(key: str, value: Any) -> dict[str, Any]:
    return {"key": key, "type": "person", "operator": "exact", "value": value}


def in_cohort(cohort_id: int) -> dict[str, Any]:
    return {"key": "id", "type": "cohort", "operator": "in", "value": cohort_id}


def performed(**event: Any) -> dict[str, Any]:
    window = {"time_value": 7, "time_interval": "day"}
    return {"type": "behavioral", "value": "performed_event", "negation": False, **window, **event}


def cohorts_of(project: int) -> tuple[Cohort, ...]:
    return CohortsAPI.list_cohorts(team_id=project).items


class Projects:
    """Two projects of an organization, over REST."""

    def __init__(self, client: APIClient, source: int, target: int, organization: Any) -> None:
        self.client, self.source, self.target, self.organization = client, source, target, organization

    def post(self, project: int, path: str, body: dict[str, Any]) -> Any:
        made = self.client.post(f"/api/projects/{project}/{path}/", body, format="json")
        assert made.status_code == 201, made.json()
        return made.json()

    def cohort(self, name: str, *values: dict[str, Any], project: int = 0) -> int:
        """By these criteria; without any a list of people."""
        filters = {"filters": {"properties": {"type": "OR", "values": list(values)}}} if values else {"is_static": True}
        return int(self.post(project or self.source, "cohorts", {"name": name, **filters})["id"])

    def flag(self, *cohort_ids: int) -> int:
        conditions = [{"properties": [in_cohort(each)], "rollout_percentage": 100} for each in cohort_ids]
        made = self.post(self.source, "feature_flags", {"key": "beta", "filters": {"groups": conditions}})
        return int(made["id"])

    def copy(self, *, target: int = 0, status: int = 200, **fields: Any) -> Any:
        body = {"feature_flag_key": "beta", "from_project": self.source, "target_project_ids": [target or self.target]}
        address = f"/api/organizations/{self.organization}/feature_flags/copy_flags/"
        answer = self.client.post(address, body | fields, format="json")
        assert answer.status_code == status, answer.json()
        return answer.json()

    def refusal(self) -> str:
        answer = self.copy()
        assert (answer["success"], answer["cohorts_created"]) == ([], [])
        assert not FeatureFlag.objects.for_team(self.target).exists()
        return str(answer["failed"][0]["error_message"])

    def criteria(self, name: str) -> list[dict[str, Any]]:
        (cohort,) = (each for each in cohorts_of(self.target) if each.name == name)
        return list(loads(cohort.filters)["properties"]["values"])

    def asked(self, answer: Any) -> list[int]:
        """The cohorts that the conditions of the copy ask for."""
        groups = answer["success"][0]["filters"]["groups"]
        return [item["value"] for group in groups for item in group["properties"]]

    def ids(self) -> dict[str, int]:
        return {cohort.name: cohort.id for cohort in cohorts_of(self.target)}


@pytest.fixture
def projects(api_client: APIClient, team: TeamContext, user: User) -> Projects:
    organization = user.current_organization
    assert organization is not None
    second = Team.objects.create(organization=organization, name="Second")
    return Projects(api_client, team.id, second.pk, team.organization_id)


def test_missing_cohorts_are_copied_along_with_those_they_ask_for(projects: Projects) -> None:
    action = projects.post(projects.source, "actions", {"name": "Bought", "steps": [{"event": "buy"}]})
    there = projects.post(projects.target, "actions", {"name": "Bought", "steps": [{"event": "purchase"}]})
    paying = projects.cohort("Paying", person("plan", "pro"))
    buyers = projects.cohort("Buyers", performed(key=action["id"], event_type="actions"), in_cohort(paying))
    engaged = projects.cohort("Engaged", in_cohort(buyers), {**in_cohort(paying), "negation": True})
    flag_id = projects.flag(engaged, paying)
    plan = {
        "record_id": flag_id,
        "model_name": "FeatureFlag",
        "payload": {"operation": "add_release_condition", "value": {"groups": [{"properties": [in_cohort(buyers)]}]}},
        "scheduled_at": "2100-01-01T00:00:00Z",
    }
    projects.post(projects.source, "scheduled_changes", plan)

    answer = projects.copy(copy_schedule=True)
    ids = projects.ids()
    assert answer["failed"] == []
    assert answer["cohorts_created"] == [
        {"project_id": projects.target, "id": ids[name], "name": name} for name in ("Paying", "Buyers", "Engaged")
    ]
    assert projects.asked(answer) == [ids["Engaged"], ids["Paying"]]
    assert [item.get("value") for item in projects.criteria("Engaged")] == [ids["Buyers"], ids["Paying"]]
    assert projects.criteria("Engaged")[1]["negation"] is True
    bought, of_paying = projects.criteria("Buyers")
    assert (bought["key"], of_paying["value"]) == (there["id"], ids["Paying"])
    assert projects.criteria("Paying") == [person("plan", "pro")]
    (planned,) = projects.client.get(f"/api/projects/{projects.target}/scheduled_changes/").json()["results"]
    assert planned["payload"]["value"]["groups"][0]["properties"][0]["value"] == ids["Buyers"]

    again = projects.copy(copy_schedule=True)
    assert (again["cohorts_created"], projects.asked(again), projects.ids()) == ([], projects.asked(answer), ids)


def test_cohort_of_the_name_is_taken_whatever_its_criteria(projects: Projects) -> None:
    paying = projects.cohort("Paying", person("plan", "pro"))
    projects.flag(projects.cohort("Engaged", in_cohort(paying)))
    listed = projects.cohort("Paying", project=projects.target)
    answer = projects.copy()
    assert [made["name"] for made in answer["cohorts_created"]] == ["Engaged"]
    assert [item["value"] for item in projects.criteria("Engaged")] == [listed]


def test_list_of_people_is_refused_by_name_and_nothing_is_left_behind(projects: Projects) -> None:
    listed = projects.cohort("Friends")
    paying = projects.cohort("Paying", person("plan", "pro"))
    projects.flag(projects.cohort("Engaged", in_cohort(paying), in_cohort(listed)))
    assert projects.refusal() == (
        "The cohort 'Friends' is a list of people of this project, who are not in the other one. Make a cohort of that "
        "name there, then copy again."
    )
    assert projects.ids() == {}
    theirs = projects.cohort("Friends", project=projects.target)
    assert [made["name"] for made in projects.copy()["cohorts_created"]] == ["Paying", "Engaged"]
    assert projects.criteria("Engaged")[1]["value"] == theirs


def test_what_the_project_lacks_or_has_twice_is_refused_by_name(projects: Projects) -> None:
    action = projects.post(projects.source, "actions", {"name": "Bought", "steps": [{"event": "buy"}]})
    projects.flag(projects.cohort("Buyers", performed(key=action["id"], event_type="actions")))
    assert "the action 'Bought', which that project lacks. Make it there first." in projects.refusal()
    for _ in range(2):
        projects.cohort("Buyers", project=projects.target)
    assert "several cohorts named 'Buyers'" in projects.refusal()


def test_cohorts_never_reach_the_project_of_another_organization(projects: Projects, other_team: TeamContext) -> None:
    projects.flag(projects.cohort("Paying", person("plan", "pro")))
    projects.copy(target=other_team.id, status=404)
    assert cohorts_of(other_team.id) == ()
