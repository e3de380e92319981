"""One error body everywhere, driven through real addresses."""

import pytest
from django.test.client import Client
from rest_framework.test import APIClient

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("get", "/api/nothing/here/", None, 404, "not_found"),
        ("get", "/api/projects/999999/", None, 404, "not_found"),
        ("get", "/api/projects/..%2f1/", None, 404, "not_found"),
        ("put", "/api/projects/@current/", {}, 405, "method_not_allowed"),
        ("options", "/api/projects/", {}, 405, "method_not_allowed"),
        ("patch", "/api/projects/@current/", {"name": ""}, 400, "blank"),
        ("post", "/api/organizations/", {"name": "a\x00b"}, 400, "parse_error"),
    ],
)
def test_failures_share_one_body(
    api_client: APIClient, method: str, path: str, body: object, status: int, code: str
) -> None:
    response = getattr(api_client, method)(path, body)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert set(response.json()) == {"type", "code", "detail", "attr"}
    assert response.json()["detail"]


def test_broken_json_and_deep_nesting_are_a_400(api_client: APIClient) -> None:
    for body in (b'{"name": ', b"[" * 10_000 + b"]" * 10_000, b'{"name": "\xff"}'):
        response = api_client.post("/api/organizations/", body, content_type="application/json")
        assert (response.status_code, response.json()["type"]) == (400, "validation_error")


def test_anonymous_requests_are_401_with_a_challenge() -> None:
    response = Client().get("/api/projects/")
    assert (response.status_code, response.json()["code"]) == (401, "not_authenticated")
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_unknown_key_is_401() -> None:
    response = Client().get("/api/projects/", headers={"authorization": "Bearer phx_nothing"})
    assert (response.status_code, response.json()["code"]) == (401, "invalid_api_key")
