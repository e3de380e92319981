"""What the pages say of the data itself: an event as JSON, what people wrote about a property, and how ingestion went.

Every expected value is taken from what was sent.
"""

import json
import re
import time
from typing import Any

import pytest
import requests
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import send
from tests.browser.test_event_pages import count, event, glance
from tests.browser.test_flag_pages import choose
from tests.support.instance import Instance, Project, eventually

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WAIT_MS = 15_000
UUID = "0192f0c4-4a5e-7000-8000-00000000cafe"
MINUTE_NOTE = (
    "from products.events.backend.logic.queue import connection, depth; redis = connection.client(); "
    "depth.note(redis, now=float(redis.time()[0]), requests={requests}, oldest_seconds={seconds})"
)


def test_event_is_shown_as_json_just_as_it_was_sent(
    instance: Instance, project: Project, member: Page, problems: list[str]
) -> None:
    page = member
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    properties = {
        "total": 12.5,
        "paid": False,
        "items": [{"sku": "a-1", "count": 2}, {"sku": "b</script>", "count": 0}],
        "note": "„Grüße“ from 東京 🦔\n\tto all",
    }
    sent = {**event("ordered", "buyer-17", 3600, **properties), "uuid": UUID, "timestamp": "2026-01-02T03:04:05.678Z"}
    send(project, sent)
    assert eventually(lambda: count(project, "ordered"), bool) == 1
    person = project.get("persons/", distinct_id="buyer-17")["results"][0]["uuid"]

    page.goto(f"{instance.url}/project/{project.id}/activity?open={UUID}")
    page.get_by_role("tab", name="JSON").click(timeout=WAIT_MS)
    code = page.get_by_role("tabpanel").locator("pre")
    shown = json.loads(code.inner_text())
    assert {name: shown["properties"][name] for name in properties} == properties
    assert (shown["uuid"], shown["event"], shown["distinct_id"]) == (UUID, "ordered", "buyer-17")
    assert shown["person_id"] == person
    assert shown["timestamp"].startswith("2026-01-02T03:04:05.678")
    glance(page, "event-json")
    page.get_by_role("button", name="Copy the event as JSON").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert json.loads(page.evaluate("navigator.clipboard.readText()")) == shown
    assert problems == []


def test_property_is_described_tagged_and_verified(
    instance: Instance, project: Project, member: Page, problems: list[str]
) -> None:
    page, home = member, f"{instance.url}/project/{project.id}"
    send(project, event("ordered", "buyer-17", 60, total=12.5, coupon="spring", **{"$set": {"plan": "pro"}}))
    eventually(lambda: project.get("property_definitions/", search="total")["count"], bool)

    def definition(name: str) -> dict[str, Any]:
        (found,) = project.get("property_definitions/", search=name)["results"]
        return dict(found)

    page.goto(f"{home}/data/properties")
    rows = page.get_by_role("table", name="Property definitions").get_by_role("row")
    total = rows.filter(has_text="total")
    expect(total).to_contain_text("Number", timeout=WAIT_MS)
    glance(page, "data-properties")
    page.get_by_role("button", name="total").click()
    drawer = page.get_by_role("dialog", name="total")
    drawer.get_by_label("Description").fill("What the order costs, with tax.")
    tags = drawer.get_by_label("Tags")
    tags.press_sequentially("billing,")
    tags.fill("checked in May")
    tags.press("Enter")
    tags.fill("mistake")
    tags.press("Enter")
    drawer.get_by_role("button", name="Remove the tag mistake").click()
    drawer.get_by_role("button", name="Verified").click()
    glance(page, "property-drawer")
    drawer.get_by_role("button", name="Save").click()
    expect(drawer).to_have_count(0, timeout=WAIT_MS)
    for text in ("What the order costs, with tax.", "Verified", "billing", "checked in May", "Number"):
        expect(total).to_contain_text(text)
    saved = definition("total")
    assert (saved["description"], saved["verified"], saved["hidden"]) == (
        "What the order costs, with tax.",
        True,
        False,
    )
    assert sorted(saved["tags"]) == ["billing", "checked in May"]

    # Read as text from now on, and no longer to be trusted.
    page.reload()
    page.get_by_role("button", name="total").click(timeout=WAIT_MS)
    expect(drawer.get_by_label("Description")).to_have_value("What the order costs, with tax.")
    drawer.get_by_role("button", name="Ordinary").click()
    choose(page, drawer.get_by_role("combobox", name="Type"), "Text")
    expect(drawer.get_by_text("Values that are no text will count as not set in queries.")).to_be_visible()
    drawer.get_by_role("button", name="Save").click()
    expect(total).to_contain_text("Text", timeout=WAIT_MS)
    expect(total).not_to_contain_text("Verified")
    assert (definition("total")["property_type"], definition("total")["verified"]) == ("String", False)

    # What is hidden is left out where people choose, and is still here.
    page.get_by_role("button", name="coupon").click()
    hidden = page.get_by_role("dialog", name="coupon")
    hidden.get_by_role("button", name="Hidden").click()
    hidden.get_by_role("button", name="Save").click()
    expect(rows.filter(has_text="coupon")).to_contain_text("Hidden", timeout=WAIT_MS)
    glance(page, "data-properties-described")
    page.goto(f"{home}/activity")
    page.get_by_role("combobox", name="Choose a property to filter by").click(timeout=WAIT_MS)
    expect(page.get_by_role("option", name="total")).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_role("option", name="coupon")).to_have_count(0)

    # Of persons, only what is said about them.
    page.goto(f"{home}/data/properties")
    choose(page, page.get_by_role("combobox", name="Whose properties"), "Of persons")
    expect(rows.filter(has_text="plan")).to_have_count(1, timeout=WAIT_MS)
    expect(rows.filter(has_text="total")).to_have_count(0)
    assert problems == []


