"""Secret keys over HTTP: shown once, for administrators, replaced with a time of grace."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from rest_framework.test import APIClient

from common import clock
from posthog.api.readers import KeyNotAllowedError, ProjectNotFoundError, UnknownKeyError, authenticate_reader
from posthog.contracts import TeamContext
from posthog.models import OrganizationMembership, PersonalAPIKey, ProjectSecretKey, User
from posthog.models.organization import MembershipLevel

pytestmark = pytest.mark.django_db


def reads(value: str, *, token: str = "", project_id: str = "@current", scope: str = "feature_flag") -> int:
    """The project that a key reads; raises what the key gets instead."""
    request = RequestFactory().get("/", {"token": token} if token else {}, headers={"Authorization": f"Bearer {value}"})
    return authenticate_reader(request, scope_object=scope, project_id=project_id).team_id


def make(client: APIClient, team: TeamContext) -> tuple[str, str]:
    made = client.post(f"/api/projects/{team.id}/secret_keys/", {"label": "backend"})
    assert made.status_code == 201, made.content
    return made.json()["id"], made.json()["value"]


def test_value_is_shown_once_and_only_its_hash_is_kept(api_client: APIClient, team: TeamContext) -> None:
    key_id, value = make(api_client, team)
    assert value.startswith("phs_")
    listed = api_client.get(f"/api/projects/{team.id}/secret_keys/").json()
    assert [(key["id"], key["label"], key["scopes"]) for key in listed] == [(key_id, "backend", ["feature_flag:read"])]
    assert value not in str(listed)
    row = ProjectSecretKey.objects.for_team(team.id).get()
    assert value not in row.secure_value


def test_key_reads_its_own_project_and_no_other(
    api_client: APIClient, team: TeamContext, other_team: TeamContext
) -> None:
    _, value = make(api_client, team)
    assert reads(value) == reads(value, token=team.api_token) == reads(value, project_id=str(team.id)) == team.id
    for wrong in ({"token": other_team.api_token}, {"project_id": str(other_team.id)}):
        with pytest.raises(ProjectNotFoundError):
            reads(value, **wrong)
    with pytest.raises(KeyNotAllowedError, match="experiment:read"):
        reads(value, scope="experiment")
    for nobody in ("phs_x", team.api_token, "phx_x"):
        with pytest.raises(UnknownKeyError):
            reads(nobody)


def test_replaced_key_works_until_its_time_of_grace_ends(api_client: APIClient, team: TeamContext) -> None:
    key_id, first = make(api_client, team)
    path = f"/api/projects/{team.id}/secret_keys/{key_id}/roll/"
    second = api_client.post(path, {"grace_hours": 1}).json()["value"]
    assert reads(first) == reads(second) == team.id
    third = api_client.post(path, {"grace_hours": 1}).json()["value"]
    assert reads(second) == reads(third) == team.id
    with pytest.raises(UnknownKeyError):
        reads(first)
    ProjectSecretKey.objects.for_team(team.id).update(previous_valid_until=clock.now() - timedelta(seconds=1))
    with pytest.raises(UnknownKeyError):
        reads(second)
    last = api_client.post(path, {"grace_hours": 0}).json()["value"]
    with pytest.raises(UnknownKeyError):
        reads(third)
    assert api_client.delete(f"/api/projects/{team.id}/secret_keys/{key_id}/").status_code == 204
    with pytest.raises(UnknownKeyError):
        reads(last)


def test_member_without_the_right_makes_and_changes_no_keys(
    api_client: APIClient, team: TeamContext, user: User
) -> None:
    key_id, _ = make(api_client, team)
    OrganizationMembership.objects.filter(user=user).update(level=MembershipLevel.MEMBER)
    base = f"/api/projects/{team.id}/secret_keys/"
    assert api_client.post(base, {"label": "x"}).status_code == 403
    assert api_client.post(f"{base}{key_id}/roll/", {}).status_code == 403
    assert api_client.delete(f"{base}{key_id}/").status_code == 403


def test_secret_key_cannot_write_or_read_anything_else(api_client: APIClient, team: TeamContext) -> None:
    _, value = make(api_client, team)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {value}")
    for path in ("feature_flags/", "persons/", "secret_keys/"):
        assert client.get(f"/api/projects/{team.id}/{path}").status_code == 401
        assert client.post(f"/api/projects/{team.id}/{path}", {}).status_code == 401
    refused = api_client.post(f"/api/projects/{team.id}/secret_keys/", {"label": "x", "scopes": ["person:read"]})
    assert refused.status_code == 400


def test_personal_key_reads_what_its_person_and_its_scopes_allow(
    api_client: APIClient, team: TeamContext, other_team: TeamContext
) -> None:
    form = {"label": "k", "scopes": ["feature_flag:read"]}
    value = api_client.post("/api/personal_api_keys/", form).json()["value"]
    assert reads(value) == reads(value, token=team.api_token) == team.id
    for wrong in ({"token": other_team.api_token}, {"project_id": str(other_team.id)}):
        with pytest.raises(ProjectNotFoundError):
            reads(value, **wrong)
    PersonalAPIKey.objects.update(scoped_teams=[other_team.id])
    with pytest.raises(ProjectNotFoundError):
        reads(value)
    PersonalAPIKey.objects.update(scoped_teams=[], scopes=["person:read"])
    with pytest.raises(KeyNotAllowedError):
        reads(value)
    User.objects.update(is_active=False)
    with pytest.raises(UnknownKeyError):
        reads(value)
