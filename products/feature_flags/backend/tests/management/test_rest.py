"""Managing a flag over HTTP: its whole life, mistakes, conflicts, and what keeps it from being changed."""

from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from common import clock
from posthog.contracts import TeamContext
from posthog.models import User
from products.cohorts.backend.facade import CohortsAPI
from products.cohorts.backend.facade.contracts import CreateCohort
from products.feature_flags.backend.logic.evaluation.store import store
from products.feature_flags.backend.models import FeatureFlag
from products.feature_flags.backend.tests.factories import actor, make_flag
from products.feature_flags.backend.tests.management.over_rest import EVERYBODY, Flags, on_flag
from products.feature_flags.backend.tests.people import given_group_type, given_person

pytestmark = pytest.mark.django_db


def test_life_of_a_flag(flags: Flags, api_client: APIClient, user: User) -> None:
    flag = flags.create("checkout", name="New checkout", tags=["web", " web ", "pay"])
    assert (flag["version"], flag["tags"], flag["status"], flag["last_modified_by"]["id"]) == (
        1,
        ["web", "pay"],
        "active",
        user.pk,
    )
    changed = flags.patch(flag, name="Checkout", version=1)
    assert (changed["version"], changed["name"], changed["filters"]) == (2, "Checkout", flag["filters"])
    assert flags.patch(flag, name="Checkout")["version"] == 2
    assert flags.post(f"{flag['id']}/disable")["status"] == "disabled"
    assert flags.post(f"{flag['id']}/enable")["active"] is True
    archived = flags.post(f"{flag['id']}/archive")
    assert (archived["archived"], archived["active"], archived["status"]) == (True, False, "archived")
    assert flags.post(f"{flag['id']}/enable", status=400)["attr"] == "active"
    assert flags.post(f"{flag['id']}/unarchive")["active"] is False
    assert api_client.delete(f"{flags.base}{flag['id']}/").status_code == 405
    assert flags.patch(flag, deleted=True)["status"] == "deleted"
    assert flags.keys() == []
    assert flags.patch(flag, deleted=False, active=True)["deleted"] is False
    assert flags.keys() == ["checkout"]

    lines = flags.get(f"{flag['id']}/activity/")["results"]
    assert [line["activity"] for line in reversed(lines)] == [
        "created",
        "updated",
        "updated",
        "updated",
        "updated",
        "updated",
        "deleted",
        "restored",
    ]
    assert [change["field"] for change in lines[-2]["detail"]["changes"]] == ["name", "version"]
    assert flags.get("activity/")["count"] == 8


@pytest.mark.parametrize(
    ("fields", "attr"),
    [
        ({"key": "with space"}, "key"),
        ({"key": "weg/ab"}, "key"),
        ({"filters": {"groups": [{"rollout_percentage": 101}]}}, "filters__groups__0__rollout_percentage"),
        ({"filters": None}, "filters"),
        ({"filters": "{}"}, "filters"),
        ({"filters": 7}, "filters"),
        ({"tags": [""]}, "tags__0"),
        ({"tags": ["x"] * 200 + [str(i) for i in range(200)]}, "tags"),
        ({"evaluation_runtime": "phone"}, "evaluation_runtime"),
        ({"bucketing_identifier": "session"}, "bucketing_identifier"),
        ({"has_encrypted_payloads": True}, "has_encrypted_payloads"),
        ({"ensure_experience_continuity": True, "bucketing_identifier": "device_id"}, "ensure_experience_continuity"),
        ({"name": "x" * 4001}, "name"),
    ],
)
def test_mistake_is_a_400_that_names_the_field(flags: Flags, fields: dict[str, Any], attr: str) -> None:
    assert flags.create(**{"key": "good", **fields}, status=400)["attr"] == attr
    flag = flags.create("good")
    assert flags.patch(flag, **fields, status=400)["attr"] == attr
    assert flags.get(f"{flag['id']}/") == flag


def test_body_of_a_definition_nested_a_thousand_deep_is_refused(api_client: APIClient, flags: Flags) -> None:
    body = '{"key": "deep", "filters": ' + '{"groups":[' * 500 + "]}" * 500 + "}"
    response = api_client.generic("POST", flags.base, body, content_type="application/json")
    assert (response.status_code, "deep" in response.json()["detail"]) == (400, True)


