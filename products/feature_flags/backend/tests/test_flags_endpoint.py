"""`/flags/` and `/decide/` over HTTP: shapes, encodings, what is read from the stores, refusals."""

import base64
import gzip
import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test.client import Client
from pytest_django import Settings

from common import clock
from common.tests.geo_files import COUNTRY, NOWHERE, TOWN, write_database
from posthog.contracts import TeamContext
from posthog.models import User
from products.feature_flags.backend.facade.enums import EvaluationRuntime
from products.feature_flags.backend.logic.evaluation import hash_keys
from products.feature_flags.backend.models import FeatureFlagHashKeyOverride
from products.feature_flags.backend.tests.evaluation.given import person, when
from products.feature_flags.backend.tests.factories import make_flag
from products.feature_flags.backend.tests.people import given_group, given_group_type, given_person

pytestmark = pytest.mark.django_db


def ask(client: Client, team: TeamContext, path: str = "/flags/?v=2", **body: Any) -> dict[str, Any]:
    response = post(client, path, {"token": team.api_token, "distinct_id": "user", **body})
    assert response.status_code == 200, response.content
    return dict(response.json())


def post(client: Client, path: str, body: Any, **extra: Any) -> Any:
    return client.post(path, json.dumps(body), content_type="application/json", **extra)


def values(answer: dict[str, Any]) -> dict[str, Any]:
    return {key: record["variant"] or record["enabled"] for key, record in answer["flags"].items()}


VARIANTS = {"variants": [{"key": "a", "rollout_percentage": 100}]}


def test_answer_has_the_form_of_the_protocol(client: Client, team: TeamContext, user: User) -> None:
    filters = {"groups": [when()], "multivariate": VARIANTS, "payloads": {"a": '{"x":1}'}}
    on = make_flag(team.id, user, key="on", name="What it is", filters=filters)
    off = make_flag(team.id, user, key="off", filters={"groups": [when(rollout=0)]})
    answer = ask(client, team)
    assert answer.pop("requestId") != ask(client, team)["requestId"]
    assert abs(answer.pop("evaluatedAt") / 1000 - clock.now().timestamp()) < 60
    assert answer == {
        "errorsWhileComputingFlags": False,
        "flags": {
            "on": {
                "key": "on",
                "enabled": True,
                "variant": "a",
                "reason": {"code": "condition_match", "condition_index": 0, "description": "Matched condition set 1"},
                "metadata": {"id": on.id, "version": 1, "description": "What it is", "payload": '{"x":1}'},
            },
            "off": {
                "key": "off",
                "enabled": False,
                "variant": None,
                "reason": {"code": "out_of_rollout_bound", "condition_index": 0, "description": "Out of rollout bound"},
                "metadata": {"id": off.id, "version": 1, "description": None, "payload": None},
            },
        },
    }


@pytest.mark.parametrize(
    ("path", "flags", "payloads"),
    [
        ("/flags/?v=1", {"off": False, "on": True, "variant": "a"}, {"variant": "1"}),
        ("/decide/?v=3", {"off": False, "on": True, "variant": "a"}, {"variant": "1"}),
        ("/decide/?v=2", {"on": True, "variant": "a"}, None),
        ("/decide/?v=1", ["on", "variant"], None),
        ("/decide/", ["on", "variant"], None),
    ],
)
def test_older_versions_get_older_shapes(
    client: Client, team: TeamContext, user: User, path: str, flags: Any, payloads: Any
) -> None:
    make_flag(team.id, user, key="on")
    make_flag(
        team.id,
        user,
        key="variant",
        filters={"groups": [when()], "multivariate": VARIANTS, "payloads": {"a": "1"}},
    )
    make_flag(team.id, user, key="off", filters={"groups": []})
    answer = ask(client, team, path)
    assert (answer["featureFlags"], answer.get("featureFlagPayloads")) == (flags, payloads)
    assert "flags" not in answer


@pytest.mark.parametrize(
    ("path", "has_config"), [("/flags/?v=2&config=true", True), ("/flags/?v=2", False), ("/decide/?v=4", True)]
)
def test_config_comes_along_when_asked_for(
    client: Client, team: TeamContext, user: User, path: str, has_config: bool
) -> None:
    make_flag(team.id, user, key="on")
    answer = ask(client, team, path)
    assert values(answer) == {"on": True}
    assert ("supportedCompression" in answer) is has_config
    assert answer.get("hasFeatureFlags") is (True if has_config else None)


