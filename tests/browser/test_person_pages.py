"""A person's page from the first event to the receipt of the deletion: what it says is what was sent."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import send
from tests.browser.test_event_pages import email_of, event, glance
from tests.support.instance import Instance, Project, eventually

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WAIT_MS = 15_000
# Usually what is on its way gets some time to arrive.
ERASE = (
    "from datetime import timedelta; from products.events.backend.logic.erasure import work; "
    "work.SETTLE = timedelta(0); work.work_on_erasures()"
)
BUYER, VISITOR = "buyer-17", "visitor-3"


def uuid_of(project: Project, distinct_id: str) -> str:
    return str(project.get("persons/", distinct_id=distinct_id)["results"][0]["uuid"])


def open_menu(page: Page, item: str) -> None:
    page.get_by_role("button", name="More about this person").click()
    page.get_by_role("menuitem", name=item).click()


def merged_buyer(project: Project) -> str:
    """Somebody who looked around twice without a name, and then logged in as a buyer who had been here before.

    Gives the uuid of the person the visitor had been before.
    """
    send(
        project,
        event("looked", VISITOR, 500),
        event("looked", VISITOR, 490),
        event("bought", BUYER, 480, **{"$set": {"plan": "free", "trial": True}}),
        event("bought", "somebody else", 470, **{"$set": {"plan": "team"}}),
    )
    count = "SELECT count() FROM events"
    assert eventually(lambda: project.sql(count), lambda rows: rows == [[4]]) == [[4]]
    former = uuid_of(project, VISITOR)
    send(
        project,
        event("$identify", BUYER, 400, **{"$anon_distinct_id": VISITOR, "$set": {"email": "buyer@example.com"}}),
        event("upgraded", BUYER, 300, **{"$set": {"plan": "pro"}}),
        event("$set", BUYER, 200, **{"$unset": ["trial"]}),
    )
    assert eventually(lambda: project.sql(count), lambda rows: rows == [[7]]) == [[7]]
    return former


def test_person_tells_their_history_and_is_split(
    instance: Instance, project: Project, member: Page, problems: list[str]
) -> None:
    page, home = member, f"{instance.url}/project/{project.id}"
    former = merged_buyer(project)

    page.goto(f"{home}/persons/{BUYER}")
    expect(page.get_by_role("heading", name="buyer@example.com")).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_text("2 distinct IDs")).to_be_visible()
    page.get_by_role("tab", name="Property history").click()
    changes = page.get_by_role("tabpanel").get_by_role("listitem")
    # The newest first: what, from what, to what, and by which event.
    expected = [
        ["trial", "true", "removed", "Set person properties"],
        ["plan", "free", "pro", "upgraded"],
        ["email", "not set", "buyer@example.com", "Identify"],
        ["trial", "not set", "true", "bought"],
        ["plan", "not set", "free", "bought"],
    ]
    expect(changes).to_have_count(len(expected), timeout=WAIT_MS)
    said = [text.splitlines() for text in changes.all_inner_texts()]
    # How long ago stands in between.
    assert sorted([what, *rest] for what, _, *rest in said[3:]) == sorted(expected[3:])
    assert [[what, *rest] for what, _, *rest in said[:3]] == expected[:3]
    glance(page, "person-history")
    changes.filter(has_text="upgraded").get_by_role("link").click()
    expect(page.get_by_role("dialog", name="upgraded")).to_be_visible(timeout=WAIT_MS)
    page.goto(f"{home}/persons/{BUYER}")

    page.get_by_role("tab", name="IDs and merges").click()
    ids = page.get_by_role("tabpanel").get_by_role("list").nth(0).locator("code")
    expect(ids).to_have_text([BUYER, VISITOR], timeout=WAIT_MS)
    merges = page.get_by_role("tabpanel").get_by_role("list").nth(1).get_by_role("listitem")
    expect(merges).to_have_count(1)
    expect(merges).to_contain_text(f"with {VISITOR}")
    expect(merges).to_contain_text(former)
    glance(page, "person-identity")

    # The merge was a mistake.
    open_menu(page, "Split into several")
    question = page.get_by_role("dialog", name="Split this person?")
    expect(question).to_contain_text("Each of the 2 distinct IDs becomes a person of its own")
    glance(page, "person-split")
    question.get_by_role("button", name="Split", exact=True).click()
    expect(page.get_by_text("1 distinct ID", exact=True)).to_be_visible(timeout=WAIT_MS)
    expect(ids).to_have_text([BUYER])
    kept, freed = uuid_of(project, BUYER), uuid_of(project, VISITOR)
    assert kept != freed
    page.goto(f"{home}/persons/{freed}")
    expect(page.get_by_role("heading", name=VISITOR)).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_text("Nothing is known about this person yet.")).to_be_visible()
    page.get_by_role("tab", name="IDs and merges").click()
    expect(ids).to_have_text([VISITOR], timeout=WAIT_MS)
    glance(page, "person-split-off")
    looked = "SELECT person_id, event, count() FROM events WHERE distinct_id = '{}' GROUP BY person_id, event"
    assert eventually(lambda: project.sql(looked.format(VISITOR)), lambda rows: rows[0][0] == freed) == [
        [freed, "looked", 2]
    ]
    page.goto(f"{home}/persons")
    people = page.get_by_role("table").get_by_role("row")
    expect(people).to_have_count(1 + 3, timeout=WAIT_MS)
    assert problems == []


def test_deleted_person_leaves_a_receipt_that_can_be_checked(
    instance: Instance, project: Project, member: Page, problems: list[str]
) -> None:
    page, home = member, f"{instance.url}/project/{project.id}"
    page.goto(f"{home}/data/erasures")
    expect(page.get_by_text("Nobody has been deleted")).to_be_visible(timeout=WAIT_MS)
    glance(page, "person-receipts-empty")
    merged_buyer(project)
    buyer = uuid_of(project, BUYER)

    page.goto(f"{home}/persons/{BUYER}")
    open_menu(page, "Delete")
    question = page.get_by_role("dialog", name="Delete this person?")
    expect(question).to_contain_text("buyer@example.com")
    with_events = question.get_by_role("checkbox", name="Delete their events too")
    with_events.click()
    expect(question).to_contain_text("Their events stay, without anything that says who it was.")
    with_events.click()
    expect(question).to_contain_text("Numbers in charts that counted these events will change.")
    glance(page, "person-delete")
    question.get_by_role("button", name="Cancel").click()
    # Nothing goes before somebody has confirmed it.
    assert uuid_of(project, BUYER) == buyer

    open_menu(page, "Delete")
    question.get_by_role("button", name="Delete for good").click()
    page.wait_for_url(re.compile(r"/data/erasures"))
    expect(page.get_by_role("button", name="People", exact=True, pressed=True)).to_be_visible(timeout=WAIT_MS)
    what = f"Profile and events of a person with 2 distinct IDs, by {email_of(project)}"
    expect(page.get_by_text(what)).to_be_visible()
    expect(page.get_by_text(buyer)).to_be_visible()
    expect(page.get_by_text("Events still to go")).to_be_visible()
    assert project.get("persons/", distinct_id=BUYER)["results"] == []
    page.get_by_role("button", name="Check again").click()
    left = page.get_by_role("status").filter(has_text="Still to go")
    expect(left).to_contain_text("6 rows in events", timeout=WAIT_MS)
    glance(page, "person-receipt-pending")

    def status() -> str:
        instance.manage("shell", "-c", ERASE)
        return str(project.get("erasures/")["results"][0]["status"])

    assert eventually(status, lambda found: found != "pending") == "erased"
    # The page finds out by itself, and what was left before is no alarm now.
    expect(page.get_by_text("Erased", exact=True)).to_be_visible(timeout=WAIT_MS)
    expect(left).to_have_count(0)
    page.get_by_role("button", name="Check again").click()
    expect(page.get_by_text("Nothing of this person was found in any table")).to_be_visible(timeout=WAIT_MS)
    page.get_by_text("What was removed, and the proof").click()
    removed = page.get_by_role("term").filter(has_text=re.compile("^events$"))
    expect(removed.locator("xpath=following-sibling::dd")).to_have_text("6 rows")
    expect(page.get_by_text(re.compile(r"^Left in events: 0$"))).to_be_visible()
    glance(page, "person-receipt")
    # Others stay as they were.
    assert project.sql("SELECT event, distinct_id FROM events") == [["bought", "somebody else"]]
    assert problems == []