def test_edit_of_what_somebody_else_changed_is_a_conflict_that_names_the_fields(flags: Flags) -> None:
    flag = flags.create("checkout")
    flags.patch(flag, name="By Ada", tags=["a"], version=1)
    refused = flags.patch(flag, name="By Bob", active=False, version=1, status=409)
    assert (refused["attr"], refused["extra"]) == (
        "version",
        {"conflicting_fields": ["name"], "current_version": 2},
    )
    assert "Ada changed name after version 1" in refused["detail"]
    # What nobody else touched is merged.
    merged = flags.patch(flag, active=False, version=1)
    assert (merged["version"], merged["name"], merged["active"]) == (3, "By Ada", False)
    assert flags.patch(flag, name="By Bob", version=2)["version"] == 4
    assert flags.patch(flag, name="x", version=9, status=400)["attr"] == "version"


def test_flag_that_active_flags_depend_on_stays(flags: Flags) -> None:
    base = flags.create("base")
    top = flags.create("top", filters=on_flag(base["id"]))
    for refused in (
        flags.post(f"{base['id']}/disable", status=409),
        flags.post(f"{base['id']}/archive", status=409),
        flags.patch(base, active=False, status=409),
        flags.patch(base, deleted=True, status=409),
    ):
        assert (refused["code"], "'top' depends on it" in refused["detail"]) == ("flag_in_use", True)
    assert [flag["key"] for flag in flags.get(f"{base['id']}/dependent_flags/")] == ["top"]
    assert flags.post(f"{base['id']}/has_active_dependents") == {
        "has_active_dependents": True,
        "dependent_flags": [{"id": top["id"], "key": "top", "name": "", "active": True}],
    }
    # Renaming is safe: conditions hold the id.
    flags.patch(base, key="foundation")
    flags.post(f"{top['id']}/disable")
    assert flags.post(f"{base['id']}/has_active_dependents")["has_active_dependents"] is False
    flags.patch(base, deleted=True)
    assert flags.post(f"{top['id']}/enable", status=400)["attr"] == "filters__groups__0__properties__0__key"


def test_circle_of_flags_is_refused(flags: Flags) -> None:
    first = flags.create("first")
    second = flags.create("second", filters=on_flag(first["id"]))
    refused = flags.patch(first, filters=on_flag(second["id"]), status=400)
    assert (refused["attr"], "this flag → 'second' → this flag" in refused["detail"]) == ("filters__groups", True)


def test_another_teams_flag_is_no_dependency_and_not_found(flags: Flags, other_team: TeamContext, user: User) -> None:
    theirs = make_flag(other_team.id, user)
    assert flags.create("mine", filters=on_flag(theirs.id), status=400)["attr"].endswith("__key")
    for address in ("", "status/", "activity/", "versions/1/", "dependent_flags/"):
        assert flags.get(f"{theirs.id}/{address}", status=404)["code"] == "not_found"
    for verb in ("enable", "disable", "archive", "unarchive", "has_active_dependents"):
        flags.post(f"{theirs.id}/{verb}", status=404)
    flags.patch({"id": theirs.id}, name="taken", status=404)
    assert flags.post("bulk_keys", {"ids": [theirs.id]}) == {"keys": {}}
    gone = flags.post("bulk_delete", {"ids": [theirs.id]})
    assert (gone["deleted"], gone["errors"][0]["id"]) == ([], theirs.id)
    assert FeatureFlag.objects.for_team(other_team.id).get(pk=theirs.id).deleted is False


def test_cohort_must_exist_in_the_project(flags: Flags, team: TeamContext, other_team: TeamContext, user: User) -> None:
    def on_cohort(cohort_id: int) -> dict[str, Any]:
        return {"groups": [{"properties": [{"type": "cohort", "key": "id", "value": cohort_id}]}]}

    new = CreateCohort(name="Friends", is_static=True)
    mine = CohortsAPI.create_cohort(new, team_id=team.id, actor=actor(user))
    theirs = CohortsAPI.create_cohort(new, team_id=other_team.id, actor=actor(user))
    flags.create("good", filters=on_cohort(mine.id))
    attr = "filters__groups__0__properties__0__value"
    assert flags.create("bad", filters=on_cohort(theirs.id), status=400)["attr"] == attr