def test_remote_config_says_whether_there_are_flags(
    client: Client, team: TeamContext, other_team: TeamContext, user: User
) -> None:
    make_flag(team.id, user, key="on")
    assert client.get(f"/array/{team.api_token}/config").json()["hasFeatureFlags"] is True
    assert client.get(f"/array/{other_team.api_token}/config").json()["hasFeatureFlags"] is False


def test_every_wrapping_of_a_body_is_understood(client: Client, team: TeamContext, user: User) -> None:
    make_flag(team.id, user, key="on")
    text = json.dumps({"token": team.api_token, "distinct_id": "user"}).encode()
    form = "application/x-www-form-urlencoded"
    sent: list[tuple[str, bytes, str, dict[str, str]]] = [
        ("/flags/?v=2", text, "application/json", {}),
        ("/flags?v=2", text, "text/plain", {}),
        ("/flags/?v=2", gzip.compress(text), "text/plain", {}),
        ("/flags/?v=2&compression=gzip-js", gzip.compress(text), "text/plain", {}),
        ("/flags/?v=2", gzip.compress(text), "application/json", {"Content-Encoding": "gzip"}),
        ("/flags/?v=2&compression=base64", urlencode({"data": base64.b64encode(text).decode()}).encode(), form, {}),
        ("/flags/?v=2", urlencode({"data": text.decode()}).encode(), form, {}),
    ]
    for path, body, content_type, headers in sent:
        answer = client.post(path, body, content_type=content_type, headers=headers)
        assert (answer.status_code, values(answer.json())) == (200, {"on": True})


@pytest.mark.parametrize("name", ["token", "api_key", "$token"])
def test_token_may_have_the_names_that_sdks_give_it(client: Client, team: TeamContext, name: str) -> None:
    assert post(client, "/flags/?v=2", {name: team.api_token, "distinct_id": 5}).status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "attr"),
    [
        ({"distinct_id": "u"}, 401, "token"),
        ({"token": "phc_nobody", "distinct_id": "u"}, 401, "api_key"),
        ({"token": "phx_secret", "distinct_id": "u"}, 401, "api_key"),
        ({"token": "x" * 100, "distinct_id": "u"}, 401, "api_key"),
        ([], 400, None),
        ("text", 400, None),
        ({"token": "T"}, 400, "distinct_id"),
        ({"token": "T", "distinct_id": " "}, 400, "distinct_id"),
        ({"token": "T", "distinct_id": {}}, 400, "distinct_id"),
        ({"token": "T", "distinct_id": "u", "groups": "x"}, 400, "groups"),
        ({"token": "T", "distinct_id": "u", "groups": {"company": []}}, 400, "groups"),
        ({"token": "T", "distinct_id": "u", "person_properties": "x"}, 400, "person_properties"),
        ({"token": "T", "distinct_id": "u", "flag_keys": "x"}, 400, "flag_keys"),
        ({"token": "T", "distinct_id": "u", "flag_keys": ["k"] * 2000}, 400, "flag_keys"),
    ],
)
def test_request_that_cannot_be_answered_is_refused_with_the_field(
    client: Client, team: TeamContext, body: Any, status: int, attr: str | None
) -> None:
    if isinstance(body, dict) and body.get("token") == "T":
        body = {**body, "token": team.api_token}
    refused = post(client, "/flags/?v=2", body, HTTP_ORIGIN="https://shop.example")
    assert (refused.status_code, refused.json()["attr"]) == (status, attr)
    assert refused.json()["type"] == ("authentication_error" if status == 401 else "validation_error")
    assert refused["Access-Control-Allow-Origin"] == "https://shop.example"


def test_hostile_bodies_are_refused_before_they_cost_anything(client: Client, team: TeamContext) -> None:
    deep: Any = {}
    for _ in range(500):
        deep = {"a": deep}
    nested = post(client, "/flags/?v=2", {"token": team.api_token, "distinct_id": "u", "person_properties": deep})
    assert nested.status_code == 400
    brackets = client.post("/flags/?v=2", "[" * 100_000, content_type="application/json")
    assert brackets.status_code == 400
    bomb = client.post("/flags/?v=2", gzip.compress(b"{" + b" " * 50_000_000 + b"}"), content_type="text/plain")
    assert bomb.status_code == 413
    large = client.post("/flags/?v=2", b"{" + b" " * 2_000_000 + b"}", content_type="application/json")
    assert large.status_code == 413


