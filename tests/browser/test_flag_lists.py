"""What the pages do with more than one flag or project, and that nobody loses what they wrote.

Screenshots go to test-results/, so that whoever changes a page can look at what they made.
"""

import re
from typing import Any

import pytest
import requests
from playwright.sync_api import Dialog, Page, expect

from tests.browser.people import send
from tests.browser.test_sign_up_to_chart import shoot
from tests.support.instance import Instance, Project, eventually

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WAIT_MS = 20_000


def make_flag(project: Project, key: str, **fields: Any) -> int:
    url = f"{project.instance.url}/api/projects/{project.id}/feature_flags/"
    body = {"key": key, "filters": {"groups": [{"properties": [], "rollout_percentage": 100}]}} | fields
    response = requests.post(url, json=body, headers=project.headers, timeout=10)
    response.raise_for_status()
    return int(response.json()["id"])


def make_cohort(project: Project, name: str) -> int:
    url = f"{project.instance.url}/api/projects/{project.id}/cohorts/"
    plan = {"type": "person", "key": "plan", "operator": "exact", "value": "pro"}
    body = {"name": name, "filters": {"properties": {"type": "AND", "values": [plan]}}}
    response = requests.post(url, json=body, headers=project.headers, timeout=10)
    response.raise_for_status()
    return int(response.json()["id"])


def on_flag(flag_id: int) -> dict[str, Any]:
    condition = {"type": "flag", "key": str(flag_id), "operator": "flag_evaluates_to", "value": True}
    return {"groups": [{"properties": [condition], "rollout_percentage": 100}]}


def test_many_flags_at_once(instance: Instance, project: Project, member: Page, problems: list[str]) -> None:
    page = member
    base = make_flag(project, "base", tags=["web"])
    make_flag(project, "top", filters=on_flag(base))
    make_flag(project, "lone", active=False)

    def states() -> dict[str, bool]:
        return {flag["key"]: flag["active"] for flag in project.get("feature_flags/")["results"]}

    # Ticked by the space bar; the one that another needs stays, and says why.
    page.goto(f"{instance.url}/project/{project.id}/feature-flags")
    page.get_by_role("checkbox", name="Choose base").focus()
    page.keyboard.press("Space")
    chosen = page.get_by_role("region", name="Chosen flags")
    expect(chosen).to_contain_text("1 flag chosen")
    chosen.get_by_role("button", name="Disable").click()
    refusal = page.get_by_role("alert").filter(has_text="1 flag stays as it is")
    expect(refusal).to_contain_text("'top' depends on it")
    expect(page.get_by_role("checkbox", name="Choose base")).to_be_checked()
    shoot(page, "flags-refused")
    assert states() == {"base": True, "top": True, "lone": False}

    # All of them go off together, and only those that were on come back.
    page.get_by_role("checkbox", name="Choose all flags on this page").press("Space")
    expect(chosen).to_contain_text("3 flags chosen")
    shoot(page, "flags-chosen")
    chosen.get_by_role("button", name="Disable").click()
    expect(page.get_by_text("2 flags are off.")).to_be_visible()
    expect(refusal).to_have_count(0)
    assert not any(states().values())
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back.")).to_be_visible()
    assert states() == {"base": True, "top": True, "lone": False}

    # Tags for two, which the shift key ticks together; then the list shows only these.
    page.get_by_role("checkbox", name="Choose top").press("Space")
    page.get_by_role("checkbox", name="Choose lone").click(modifiers=["Shift"])
    expect(chosen).to_contain_text("2 flags chosen")
    chosen.get_by_role("button", name="Tags").click()
    page.get_by_label("Add to all of them").fill("checkout,")
    page.keyboard.press("Enter")
    shoot(page, "flags-tags")
    page.get_by_role("dialog").get_by_role("button", name="Change tags").click()
    expect(page.get_by_text("2 flags are tagged.")).to_be_visible()
    page.get_by_role("combobox", name=re.compile("^Tag:")).click()
    page.get_by_role("option", name="checkout").click()
    expect(page.get_by_role("checkbox", name="Choose base")).to_have_count(0)
    assert "tag=checkout" in page.url

    page.get_by_role("checkbox", name="Choose all flags on this page").press("Space")
    chosen.get_by_role("button", name="More for 2 flags").click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete 2 flags").click()
    expect(page.get_by_text("2 flags are deleted.")).to_be_visible()
    assert list(states()) == ["base"]
    page.get_by_role("button", name="Undo").last.click()
    expect(page.get_by_role("checkbox", name="Choose top")).to_be_visible()
    assert states() == {"base": True, "top": True, "lone": False}
    assert problems == []


