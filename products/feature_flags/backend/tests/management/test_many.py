"""Flags in numbers over HTTP: listed, changed together, copied to other projects."""

from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from common import clock
from posthog.contracts import TeamContext
from posthog.models import Organization, Team, User
from products.feature_flags.backend.models import FeatureFlag
from products.feature_flags.backend.tests.management.over_rest import EVERYBODY, Flags, on_flag
from products.feature_flags.backend.tests.people import given_group_type

pytestmark = pytest.mark.django_db


def test_list_is_filtered(flags: Flags, team: TeamContext, user: User) -> None:
    variants = [{"key": "a", "rollout_percentage": 50}, {"key": "b", "rollout_percentage": 50}]
    flags.create("plain", name="Say hello", tags=["web"])
    flags.create("split", filters={**EVERYBODY, "multivariate": {"variants": variants}}, active=False)
    flags.create(
        "config", is_remote_configuration=True, evaluation_runtime="server", filters={"payloads": {"true": "1"}}
    )
    old = flags.create("old", tags=["pay"], evaluation_contexts=["shop"])
    archived = flags.create("gone")
    flags.post(f"{archived['id']}/archive")
    rows = FeatureFlag.objects.for_team(team.id)
    rows.filter(pk=old["id"]).update(last_called_at=clock.now() - timedelta(days=31))

    assert flags.keys() == ["gone", "old", "config", "split", "plain"]
    assert flags.keys(active="true") == ["old", "config", "plain"]
    assert flags.keys(active="false") == ["gone", "split"]
    assert flags.keys(active="STALE") == ["old"]
    assert flags.keys(archived="true") == ["gone"]
    assert flags.keys(archived="false", active="false") == ["split"]
    assert flags.keys(type="multivariant") == ["split"]
    assert flags.keys(type="remote_config") == ["config"]
    assert flags.keys(type="boolean", archived="false") == ["old", "plain"]
    assert flags.keys(tags="web,pay") == flags.keys(tags='["pay", "web"]') == ["old", "plain"]
    assert flags.keys(search="HELLO") == ["plain"]
    assert flags.keys(search="pay") == ["old"]
    assert flags.keys(created_by_id=user.pk + 1) == []
    assert flags.keys(evaluation_runtime="server") == ["config"]
    assert flags.keys(has_evaluation_contexts="true") == ["old"]
    assert flags.keys(order="key", limit=2) == ["config", "gone"]
    assert flags.keys(order="-last_called_at", limit=1) == ["old"]
    assert flags.get("tags/") == {"tags": ["pay", "web"]}
    for wrong in ({"active": "maybe"}, {"type": "x"}, {"order": "id"}, {"tags": "[1]"}, {"created_by_id": "x"}):
        assert flags.get(status=400, **wrong)["attr"] == next(iter(wrong))


def test_many_flags_at_once(flags: Flags) -> None:
    base = flags.create("base", tags=["a", "b"])
    top = flags.create("top", filters=on_flag(base["id"]))
    lone = flags.create("lone", tags=["b"])
    ids = [base["id"], top["id"], lone["id"]]
    assert flags.post("bulk_keys", {"ids": [*ids, 2**40]}) == {
        "keys": {str(base["id"]): "base", str(top["id"]): "top", str(lone["id"]): "lone"}
    }
    tagged = flags.post("bulk_update_tags", {"ids": [base["id"], 2**40], "action": "remove", "tags": ["a"]})
    assert tagged["updated"] == [{"id": base["id"], "tags": ["b"]}]
    assert [item["id"] for item in tagged["errors"]] == [2**40]
    flags.post("bulk_update_tags", {"ids": ids, "action": "add", "tags": ["c"]})
    assert flags.get(f"{lone['id']}/")["tags"] == ["b", "c"]
    flags.post("bulk_update_tags", {"ids": ids, "action": "set", "tags": []})
    assert flags.get("tags/") == {"tags": []}
    assert flags.post("bulk_update_tags", {"ids": ids, "action": "swap", "tags": []}, status=400)["attr"] == "action"
    assert flags.post("bulk_delete", {}, status=400)["attr"] == "ids"
    assert flags.post("bulk_delete", {"ids": [1] * 501}, status=400)["attr"] == "ids"

    kept = flags.post("bulk_delete", {"ids": [base["id"]]})
    assert (kept["deleted"], "'top' depends on it" in kept["errors"][0]["reason"]) == ([], True)
    # What depends on others goes first, whatever the order given.
    gone = flags.post("bulk_delete", {"filters": {"search": "o"}})
    assert sorted(item["key"] for item in gone["deleted"]) == ["lone", "top"]
    assert flags.keys() == ["base"]