def test_browsers_may_ask_from_anywhere(client: Client, team: TeamContext) -> None:
    headers = {"Origin": "https://shop.example", "Access-Control-Request-Headers": "content-type, x-custom"}
    allowed = client.options("/flags/?v=2", headers=headers)
    assert (allowed.status_code, allowed["Access-Control-Allow-Headers"]) == (204, "content-type, x-custom")
    assert client.get("/flags/?v=2").json()["flags"] == {}
    assert client.put("/flags/?v=2").status_code == 405


def test_flags_may_be_switched_off_by_the_client(client: Client, team: TeamContext, user: User) -> None:
    make_flag(team.id, user, key="on")
    assert ask(client, team, disable_flags=True)["flags"] == {}


def test_only_what_is_asked_for_is_answered(client: Client, team: TeamContext, user: User) -> None:
    make_flag(team.id, user, key="everywhere")
    make_flag(team.id, user, key="server", evaluation_runtime=EvaluationRuntime.SERVER)
    make_flag(team.id, user, key="client", evaluation_runtime=EvaluationRuntime.CLIENT)
    make_flag(team.id, user, key="docs", evaluation_contexts=("docs",))
    make_flag(team.id, user, key="survey-targeting-1")
    names = set(ask(client, team)["flags"])
    assert names == {"everywhere", "server", "client", "docs", "survey-targeting-1"}
    assert set(ask(client, team, evaluation_runtime="server")["flags"]) == names - {"client"}
    browser = post(
        client, "/flags/?v=2", {"token": team.api_token, "distinct_id": "u"}, HTTP_ORIGIN="https://shop.example"
    )
    assert set(browser.json()["flags"]) == names - {"server"}
    assert set(ask(client, team, evaluation_contexts=["app"])["flags"]) == names - {"docs"}
    assert set(ask(client, team, evaluation_environments=["docs", "app"])["flags"]) == names
    assert set(ask(client, team, flag_keys_to_evaluate=["docs", "gone"])["flags"]) == {"docs"}
    assert set(ask(client, team, flag_keys=[])["flags"]) == set()
    surveys = ask(client, team, "/flags/?v=2&only_evaluate_survey_feature_flags=true")
    assert set(surveys["flags"]) == {"survey-targeting-1"}


def test_stored_person_decides_and_what_is_sent_goes_before_it(client: Client, team: TeamContext, user: User) -> None:
    make_flag(team.id, user, key="pro", filters={"groups": [when(person("plan", "pro"))]})
    make_flag(team.id, user, key="from", filters={"groups": [when(person("$initial_referrer", "x"))]})
    assert values(ask(client, team)) == {"pro": False, "from": False}
    given_person(team.id, "user", plan="pro", **{"$initial_referrer": "x"})
    assert values(ask(client, team)) == {"pro": True, "from": True}
    sent = {"plan": "free", "$initial_referrer": None}
    assert values(ask(client, team, person_properties=sent)) == {"pro": False, "from": True}
    assert values(ask(client, team, distinct_id="stranger", person_properties={"plan": "pro"})) == {
        "pro": True,
        "from": False,
    }


def test_person_of_another_team_is_not_asked(
    client: Client, team: TeamContext, other_team: TeamContext, user: User
) -> None:
    make_flag(team.id, user, key="pro", filters={"groups": [when(person("plan", "pro"))]})
    given_person(other_team.id, "user", plan="pro")
    assert values(ask(client, team)) == {"pro": False}
    assert ask(client, other_team)["flags"] == {}


def test_group_decides_by_key_and_stored_properties(client: Client, team: TeamContext, user: User) -> None:
    given_group_type(team.id, 0, "company")
    groups = [when(person("plan", "pro", type="group", group_type_index=0))]
    make_flag(team.id, user, key="b2b", filters={"groups": groups, "aggregation_group_type_index": 0})
    assert ask(client, team)["flags"]["b2b"]["reason"]["code"] == "no_group_type"
    assert values(ask(client, team, groups={"company": "acme", "unknown": "x"})) == {"b2b": False}
    given_group(team.id, 0, "acme", plan="pro")
    assert values(ask(client, team, groups={"company": "acme"})) == {"b2b": True}
    sent = {"company": {"plan": "free"}}
    assert values(ask(client, team, groups={"company": "acme"}, group_properties=sent)) == {"b2b": False}
    assert values(ask(client, team, groups={"company": 5}, group_properties={"company": {"plan": "pro"}})) == {
        "b2b": True
    }