def test_all_flags_that_match_at_once(instance: Instance, project: Project, member: Page, problems: list[str]) -> None:
    page = member
    first = make_flag(project, "old-first")
    for number in range(105):
        make_flag(project, f"old-{number}", active=number % 2 == 0)
    last = make_flag(project, "old-last")
    make_flag(project, "other")
    # What the list shows first can go off only after what it shows last.
    url = f"{instance.url}/api/projects/{project.id}/feature_flags/{first}/"
    requests.patch(url, json={"filters": on_flag(last)}, headers=project.headers, timeout=10).raise_for_status()

    def states() -> dict[str, bool]:
        return {flag["key"]: flag["active"] for flag in project.get("feature_flags/", limit=500)["results"]}

    before = states()
    page.goto(f"{instance.url}/project/{project.id}/feature-flags?search=old")
    page.get_by_role("checkbox", name="Choose all flags on this page").press("Space")
    chosen = page.get_by_role("region", name="Chosen flags")
    expect(chosen).to_contain_text("50 flags chosen")
    shoot(page, "flags-all-offered")
    chosen.get_by_role("button", name="Choose all 107 flags that match").press("Enter")
    expect(chosen).to_contain_text("107 flags chosen")
    expect(chosen.get_by_role("button", name="Only this page")).to_be_focused()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("checkbox", name="Choose all flags on this page")).to_be_checked()
    shoot(page, "flags-all-chosen")
    chosen.get_by_role("button", name="Disable").click()
    expect(chosen).to_contain_text("of 107 done")
    expect(page.get_by_text("55 flags are off.")).to_be_visible(timeout=WAIT_MS)
    assert [key for key, on in states().items() if on] == ["other"]
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back.")).to_be_visible(timeout=WAIT_MS)
    assert states() == before
    assert problems == []


def test_list_on_a_slow_machine_shows_what_was_made_since(
    instance: Instance, project: Project, member: Page, problems: list[str]
) -> None:
    page, home = member, f"{instance.url}/project/{project.id}"
    # So slow that React would be interrupted while it draws the first page, if it drew it in slices.
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 20})
    page.goto(f"{home}/feature-flags")
    expect(page.get_by_text("No feature flags yet")).to_be_visible(timeout=WAIT_MS)
    make_flag(project, "made-since")
    page.get_by_role("link", name="Persons").first.click()
    page.wait_for_url(f"{home}/persons")
    expect(page.get_by_role("heading", name="Persons", level=1)).to_be_visible(timeout=WAIT_MS)
    page.get_by_role("link", name="Feature flags").first.click()
    expect(page.get_by_role("link", name="made-since")).to_be_visible(timeout=WAIT_MS)
    assert problems == []


def test_a_flag_is_copied_to_another_project(
    instance: Instance, project: Project, member: Page, problems: list[str]
) -> None:
    page = member
    shop = project.sibling("Shop")
    base = make_flag(project, "base")
    paying = {"type": "cohort", "key": "id", "operator": "in", "value": make_cohort(project, "Paying")}
    filters = {"groups": [*on_flag(base)["groups"], {"properties": [paying]}]}
    top = make_flag(project, "top", filters=filters)
    page.goto(f"{instance.url}/project/{project.id}/feature-flags/{top}")
    page.get_by_role("button", name="More about top").click()
    page.get_by_role("menuitem", name="Copy to other projects").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("checkbox", name="Shop").press("Space")
    dialog.get_by_role("button", name="Copy to 1 project").click()
    expect(dialog.get_by_role("alert")).to_contain_text("'base', which that project does not have")
    shoot(page, "flag-copy-refused")
    make_flag(shop, "base")
    dialog.get_by_role("button", name="Copy to 1 project").click()
    expect(dialog.get_by_text("Copied")).to_be_visible()
    expect(dialog.get_by_text("Made for it there: the cohort “Paying”.")).to_be_visible()
    copied = shop.get("feature_flags/", search="top")["results"][0]
    address = dialog.get_by_role("link", name="Open in Shop").get_attribute("href")
    assert (copied["active"], address) == (False, f"/project/{shop.id}/feature-flags/{copied['id']}")
    shoot(page, "flag-copied")
    assert problems == []