def test_cohort_that_decides_an_active_flag_stays(
    flags: Flags, api_client: APIClient, team: TeamContext, user: User
) -> None:
    cohort = CohortsAPI.create_cohort(CreateCohort(name="Friends", is_static=True), team_id=team.id, actor=actor(user))
    address = f"/api/projects/{team.id}/cohorts/{cohort.id}/"
    condition = {"properties": [{"type": "cohort", "key": "id", "value": cohort.id}]}
    flag = flags.create("for-friends", filters={"groups": [{"properties": []}, condition]})
    used_by = api_client.get(f"{address}used_by/").json()
    user_of = {"kind": "feature_flag", "id": str(flag["id"]), "name": "for-friends"}
    assert used_by == [user_of | {"active": True, "blocks_deletion": True}]
    refused = api_client.patch(address, {"deleted": True})
    assert (refused.status_code, refused.json()["code"]) == (409, "cohort_in_use")
    assert "'for-friends'" in refused.json()["detail"]
    flags.post(f"{flag['id']}/disable")
    # A flag that is off is named, but can do without.
    assert api_client.get(f"{address}used_by/").json() == [user_of | {"active": False, "blocks_deletion": False}]
    assert api_client.patch(address, {"deleted": True}).status_code == 200
    # What is gone cannot be switched on again.
    assert flags.post(f"{flag['id']}/enable", status=400)["attr"] == "filters__groups__1__properties__0__value"


def test_cohort_that_is_in_a_plan_stays_until_the_plan_is_cancelled(
    flags: Flags, api_client: APIClient, team: TeamContext, other_team: TeamContext, user: User
) -> None:
    cohort = CohortsAPI.create_cohort(CreateCohort(name="Friends", is_static=True), team_id=team.id, actor=actor(user))
    address = f"/api/projects/{team.id}/cohorts/{cohort.id}/"
    flag = flags.create("soon", active=False)
    condition = {"properties": [{"type": "cohort", "key": "id", "value": cohort.id}], "rollout_percentage": 5}
    plans = f"/api/projects/{team.id}/scheduled_changes/"
    plan = {
        "record_id": flag["id"],
        "model_name": "FeatureFlag",
        "payload": {"operation": "add_release_condition", "value": {"groups": [condition]}},
        "scheduled_at": (clock.now() + timedelta(days=2)).isoformat(),
    }
    made = [api_client.post(plans, plan).json() for _ in range(2)]
    used_by = api_client.get(f"{address}used_by/").json()
    user_of = {"kind": "scheduled_change", "id": str(flag["id"]), "name": "soon"}
    assert used_by == [user_of | {"active": True, "blocks_deletion": True}]
    refused = api_client.patch(address, {"deleted": True})
    assert (refused.status_code, refused.json()["code"]) == (409, "cohort_in_use")
    assert refused.json()["detail"] == (
        "'Friends' is in planned changes of 1 feature flag: 'soon'. Change or cancel the plans first."
    )
    for one in made:
        assert api_client.delete(f"{plans}{one['id']}/").status_code == 204
    assert api_client.get(f"{address}used_by/").json() == []
    assert api_client.patch(address, {"deleted": True}).status_code == 200


@pytest.mark.parametrize(
    ("called_days_ago", "age_days", "filters", "status"),
    [
        (None, 1, EVERYBODY, "active"),
        (29, 400, EVERYBODY, "active"),
        (31, 400, {"groups": [{"properties": [], "rollout_percentage": 5}]}, "stale"),
        (None, 31, EVERYBODY, "stale"),
        (None, 31, {"groups": [{"properties": [], "rollout_percentage": 99}]}, "active"),
        (None, 31, {"groups": [{"properties": [], "rollout_percentage": None}]}, "stale"),
        (None, 31, {"groups": []}, "active"),
        (None, 31, {**EVERYBODY, "feature_enrollment": True}, "active"),
        (
            None,
            31,
            {"groups": EVERYBODY["groups"], "multivariate": {"variants": [{"key": "a", "rollout_percentage": 100}]}},
            "stale",
        ),
        (
            None,
            31,
            {
                "groups": EVERYBODY["groups"],
                "multivariate": {"variants": [{"key": k, "rollout_percentage": 50} for k in "ab"]},
            },
            "active",
        ),
    ],
)
def test_stale_is_what_nobody_asks_for_or_gives_everybody_the_same(
    flags: Flags, team: TeamContext, called_days_ago: int | None, age_days: int, filters: dict[str, Any], status: str
) -> None:
    flag = flags.create("flag", filters=filters)
    now = clock.now()
    FeatureFlag.objects.for_team(team.id).filter(pk=flag["id"]).update(
        created_at=now - timedelta(days=age_days),
        last_called_at=None if called_days_ago is None else now - timedelta(days=called_days_ago),
    )
    found = flags.get(f"{flag['id']}/status/")
    assert (found["status"], found["reason"].endswith(".")) == (status, True)
    assert flags.keys(active="STALE") == (["flag"] if status == "stale" else [])


