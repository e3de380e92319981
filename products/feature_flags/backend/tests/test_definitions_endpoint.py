"""Definitions for local evaluation, payloads of remote config: who may read them, tags, what is in them."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test.client import Client
from rest_framework.test import APIClient

from common import clock
from posthog.contracts import TeamContext
from posthog.models import User
from products.cohorts.backend.facade import CohortsAPI
from products.cohorts.backend.facade.contracts import CreateCohort
from products.feature_flags.backend.logic.encryption import encrypt
from products.feature_flags.backend.models import FeatureFlag
from products.feature_flags.backend.tests.evaluation.given import depends, person, when
from products.feature_flags.backend.tests.factories import actor, make_flag
from products.feature_flags.backend.tests.people import given_group_type

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret(api_client: APIClient, team: TeamContext) -> str:
    made = api_client.post(f"/api/projects/{team.id}/secret_keys/", {"label": "backend"})
    return str(made.json()["value"])


def read(path: str, secret: str, **headers: str) -> Any:
    return Client().get(path, headers={"Authorization": f"Bearer {secret}", **headers})


def given_flag(team: TeamContext, key: str, filters: dict[str, Any], **fields: Any) -> FeatureFlag:
    row = FeatureFlag(team_id=team.id, key=key, filters=filters)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    return row


PATHS = (
    "/flags/definitions",
    "/flags/definitions/",
    "/api/feature_flag/local_evaluation",
    "/api/feature_flag/local_evaluation/",
)


def test_every_address_gives_the_same_definitions(team: TeamContext, user: User, secret: str) -> None:
    make_flag(team.id, user, key="beta")
    given_group_type(team.id, 0, "company")
    paths = [f"{path}?token={team.api_token}&send_cohorts" for path in PATHS]
    paths += [f"/api/projects/{team.id}/feature_flags/local_evaluation/?send_cohorts", f"{PATHS[0]}?send_cohorts"]
    answers = [read(path, secret) for path in paths]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    body = answers[0].json()
    assert body["group_type_mapping"] == {"0": "company"}
    assert body["cohorts"] == {}
    assert [(flag["key"], flag["active"], flag["filters"]["groups"]) for flag in body["flags"]] == [
        ("beta", True, [{"properties": [], "rollout_percentage": 100}])
    ]


def test_tag_is_strong_and_changes_with_the_definitions(
    team: TeamContext, user: User, secret: str, django_capture_on_commit_callbacks: Any
) -> None:
    make_flag(team.id, user, key="beta")
    first = read(PATHS[0], secret)
    tag = first["ETag"]
    assert tag.startswith('"')
    for sent in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = read(PATHS[0], secret, **{"If-None-Match": sent})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    with django_capture_on_commit_callbacks(execute=True):
        make_flag(team.id, user, key="gamma")
    changed = read(PATHS[0], secret, **{"If-None-Match": tag})
    assert (changed.status_code, [flag["key"] for flag in changed.json()["flags"]]) == (200, ["beta", "gamma"])


def test_change_of_a_cohort_changes_the_definitions_at_once(
    team: TeamContext, user: User, secret: str, django_capture_on_commit_callbacks: Any
) -> None:
    before = read(f"{PATHS[0]}?send_cohorts", secret)["ETag"]
    with django_capture_on_commit_callbacks(execute=True):
        properties = {"type": "AND", "values": [person("plan", "pro")]}
        new = CreateCohort(name="Pro", filters=json.dumps({"properties": properties}))
        cohort = CohortsAPI.create_cohort(new, team_id=team.id, actor=actor(user))
    after = read(f"{PATHS[0]}?send_cohorts", secret)
    assert after["ETag"] != before
    (group,) = after.json()["cohorts"].values()
    assert str(cohort.id) in after.json()["cohorts"]
    assert '"key":"plan"' in json.dumps(group, separators=(",", ":"))
    assert read(PATHS[0], secret).json()["cohorts"] == {}


def test_new_kind_of_groups_is_in_the_definitions_at_once(
    team: TeamContext, secret: str, send: Callable[..., None], django_capture_on_commit_callbacks: Any
) -> None:
    send({"event": "x", "distinct_id": "u", "properties": {"$groups": {"company": "acme"}}})
    before = read(PATHS[0], secret)
    assert before.json()["group_type_mapping"] == {"0": "company"}
    with django_capture_on_commit_callbacks(execute=True):
        send({"event": "x", "distinct_id": "u", "properties": {"$groups": {"company": "other", "team": "red"}}})
    after = read(PATHS[0], secret, **{"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert after.json()["group_type_mapping"] == {"0": "company", "1": "team"}
    assert after["ETag"] != before["ETag"]
    # Another group of a known kind is no news.
    with django_capture_on_commit_callbacks(execute=True):
        send({"event": "x", "distinct_id": "u", "properties": {"$groups": {"team": "blue"}}})
    assert read(PATHS[0], secret, **{"If-None-Match": after["ETag"]}).status_code == 304


@pytest.fixture
def at_second_40(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """The clock stands at second 40 of a minute, until it is moved."""
    moment = clock.now().replace(second=40, microsecond=0)

    def move(by: timedelta) -> None:
        nonlocal moment
        moment += by

    monkeypatch.setattr(clock, "now", lambda: moment)
    return move


def test_project_over_its_quota_gets_the_402_that_sdks_know(
    team: TeamContext,
    user: User,
    secret: str,
    api_client: APIClient,
    settings: Any,
    at_second_40: Callable[[timedelta], None],
) -> None:
    settings.FLAG_REQUESTS_PER_MINUTE = 3
    make_flag(team.id, user, key="beta")
    # Questions for flags are of the same quota, and so is a reading that brings nothing new.
    asked = {"token": team.api_token, "distinct_id": "u"}
    Client().post("/flags/?v=2", json.dumps(asked), content_type="application/json")
    tag = read(PATHS[0], secret)["ETag"]
    assert read(PATHS[0], secret, **{"If-None-Match": tag}).status_code == 304
    in_project = f"/api/projects/{team.id}/feature_flags/local_evaluation/"
    for answer in (*(read(path, secret) for path in (*PATHS, in_project)), api_client.get(in_project)):
        assert (answer.status_code, answer["Retry-After"], answer["Content-Type"]) == (402, "20", "application/json")
        assert answer.json() == {
            "type": "quota_limited",
            "code": "payment_required",
            "detail": "This project asks for flags more than 3 times a minute, which is what it may.",
            "attr": None,
        }
    # Whoever may not read is told just that, and costs nothing.
    assert read(PATHS[0], team.api_token).status_code == 401
    at_second_40(timedelta(seconds=20))
    assert read(PATHS[0], secret).status_code == 200


def test_definitions_are_read_600_times_a_minute_at_most(
    team: TeamContext, user: User, secret: str, at_second_40: Callable[[timedelta], None]
) -> None:
    make_flag(team.id, user, key="beta")
    tag = read(PATHS[0], secret)["ETag"]
    for _ in range(599):
        assert read(PATHS[0], secret, **{"If-None-Match": tag}).status_code == 304
    slower = read(PATHS[0], secret, **{"If-None-Match": tag})
    assert (slower.status_code, slower["Retry-After"]) == (429, "20")
    assert (slower.json()["type"], slower.json()["code"]) == ("throttled_error", "throttled")
    # Visitors of pages are still answered.
    asked = {"token": team.api_token, "distinct_id": "u"}
    answer = Client().post("/flags/?v=2", json.dumps(asked), content_type="application/json")
    assert answer.json()["flags"]["beta"]["enabled"]
    at_second_40(timedelta(seconds=20))
    assert read(PATHS[0], secret).status_code == 200


def test_nobody_else_reads_definitions(team: TeamContext, other_team: TeamContext, user: User, secret: str) -> None:
    make_flag(team.id, user, key="beta")
    for path in PATHS:
        assert Client().get(path).status_code == 401
        assert read(path, team.api_token).status_code == 401
        assert Client().get(f"{path}?personal_api_key={secret}&token={team.api_token}").status_code == 401
        assert read(f"{path}?token={other_team.api_token}", secret).status_code == 404
    assert read(f"/api/projects/{other_team.id}/feature_flags/local_evaluation/", secret).status_code == 404
    posted = Client().post(PATHS[0], headers={"Authorization": f"Bearer {secret}"})
    assert posted.status_code == 405


def test_dependencies_name_keys_in_the_order_of_evaluation(team: TeamContext, secret: str) -> None:
    base = given_flag(team, "base", {"groups": [when()]})
    middle = given_flag(team, "middle", {"groups": [when(depends(base.pk))]})
    given_flag(team, "top", {"groups": [when(depends(middle.pk), depends(999_999))]})
    flags = {flag["key"]: flag for flag in read(PATHS[0], secret).json()["flags"]}
    properties = flags["top"]["filters"]["groups"][0]["properties"]
    assert [(each["key"], each["dependency_chain"]) for each in properties] == [
        ("middle", ["base", "middle"]),
        ("999999", []),
    ]


def test_older_forms_are_given_as_the_sdks_know_them(team: TeamContext, secret: str) -> None:
    given_flag(
        team,
        "old",
        {
            "groups": [when()],
            "super_groups": [{"properties": []}],
            "holdout_groups": [{"variant": "holdout-7", "rollout_percentage": 10, "properties": []}],
        },
        archived=True,
    )
    (flag,) = read(PATHS[0], secret).json()["flags"]
    assert flag["active"] is False
    assert flag["filters"] == {
        "groups": [when()],
        "feature_enrollment": True,
        "holdout": {"id": 7, "exclusion_percentage": 10.0},
    }


def test_encrypted_payload_leaves_only_as_remote_config(
    team: TeamContext, secret: str, api_client: APIClient, client: Client
) -> None:
    payload = json.dumps({"api": "secret-endpoint"})
    filters = {"groups": [when()], "payloads": {"true": encrypt(payload)}}
    given_flag(team, "config", filters, is_remote_configuration=True, has_encrypted_payloads=True)
    given_flag(team, "plain", {"groups": [], "payloads": {"true": "[1]"}}, is_remote_configuration=True)
    given_flag(team, "no-config", {"groups": [], "payloads": {"true": "1"}})
    base = "/api/projects/@current/feature_flags"
    found = read(f"{base}/config/remote_config?token={team.api_token}", secret)
    assert (found.status_code, json.loads(found.json())) == (200, {"api": "secret-endpoint"})
    assert read(f"{base}/plain/remote_config/", secret).json() == "[1]"
    assert read(f"{base}/no-config/remote_config", secret).status_code == 404
    assert read(f"{base}/config/remote_config", team.api_token).status_code == 401
    asked = {"token": team.api_token, "distinct_id": "u"}
    elsewhere = [
        read(PATHS[0], secret).content,
        client.post("/flags/?v=2", json.dumps(asked), content_type="application/json").content,
        client.post("/decide/?v=3", json.dumps(asked), content_type="application/json").content,
        api_client.get(f"/api/projects/{team.id}/feature_flags/").content,
        client.post(
            "/ofrep/v1/evaluate/flags",
            json.dumps({"context": {"targetingKey": "u"}}),
            content_type="application/json",
            headers={"X-API-Key": team.api_token},
        ).content,
    ]
    for body in elsewhere:
        assert b"config" in body
        assert b"secret-endpoint" not in body
        assert filters["payloads"]["true"].encode() not in body  # type: ignore[index]