def test_holdout_is_edited(instance: Instance, project: Project, member: Page, problems: list[str]) -> None:
    page = member
    held = {"groups": [], "holdout": {"id": 4, "exclusion_percentage": 5}}
    make_flag(project, "other", filters=held)
    flag = make_flag(project, "beta")
    page.goto(f"{instance.url}/project/{project.id}/feature-flags/{flag}")
    # It begins with the holdout that another flag has.
    expect(page.get_by_role("combobox", name="Choose a flag for condition 1")).to_be_visible(timeout=WAIT_MS)
    page.get_by_role("checkbox", name="Hold people out").press("Space")
    expect(page.get_by_label("Holdout number")).to_have_value("4")
    page.get_by_label("Held out, per cent").fill("20")
    expect(page.get_by_text("other holds out 5% under this number.")).to_be_visible()
    page.get_by_label("Holdout number").scroll_into_view_if_needed()
    shoot(page, "flag-holdout")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    filters = project.get(f"feature_flags/{flag}/")["filters"]
    assert filters["holdout"] == {"id": 4, "exclusion_percentage": 20}
    page.get_by_role("checkbox", name="Hold people out").press("Space")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Save")).to_have_count(0)
    assert "holdout" not in project.get(f"feature_flags/{flag}/")["filters"]
    assert problems == []


@pytest.mark.parametrize(
    ("start", "link", "field"),
    [
        ("/feature-flags", "New flag", "Description"),
        ("/cohorts", "New cohort", "Name"),
        ("/early-access", "New feature", "Name"),
    ],
)
def test_who_leaves_with_unsaved_changes_is_asked(
    instance: Instance, project: Project, member: Page, start: str, link: str, field: str
) -> None:
    page, home = member, f"{instance.url}/project/{project.id}"
    asked: list[str] = []
    stay = True

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        if stay:
            dialog.dismiss()
        else:
            dialog.accept()

    page.on("dialog", answer)
    page.goto(f"{home}{start}")
    page.get_by_role("main").get_by_role("link", name=re.compile(f"{link}|first")).first.click()
    page.wait_for_url(f"{home}{start}/new")
    box = page.get_by_label(field, exact=True)
    box.fill("half a thought")
    page.get_by_role("link", name="Persons").first.click()
    expect(box).to_have_value("half a thought")
    page.go_back()
    expect(box).to_have_value("half a thought")
    page.wait_for_url(f"{home}{start}/new")
    page.evaluate("location.reload()")
    expect(box).to_have_value("half a thought")
    assert asked == ["confirm", "confirm", "beforeunload"]
    stay = False
    page.go_back()
    expect(box).to_have_count(0)
    assert (page.url, asked[3:]) == (f"{home}{start}", ["confirm"])
    # Nothing is left to lose.
    page.get_by_role("link", name="Persons").first.click()
    page.wait_for_url(f"{home}/persons")
    assert len(asked) == 4


def test_a_release_to_groups_is_planned(
    instance: Instance, project: Project, member: Page, problems: list[str]
) -> None:
    page = member
    groups = [
        {
            "event": "$groupidentify",
            "distinct_id": "p1",
            "properties": {
                "$group_type": "company",
                "$group_key": f"c{number}",
                "$group_set": {"plan": "pro" if number < 3 else "free"},
            },
        }
        for number in range(5)
    ]
    send(project, *groups)
    eventually(lambda: project.get("groups/", group_type_index=0)["results"], lambda found: len(found) == 5)
    filters = {"groups": [], "aggregation_group_type_index": 0}
    flag = make_flag(project, "per-company", filters=filters)
    page.goto(f"{instance.url}/project/{project.id}/feature-flags/{flag}?tab=schedule")
    page.get_by_role("button", name="Plan a change").click()
    plan = page.get_by_role("dialog", name="Plan a change")
    plan.get_by_role("combobox", name=re.compile("^What:")).click()
    page.get_by_role("option", name="Release to more groups").click()
    plan.get_by_role("button", name="Property").click()
    page.get_by_label("Property of the group").fill("plan")
    page.get_by_label("Value", exact=True).fill("pro")
    page.keyboard.press("Enter")
    # The filter is added; the plan waits for its own button.
    expect(plan.get_by_text("Reaches about")).to_contain_text("of 5", timeout=WAIT_MS)
    plan.get_by_label("Share of them, per cent").fill("100")
    expect(plan.get_by_text("Reaches about")).to_contain_text("Reaches about 3 of 5", timeout=WAIT_MS)
    shoot(page, "flag-plan-groups")
    assert project.get("scheduled_changes/", record_id=flag)["results"] == []
    plan.get_by_role("button", name="Plan it").click()
    expect(page.get_by_text("Release to 100% of those with plan").first).to_be_visible()
    (planned,) = project.get("scheduled_changes/", record_id=flag)["results"]
    (condition,) = planned["payload"]["value"]["groups"]
    (found,) = condition["properties"]
    assert (found["type"], found["group_type_index"], found["key"], found["value"]) == ("group", 0, "plan", ["pro"])
    assert problems == []
