"""The bytes with which real SDKs asked for flags, sent again: each gets the answer that the published rules give.

What is expected is worked out here from the decoded recording and apart from the code.
"""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from django.test.client import Client

from posthog import known_teams
from posthog.contracts import TeamContext
from posthog.models import PersonalAPIKey, Team, User
from posthog.models.personal_api_key import hash_key, mask_key
from products.feature_flags.backend.tests.factories import make_flag
from products.feature_flags.backend.tests.people import given_group_type

pytestmark = pytest.mark.django_db

RECORDED = Path(__file__).resolve().parents[4] / "tests" / "data" / "recorded"
DEFINITIONS = ("/flags/definitions", "/api/feature_flag/local_evaluation", "/api/feature_flag/local_evaluation/")
REMOTE_CONFIG = "/api/projects/@current/feature_flags/my-flag/remote_config"
EARLY_ACCESS = "/api/early_access_features/"
ANSWERED = ("/flags/", "/decide/", *DEFINITIONS, REMOTE_CONFIG, EARLY_ACCESS)
EVERYBODY = {"properties": [], "rollout_percentage": 100}
KEYS = ("half", "mixed", "ours", "acme", "never", "my-flag")
TWO = {"variants": [{"key": "control", "rollout_percentage": 50}, {"key": "test", "rollout_percentage": 50}]}


def recorded() -> dict[str, list[dict[str, Any]]]:
    found = {}
    for path in sorted(RECORDED.glob("*.json")):
        asked = [request for request in json.loads(path.read_text())["requests"] if is_about_flags(request["path"])]
        if asked:
            found[path.stem] = asked
    return found


def is_about_flags(path: str) -> bool:
    return path.startswith(("/flags", "/decide", "/api/feature_flag/", "/api/projects/", "/api/early_access"))


CASES = recorded()


def test_recordings_of_all_addresses_of_flags_are_there() -> None:
    assert {request["path"] for requests in CASES.values() for request in requests} == set(ANSWERED)
    assert sum(len(requests) for requests in CASES.values()) == 106
    assert {case.split("-")[0] for case in CASES} == {"js", "node", "python", "react"}


@pytest.fixture
def flags_of_the_recordings(team: TeamContext, user: User) -> TeamContext:
    """A project with the recordings' token and key, in which the flags differ in what they look at."""
    Team.objects.filter(pk=team.id).update(api_token="phc_test")
    known_teams.forget()
    PersonalAPIKey.objects.create(
        user=user, label="recorded", secure_value=hash_key("phx_test"), mask_value=mask_key("phx_test"), scopes=["*"]
    )
    given_group_type(team.id, 0, "company")
    is_ours = {"key": "$lib", "type": "person", "value": "posthog-react-native", "operator": "exact"}
    make_flag(team.id, user, key="half", filters={"groups": [{"properties": [], "rollout_percentage": 50}]})
    make_flag(
        team.id,
        user,
        key="mixed",
        filters={"groups": [EVERYBODY], "multivariate": TWO, "payloads": {"control": "1", "test": '{"a": [2]}'}},
    )
    make_flag(team.id, user, key="ours", filters={"groups": [{"properties": [is_ours], "rollout_percentage": 100}]})
    make_flag(team.id, user, key="acme", filters={"groups": [EVERYBODY], "aggregation_group_type_index": 0})
    make_flag(team.id, user, key="never", filters={"groups": [{"properties": [], "rollout_percentage": 0}]})
    make_flag(
        team.id,
        user,
        key="my-flag",
        is_remote_configuration=True,
        filters={"groups": [EVERYBODY], "payloads": {"true": '{"colour": "dark"}'}},
    )
    return team


