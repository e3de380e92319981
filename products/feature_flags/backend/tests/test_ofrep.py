"""OFREP over HTTP, by the published OpenAPI document: one flag, all flags with a tag, errors with their codes."""

import json
from typing import Any

import pytest
from django.test.client import Client

from posthog.contracts import TeamContext
from posthog.models import User
from products.feature_flags.backend.tests.evaluation.given import person, when
from products.feature_flags.backend.tests.factories import make_flag

pytestmark = pytest.mark.django_db
BULK = "/ofrep/v1/evaluate/flags"


def ask(team: TeamContext, path: str, context: Any = None, **headers: str) -> Any:
    body = {"context": {"targetingKey": "user"} if context is None else context}
    sent = {"Authorization": f"Bearer {team.api_token}", **headers}
    return Client().post(path, json.dumps(body), content_type="application/json", headers=sent)


def test_one_flag_answers_with_value_variant_and_reason(team: TeamContext, user: User) -> None:
    variants = {"variants": [{"key": "a", "rollout_percentage": 100}]}
    filters = {"groups": [when(person("plan", "pro"))], "multivariate": variants, "payloads": {"a": "[1]"}}
    flag = make_flag(team.id, user, key="split", filters=filters)
    found = ask(team, f"{BULK}/split", {"targetingKey": "user", "plan": "pro"})
    assert (found.status_code, found.json()) == (
        200,
        {
            "key": "split",
            "value": "a",
            "variant": "a",
            "reason": "TARGETING_MATCH",
            "metadata": {"id": flag.id, "version": 1, "description": "Matched condition set 1", "payload": "[1]"},
        },
    )
    off = ask(team, f"{BULK}/split").json()
    assert (off["value"], off["variant"], off["reason"]) == (False, "off", "DEFAULT")


def test_all_flags_come_with_a_tag_that_spares_repeating_them(team: TeamContext, user: User) -> None:
    make_flag(team.id, user, key="on")
    make_flag(team.id, user, key="off", active=False)
    found = ask(team, BULK)
    assert [(flag["key"], flag["value"], flag["reason"]) for flag in found.json()["flags"]] == [
        ("on", True, "TARGETING_MATCH"),
        ("off", False, "DISABLED"),
    ]
    again = ask(team, BULK, **{"If-None-Match": found["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    by_key = ask(team, BULK, Authorization="", **{"X-API-Key": team.api_token})
    assert by_key.status_code == 200


@pytest.mark.parametrize(
    ("context", "path", "status", "code"),
    [
        ({}, BULK, 400, "TARGETING_KEY_MISSING"),
        ("x", BULK, 400, "INVALID_CONTEXT"),
        ({"targetingKey": {}}, f"{BULK}/k", 400, "TARGETING_KEY_MISSING"),
        ({"targetingKey": ["x"]}, f"{BULK}/k", 400, "PARSE_ERROR"),
        ({"targetingKey": "u"}, f"{BULK}/gone", 404, "FLAG_NOT_FOUND"),
    ],
)
def test_refusal_names_its_code(team: TeamContext, context: Any, path: str, status: int, code: str) -> None:
    refused = ask(team, path, context)
    assert (refused.status_code, refused.json()["errorCode"]) == (status, code)
    assert refused.json().get("key") == (path.rpartition("/")[2] if path != BULK else None)


def test_token_is_needed_and_belongs_into_a_header(team: TeamContext) -> None:
    body = json.dumps({"context": {"targetingKey": "u"}})
    assert Client().post(BULK, body, content_type="application/json").status_code == 401
    path = f"{BULK}?token={team.api_token}"
    assert Client().post(path, body, content_type="application/json").status_code == 401
    assert ask(team, BULK, Authorization="Bearer phc_nobody").status_code == 401
    not_json = Client().post(
        BULK, "{", content_type="application/json", headers={"Authorization": f"Bearer {team.api_token}"}
    )
    assert (not_json.status_code, not_json.json()["errorCode"]) == (400, "PARSE_ERROR")
