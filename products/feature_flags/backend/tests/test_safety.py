"""What people with little or no right try: to read what is not theirs, to cost much with little, to be told a wrong answer."""

import gzip
import json
import time
from typing import Any

import pytest
from django.test.client import Client
from rest_framework.test import APIClient

from posthog.contracts import TeamContext
from posthog.models import User
from products.feature_flags.backend import dispatch
from products.feature_flags.backend.facade.contracts import EvaluateFlags
from products.feature_flags.backend.facade.system import FlagSystemAPI
from products.feature_flags.backend.logic.evaluation.selection import Selector
from products.feature_flags.backend.models import FeatureFlag, ScheduledChange
from products.feature_flags.backend.tests.evaluation.given import definitions, flag, person, when
from products.feature_flags.backend.tests.factories import make_flag
from products.feature_flags.backend.tests.people import given_person

pytestmark = pytest.mark.django_db

HIDDEN = "hunter2"


def ask(client: Client, team: TeamContext, *, status: int = 200, **body: Any) -> dict[str, Any]:
    text = json.dumps({"token": team.api_token, "distinct_id": "user", **body}).encode()
    response = client.post("/flags/?v=2", gzip.compress(text, 1), content_type="text/plain")
    assert response.status_code == status, response.content[:500]
    return dict(response.json())


@pytest.fixture
def hidden(team: TeamContext, user: User) -> int:
    """A remote configuration whose payload is for servers only."""
    filters = {"groups": [when()], "payloads": {"true": json.dumps({"password": HIDDEN})}}
    made = make_flag(
        team.id, user, key="config", filters=filters, is_remote_configuration=True, has_encrypted_payloads=True
    )
    return made.id


def test_value_that_is_too_large_to_be_compared_leaves_its_flags_out(
    client: Client, team: TeamContext, user: User
) -> None:
    make_flag(team.id, user, key="mail", filters={"groups": [when(person("email", "@x", "icontains"))]})
    make_flag(team.id, user, key="plan", filters={"groups": [when(person("plan", "pro"))]})
    large = {"email": ["é" * 40] * 1_000, "plan": "pro"}
    answer = ask(client, team, person_properties=large)
    assert (list(answer["flags"]), answer["errorsWhileComputingFlags"]) == (["plan"], True)
    # The same value, had it been stored by an event.
    given_person(team.id, "stored", **large)
    answer = ask(client, team, distinct_id="stored")
    assert (list(answer["flags"]), answer["errorsWhileComputingFlags"]) == (["plan"], True)
    assert answer["flags"]["plan"]["enabled"] is True


def test_many_flags_and_a_large_body_cost_little(client: Client, team: TeamContext, user: User) -> None:
    conditions = [when(person("email", "@x", "icontains"), person("email", "(x+x+)+y", "regex"))] * 20
    for number in range(25):
        make_flag(team.id, user, key=f"f{number}", filters={"groups": conditions})
    ask(client, team)
    for value in ("é" * 30_000, "x" * 30_000, ["a"] * 8_000, [{"a": 1e-7}] * 3_000):
        started = time.process_time()
        ask(client, team, person_properties={"email": value, **{f"p{n}": "y" * 1_000 for n in range(180)}})
        assert time.process_time() - started < 2
    refused = ask(client, team, status=400, person_properties={"email": "x" * 300_000})
    assert refused["attr"] == "person_properties"
    refused = ask(client, team, status=400, group_properties={"company": {"x": "y" * 300_000}})
    assert refused["attr"] == "group_properties"
    assert ask(client, team, status=400, flag_keys=[f"k{n}" for n in range(100_000)])["attr"] == "flag_keys"
    assert ask(client, team, status=400, groups={f"g{n}": "x" for n in range(2_000)})["attr"] == "groups"


def test_keys_that_no_flag_has_are_not_remembered() -> None:
    selector = Selector(definitions(flag(1, "a"), flag(2, "b", evaluation_contexts=("docs",))))

    def select(*keys: str, contexts: tuple[str, ...] = ()) -> Any:
        return selector.select(EvaluateFlags(distinct_id="u", flag_keys=keys, contexts=contexts))

    assert select("a", "x" * 1_000) is select("a", "y" * 1_000) is select("a")
    assert [one.source.key for one in select("a", "b", contexts=("app",)).flags] == ["a"]
    assert select("a", "b", contexts=("app",)) is select("a", "b", contexts=("shop",))
    assert select("a", "b", contexts=("app",)) is not select("a", "b")


def test_made_up_logins_do_not_fill_the_queue() -> None:
    recent = dispatch.Recent()
    login = (1, "ada", "anonymous")
    assert [recent.is_due(login), recent.is_due(login), recent.is_due((2, "ada", "anonymous"))] == [True, False, True]
    sent = sum(recent.is_due((1, f"user{n}", "anonymous")) for n in range(5_000))
    assert sent == dispatch.MAX_A_MINUTE - 2


