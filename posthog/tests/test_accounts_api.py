"""Accounts over HTTP, as the dashboard and scripts use them."""

import io
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test.client import Client
from rest_framework.test import APIClient

from common import clock
from posthog.contracts import TeamContext
from posthog.models import Organization, OrganizationInvite, PersonalAPIKey, Team, User
from posthog.models.organization import INVITE_VALIDITY
from posthog.testing.plugin import PASSWORD

pytestmark = pytest.mark.django_db

SIGN_UP = {"email": "Ada@Example.com", "password": PASSWORD, "first_name": "Ada", "organization_name": "Engines"}


def csrf_client() -> Client:
    client = Client(enforce_csrf_checks=True)
    client.get("/_preflight/")
    client.defaults["HTTP_X_CSRFTOKEN"] = client.cookies["prickle_csrftoken"].value
    return client


def post(client: Client, path: str, body: Mapping[str, object]) -> tuple[int, dict[str, Any]]:
    response = client.post(path, body, content_type="application/json")
    return response.status_code, response.json()


def test_first_signup_creates_owner_and_project_and_closes_signup() -> None:
    User.objects.all().delete()
    client = csrf_client()
    assert client.get("/_preflight/").json()["can_signup"] is True

    status, me = post(client, "/api/signup/", SIGN_UP)

    assert (status, me["email"], me["organization"]["membership_level"]) == (201, "Ada@example.com", 15)
    assert client.get("/api/projects/@current/").json()["name"] == "Default project"
    assert client.get("/_preflight/").json() | {"version": "", "site_url": ""} == {
        "signed_in": True,
        "can_signup": False,
        "version": "",
        "site_url": "",
    }
    status, body = post(csrf_client(), "/api/signup/", {**SIGN_UP, "email": "second@example.com"})
    assert (status, body["code"]) == (403, "signup_closed")


def test_first_signup_takes_over_the_demo_made_before_it() -> None:
    User.objects.all().delete()
    Organization.objects.all().delete()
    placeholder = Organization.objects.create(name="My organization", slug="my-organization")
    Team.objects.create(organization=placeholder, name="Demo", is_demo=True)
    client = csrf_client()

    assert post(client, "/api/signup/", SIGN_UP)[0] == 201

    assert Organization.objects.get().name == "Engines"
    assert sorted(Team.objects.values_list("name", "is_demo")) == [("Default project", False), ("Demo", True)]
    assert client.get("/api/projects/@current/").json()["name"] == "Default project"


@pytest.mark.parametrize(
    ("change", "attr"),
    [({"password": "short"}, "password"), ({"password": "password"}, "password"), ({"email": "nobody"}, "email")],
)
def test_signup_names_the_field_that_is_wrong(change: dict[str, str], attr: str) -> None:
    User.objects.all().delete()
    status, body = post(csrf_client(), "/api/signup/", {**SIGN_UP, **change})
    assert (status, body["type"], body["attr"]) == (400, "validation_error", attr)
    assert not User.objects.exists()


def test_login_and_logout_follow_the_session(user: User) -> None:
    client = csrf_client()
    assert post(client, "/api/login/", {"email": user.email.upper(), "password": PASSWORD})[0] == 200
    assert client.get("/api/users/@me").json()["email"] == user.email
    client.defaults["HTTP_X_CSRFTOKEN"] = client.cookies["prickle_csrftoken"].value
    assert post(client, "/api/logout/", {})[0] == 200
    assert client.get("/api/users/@me/").status_code == 401


def test_login_without_csrf_token_is_refused(user: User) -> None:
    status, body = post(Client(enforce_csrf_checks=True), "/api/login/", {"email": user.email, "password": PASSWORD})
    assert (status, body["code"]) == (403, "csrf_failed")


def test_login_is_throttled_after_repeated_failures(user: User) -> None:
    client = csrf_client()
    answers = [post(client, "/api/login/", {"email": user.email, "password": "wrong"})[0] for _ in range(11)]
    assert answers == [400] * 10 + [429]
    # Even the right password waits now, from this address and for this account.
    assert post(client, "/api/login/", {"email": user.email, "password": PASSWORD})[0] == 429


