"""Every REST route, taken from the router itself, tried as nobody, as a member of another project, and with a key
that lacks the scope: never data, never a hint that the thing exists."""

import base64
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test.client import Client
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.test import APIClient

from posthog.contracts import TeamContext

pytestmark = pytest.mark.django_db

# Addresses that people who are not logged in are meant to reach.
OPEN = {
    "/api/signup/",
    "/api/login/",
    "/api/logout/",
    "/api/schema/",
    "/api/signup/{invite_id}/",
    # Asked with the public token, as SDKs do.
    "/api/early_access_features/",
}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
SAMPLES = {"uuid": "0190163e-d694-7a52-8d5e-1ba8a8a8a8a8", "int": "1", "str": "sample", "slug": "sample", "path": "x"}


def routes(resolver: URLResolver | None = None, prefix: str = "/") -> Iterator[tuple[str, Any]]:
    """(address with {names}, callback) of every route below /api/."""
    for entry in (resolver or get_resolver()).url_patterns:
        address = prefix + str(entry.pattern).lstrip("^").rstrip("$\\Z")
        if isinstance(entry, URLResolver):
            yield from routes(entry, address)
        elif isinstance(entry, URLPattern) and address.startswith("/api/"):
            yield address, entry.callback


def fill(address: str, **known: object) -> str:
    """The address with a plausible value for each parameter."""

    def value(match: re.Match[str]) -> str:
        converter, _, name = match.group(1).rpartition(":")
        return str(known.get(name, SAMPLES[converter or "str"]))

    return re.sub(r"<([^>]+)>", value, address)


def named(address: str) -> str:
    return re.sub(r"<(?:[^:>]+:)?([^>]+)>", r"{\1}", address)


ALL = sorted({address for address, _ in routes()})
PROJECT = [address for address in ALL if address.startswith("/api/projects/<str:project_id>/")]


def test_there_are_routes_to_try() -> None:
    assert len(PROJECT) >= 10


@pytest.mark.parametrize("address", [address for address in ALL if named(address) not in OPEN], ids=named)
def test_nobody_gets_nothing(address: str, team: TeamContext) -> None:
    path = fill(address, project_id=team.id, pk=team.id)
    for method in METHODS:
        response = Client().generic(method, path, "{}", content_type="application/json")
        assert response.status_code == 401, (method, response.content)


@pytest.mark.parametrize("address", PROJECT, ids=named)
def test_members_of_other_projects_find_nothing(address: str, api_client: APIClient, other_team: TeamContext) -> None:
    path = fill(address, project_id=other_team.id)
    for method in METHODS:
        response = api_client.generic(method, path, "{}", content_type="application/json")
        assert response.status_code == 404, (method, response.content)
        assert response.json()["detail"] == "There is no such project, or you are not a member of it."


@pytest.mark.parametrize("address", PROJECT, ids=named)
def test_key_without_the_scope_is_refused(address: str, api_client: APIClient, team: TeamContext) -> None:
    form = {"label": "narrow", "scopes": ["user:read"]}
    value = api_client.post("/api/personal_api_keys/", form).json()["value"]
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {value}")
    for method in METHODS:
        path = fill(address, project_id=team.id)
        response = client.generic(method, path, "{}", content_type="application/json")
        assert response.status_code == 403, (method, response.content)


def test_the_project_token_reads_nothing(team: TeamContext) -> None:
    """It stands in every page. However it is offered, it is no key."""
    token = team.api_token
    basic = base64.b64encode(f"{token}:".encode()).decode()
    for headers in ({"authorization": f"Bearer {token}"}, {"authorization": f"Basic {basic}"}, {"x-api-key": token}):
        client = Client(headers=headers)
        for address in PROJECT:
            path = fill(address, project_id=team.id)
            query = {"token": token, "api_key": token, "personal_api_key": token, "secret_api_key": token}
            response = client.get(path, query)
            assert response.status_code == 401, (path, headers, response.content)


@pytest.mark.parametrize(
    "trick", ["/api//projects/{id}/", "/api/projects/{id}/../{id}/", "/API/projects/{id}/", "/api/projects/{id}%2f"]
)
def test_odd_spellings_of_an_address_open_no_door(trick: str, team: TeamContext) -> None:
    response = Client().get(trick.format(id=team.id))
    assert response.status_code in {400, 401, 404, 503} or b"<html" in response.content.lower()
    assert team.api_token.encode() not in response.content