def test_odd_ids_are_answered(client: Client, team: TeamContext, user: User) -> None:
    make_flag(team.id, user, key="pro", filters={"groups": [when(person("plan", "pro"))]})
    given_person(team.id, "ada", plan="pro")
    assert ask(client, team, distinct_id="ada")["flags"]["pro"]["enabled"] is True
    # Cut off at the zero, this would be Ada.
    assert ask(client, team, distinct_id="ada\x00x")["flags"]["pro"]["enabled"] is False
    for odd in ("\ud800", "a" * 100_000, "'; DROP TABLE x; --", "%s", 0, -1.5e300, True, 10**300):
        assert ask(client, team, distinct_id=odd)["errorsWhileComputingFlags"] is False
    huge = f'{{"token": "{team.api_token}", "distinct_id": {"9" * 5_000}}}'
    assert client.post("/flags/?v=2", huge, content_type="application/json").status_code == 200


def test_logged_in_people_see_that_there_is_a_payload_but_not_which(
    api_client: APIClient, team: TeamContext, hidden: int
) -> None:
    path = f"/api/projects/{team.id}/feature_flags/config/remote_config"
    seen = api_client.get(path)
    assert (seen.status_code, "encrypted" in seen.json(), HIDDEN in seen.json()) == (200, True, False)
    key = api_client.post("/api/personal_api_keys/", {"label": "k", "scopes": ["feature_flag:read"]}).json()["value"]
    read = Client().get(path, headers={"Authorization": f"Bearer {key}"})
    assert json.loads(read.json()) == {"password": HIDDEN}


def test_scheduled_condition_leaves_an_encrypted_payload_as_it_is(
    api_client: APIClient, team: TeamContext, hidden: int
) -> None:
    stored = FeatureFlag.objects.for_team(team.id).get(pk=hidden).filters["payloads"]
    value = {"groups": [{"properties": [], "rollout_percentage": 10}]}
    body = {
        "record_id": hidden,
        "model_name": "FeatureFlag",
        "payload": {"operation": "add_release_condition", "value": value},
        "scheduled_at": "2099-01-01T00:00:00Z",
    }
    made = api_client.post(f"/api/projects/{team.id}/scheduled_changes/", body)
    assert made.status_code == 201, made.content
    ScheduledChange.objects.for_team(team.id).update(scheduled_at="2020-01-01T00:00:00Z")
    FlagSystemAPI.run_scheduled_changes()
    after = FeatureFlag.objects.for_team(team.id).get(pk=hidden).filters
    assert (after["payloads"], len(after["groups"])) == (stored, 2)


def test_encrypted_payload_is_in_nothing_that_can_be_read(
    client: Client, api_client: APIClient, team: TeamContext, hidden: int
) -> None:
    token = FeatureFlag.objects.for_team(team.id).get(pk=hidden).filters["payloads"]["true"]
    base = f"/api/projects/{team.id}/"
    flags = f"{base}feature_flags/"
    api_client.patch(f"{flags}{hidden}/", {"name": "Renamed"})
    answers: list[Any] = [
        api_client.get(path)
        for path in (
            flags,
            f"{flags}{hidden}/",
            f"{flags}{hidden}/versions/1/",
            f"{flags}{hidden}/versions/2/",
            f"{flags}{hidden}/activity/",
            f"{flags}{hidden}/status/",
            f"{flags}{hidden}/dependent_flags/",
            f"{flags}activity/",
            f"{flags}local_evaluation/",
            f"{flags}my_flags/",
            f"{flags}evaluation_reasons/?distinct_id=u",
            f"{base}activity_log/",
            f"{base}activity_log/?search={HIDDEN}",
            f"/api/organizations/{team.organization_id}/feature_flags/config/",
        )
    ]
    answers += [
        api_client.post(f"{flags}{hidden}/test_evaluation/", {"distinct_id": "u"}),
        api_client.post(f"{flags}bulk_update_state/", {"ids": [hidden], "action": "enable"}),
        api_client.post(f"{flags}bulk_update_tags/", {"ids": [hidden], "action": "add", "tags": ["t"]}),
        client.get(f"/array/{team.api_token}/config"),
        client.post(
            "/flags/?v=2&config=true",
            {"token": team.api_token, "distinct_id": "u"},
            content_type="application/json",
        ),
    ]
    for answer in answers:
        assert answer.status_code == 200, (answer.request["PATH_INFO"], answer.content)
        assert HIDDEN not in answer.content.decode()
        assert token not in answer.content.decode()
    for table in ("feature_flags", "feature_flags_featureflag", "system.feature_flags", "posthog_featureflag"):
        query = {"kind": "HogQLQuery", "query": f"SELECT * FROM {table}"}
        refused = api_client.post(f"{base}query/", {"query": query})
        assert refused.status_code == 400, refused.content


def test_pages_of_others_cannot_read_definitions(api_client: APIClient, team: TeamContext) -> None:
    secret = api_client.post(f"/api/projects/{team.id}/secret_keys/", {"label": "k"}).json()["value"]
    for path in ("/flags/definitions", f"/api/projects/{team.id}/feature_flags/", f"/api/projects/{team.id}/cohorts/"):
        for method in ("get", "options"):
            answer = getattr(Client(), method)(
                path, headers={"Origin": "https://evil.example", "Authorization": f"Bearer {secret}"}
            )
            assert "Access-Control-Allow-Origin" not in answer.headers
