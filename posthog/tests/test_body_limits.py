"""What the API refuses to read, because reading it would take more than any honest request needs."""

import json
from typing import Any

import pytest
from django.test.client import Client

from posthog.api.rendering import MAX_BYTES, MAX_BYTES_OF_STRANGERS
from posthog.contracts import TeamContext
from posthog.models import User
from posthog.testing.plugin import PASSWORD

pytestmark = pytest.mark.django_db
FILE_BYTES = 21 * 1024 * 1024


def log_in(body: bytes, content_type: str = "application/json", **headers: Any) -> Any:
    client = Client(enforce_csrf_checks=True)
    client.get("/_preflight/")
    token = client.cookies["prickle_csrftoken"].value
    return client.generic("POST", "/api/login/", body, content_type, HTTP_X_CSRFTOKEN=token, **headers)


def assert_refused(response: Any, says: str) -> None:
    assert response.status_code == 413
    body = response.json()
    assert (body["type"], body["code"], body["attr"]) == ("invalid_request", "payload_too_large", None)
    assert says in body["detail"]


def test_strangers_may_say_as_much_as_it_takes_to_log_in() -> None:
    long = {"email": "ada@example.com", "password": PASSWORD, "next": "x" * (MAX_BYTES_OF_STRANGERS - 200)}
    assert log_in(json.dumps(long).encode()).status_code == 400
    long["next"] += "x" * 200
    assert_refused(log_in(json.dumps(long).encode()), f"{MAX_BYTES_OF_STRANGERS:,} bytes")


@pytest.fixture
def member(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def test_members_may_send_what_is_worth_keeping(member: Client, team: TeamContext) -> None:
    address = f"/api/projects/{team.id}/query/"
    for length, status in ((MAX_BYTES, 400), (MAX_BYTES + 1, 413)):
        body = b'{"query": "%s"}' % (b"x" * (length - len('{"query": ""}')))
        response = member.generic("POST", address, body, "application/json")
        assert response.status_code == status, response.content
    assert_refused(response, f"{MAX_BYTES:,} bytes")


@pytest.mark.parametrize("unit", [b"{}", b"[]", b'{"a":[]}'])
def test_what_is_short_and_becomes_large_is_refused(member: Client, team: TeamContext, unit: bytes) -> None:
    body = b'{"query": [' + b",".join([unit] * 310_000) + b"]}"
    response = member.generic("POST", f"/api/projects/{team.id}/query/", body, "application/json")
    assert_refused(response, "lists and objects; at most 300000 can be read at once. Send less.")


def test_a_file_is_refused_by_its_length_before_the_check_of_the_csrf_token_keeps_it() -> None:
    """Nothing is there to be read: whoever tried would answer with something else."""
    response = log_in(b"", "multipart/form-data; boundary=x", CONTENT_LENGTH=str(FILE_BYTES + 1))
    assert_refused(response, "longer than 21 MiB")
    assert log_in(b"", "multipart/form-data; boundary=x", CONTENT_LENGTH=str(FILE_BYTES)).status_code != 413


def test_what_sdks_send_has_limits_of_its_own(client: Client) -> None:
    response = client.generic("POST", "/batch/", b" " * (FILE_BYTES + 1), "application/json")
    assert response.status_code == 413
    assert response.json()["detail"] != "The body is longer than 21 MiB. Send less."