def test_earlier_versions_can_be_read_and_given_back(flags: Flags) -> None:
    flag = flags.create("checkout", name="One")
    half = {"groups": [{"properties": [], "rollout_percentage": 50}]}
    flags.patch(flag, name="Two", filters=half)
    flags.post(f"{flag['id']}/disable")
    seen = [flags.get(f"{flag['id']}/versions/{n}/") for n in (1, 2, 3)]
    assert [(v["version"], v["is_historical"], v["flag"]["name"], v["flag"]["active"]) for v in seen] == [
        (1, True, "One", True),
        (2, True, "Two", True),
        (3, False, "Two", False),
    ]
    assert seen[0]["flag"]["filters"] == flag["filters"]
    assert seen[0]["modified_by"]["first_name"] == "Ada"
    assert flags.patch(flag, filters=seen[0]["flag"]["filters"])["filters"] == flag["filters"]
    for missing in (0, 5):
        assert flags.get(f"{flag['id']}/versions/{missing}/", status=404)["code"] == "not_found"


def test_encrypted_payload_never_leaves_through_management(flags: Flags, team: TeamContext) -> None:
    secret = '{"password": "hunter2"}'
    flag = flags.create(
        "config", is_remote_configuration=True, has_encrypted_payloads=True, filters={"payloads": {"true": secret}}
    )
    redacted = {"true": '"********* (encrypted)"'}
    assert flag["filters"]["payloads"] == redacted
    stored = FeatureFlag.objects.for_team(team.id).get(pk=flag["id"]).filters["payloads"]["true"]
    assert "hunter2" not in stored
    # Given back redacted, as a page would, it stays; given anew, it is replaced.
    kept = flags.patch(flag, name="Named", filters=flag["filters"])
    assert kept["version"] == 2
    assert FeatureFlag.objects.for_team(team.id).get(pk=flag["id"]).filters["payloads"]["true"] == stored
    replaced = flags.patch(flag, filters={**flag["filters"], "payloads": {"true": '"hunter3"'}})
    assert (replaced["version"], replaced["filters"]["payloads"]) == (3, redacted)
    refused = flags.patch(flag, has_encrypted_payloads=False, status=400)
    assert refused["attr"] == "has_encrypted_payloads"
    pages = [flags.get(), flags.get(f"{flag['id']}/activity/"), flags.get(f"{flag['id']}/versions/1/")]
    assert "hunter" not in str(pages)
    assert flags.patch(flag, filters={"payloads": {"true": "no json"}}, status=400)["attr"] == "filters__payloads__true"


def test_field_that_nobody_knows_is_refused(flags: Flags) -> None:
    flag = flags.create("beta")
    assert flags.create("zz", bogus=1, status=400)["attr"] == "bogus"
    wrong: dict[str, dict[str, Any]] = {
        f"{flag['id']}/test_evaluation": {"distinct_id": "a", "person": "ada"},
        "user_blast_radius": {"condition": {"properties": []}, "group_type": 1},
        "bulk_delete": {"ids": [flag["id"]], "filter": {}},
    }
    for path, body in wrong.items():
        refused = flags.post(path, body, status=400)
        assert (refused["attr"], "There is no such field." in refused["detail"]) == ([*body][-1], True)
    misspelled = flags.patch(flag, filterz={}, status=400)
    assert (misspelled["attr"], misspelled["detail"]) == ("filterz", "There is no such field. Did you mean filters?")
    # What was read may be sent back, also with what PostHog adds to it.
    sent_back = flags.client.patch(f"{flags.base}{flag['id']}/", {**flag, "can_edit": True, "surveys": None})
    assert (sent_back.status_code, sent_back.json()["version"]) == (200, flag["version"])
    assert flags.keys() == ["beta"]


