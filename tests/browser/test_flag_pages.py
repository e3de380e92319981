"""The life of a feature flag, as somebody lives it in the pages: made, switched, explained, changed back, planned.

What the pages say is held against what the SDKs' endpoint and the REST API answer. Screenshots go to test-results/, so that
whoever changes a page can look at what they made.
"""

import json
import re
from typing import Any

import pytest
import requests
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import PEOPLE, PRO, send
from tests.browser.test_sign_up_to_chart import shoot
from tests.support.instance import Instance, Project, eventually

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WAIT_MS = 20_000


def answer_of(project: Project, key: str, distinct_id: str) -> Any:
    """What an SDK is told: false, true or a variant."""
    body = {"api_key": project.api_token, "distinct_id": distinct_id}
    response = requests.post(f"{project.instance.url}/flags/?v=2", json=body, timeout=10)
    flag = response.json()["flags"].get(key)
    return None if flag is None else flag["variant"] or flag["enabled"]


def patch(project: Project, path: str, **changes: Any) -> None:
    url = f"{project.instance.url}/api/projects/{project.id}/{path}"
    requests.patch(url, json=changes, headers=project.headers, timeout=10).raise_for_status()


def choose(page: Page, select: Locator, option: str) -> None:
    """Pick from a list by the keyboard alone."""
    select.focus()
    page.keyboard.press("Enter")
    # The list hears keys once it has the focus, which comes after it is seen.
    expect(page.locator("[role=option]:focus")).to_have_count(1)
    page.keyboard.type(option)
    expect(page.get_by_role("option", name=option)).to_be_focused()
    page.keyboard.press("Enter")
    expect(select).to_have_accessible_name(re.compile(re.escape(option)))


