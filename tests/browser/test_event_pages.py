"""The pages of events, with data that means harm: every name and value that comes from outside is shown as the text it is.

Screenshots go to test-results/, so that whoever changes a page can look at what they made.
"""

import re
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.browser.test_sign_up_to_chart import RESULTS
from tests.support.instance import Instance, Project, eventually

pytestmark = [pytest.mark.browser, pytest.mark.slow]

IMG = '<img src=x onerror="window.harmed=1">'
RTL = "\u202eتقرير evil"
EMOJI = "🦔" * 60
LONG = "very-long-" + "x" * 300
DAY = 24 * 60 * 60


@pytest.fixture(scope="module")
def project(instance: Instance) -> Project:
    """One for all tests here, which keep to their own events."""
    return instance.project(f"event-pages-{secrets.token_hex(3)}")


def glance(page: Page, name: str) -> None:
    """The page on a desk by day and on a phone by night; it must not scroll sideways."""
    RESULTS.mkdir(exist_ok=True)
    for width, scheme in ((1440, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.wait_for_timeout(200)
        page.screenshot(path=RESULTS / f"{name}-{width}-{scheme}.png")
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{name} scrolls sideways at {width} px by {overflow} px"
    page.set_viewport_size({"width": 1440, "height": 900})


def send(project: Project, *events: dict[str, Any]) -> None:
    body = {"api_key": project.api_token, "batch": list(events)}
    response = requests.post(f"{project.instance.url}/batch/", json=body, timeout=10)
    assert response.status_code == 200


def email_of(project: Project) -> str:
    url = f"{project.instance.url}/api/users/@me/"
    return str(requests.get(url, headers=project.headers, timeout=10).json()["email"])


def count(project: Project, name: str) -> int:
    return int(project.sql(f"SELECT count() FROM events WHERE event = '{name}'")[0][0])


def event(name: str, distinct_id: str, age: int, **properties: Any) -> dict[str, Any]:
    """An event of so many seconds ago."""
    timestamp = (datetime.now(UTC) - timedelta(seconds=age)).isoformat()
    return {"event": name, "distinct_id": distinct_id, "timestamp": timestamp, "properties": properties}


def hostile_events() -> list[dict[str, Any]]:
    chain = (
        f'button.buy:attr__id="buy"text="{IMG.replace(chr(34), chr(92) + chr(34))}"href="javascript:window.harmed=2";'
        'div.card:nth-child="1";body:nth-child="2"'
    )
    return [
        event(IMG, "harm", 90, **{"$current_url": "javascript:window.harmed=3", IMG: IMG, "$set": {"name": IMG}}),
        event(RTL, "rtl", 80, note=RTL, **{"$set": {"name": RTL}}),
        event(EMOJI, "emoji", 70, **{"$groups": {"company": IMG}}),
        event(LONG, LONG, 60, **{LONG: LONG}),
        event("$autocapture", "buyer", 50, **{"$session_id": "s-1", "$elements_chain": chain}),
        event("paid", "buyer", 40, plan="team", **{"$session_id": "s-1", "$set": {"email": "buyer@example.com"}}),
        event(
            "$groupidentify", "buyer", 35, **{"$group_type": "company", "$group_key": IMG, "$group_set": {"name": IMG}}
        ),
        {"event": 7, "distinct_id": IMG},
    ]


def test_pages_show_what_comes_from_outside_as_text(
    instance: Instance, project: Project, member: Page, problems: list[str]
) -> None:
    page, home = member, f"{instance.url}/project/{project.id}"

    page.goto(f"{home}/groups")
    expect(page.get_by_text("No groups yet")).to_be_visible()
    page.goto(f"{home}/data/warnings")
    expect(page.get_by_text("Nothing to worry about")).to_be_visible()

    send(project, *hostile_events())
    assert eventually(lambda: count(project, "paid"), bool) == 1

    page.goto(f"{home}/activity")
    for name in (IMG, EMOJI, LONG[:100]):
        expect(page.get_by_text(name).first).to_be_visible(timeout=15_000)
    glance(page, "activity-hostile")

    # New events come by themselves, and a chosen column stays chosen.
    send(project, {"event": "while you watch", "distinct_id": "buyer", "properties": {"plan": "solo"}})
    expect(page.get_by_text("while you watch").first).to_be_visible(timeout=15_000)
    page.get_by_role("button", name="Columns").click()
    with page.expect_response(lambda response: "list_columns" in response.url and response.request.method == "PATCH"):
        page.get_by_role("button", name="Distinct ID").click()
    page.reload()
    expect(page.get_by_role("columnheader", name="Distinct ID")).to_be_visible(timeout=15_000)

    page.get_by_role("button", name="Autocapture").first.click()
    page.get_by_role("tab", name="Element").click()
    expect(page.get_by_text("javascript:window.harmed=2")).to_be_visible()
    page.get_by_role("tab", name="Session").click()
    expect(page.get_by_role("dialog").get_by_text("paid")).to_be_visible()
    glance(page, "event-session")
    page.get_by_role("dialog").get_by_text("paid").click()
    page.get_by_role("button", name="Filter by this plan").click()
    expect(page).to_have_url(re.compile("properties="))
    expect(page.get_by_role("row")).to_have_count(2)

    page.goto(f"{home}/persons/buyer")
    expect(page.get_by_text("Session of 2 events")).to_be_visible(timeout=15_000)
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_label("Property", exact=True).fill("tier")
    page.get_by_label("Value").fill("gold")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("definition").filter(has_text="gold")).to_be_visible(timeout=15_000)
    glance(page, "person")

    page.goto(f"{home}/groups")
    page.get_by_role("link", name=IMG).click()
    expect(page.get_by_role("heading", name=IMG)).to_be_visible()
    glance(page, "group")

    page.goto(f"{home}/data")
    page.get_by_role("button", name="paid").click()
    page.get_by_label("Description").fill("Somebody gave us money.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Somebody gave us money.")).to_be_visible()
    glance(page, "data-events")

    page.get_by_role("tab", name="Ingestion warnings").click()
    expect(page.get_by_role("heading", name="Not an event")).to_be_visible()
    page.get_by_text("1 example").first.click()
    glance(page, "data-warnings")

    page.goto(f"{home}/data/actions/new")
    page.get_by_label("Name", exact=True).fill("Bought")
    page.get_by_role("combobox", name=re.compile("^Event")).click()
    page.get_by_role("option", name="paid").click()
    expect(page.get_by_role("link", name=re.compile("paid"))).to_have_count(1, timeout=15_000)
    glance(page, "action")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Bought")).to_be_visible(timeout=15_000)

    nameless = {"api_key": project.api_token, "distinct_id": "somebody"}
    refused = requests.post(f"{instance.url}/e/", json=nameless, headers={"Origin": IMG}, timeout=10)
    assert refused.status_code == 400
    # It is noted a second later.
    assert eventually(lambda: project.get("ingestion/")["refusals"], bool)
    page.goto(f"{home}/ingestion")
    expect(page.locator("canvas").first).to_be_visible(timeout=15_000)
    row = page.get_by_role("table", name="Why requests were turned away").get_by_role("row").nth(1)
    expect(row).to_contain_text("Not events")
    expect(row).to_contain_text("The event has no name; send it as 'event'.")
    expect(row).to_contain_text(IMG)
    glance(page, "ingestion")

    assert page.evaluate("window.harmed") is None
    assert problems == []