@pytest.mark.parametrize("sdk", ["js", "node", "python", "react-native"])
def test_recorded_requests_are_answered_as_the_protocol_says(
    sdk: str, client: Client, flags_of_the_recordings: TeamContext
) -> None:
    # One project for all of an SDK's cases, as no request changes anything that another one sees.
    requests = [request for case, asked in CASES.items() if case.startswith(f"{sdk}-") for request in asked]
    for request in requests:
        response = send(client, request)
        assert response.status_code == 200, response.content
        if "origin" in request["headers"]:
            assert response["Access-Control-Allow-Origin"] == request["headers"]["origin"]
        answer = json.loads(response.content)
        if request["path"] in DEFINITIONS:
            check_definitions(answer)
            # The recorded ETag is a made-up one; ours, sent back, saves the body.
            again = send(client, request, {"if-none-match": response["ETag"]})
            assert (again.status_code, again.content, again["ETag"]) == (304, b"", response["ETag"])
        elif request["path"] == REMOTE_CONFIG:
            assert json.loads(answer) == {"colour": "dark"}
        elif request["path"] == EARLY_ACCESS:
            assert answer == {"earlyAccessFeatures": []}
        elif "v=3" in request["query_string"]:
            check_legacy(request, answer)
            # Without it posthog-js 1.57 captures no clicks.
            assert answer["config"] == {"enable_collect_everything": True}
        else:
            check_records(request, answer)


def send(client: Client, request: dict[str, Any], headers: dict[str, str] | None = None) -> Any:
    sent = {**request["headers"], **(headers or {})}
    return client.generic(
        request["method"],
        f"{request['path']}?{request['query_string']}",
        base64.b64decode(request["body_base64"]),
        content_type=sent.pop("content-type", ""),
        headers=sent,
    )


def expected_values(body: dict[str, Any]) -> dict[str, bool | str]:
    who, person = str(body["distinct_id"]), body.get("person_properties") or {}
    values: dict[str, bool | str] = {
        "half": share(f"half.{who}") <= 0.5,
        "mixed": "control" if share(f"mixed.{who}variant") < 0.5 else "test",
        "ours": person.get("$lib") == "posthog-react-native",
        "acme": "company" in (body.get("groups") or {}),
        "never": False,
        "my-flag": True,
    }
    asked = body.get("flag_keys_to_evaluate")
    return values if asked is None else {key: value for key, value in values.items() if key in asked}


def share(text: str) -> float:
    digest = hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
    return int(digest[:15], 16) / 0xFFFFFFFFFFFFFFF


def expected_payloads(values: dict[str, bool | str]) -> dict[str, str]:
    payloads = {"my-flag": '{"colour": "dark"}'} if "my-flag" in values else {}
    if "mixed" in values:
        payloads["mixed"] = "1" if values["mixed"] == "control" else '{"a": [2]}'
    return payloads


def check_records(request: dict[str, Any], answer: dict[str, Any]) -> None:
    expected = expected_values(request["body"])
    records = answer["flags"]
    assert {key: record["variant"] or record["enabled"] for key, record in records.items()} == expected
    payloads = {key: record["metadata"]["payload"] for key, record in records.items()}
    assert {key: payload for key, payload in payloads.items() if payload is not None} == expected_payloads(expected)
    assert answer["errorsWhileComputingFlags"] is False
    assert isinstance(answer["requestId"], str)
    assert isinstance(answer["evaluatedAt"], int)
    check_config(answer, is_there="config=true" in request["query_string"])


def check_legacy(request: dict[str, Any], answer: dict[str, Any]) -> None:
    expected = expected_values(request["body"])
    assert answer["featureFlags"] == expected
    assert answer["featureFlagPayloads"] == expected_payloads(expected)
    check_config(answer, is_there=True)


def check_config(answer: dict[str, Any], *, is_there: bool) -> None:
    """Older SDKs take how to send, and what to record, from this answer alone."""
    assert ("supportedCompression" in answer) is is_there
    if is_there:
        assert "gzip-js" in answer["supportedCompression"]
        assert answer["autocapture_opt_out"] is False
        assert answer["sessionRecording"] is False
        assert answer["hasFeatureFlags"] is True


def check_definitions(answer: dict[str, Any]) -> None:
    assert {flag["key"] for flag in answer["flags"]} == set(KEYS)
    assert answer["group_type_mapping"] == {"0": "company"}
    assert answer["cohorts"] == {}
    mixed = next(flag for flag in answer["flags"] if flag["key"] == "mixed")
    shares = [
        (variant["key"], variant["rollout_percentage"]) for variant in mixed["filters"]["multivariate"]["variants"]
    ]
    assert shares == [("control", 50), ("test", 50)]
