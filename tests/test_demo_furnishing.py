"""What `bin/hogli demo` adds to a history: every list has something, it fits the events, and repeating it changes nothing."""

import secrets
from datetime import UTC, datetime
from typing import Any

import pytest
import requests

from tests.support.instance import Instance, Project, eventually

pytestmark = pytest.mark.slow

# By list: how many things the demo makes at least, in a history of the size below.
LISTS = {
    "feature_flags": 9,
    "early_access_feature": 2,
    "scheduled_changes": 1,
    "cohorts": 6,
    "actions": 6,
    "insights": 10,
    "annotations": 6,
}


def run_demo(project: Project) -> None:
    size = ("--people", "150", "--days", "120")
    project.instance.manage("demo", "--project-id", str(project.id), *size, "--url", project.instance.url)


@pytest.fixture(scope="module")
def furnished(instance: Instance) -> Project:
    """A project after one run, with its cohorts calculated."""
    project = instance.project(f"furnished-{secrets.token_hex(3)}")
    run_demo(project)
    eventually(
        lambda: listed(project, "cohorts"), lambda rows: all(row["count"] is not None for row in rows), seconds=60
    )
    return project


def listed(project: Project, name: str) -> list[dict[str, Any]]:
    return list(project.get(f"{name}/", limit=100)["results"])


def by(rows: list[dict[str, Any]], field: str) -> dict[str, dict[str, Any]]:
    return {row[field]: row for row in rows}


@pytest.mark.parametrize("name", LISTS)
def test_list_is_filled_by_the_system(furnished: Project, name: str) -> None:
    rows = listed(furnished, name)
    assert len(rows) == LISTS[name]
    assert all(row.get("created_by") is None for row in rows)


def test_cohorts_have_members(furnished: Project) -> None:
    cohorts = by(listed(furnished, "cohorts"), "name")
    assert {name: row["count"] for name, row in cohorts.items() if not row["count"]} == {}
    assert {row["cohort_type"] for row in cohorts.values()} == {"static", "person_property", "behavioral"}
    assert cohorts["First to ask the assistant"]["count"] <= 50
    assert cohorts["Paying power users"]["count"] <= cohorts["Power users"]["count"]


def test_every_condition_of_a_flag_reaches_somebody(furnished: Project) -> None:
    flags = by(listed(furnished, "feature_flags"), "key")
    for flag in flags.values():
        index = flag["filters"].get("aggregation_group_type_index")
        for condition in flag["filters"]["groups"]:
            answer = requests.post(
                f"{furnished.instance.url}/api/projects/{furnished.id}/feature_flags/user_blast_radius/",
                json={"condition": condition, "group_type_index": index},
                headers=furnished.headers,
                timeout=30,
            ).json()
            assert answer["affected"] > 0, (flag["key"], answer)
    assert flags["automations"]["status"] == "stale"
    assert flags["onboarding-flow"]["status"] == "active"
    assert flags["onboarding-flow"]["last_called_at"] is not None
    assert flags["csv-import-v1"]["active"] is False
    assert flags["audit-log"]["filters"]["aggregation_group_type_index"] == 0
    assert flags["pricing-banner"]["is_remote_configuration"] is True
    planned = listed(furnished, "scheduled_changes")[0]
    assert planned["record_id"] == str(flags["new-board-editor"]["id"])
    assert datetime.fromisoformat(planned["scheduled_at"]) > datetime.now(UTC)


def test_flags_give_today_what_the_history_says_they_gave(furnished: Project) -> None:
    told = furnished.sql(
        "SELECT properties.$feature_flag AS flag, distinct_id, argMax(toString(properties.$feature_flag_response), timestamp) "
        "FROM events WHERE event = '$feature_flag_called' AND flag IN ('onboarding-flow', 'new-board-editor') "
        "GROUP BY flag, distinct_id ORDER BY cityHash64(distinct_id) LIMIT 40"
    )
    assert {flag for flag, _, _ in told} == {"onboarding-flow", "new-board-editor"}
    assert len({answer for _, _, answer in told}) > 2
    for flag, distinct_id, answer in told:
        asked = {"token": furnished.api_token, "distinct_id": distinct_id}
        flags = requests.post(f"{furnished.instance.url}/flags/?v=2", json=asked, timeout=30).json()["flags"]
        now = flags[flag]["variant"] or flags[flag]["enabled"]
        assert str(now).lower() == str(answer).lower(), (flag, distinct_id)