def test_retention_deletes_what_its_page_counted(
    instance: Instance, project: Project, member: Page, problems: list[str]
) -> None:
    page, home = member, f"{instance.url}/project/{project.id}"
    send(project, *(event("old", "somebody", DAY * 400) for _ in range(3)), event("new", "somebody", 60))
    assert eventually(lambda: (count(project, "old"), count(project, "new")), all) == (3, 1)

    page.goto(f"{home}/data/retention")
    expect(page.get_by_text("Nothing was deleted for its age")).to_be_visible(timeout=15_000)
    page.get_by_role("button", name="Delete after a time").click()
    page.get_by_label("Days to keep").fill("0")
    expect(page.get_by_text("Write a whole number of days")).to_be_visible()
    page.get_by_role("button", name="Keep 365 days").click()
    expect(page.get_by_text("3 events are older than 365 days")).to_be_visible(timeout=15_000)
    page.get_by_role("button", name="Save").click()
    glance(page, "retention-confirm")
    # Nothing is set before somebody has confirmed it.
    assert project.get("events_settings/current/")["retention_days"] is None
    page.get_by_role("dialog").get_by_role("button", name="Delete what is older").click()
    expect(page.get_by_text("Events are kept for 365 days")).to_be_visible(timeout=15_000)

    instance.manage(
        "shell", "-c", "from products.events.backend.logic.upkeep import retention; retention.delete_outdated()"
    )
    page.reload()
    page.locator("summary").filter(has_text="3 events").click()
    expect(page.get_by_role("listitem").filter(has_text="older than 365 days")).to_have_count(1, timeout=15_000)
    glance(page, "retention-receipt")
    assert (count(project, "old"), count(project, "new")) == (0, 1)
    assert problems == []