def test_key_needs_the_scope_and_reading_is_not_writing(flags: Flags, api_client: APIClient) -> None:
    flag = flags.create("beta")

    def client(*scopes: str) -> Flags:
        value = api_client.post("/api/personal_api_keys/", {"label": "k", "scopes": list(scopes)}).json()["value"]
        keyed = APIClient()
        keyed.credentials(HTTP_AUTHORIZATION=f"Bearer {value}")
        return Flags(keyed, int(flags.base.split("/")[3]))

    reader, writer = client("feature_flag:read"), client("feature_flag:write")
    assert reader.keys() == ["beta"]
    assert reader.post("bulk_keys", {"ids": [flag["id"]]})["keys"]
    assert reader.post(f"{flag['id']}/has_active_dependents")["has_active_dependents"] is False
    assert reader.patch(flag, name="x", status=403)["code"] == "permission_denied"
    for verb in ("enable", "disable", "archive", "unarchive"):
        reader.post(f"{flag['id']}/{verb}", status=403)
    reader.post("bulk_delete", {"ids": [flag["id"]]}, status=403)
    reader.post("bulk_update_state", {"ids": [flag["id"]], "action": "disable"}, status=403)
    assert writer.patch(flag, name="x")["version"] == 2
    assert flags.get(f"{flag['id']}/activity/")["results"][0]["api_key_id"]


def test_flag_tells_its_early_access_feature(flags: Flags, api_client: APIClient, team: TeamContext) -> None:
    plain = flags.create("plain")
    offered = flags.create("offered")
    body = {"name": "Beta", "stage": "beta", "feature_flag_id": offered["id"]}
    feature = api_client.post(f"/api/projects/{team.id}/early_access_feature/", body).json()
    shown = {flag["key"]: flag["features"] for flag in flags.get()["results"]}
    (found,) = shown["offered"]
    assert (shown["plain"], plain["features"]) == ([], [])
    assert (found["id"], found["name"], found["stage"]) == (feature["id"], "Beta", "beta")


def test_people_of_a_flag_become_a_cohort(
    flags: Flags, api_client: APIClient, team: TeamContext, other_team: TeamContext, user: User
) -> None:
    people = [given_person(team.id, f"p{index}", plan="Pro" if index < 8 else "free") for index in range(12)]
    given_person(other_team.id, "theirs", plan="pro")
    paying = {"key": "plan", "type": "person", "operator": "exact", "value": "pro"}
    half = flags.create("half", filters={"groups": [{"properties": [paying], "rollout_percentage": 50}]})
    store.forget()
    made = flags.post(f"{half['id']}/create_static_cohort_for_flag", status=201)["cohort"]
    address = f"/api/projects/{team.id}/cohorts/{made['id']}/persons/"
    members = {person["id"] for person in api_client.get(address).json()["results"]}
    on = set()
    for index, person in enumerate(people):
        body = {"api_key": team.api_token, "distinct_id": f"p{index}"}
        if APIClient().post("/flags/?v=2", body, format="json").json()["flags"]["half"]["enabled"]:
            on.add(str(person))
    assert members == on
    assert (made["count"], made["is_static"], 0 < len(on) < 8) == (len(on), True, True)
    assert made["name"].startswith("Users with feature flag half enabled at ")

    given_group_type(team.id, 0, "company")
    per_company = flags.create("per-company", filters={"groups": [{}], "aggregation_group_type_index": 0})
    assert flags.post(f"{per_company['id']}/create_static_cohort_for_flag", status=400)["attr"] == "filters"
    flags.post(f"{half['id']}/disable")
    assert flags.post(f"{half['id']}/create_static_cohort_for_flag", status=400)["attr"] == "active"
    theirs = make_flag(other_team.id, user)
    flags.post(f"{theirs.id}/create_static_cohort_for_flag", status=404)
