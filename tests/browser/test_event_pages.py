"""The pages of events, with data that means harm: every name and value that comes from outside is shown as the text it is.

Screenshots go to test-results/, so that whoever changes a page can look at what they made.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.browser.test_sign_up_to_chart import shoot
from tests.support.instance import Instance, Project, eventually

pytestmark = [pytest.mark.browser, pytest.mark.slow]

IMG = '<img src=x onerror="window.harmed=1">'
RTL = "\u202eتقرير evil"
EMOJI = "🦔" * 60
LONG = "very-long-" + "x" * 300


def send(project: Project, *events: dict[str, Any]) -> None:
    body = {"api_key": project.api_token, "batch": list(events)}
    response = requests.post(f"{project.instance.url}/batch/", json=body, timeout=10)
    assert response.status_code == 200


def hostile_events() -> list[dict[str, Any]]:
    now = datetime.now(UTC)

    def event(name: str, distinct_id: str, age: int, **properties: Any) -> dict[str, Any]:
        timestamp = (now - timedelta(seconds=age)).isoformat()
        return {"event": name, "distinct_id": distinct_id, "timestamp": timestamp, "properties": properties}

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
    assert eventually(project.count_events, lambda count: count == 7) == 7

    page.goto(f"{home}/activity")
    for name in (IMG, EMOJI, LONG[:100]):
        expect(page.get_by_text(name).first).to_be_visible(timeout=15_000)
    shoot(page, "activity-hostile")

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
    shoot(page, "event-session")
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
    shoot(page, "person")

    page.goto(f"{home}/groups")
    page.get_by_role("link", name=IMG).click()
    expect(page.get_by_role("heading", name=IMG)).to_be_visible()
    shoot(page, "group")

    page.goto(f"{home}/data")
    page.get_by_role("button", name="paid").click()
    page.get_by_label("Description").fill("Somebody gave us money.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Somebody gave us money.")).to_be_visible()
    shoot(page, "data-events")

    page.get_by_role("tab", name="Ingestion warnings").click()
    expect(page.get_by_role("heading", name="Not an event")).to_be_visible()
    page.get_by_text("1 example").first.click()
    shoot(page, "data-warnings")

    page.goto(f"{home}/data/actions/new")
    page.get_by_label("Name", exact=True).fill("Bought")
    page.get_by_role("combobox", name=re.compile("^Event")).click()
    page.get_by_role("option", name="paid").click()
    expect(page.get_by_role("link", name=re.compile("paid"))).to_have_count(1, timeout=15_000)
    shoot(page, "action")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Bought")).to_be_visible(timeout=15_000)

    page.goto(f"{home}/ingestion")
    expect(page.locator("canvas").first).to_be_visible(timeout=15_000)
    shoot(page, "ingestion")

    assert page.evaluate("window.harmed") is None
    assert problems == []