def test_a_group_tells_its_history_and_leaves_a_receipt(
    instance: Instance, project: Project, member: Page, problems: list[str]
) -> None:
    page, home = member, f"{instance.url}/project/{project.id}"
    key = f"acme/{RTL}"
    described = {"$group_type": "company", "$group_key": key, "$group_set": {"name": key, "plan": IMG}}
    send(project, event("$groupidentify", "buyer", 60, **described))
    which = {"group_type_index": 0, "group_key": key}
    eventually(lambda: project.get("groups/", group_type_index=0, search="acme")["count"], bool)

    page.goto(f"{home}/data/erasures")
    page.get_by_role("button", name="Groups", exact=True).click()
    expect(page.get_by_text("No group has been deleted")).to_be_visible(timeout=15_000)

    page.goto(f"{home}/groups")
    page.get_by_role("link", name=key).click()
    page.get_by_role("tab", name="Activity log").click()
    expect(page.get_by_text("Nobody has changed this group")).to_be_visible(timeout=15_000)
    glance(page, "group-activity-empty")
    page.get_by_role("button", name="Change plan").click()
    page.get_by_label("Value").fill("team")
    page.get_by_role("button", name="Save").click()
    log = page.get_by_role("tabpanel").get_by_role("listitem")
    expect(log).to_have_count(1, timeout=15_000)
    expect(log).to_contain_text("changed the property plan of the group")
    expect(log).to_contain_text("team")
    glance(page, "group-activity")

    page.get_by_role("tab", name="Property history").click()
    newest = page.get_by_role("tabpanel").get_by_role("listitem").first
    expect(newest).to_contain_text(IMG)
    expect(newest).to_contain_text("team")
    expect(newest).to_contain_text(f"by {email_of(project)}")
    expect(page.get_by_role("tabpanel").get_by_role("link")).to_have_count(2)
    glance(page, "group-history")

    page.get_by_role("button", name="More about this group").click()
    page.get_by_role("menuitem", name="Delete").click()
    question = page.get_by_role("dialog")
    expect(question).to_contain_text("What goes")
    expect(question).to_contain_text("What stays")
    glance(page, "group-delete")
    question.get_by_role("button", name="Cancel").click()
    # Nothing goes before somebody has confirmed it.
    assert project.get("groups/find/", **which)["group_properties"]["plan"] == "team"

    page.get_by_role("button", name="More about this group").click()
    page.get_by_role("menuitem", name="Delete").click()
    question.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_text("Properties of a group (company)")).to_be_visible(timeout=15_000)
    expect(page.get_by_role("button", name="Groups", exact=True, pressed=True)).to_be_visible()
    expect(page.get_by_text("Rows still to go")).to_be_visible()
    page.get_by_role("button", name="Check again").click()
    expect(page.get_by_text(re.compile(r"^Still to go: \d rows? in groups\.$"))).to_be_visible(timeout=15_000)
    glance(page, "group-receipt-pending")

    def erased() -> str:
        # Usually what is on its way gets some time to arrive.
        instance.manage(
            "shell",
            "-c",
            "from datetime import timedelta; from products.events.backend.logic.erasure import groups; "
            "groups.SETTLE = timedelta(0); groups.work_on_group_erasures()",
        )
        return str(project.get("group_erasures/")["results"][0]["status"])

    eventually(erased, lambda status: status != "pending")
    # The page finds out by itself, and what was left before is no alarm now.
    expect(page.get_by_text("Rows still to go")).to_have_count(0, timeout=15_000)
    expect(page.get_by_text("Something is left")).to_have_count(0)
    page.get_by_role("button", name="Check again").click()
    expect(page.get_by_text("Nothing of this group was found")).to_be_visible(timeout=15_000)
    page.get_by_text("What was removed, and the proof").click()
    expect(page.locator("pre")).to_contain_text(r'"key":"acme/\u202e')
    glance(page, "group-receipt")
    page.get_by_role("button", name="People", exact=True).click()
    expect(page.get_by_text("Nobody has been deleted")).to_be_visible(timeout=15_000)
    assert page.evaluate("window.harmed") is None
    assert problems == []