def test_many_flags_are_switched_at_once_and_each_says_how_it_went(flags: Flags, other_team: TeamContext) -> None:
    base = flags.create("base")
    top = flags.create("top", filters=on_flag(base["id"]))
    off = flags.create("off", active=False)

    def put(action: str, *ids: int) -> dict[str, Any]:
        answer = flags.post("bulk_update_state", {"action": action, "ids": list(ids)})
        names = {name: [item["key"] for item in answer[name]] for name in ("updated", "unchanged")}
        return names | {"errors": {item["id"]: item["reason"] for item in answer["errors"]}}

    alone = put("disable", base["id"], off["id"], 2**40)
    assert (alone["updated"], alone["unchanged"]) == ([], ["off"])
    assert "'top' depends on it" in alone["errors"][base["id"]]
    assert "no such feature flag" in alone["errors"][2**40]
    # Together they can go off, whatever the order given; nothing is recorded of the one that was off.
    assert put("disable", base["id"], top["id"]) == {"updated": ["top", "base"], "unchanged": [], "errors": {}}
    assert flags.get(f"{off['id']}/")["version"] == 1

    assert put("archive", off["id"])["updated"] == ["off"]
    refused = put("enable", off["id"], top["id"])
    assert (refused["updated"], list(refused["errors"])) == (["top"], [off["id"]])
    assert "archived" in refused["errors"][off["id"]]
    assert put("unarchive", off["id"])["updated"] == ["off"]

    flags.post("bulk_delete", {"ids": [top["id"], base["id"]]})
    # What others depend on comes back first.
    assert put("restore", top["id"], base["id"])["updated"] == ["base", "top"]
    assert flags.post("bulk_update_state", {"ids": [1], "action": "explode"}, status=400)["attr"] == "action"
    assert flags.post("bulk_update_state", {"ids": [1] * 501, "action": "enable"}, status=400)["attr"] == "ids"


@pytest.fixture
def second(user: User) -> Team:
    """Another project of the user's organization."""
    organization = user.current_organization
    assert organization is not None
    return Team.objects.create(organization=organization, name="Second")


def test_flag_is_copied_to_other_projects_and_brought_up_to_date(
    flags: Flags, api_client: APIClient, team: TeamContext, second: Team, other_team: TeamContext
) -> None:
    base = flags.create("base")
    flags.create("top", filters=on_flag(base["id"]), tags=["x"])
    address = f"/api/organizations/{team.organization_id}/feature_flags/"

    def copy(key: str, *targets: int, **fields: Any) -> Any:
        body = {"feature_flag_key": key, "from_project": team.id, "target_project_ids": list(targets), **fields}
        return api_client.post(f"{address}copy_flags/", body)

    alone = copy("top", second.pk).json()
    assert (alone["success"], alone["failed"][0]["project_id"]) == ([], second.pk)
    assert "'base'" in alone["failed"][0]["error_message"]
    there = copy("base", second.pk, disable_copied_flag=True).json()["success"][0]
    assert (there["key"], there["active"], there["id"] != base["id"], there["team_id"]) == (
        "base",
        False,
        True,
        second.pk,
    )
    copied = copy("top", second.pk).json()["success"][0]
    assert copied["filters"]["groups"][0]["properties"][0]["key"] == str(there["id"])

    flags.patch(base, name="Changed")
    assert copy("base", second.pk).json()["success"][0]["name"] == "Changed"
    found = api_client.get(f"{address}base/").json()
    assert [(flag["team_id"], flag["active"]) for flag in found] == [(team.id, True), (second.pk, True)]

    assert copy("base", other_team.id).status_code == 404
    assert copy("missing", second.pk).status_code == 404
    assert api_client.get(f"/api/organizations/{other_team.organization_id}/feature_flags/base/").status_code == 404
    stranger = Organization.objects.get(pk=other_team.organization_id)
    assert (
        api_client.post(
            f"/api/organizations/{stranger.pk}/feature_flags/copy_flags/", {"feature_flag_key": "base"}
        ).status_code
        == 404
    )


