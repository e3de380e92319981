"""The account of deleted projects over HTTP: what administrators read, and that nobody else does."""

from datetime import timedelta

import pytest
from rest_framework.test import APIClient

from common import clock
from posthog.contracts import TeamContext
from posthog.deletion.work import remove_now
from posthog.models import DeletedProject, Organization, OrganizationMembership, Team, User
from posthog.models.organization import MembershipLevel

pytestmark = pytest.mark.django_db


def path_of(organization_id: object) -> str:
    return f"/api/organizations/{organization_id}/deleted_projects/"


def test_administrators_read_who_deleted_what_when_and_how_much_went(
    api_client: APIClient, team: TeamContext, user: User
) -> None:
    path = path_of(team.organization_id)
    assert api_client.get(path).json()["results"] == []
    api_client.post(f"/api/projects/{team.id}/actions/", {"name": "Page", "steps": [{"event": "page"}]}, format="json")
    assert api_client.delete(f"/api/projects/{team.id}/").status_code == 204

    [pending] = api_client.get(path).json()["results"]
    assert pending["deleted_by"]["email"] == user.email
    assert {name: pending[name] for name in ("id", "name", "status", "completed_at", "removed")} == {
        "id": team.id,
        "name": team.name,
        "status": "pending",
        "completed_at": None,
        "removed": [],
    }

    receipt = DeletedProject.objects.get(team_id=team.id)
    receipt.removed = {"events": 12}
    receipt.save()
    assert remove_now([receipt])
    [erased] = api_client.get(path).json()["results"]
    assert erased["status"] == "erased"
    assert erased["completed_at"] is not None
    assert erased["removed"][0] == {"store": "clickhouse", "table": "events", "rows": 12}
    assert {"store": "postgres", "table": "events_action", "rows": 1} in erased["removed"]
    assert {row["store"] for row in erased["removed"][1:]} == {"postgres"}


def test_latest_comes_first_page_by_page(api_client: APIClient, team: TeamContext) -> None:
    for number in range(3):
        DeletedProject.objects.create(
            team_id=10_000_000 + number,
            name=f"Project {number}",
            organization_id=team.organization_id,
            deleted_at=clock.now() - timedelta(days=number),
        )
    page = api_client.get(path_of("@current"), {"limit": 2}).json()
    assert (page["count"], [row["name"] for row in page["results"]]) == (3, ["Project 0", "Project 1"])
    assert all(row["deleted_by"] is None for row in page["results"])


def test_members_below_administrators_are_refused(api_client: APIClient, team: TeamContext, user: User) -> None:
    OrganizationMembership.objects.filter(user=user).update(level=MembershipLevel.MEMBER)
    response = api_client.get(path_of(team.organization_id))
    assert (response.status_code, response.json()["code"]) == (403, "permission_denied")


def test_other_organizations_do_not_exist(api_client: APIClient, other_team: TeamContext) -> None:
    DeletedProject.objects.create(
        team_id=10_000_000, name="Theirs", organization_id=other_team.organization_id, deleted_at=clock.now()
    )
    response = api_client.get(path_of(other_team.organization_id))
    assert response.status_code == 404
    assert "Theirs" not in response.content.decode()
    assert api_client.get(path_of("@current")).json()["results"] == []


def test_projects_of_no_known_organization_are_told_to_nobody(api_client: APIClient, team: TeamContext) -> None:
    DeletedProject.objects.create(team_id=10_000_000, deleted_at=clock.now())
    assert api_client.get(path_of(team.organization_id)).json()["results"] == []


def test_keys_need_the_scope(api_client: APIClient, team: TeamContext) -> None:
    for scopes, status in ((["project:read"], 403), (["organization:read"], 200)):
        form = {"label": "narrow", "scopes": scopes}
        value = api_client.post("/api/personal_api_keys/", form).json()["value"]
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {value}")
        assert client.get(path_of(team.organization_id)).status_code == status


def test_list_is_read_only(api_client: APIClient, team: TeamContext) -> None:
    for method in ("post", "put", "patch", "delete"):
        assert getattr(api_client, method)(path_of(team.organization_id)).status_code == 405


def test_account_outlives_the_person_who_deleted(api_client: APIClient, team: TeamContext) -> None:
    gone = User.objects.create_user(email="gone@example.com", password=None)
    organization = Organization.objects.get(pk=team.organization_id)
    row = Team.objects.create(organization=organization, name="Old")
    DeletedProject.objects.create(
        team_id=row.pk, name=row.name, organization_id=organization.pk, deleted_at=clock.now(), deleted_by=gone
    )
    gone.delete()
    [told] = api_client.get(path_of(organization.pk)).json()["results"]
    assert (told["name"], told["deleted_by"]) == ("Old", None)