def numbers(page: Page, drawing: str) -> list[list[str]]:
    """The heading and the rows of the numbers below a drawing, without the times."""
    page.locator("summary").filter(has_text=drawing).click()
    table: Locator = page.get_by_role("table", name=drawing)
    expect(table).to_be_visible(timeout=WAIT_MS)
    return [row.locator("th,td").all_inner_texts()[1:] for row in table.get_by_role("row").all()]


def count_warnings(project: Project) -> int:
    return sum(sum(one["counts"]) for one in project.get("ingestion/")["warnings"])


def count_refusals(project: Project) -> int:
    return sum(sum(one["counts"]) for one in project.get("ingestion/")["refusals"])


def milliseconds(said: str) -> float:
    """Of "850 ms", "1.2 s" and "1 m 5 s"."""
    units = {"ms": 1, "s": 1000, "m": 60_000}
    return sum(float(number) * units[unit] for number, unit in re.findall(r"([\d.]+) (ms|s|m)\b", said))


def test_ingestion_page_says_what_was_sent(
    instance: Instance, project: Project, member: Page, problems: list[str]
) -> None:
    page, home = member, f"{instance.url}/project/{project.id}"
    page.goto(f"{home}/ingestion")
    expect(page.get_by_text("Everything that came in was stored as it was sent.")).to_be_visible(timeout=WAIT_MS)
    none = page.get_by_role("group").filter(has_text="Events stored over time")
    none.locator("summary").click()
    expect(none.get_by_text("Nothing in this time.")).to_be_visible()
    glance(page, "ingestion-empty")

    began = time.monotonic()
    nameless = [{"event": 7, "distinct_id": "somebody"}] * 2
    send(project, *(event("visit", f"visitor {number}", 60) for number in range(5)), *nameless)
    send(project, event("visit", "visitor 5", 60), event("visit", "visitor 6", 60, **{"$set": "no object"}))
    assert eventually(lambda: count(project, "visit"), lambda found: found == 7) == 7
    longest = (time.monotonic() - began) * 1000
    assert eventually(lambda: count_warnings(project), lambda found: found == 3) == 3
    # Requests with the project's token that are turned away at the door, for they name no event.
    nothing = {"api_key": project.api_token, "distinct_id": "somebody"}
    for _ in range(3):
        turned_away = requests.post(f"{instance.url}/e/", json=nothing, timeout=10)
        assert turned_away.status_code == 400
    # They are noted a second later.
    assert eventually(lambda: count_refusals(project), lambda found: found == 3) == 3
    # What a worker notes of the queue every two seconds, which all projects share.
    instance.manage("shell", "-c", MINUTE_NOTE.format(requests=4100, seconds=75))

    page.reload()
    figures = page.get_by_role("definition")
    expect(figures.nth(0)).to_contain_text("7", timeout=WAIT_MS)
    expect(figures.nth(3)).to_contain_text("3")
    head, *stored = numbers(page, "Events stored over time")
    assert (head, sum(int(value) for [value] in stored)) == (["Events"], 7)
    head, *lag = numbers(page, "Lag over time")
    assert head == ["Slowest 1 %", "Median"]
    assert lag
    for slowest, median in lag:
        assert 0 < milliseconds(median) <= milliseconds(slowest) <= longest
    head, *refused = numbers(page, "Ingestion warnings over time")
    sums = {title: sum(int(row[at]) for row in refused) for at, title in enumerate(head)}
    assert sums == {"Not an event": 2, "Person properties not readable": 1}
    head, *away = numbers(page, "Requests turned away over time")
    assert (head, sum(int(value) for [value] in away)) == (["Not events"], 3)
    reasons = page.get_by_role("table", name="Why requests were turned away").get_by_role("row")
    expect(reasons).to_have_count(2)
    expect(reasons.nth(1)).to_contain_text("The event has no name; send it as 'event'.")
    expect(reasons.nth(1).get_by_role("cell").last).to_have_text("3")
    expect(figures.nth(3)).to_contain_text("and 3 requests turned away")
    head, *queue = numbers(page, "Requests waiting over time")
    assert head == ["Requests"]
    assert "4,100" in {value for [value] in queue}
    expect(page.get_by_text("Longest wait of a request: 1 m 15 s")).to_be_visible()
    glance(page, "ingestion-numbers")

    # The same over a day, in wider steps.
    page.get_by_role("button", name="Day").click()
    expect(page.get_by_text("Stored in this project, every 15 minutes.")).to_be_visible(timeout=WAIT_MS)
    expect(figures.nth(0)).to_contain_text("7", timeout=WAIT_MS)
    assert problems == []