def test_plans_are_copied_when_asked(
    flags: Flags, api_client: APIClient, team: TeamContext, second: Team, user: User
) -> None:
    for team_id, index in ((team.id, 0), (second.pk, 1)):
        given_group_type(team_id, index, "company")
    flag = flags.create("beta")
    large = {"key": "size", "type": "group", "operator": "gt", "value": 5, "group_type_index": 0}
    release = {"groups": [{"properties": [large], "aggregation_group_type_index": 0, "rollout_percentage": 100}]}
    later = (clock.now() + timedelta(days=2)).isoformat()
    for operation, value in (("update_status", False), ("add_release_condition", release)):
        body = {
            "record_id": flag["id"],
            "model_name": "FeatureFlag",
            "payload": {"operation": operation, "value": value},
            "scheduled_at": later,
            "is_recurring": operation == "update_status",
            "cron_expression": "0 9 * * *" if operation == "update_status" else None,
        }
        planned = api_client.post(f"/api/projects/{team.id}/scheduled_changes/", body)
        assert planned.status_code == 201, planned.json()

    def copy(**fields: Any) -> list[Any]:
        address = f"/api/organizations/{team.organization_id}/feature_flags/copy_flags/"
        body = {"feature_flag_key": "beta", "from_project": team.id, "target_project_ids": [second.pk], **fields}
        answer = api_client.post(address, body).json()
        assert answer["failed"] == []
        found = api_client.get(f"/api/projects/{second.pk}/scheduled_changes/").json()["results"]
        return sorted(found, key=lambda change: change["payload"]["operation"])

    assert copy() == []
    released, switched = copy(copy_schedule=True)
    assert (switched["cron_expression"], switched["payload"]["value"]) == ("0 9 * * *", False)
    there = released["payload"]["value"]["groups"][0]
    assert (there["aggregation_group_type_index"], there["properties"][0]["group_type_index"]) == (1, 1)
    assert released["created_by"]["email"] == user.email
    assert copy(copy_schedule=True) == [released, switched]


def test_list_leaves_out_what_is_asked(flags: Flags, api_client: APIClient) -> None:
    flags.create("beta")
    (shown,) = api_client.get(flags.base, {"excluded_properties": '["filters", "tags"]'}).json()["results"]
    assert ("filters" in shown, "tags" in shown, shown["key"]) == (False, False, "beta")
    for text in ("filters", '{"a": 1}', '["bogus"]', "[[]]"):
        refused = api_client.get(flags.base, {"excluded_properties": text})
        assert (refused.status_code, refused.json()["attr"]) == (400, "excluded_properties")


def test_ids_of_all_that_match_are_read_at_once(flags: Flags) -> None:
    ids = [flags.create(f"flag-{index}", active=index != 1)["id"] for index in range(3)]
    assert flags.get("matching_ids/") == {"ids": ids[::-1], "total": 3}
    assert flags.get("matching_ids/", active="false") == {"ids": [ids[1]], "total": 1}
    assert flags.get("matching_ids/", active="maybe", status=400)["attr"] == "active"