def test_id_from_before_a_login_is_kept_for_flags_that_ask_for_it(
    client: Client, team: TeamContext, user: User
) -> None:
    kept = make_flag(
        team.id, user, key="kept", filters={"groups": [when(rollout=50)]}, ensure_experience_continuity=True
    )
    make_flag(team.id, user, key="plain", filters={"groups": [when(rollout=50)]})
    uuid = given_person(team.id, "known")
    before = next(
        f"anonymous_{n}"
        for n in range(100)
        if values(ask(client, team, distinct_id=f"anonymous_{n}"))["kept"]
        is not values(ask(client, team, distinct_id="known"))["kept"]
    )
    expected = values(ask(client, team, distinct_id=before))["kept"]
    after = ask(client, team, distinct_id="known", **{"$anon_distinct_id": before})
    assert values(after)["kept"] is expected
    # Evaluation has written nothing; the task does.
    assert not FeatureFlagHashKeyOverride.objects.for_team(team.id).exists()
    for _ in range(2):
        assert hash_keys.keep(team_id=team.id, distinct_id="known", anonymous_id=before)
    stored = list(
        FeatureFlagHashKeyOverride.objects.for_team(team.id).values_list("flag_id", "person_uuid", "hash_key")
    )
    assert stored == [(kept.id, uuid, before)]
    assert values(ask(client, team, distinct_id="known"))["kept"] is expected
    assert not hash_keys.keep(team_id=team.id, distinct_id="nobody", anonymous_id=before)


def test_payload_that_is_encrypted_is_not_shown(client: Client, team: TeamContext, user: User) -> None:
    filters = {"groups": [when()], "payloads": {"true": '"secret"'}}
    make_flag(team.id, user, key="f", filters=filters, has_encrypted_payloads=True, is_remote_configuration=True)
    assert "secret" not in json.dumps(ask(client, team))


def test_project_that_asks_too_often_is_told_so_as_sdks_understand_it(
    client: Client,
    team: TeamContext,
    other_team: TeamContext,
    user: User,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.FLAG_REQUESTS_PER_MINUTE = 3
    moment = clock.now().replace(second=40, microsecond=0)
    monkeypatch.setattr(clock, "now", lambda: moment)
    make_flag(team.id, user, key="on")
    assert [values(ask(client, team)) for _ in range(3)] == [{"on": True}] * 3
    over = ask(client, team)
    assert (over["flags"], over["errorsWhileComputingFlags"]) == ({}, False)
    assert over["quotaLimited"] == over["quota_limited"] == ["feature_flags"]
    assert ask(client, team, "/decide/?v=3")["quotaLimited"] == ["feature_flags"]
    body = {"context": {"targetingKey": "u"}}
    paused = post(client, "/ofrep/v1/evaluate/flags", body, headers={"X-API-Key": team.api_token})
    assert (paused.status_code, paused["Retry-After"]) == (429, "20")
    # What asks for no flags costs nothing, other projects have their own share, and so has the next minute.
    assert "quotaLimited" not in ask(client, team, disable_flags=True)
    assert "quotaLimited" not in ask(client, other_team)
    moment += timedelta(seconds=20)
    assert values(ask(client, team)) == {"on": True}


@pytest.mark.parametrize(
    ("address", "body", "expected"),
    [
        (TOWN, {}, True),
        (COUNTRY, {}, False),
        # Where the request comes from is news; where nobody knows, what is stored holds.
        (NOWHERE, {}, False),
        (TOWN, {"geoip_disable": True}, False),
        (COUNTRY, {"person_properties": {"$geoip_country_code": "GB"}}, True),
        (TOWN, {"person_properties": {"$geoip_country_code": "FR"}}, False),
    ],
)
def test_flags_may_ask_where_a_request_comes_from(
    client: Client,
    team: TeamContext,
    user: User,
    settings: Settings,
    tmp_path: Path,
    address: str,
    body: dict[str, Any],
    expected: bool,
) -> None:
    settings.GEOIP_DATABASE = str(write_database(tmp_path / "city.mmdb"))
    given_person(team.id, "user", **{"$geoip_country_code": "FR"})
    make_flag(team.id, user, key="british", filters={"groups": [when(person("$geoip_country_code", "GB"))]})
    answer = post(
        client, "/flags/?v=2", {"token": team.api_token, "distinct_id": "user", **body}, REMOTE_ADDR=address
    ).json()
    assert values(answer) == {"british": expected}