def test_usage_of_a_flag_shows_its_variants(furnished: Project) -> None:
    usage = {
        "kind": "TrendsQuery",
        "series": [{"kind": "EventsNode", "event": "$feature_flag_called", "math": "dau"}],
        "dateRange": {"date_from": "-30d"},
        "properties": [{"type": "event", "key": "$feature_flag", "operator": "exact", "value": ["onboarding-flow"]}],
        "breakdownFilter": {"breakdowns": [{"property": "$feature_flag_response", "type": "event"}]},
    }
    counts = {result["label"]: result["count"] for result in furnished.query(usage)["results"]}
    assert set(counts) == {"control", "checklist", "guided-tour"}
    assert all(counts.values())


def test_those_who_opted_in_have_the_early_feature(furnished: Project) -> None:
    chosen = furnished.sql("SELECT distinct_id FROM events WHERE event = '$feature_enrollment_update' LIMIT 3")
    assert chosen
    for (distinct_id,) in chosen:
        asked = {"token": furnished.api_token, "distinct_id": distinct_id}
        flags = requests.post(f"{furnished.instance.url}/flags/?v=2", json=asked, timeout=30).json()["flags"]
        assert flags["calendar-view"]["enabled"] is True


def test_actions_match_events(furnished: Project) -> None:
    for action in listed(furnished, "actions"):
        found = furnished.sql(f"SELECT count() FROM events WHERE matchesAction('{action['name']}')")
        assert found[0][0] > 0, action["name"]


def test_saved_insights_have_answers(furnished: Project) -> None:
    displays = set()
    for insight in listed(furnished, "insights"):
        query = insight["query"]["source"]
        displays.add(query.get("trendsFilter", {}).get("display", "SQL"))
        assert furnished.query(query)["results"], insight["name"]
    assert displays >= {"SQL", "ActionsPie", "BoldNumber", "ActionsLineGraph", "ActionsTable", "ActionsBarValue"}


def test_important_names_are_described(furnished: Project) -> None:
    events = by(listed(furnished, "event_definitions"), "name")
    assert events["signed up"]["description"]
    assert events["signed up"]["verified"] is True
    assert "money" in events["invoice paid"]["tags"]
    properties = by(list(furnished.get("property_definitions/", type="person", limit=100)["results"]), "name")
    assert properties["plan"]["description"]


def test_repeating_it_keeps_what_people_changed(furnished: Project) -> None:
    base = f"{furnished.instance.url}/api/projects/{furnished.id}"

    def change(name: str, found_by: str, value: str, /, **fields: Any) -> None:
        row = by(listed(furnished, name), found_by)[value]
        answer = requests.patch(f"{base}/{name}/{row['id']}/", json=fields, headers=furnished.headers, timeout=30)
        assert answer.status_code == 200, answer.text

    change("feature_flags", "key", "csv-import-v1", deleted=True)
    change("feature_flags", "key", "onboarding-flow", name="Ours now")
    change("cohorts", "name", "Slipping away", deleted=True)
    change("insights", "name", "Invoices by plan", name="Ours, too")
    change("actions", "name", "Began to pay", deleted=True)
    change("annotations", "content", "The assistant released", content="It was on a Tuesday")
    change("event_definitions", "name", "signed up", description="")

    def everything() -> dict[str, list[dict[str, Any]]]:
        rows = {name: listed(furnished, name) for name in (*LISTS, "event_definitions", "property_definitions")}
        moving = ("last_seen_at", "last_called_at", "last_calculation", "version", "pending_version", "is_calculating")
        return {
            name: [{field: value for field, value in row.items() if field not in moving} for row in found]
            for name, found in rows.items()
        }

    before = everything()
    run_demo(furnished)
    after = everything()
    assert after == before
    assert len(after["feature_flags"]) == LISTS["feature_flags"] - 1
