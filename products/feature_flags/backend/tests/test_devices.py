"""Flags that count devices, over HTTP: who gets what is computed here by hand, from the protocol's words."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test.client import Client
from rest_framework.test import APIClient

from posthog.contracts import TeamContext

pytestmark = pytest.mark.django_db
KEY = "new-checkout"
ROLLOUT = 60
SHARES = (("control", 50), ("test", 30), ("other", 20))


def place(text: str) -> float:
    return int(hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:15], 16) / 0xFFFFFFFFFFFFFFF


def expected(identifier: str) -> str | bool:
    """The variant by the protocol's words: the rollout without salt, then ranges in order with the salt `variant`."""
    if place(f"{KEY}.{identifier}") > ROLLOUT / 100:
        return False
    at, end = place(f"{KEY}.{identifier}variant"), 0.0
    for variant, share in SHARES:
        end += share / 100
        if at < end:
            return variant
    return True


@pytest.fixture
def flag(api_client: APIClient, team: TeamContext) -> None:
    filters = {
        "groups": [{"properties": [], "rollout_percentage": ROLLOUT}],
        "multivariate": {"variants": [{"key": key, "rollout_percentage": share} for key, share in SHARES]},
    }
    body = {"key": KEY, "filters": filters, "bucketing_identifier": "device_id"}
    response = api_client.post(f"/api/projects/{team.id}/feature_flags/", body)
    assert response.status_code == 201, response.content


@pytest.fixture
def ask(client: Client, team: TeamContext, flag: None) -> Callable[..., str | bool]:
    def _ask(**body: Any) -> str | bool:
        asked = json.dumps({"token": team.api_token, **body})
        response = client.post("/flags/?v=2", asked, content_type="application/json")
        assert response.status_code == 200, response.content
        found = response.json()["flags"][KEY]
        return str(found["variant"]) if found["variant"] is not None else bool(found["enabled"])

    return _ask


def test_device_decides_and_not_who_uses_it(ask: Callable[..., str | bool]) -> None:
    answers = []
    for number in range(60):
        device = f"01890a5d-{number:04}-device"
        answers.append(ask(distinct_id=f"visitor-{number}", **{"$device_id": device}))
        assert answers[-1] == expected(device), device
    # The sample would not show much if it were one-sided.
    assert set(answers) == {False, "control", "test", "other"}


@pytest.mark.parametrize(
    "sent",
    [
        {"$device_id": "device-1"},
        {"device_id": "device-1"},
        {"person_properties": {"$device_id": "device-1"}},
        {"$device_id": "device-1", "person_properties": {"$device_id": "device-2"}},
    ],
)
def test_every_place_where_sdks_put_the_device_is_read(ask: Callable[..., str | bool], sent: dict[str, Any]) -> None:
    assert expected("device-1") != expected("user-4")
    assert expected("device-1") != expected("device-2")
    assert ask(distinct_id="user-4", **sent) == expected("device-1")


def test_who_names_no_device_is_counted_by_their_id(ask: Callable[..., str | bool]) -> None:
    for number in range(20):
        assert ask(distinct_id=f"user-{number}") == expected(f"user-{number}")


def test_variant_stays_when_a_visitor_logs_in(ask: Callable[..., str | bool], send: Callable[..., None]) -> None:
    changed_by_id = 0
    for number in range(20):
        anonymous, device, user = f"anonymous-{number}", f"laptop-{number}", f"user-{number}@example.com"
        send({"event": "$pageview", "distinct_id": anonymous, "properties": {"$device_id": device}})
        before = ask(distinct_id=anonymous, **{"$device_id": device})
        login = {"$anon_distinct_id": anonymous, "$device_id": device}
        send({"event": "$identify", "distinct_id": user, "properties": login})
        assert ask(distinct_id=user, **login) == before == expected(device)
        # Likewise once the SDK no longer says who they were.
        assert ask(distinct_id=user, **{"$device_id": device}) == before
        changed_by_id += expected(user) != before
    # Had the ids decided, the login would have changed what many of them see.
    assert changed_by_id > 5