def test_remarks_are_written_on_a_chart(
    instance: Instance, project: Project, member: Page, problems: list[str]
) -> None:
    page = member
    send(project, *(event("visit", f"visitor {day}", DAY * day + 60) for day in range(5)))
    assert eventually(lambda: count(project, "visit"), bool) == 5
    page.goto(f"{instance.url}/project/{project.id}/insights/new")
    chart = page.locator("canvas")
    expect(chart).to_be_visible(timeout=15_000)
    box = chart.bounding_box()
    assert box is not None
    place = page.get_by_role("button", name=re.compile(r"^Annotate \w+"))

    def point() -> bool:
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 + 1)
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        return place.count() > 0

    assert eventually(point, bool)
    place.click()
    page.get_by_label("What happened").fill(IMG)
    day = page.get_by_label("When").input_value()[:10]
    page.get_by_role("button", name="Save", exact=True).click()
    mark = page.get_by_role("button", name=IMG)
    expect(mark).to_be_visible(timeout=15_000)
    (written,) = project.get("annotations/")["results"]
    assert (written["content"], written["date_marker"][:10]) == (IMG, day)

    page.reload()
    expect(mark).to_be_visible(timeout=15_000)
    mark.click()
    glance(page, "annotation")
    page.get_by_role("button", name=re.compile("^Edit")).click()
    page.get_by_label("What happened").fill("Version 2")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Version 2").click()
    page.get_by_role("button", name=re.compile("^Delete “Version 2”")).click()
    expect(page.get_by_role("button", name="Version 2")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Version 2")).to_be_visible(timeout=15_000)
    assert page.evaluate("window.harmed") is None
    assert problems == []


def test_capture_is_protected_from_its_page(
    instance: Instance, project: Project, member: Page, problems: list[str]
) -> None:
    page = member
    page.goto(f"{instance.url}/project/{project.id}/data/protection")
    origins = page.get_by_label("Allowed origins")
    origins.fill("https://shop.example.com\nshop.example.com/path")
    save = page.get_by_role("form", name="Who may send").get_by_role("button", name="Save")
    save.click()
    expect(page.get_by_text("'shop.example.com/path' is no origin")).to_be_visible(timeout=15_000)
    assert origins.get_attribute("aria-invalid") == "true"
    origins.fill("https://shop.example.com\nhttps://*.example.org")
    page.get_by_label("Events a minute of one person").fill("120")
    expect(page.get_by_role("checkbox", name=re.compile("Require signed identity"))).to_be_disabled()
    page.get_by_role("button", name="Make a secret").click()
    expect(page.get_by_text("Copy it now")).to_be_visible(timeout=15_000)
    page.get_by_role("checkbox", name=re.compile("Require signed identity")).click()
    glance(page, "protection")
    save.click()
    expect(page.get_by_text("Protection saved")).to_be_visible(timeout=15_000)
    page.get_by_role("switch", name=re.compile("Take events without cookies")).click()

    assert eventually(lambda: project.get("events_settings/current/")["cookieless_enabled"], bool) is True
    found = project.get("capture_protection/")
    assert found["allowed_origins"] == ["https://shop.example.com", "https://*.example.org"]
    assert (found["person_events_per_minute"], found["project_events_per_minute"]) == (120, None)
    assert (found["require_signed_identity"], found["has_identity_secret"]) == (True, True)
    page.reload()
    expect(page.get_by_role("switch", name=re.compile("Take events without cookies"))).to_be_checked(timeout=15_000)
    expect(page.get_by_text("Copy it now")).to_have_count(0)
    assert problems == []


def test_late_events_and_people_are_left_out_by_settings_of_a_page(
    instance: Instance, project: Project, member: Page, problems: list[str]
) -> None:
    page = member
    page.goto(f"{instance.url}/project/{project.id}/data/protection")
    intake = page.get_by_role("form", name="What is taken in")
    hours = intake.get_by_label("Leave out events older than")
    hours.fill("soon")
    intake.get_by_role("button", name="Save").click()
    expect(intake.get_by_text("Write a whole number of hours")).to_be_visible()
    intake.scroll_into_view_if_needed()
    glance(page, "intake-error")
    hours.fill("24")
    intake.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. It is in force")).to_be_visible(timeout=15_000)
    profiles = intake.get_by_role("switch", name=re.compile("Make profiles of people"))
    expect(profiles).to_be_checked()
    profiles.click()
    expect(profiles).not_to_be_checked()
    hours.scroll_into_view_if_needed()
    glance(page, "intake")
    settings = project.get("events_settings/current/")
    assert (settings["drop_events_older_than_hours"], settings["person_processing_opt_out"]) == (24, True)

    page.reload()
    expect(hours).to_have_value("24", timeout=15_000)
    profiles.click()
    hours.fill("")
    intake.get_by_role("button", name="Save").click()
    assert eventually(lambda: project.get("events_settings/current/")["drop_events_older_than_hours"] is None, bool)
    assert project.get("events_settings/current/")["person_processing_opt_out"] is False
    assert problems == []