def test_passwords_are_hashed_with_argon2(user: User) -> None:
    assert user.password.startswith("argon2$argon2id$")


def test_forgotten_password_is_set_anew_by_whoever_runs_the_instance(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As docs/operations.md says: old sessions end, and the new password opens."""
    elsewhere = csrf_client()
    assert post(elsewhere, "/api/login/", {"email": user.email, "password": PASSWORD})[0] == 200
    monkeypatch.setattr("getpass.getpass", lambda prompt: "remembered-from-now-on")
    call_command("changepassword", user.email, stdout=io.StringIO())
    assert elsewhere.get("/api/users/@me/").status_code == 401
    assert post(csrf_client(), "/api/login/", {"email": user.email, "password": PASSWORD})[0] == 400
    assert post(csrf_client(), "/api/login/", {"email": user.email, "password": "remembered-from-now-on"})[0] == 200


def test_invitation_lets_a_second_person_in_once(api_client: APIClient, user: User) -> None:
    invite = api_client.post("/api/organizations/@current/invites/", {"target_email": "Bob@example.com"}).json()
    client = csrf_client()
    path = f"/api/signup/{invite['id']}/"
    assert client.get(path).json()["target_email"] == "b…@example.com"

    status, me = post(client, path, {"first_name": "Bob", "password": PASSWORD})

    assert (status, me["email"]) == (201, "bob@example.com")
    assert me["organization"]["membership_level"] == 1
    assert post(csrf_client(), path, {"first_name": "Eve", "password": PASSWORD})[0] == 404


def test_session_changes_things_with_the_csrf_token_only(user: User) -> None:
    client = csrf_client()
    client.force_login(user)
    body = {"target_email": "bob@example.com"}
    assert post(client, "/api/organizations/@current/invites/", body)[0] == 201
    client.defaults["HTTP_X_CSRFTOKEN"] = "x" * 32
    status, refused = post(client, "/api/organizations/@current/invites/", body)
    assert (status, refused["type"]) == (403, "invalid_request")


def test_many_are_invited_at_once_or_none(api_client: APIClient, user: User) -> None:
    path = "/api/organizations/@current/invites/"
    both = [{"target_email": "Bob@example.com"}, {"target_email": "eve@example.com", "level": 8}]
    made = api_client.post(f"{path}bulk/", both)
    assert (made.status_code, [each["target_email"] for each in made.json()]) == (
        201,
        ["bob@example.com", "eve@example.com"],
    )
    # One is a member already.
    refused = api_client.post(f"{path}bulk/", [{"target_email": "new@example.com"}, {"target_email": user.email}])
    assert (refused.status_code, refused.json()["attr"]) == (400, "target_email")
    assert api_client.post(f"{path}bulk/", []).status_code == 400
    assert api_client.post(f"{path}bulk/", both * 11).status_code == 400
    assert api_client.get(path).json()["count"] == 2


def test_who_is_invited_elsewhere_is_told_until_the_invitation_expires(
    api_client: APIClient, user: User, other_team: TeamContext
) -> None:
    elsewhere = Organization.objects.get(pk=other_team.organization_id)
    assert api_client.get("/api/users/@me/").json()["pending_invites"] == []
    invite = OrganizationInvite.objects.create(organization=elsewhere, target_email=user.email, level=1)
    OrganizationInvite.objects.create(organization=elsewhere, target_email="somebody@example.com", level=1)
    (told,) = api_client.get("/api/users/@me/").json()["pending_invites"]
    assert (told["id"], told["organization_name"]) == (str(invite.pk), elsewhere.name)
    OrganizationInvite.objects.filter(pk=invite.pk).update(created_at=clock.now() - INVITE_VALIDITY - timedelta(1))
    assert api_client.get("/api/users/@me/").json()["pending_invites"] == []


@pytest.mark.parametrize("wrong", ["limit=abc", "limit=0", "limit=-1", "offset=-1", "offset=1.5", "limit=²"])
def test_a_page_that_is_no_number_is_refused(api_client: APIClient, wrong: str) -> None:
    response = api_client.get(f"/api/projects/?{wrong}")
    assert (response.status_code, response.json()["attr"]) == (400, wrong.partition("=")[0])
    assert api_client.get("/api/projects/?limit=5000&offset=").status_code == 200


def test_member_cannot_promote_and_last_owner_cannot_leave(api_client: APIClient, user: User) -> None:
    path = f"/api/organizations/@current/members/{user.uuid}/"
    response = api_client.patch(path, {"level": 1})
    assert (response.status_code, response.json()["attr"]) == (400, "level")
    assert api_client.delete(path).status_code == 400


def test_personal_api_key_is_shown_once_and_stored_as_a_hash(api_client: APIClient, user: User) -> None:
    created = api_client.post("/api/personal_api_keys/", {"label": "ci", "scopes": ["project:read"]}).json()
    row = PersonalAPIKey.objects.get(user=user)
    assert created["value"].startswith("phx_")
    assert created["value"] not in row.secure_value
    assert "value" not in api_client.get("/api/personal_api_keys/").json()[0]


def key_client(api_client: APIClient, **form: object) -> APIClient:
    value = api_client.post("/api/personal_api_keys/", {"label": "key", **form}).json()["value"]
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {value}")
    return client


@pytest.mark.parametrize(
    ("scopes", "method", "path", "status"),
    [
        (["project:read"], "get", "/api/projects/@current/", 200),
        (["project:read"], "patch", "/api/projects/@current/", 403),
        (["project:write"], "patch", "/api/projects/@current/", 200),
        (["query:read"], "get", "/api/projects/@current/", 403),
        (["*"], "get", "/api/organizations/", 200),
        (["*"], "get", "/api/personal_api_keys/", 403),
    ],
)
def test_key_scopes_decide(api_client: APIClient, scopes: list[str], method: str, path: str, status: int) -> None:
    client = key_client(api_client, scopes=scopes)
    assert getattr(client, method)(path, {}).status_code == status


def test_key_is_refused_in_the_query_string(api_client: APIClient) -> None:
    value = api_client.post("/api/personal_api_keys/", {"label": "key", "scopes": ["*"]}).json()["value"]
    assert APIClient().get(f"/api/projects/?personal_api_key={value}").status_code == 401


def test_key_scoped_to_one_project_sees_only_it(api_client: APIClient, team: TeamContext) -> None:
    second = api_client.post("/api/projects/", {"name": "Second"}).json()
    client = key_client(api_client, scopes=["*"], scoped_teams=[team.id])
    assert [project["id"] for project in client.get("/api/projects/").json()["results"]] == [team.id]
    assert client.get(f"/api/projects/{second['id']}/").status_code == 404
    assert client.get("/api/organizations/").json()["results"] == []


def test_projects_of_others_are_not_found(api_client: APIClient, other_team: TeamContext) -> None:
    for method in ("get", "patch", "delete"):
        assert getattr(api_client, method)(f"/api/projects/{other_team.id}/", {"name": "x"}).status_code == 404
    organization = Organization.objects.get(pk=other_team.organization_id)
    for part in ("", "members/", "invites/"):
        assert api_client.get(f"/api/organizations/{organization.pk}/{part}").status_code == 404
    names = [project["id"] for project in api_client.get("/api/projects/").json()["results"]]
    assert other_team.id not in names


def test_environments_is_an_alias_and_the_slash_is_optional(api_client: APIClient, team: TeamContext) -> None:
    assert api_client.get(f"/api/environments/{team.id}").json()["id"] == team.id


def test_reset_token_replaces_the_public_token(api_client: APIClient, team: TeamContext) -> None:
    new = api_client.patch(f"/api/projects/{team.id}/reset_token/").json()["api_token"]
    assert new.startswith("phc_")
    assert new != team.api_token


def test_project_refuses_an_unknown_time_zone(api_client: APIClient, team: TeamContext) -> None:
    response = api_client.patch(f"/api/projects/{team.id}/", {"timezone": "Mars/Olympus"})
    assert (response.status_code, response.json()["attr"]) == (400, "timezone")