def test_a_flag_lives_in_the_pages(instance: Instance, people: Project, member: Page, problems: list[str]) -> None:
    page, project = member, people
    home = f"{instance.url}/project/{project.id}"
    page.goto(f"{home}/feature-flags")
    page.get_by_role("link", name="Make the first flag").click()

    # A variant with a payload, for half of those who pay.
    page.get_by_label("Key", exact=True).fill("new-checkout")
    page.get_by_label("Description", exact=True).fill("The checkout in one step")
    page.get_by_role("button", name="Variants").click()
    page.get_by_role("button", name="Add payload").nth(1).click()
    payload = page.get_by_label("Payload for test")
    payload.fill("{not json")
    expect(page.get_by_text("This is not JSON").first).to_be_visible()
    expect(page.get_by_role("button", name="Create flag")).to_be_disabled()
    payload.fill('{"color": "green"}')
    expect(page.get_by_text(f"of {PEOPLE} people (100%)")).to_be_visible(timeout=WAIT_MS)
    page.get_by_role("combobox", name="Choose a property to filter by").click()
    page.get_by_role("option", name="plan").click()
    values = page.get_by_role("combobox", name="Values of plan")
    values.fill("pro")
    page.get_by_role("option", name="pro").click()
    page.get_by_role("button", name="Apply").click()
    reach = page.get_by_text("Reaches about")
    expect(reach).to_contain_text(f"Reaches about {PRO} of {PEOPLE} people", timeout=WAIT_MS)
    page.get_by_label("Exact share of condition 1").fill("50")
    expect(reach).to_contain_text(f"Reaches about {PRO // 2} of {PEOPLE} people")
    page.get_by_role("button", name="Create flag").click()
    page.wait_for_url(re.compile(r"/feature-flags/\d+"))
    flag_id = int(page.url.rsplit("/", 1)[1])
    expect(page.get_by_role("heading", name="new-checkout")).to_be_visible()
    shoot(page, "flag-editor")

    def stored() -> dict[str, Any]:
        return dict(project.get(f"feature_flags/{flag_id}/"))

    assert stored()["filters"]["groups"][0]["rollout_percentage"] == 50
    assert stored()["filters"]["payloads"] == {"test": '{"color": "green"}'}

    # Switched off in the list by the space bar, and back by the message about it.
    page.get_by_role("link", name="Feature flags").first.click()
    page.get_by_role("switch", name="new-checkout is on").press("Space")
    expect(page.get_by_text("new-checkout is off.")).to_be_visible()
    assert stored()["active"] is False
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("new-checkout is on.")).to_be_visible()
    assert stored()["active"] is True
    shoot(page, "flags")

    # Why somebody who pays gets what they get, and somebody who does not.
    page.goto(f"{home}/feature-flags/{flag_id}?tab=why")
    for person, found in (("p1", "it is pro"), ("p15", "it is free")):
        page.get_by_label("Choose a person").and_(page.locator("button")).click()
        search = page.get_by_placeholder("Name, e-mail or distinct ID")
        search.fill(person)
        page.get_by_role("option", name=f"{person}@example.com").click()
        expect(search).to_have_count(0)
        expect(page.get_by_text(found)).to_be_visible(timeout=WAIT_MS)
        told = str(answer_of(project, "new-checkout", person)).replace("False", "false")
        expect(page.get_by_role("status").filter(has_text="They get")).to_contain_text(told)
    expect(page.get_by_text("does not match")).to_be_visible()
    shoot(page, "flag-why")
    # Last year there was no such flag; this is said, and an empty field asks for now again.
    page.get_by_label("As of").fill("2025-01-01T12:00")
    page.get_by_role("button", name="Ask again").click()
    expect(page.get_by_text("The flag 'new-checkout' was made at")).to_be_visible()
    shoot(page, "flag-why-too-early")
    page.get_by_label("As of").fill("")
    page.get_by_role("button", name="Ask again").click()
    expect(page.get_by_role("status").filter(has_text="They get")).to_be_visible()

    # Released to all of them, while a colleague changes the description.
    page.get_by_role("tab", name="Release").click()
    page.get_by_label("Exact share of condition 1").fill("100")
    patch(project, f"feature_flags/{flag_id}/", filters=stored()["filters"] | {"early_exit": True})
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Load their version").click()
    expect(page.get_by_label("Exact share of condition 1")).to_have_value("50")
    page.get_by_label("Exact share of condition 1").fill("100")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    assert {answer_of(project, "new-checkout", f"p{number}") for number in range(PRO)} <= {"control", "test"}

    # The history tells what it was, and gives it back.
    page.get_by_role("tab", name="History").click()
    line = page.get_by_role("listitem").filter(has_text="Condition 1 › share").first
    expect(line).to_contain_text(re.compile(r"50\W+became 100"))
    shoot(page, "flag-history")
    page.get_by_role("listitem").filter(has_text="created the flag").get_by_role("button", name="Restore").click()
    page.get_by_role("dialog").get_by_role("button", name="Restore").click()
    expect(page.get_by_text("The flag is as it was in version 1.")).to_be_visible()
    assert stored()["filters"]["groups"][0]["rollout_percentage"] == 50

    # Planned to reach more of those who pay not yet.
    page.get_by_role("tab", name="Schedule").click()
    page.get_by_role("button", name="Plan a change").click()
    choose(page, page.get_by_role("combobox", name="What"), "Release to more people")
    plan = page.get_by_role("dialog")
    plan.get_by_role("combobox", name="Choose a property to filter by").click()
    page.get_by_role("option", name="plan").click()
    page.get_by_role("combobox", name="Values of plan").fill("free")
    page.get_by_role("option", name="free").click()
    page.get_by_role("button", name="Apply").click()
    plan.get_by_label("Share of them, per cent").fill("50")
    free = PEOPLE - PRO
    expect(plan.get_by_text("Reaches about")).to_contain_text(f"{free // 2} of {PEOPLE} people", timeout=WAIT_MS)
    choose(page, plan.get_by_role("combobox", name="Which variant"), "Always control")
    shoot(page, "flag-plan")
    page.get_by_role("button", name="Plan it").click()
    expect(page.get_by_text("Release control to 50% of those with plan").first).to_be_visible()
    (release,) = project.get("scheduled_changes/", record_id=flag_id)["results"]
    assert release["payload"]["value"]["groups"][0]["variant"] == "control"
    page.get_by_role("button", name="Cancel: Release").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel the plan").click()

    # Planned to be off every week, then not.
    page.get_by_role("button", name="Plan a change").click()
    choose(page, page.get_by_role("combobox", name="How often"), "Every week")
    page.get_by_role("button", name="Plan it").click()
    expect(page.get_by_text("every week. Planned by")).to_be_visible()
    planned = project.get("scheduled_changes/", record_id=flag_id)["results"]
    assert [(one["payload"], one["recurrence_interval"]) for one in planned] == [
        ({"operation": "update_status", "value": False}, "weekly")
    ]
    page.get_by_role("button", name="Cancel: Switch off").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Cancel: Switch off").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel the plan").click()
    expect(page.get_by_text("Nothing is planned")).to_be_visible()

    page.get_by_role("tab", name="Code").click()
    page.get_by_role("button", name="curl").click()
    expect(page.locator("pre")).to_contain_text(project.api_token)

    # What was done stands in the log of the project.
    page.goto(f"{home}/settings/activity-log")
    page.get_by_label("Search changes").fill("new-checkout created")
    line = page.get_by_role("listitem").filter(has_text="created the feature flag new-checkout")
    expect(line).to_be_visible()
    page.reload()
    expect(page.get_by_label("Search changes")).to_have_value("new-checkout created")
    expect(line).to_be_visible()
    assert problems == []


