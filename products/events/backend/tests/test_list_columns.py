"""Each person chooses the columns of their own lists, and chooses for nobody else."""

import pytest
from rest_framework.test import APIClient

from posthog.contracts import TeamContext
from posthog.models import OrganizationMembership, User

pytestmark = pytest.mark.django_db


def address(team: TeamContext, name: str = "activity") -> str:
    return f"/api/projects/{team.id}/list_columns/{name}/"


def test_choice_is_kept_in_order_and_undone_with_null(api_client: APIClient, team: TeamContext) -> None:
    path = address(team)
    assert api_client.get(path).json() == {"columns": None}
    chosen = ["event", "properties.plan", "time", "event"]
    assert api_client.patch(path, {"columns": chosen}, format="json").status_code == 200
    assert api_client.get(path).json() == {"columns": ["event", "properties.plan", "time"]}
    assert api_client.get(address(team, "persons")).json() == {"columns": None}
    assert api_client.patch(path, {"columns": None}, format="json").json() == {"columns": None}
    assert api_client.get(path).json() == {"columns": None}


def test_choice_is_one_persons_alone(api_client: APIClient, team: TeamContext) -> None:
    api_client.patch(address(team), {"columns": ["time"]}, format="json")
    colleague = User.objects.create_user("colleague@example.com", "correct-horse-battery", first_name="Colleague")
    OrganizationMembership.objects.create(user=colleague, organization_id=team.organization_id)
    other = APIClient()
    other.force_login(colleague)
    assert other.get(address(team)).json() == {"columns": None}


@pytest.mark.parametrize("columns", [[], ["x" * 421], ["a"] * 41, "event", 7, [""]])
def test_nonsense_is_refused_and_named(api_client: APIClient, team: TeamContext, columns: object) -> None:
    response = api_client.patch(address(team), {"columns": columns}, format="json")
    assert response.status_code == 400
    assert response.json()["attr"].startswith("columns")


def test_unknown_list_is_not_found(api_client: APIClient, team: TeamContext) -> None:
    assert api_client.get(address(team, "nothing")).status_code == 404