def test_early_access_is_offered_and_taken(
    instance: Instance, people: Project, member: Page, problems: list[str]
) -> None:
    page, project = member, people
    choices = [{"type": "person", "key": "$feature_enrollment/chat-with-us", "operator": "exact", "value": ["true"]}]

    def opted_in() -> int:
        """How many the page would show now."""
        return int(project.get("persons/", properties=json.dumps(choices), limit=1)["count"])

    page.goto(f"{instance.url}/project/{project.id}/early-access")
    page.get_by_role("link", name="Offer the first feature").click()
    page.get_by_label("Name", exact=True).fill("Chat with us")
    choose(page, page.get_by_role("combobox", name="Stage"), "Beta")
    page.get_by_role("button", name="Create feature").click()
    expect(page.get_by_text("Nobody yet")).to_be_visible(timeout=WAIT_MS)
    expect(page.locator("pre")).to_contain_text("updateEarlyAccessFeatureEnrollment('chat-with-us', true)")
    # A process that did not make the flag hears of it within a second.
    assert eventually(lambda: answer_of(project, "chat-with-us", "p3"), lambda answer: answer is not None) is False

    # What the browser's library sends when somebody opts in.
    choice = {"$feature_flag": "chat-with-us", "$feature_enrollment": True}
    send(
        project,
        {
            "event": "$feature_enrollment_update",
            "distinct_id": "p3",
            "properties": choice | {"$set": {"$feature_enrollment/chat-with-us": True}},
        },
    )
    assert eventually(lambda: answer_of(project, "chat-with-us", "p3"), lambda answer: answer is True)
    assert answer_of(project, "chat-with-us", "p4") is False
    # Flags ask Postgres, the page asks ClickHouse, which is later, and it asks once.
    assert eventually(opted_in, lambda count: count == 1) == 1
    page.reload()
    expect(page.get_by_text("1 person opted in, 0 opted out.")).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_role("link", name="p3@example.com")).to_be_visible()
    shoot(page, "early-access")

    # More than fit on one page.
    for number in range(4, 16):
        properties = {"$set": {"$feature_enrollment/chat-with-us": True}}
        send(project, {"event": "$set", "distinct_id": f"p{number}", "properties": properties})
    assert eventually(opted_in, lambda count: count == 13) == 13
    page.reload()
    people_in = page.get_by_role("navigation", name="Pages of people who opted in")
    expect(people_in).to_contain_text("1–10 of 13", timeout=WAIT_MS)
    people_in.get_by_role("button", name="Next page").click()
    expect(people_in).to_contain_text("11–13 of 13")
    expect(page.get_by_role("listitem").filter(has_text="@example.com")).to_have_count(3)
    shoot(page, "early-access-pages")
    assert problems == []


def test_condition_per_group_in_a_flag_per_person(
    instance: Instance, people: Project, member: Page, problems: list[str]
) -> None:
    """Scripts make such conditions. Counted and shown as what they are, and a long filter does not widen a phone's page."""
    page, project = member, people
    company = {"$group_type": "company", "$group_key": "acme", "$group_set": {"size": 900}}
    send(project, {"event": "$groupidentify", "distinct_id": "p0", "properties": company})
    eventually(lambda: project.get("groups/", group_type_index=0)["results"], lambda found: len(found) == 1)
    large = {"key": "size", "type": "group", "operator": "gt", "value": 100, "group_type_index": 0}
    long = ["somebody.with.a.long.name@a-company-with-a-long-name.example.com", "free", "enterprise plus"]
    plan = {"key": "plan", "type": "person", "operator": "exact", "value": long}
    groups = [
        {"properties": [large], "aggregation_group_type_index": 0, "rollout_percentage": 100},
        {"properties": [plan], "rollout_percentage": 100},
    ]
    body = {"key": "per-company", "filters": {"groups": groups}}
    url = f"{instance.url}/api/projects/{project.id}/feature_flags/"
    made = requests.post(url, json=body, headers=project.headers, timeout=10)
    assert made.status_code == 201, made.text
    page.goto(f"{instance.url}/project/{project.id}/feature-flags/{made.json()['id']}")
    first, second = (page.get_by_role("group", name=f"Release condition {number}") for number in (1, 2))
    expect(first.get_by_text("Per company")).to_be_visible()
    expect(first).to_contain_text("Reaches about 1 of 1", timeout=WAIT_MS)
    expect(first.get_by_role("combobox", name="Choose a property to filter by")).to_have_count(0)
    expect(second.get_by_text(f"of {PEOPLE} people")).to_be_visible(timeout=WAIT_MS)
    expect(second.get_by_text("Per company")).to_have_count(0)
    shoot(page, "flag-per-company")
    assert problems == []
