"""What must be true of every page: no serious finding of axe, no sideways scroll on a phone, and it survives an outage."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.everything import DESCRIPTION, given_everything
from tests.support.instance import CHECKOUT, Project

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = CHECKOUT / "node_modules" / "axe-core" / "axe.min.js"
PAGES = (
    *("activity", "persons", "groups", "ingestion", "onboarding", "insights", "insights/new", "sql", "nowhere"),
    *(f"data/{tab}" for tab in ("events", "properties", "actions", "actions/new", "warnings")),
    *(f"data/{tab}" for tab in ("retention", "erasures", "protection")),
    *(f"settings/{section}" for section in ("project", "members", "activity-log", "keys", "account")),
    *("feature-flags", "feature-flags/new", "early-access", "early-access/new", "cohorts", "cohorts/new"),
)
# A table wider than its place scrolls in it, which the page's own width does not show. These are as wide as what was asked.
WIDE_TABLES = ["Values of each series per interval", "Result of the query"]
TABLES_TOO_WIDE = """(wide) => [...document.querySelectorAll('main table')]
    .map((table) => [table.caption?.textContent, table.offsetWidth, table.parentElement.clientWidth])
    .filter(([caption, width, place]) => width > place && !wide.includes(caption))
    .map(([caption, width, place]) => `the table "${caption}" is ${width} px wide in a place of ${place} px`)"""


@pytest.fixture
def visitor(member: Page, people: Project) -> Page:
    """Somebody whose project has people and a name that is wider than a phone."""
    name = member.evaluate(
        """async (id) => {
            const token = document.cookie.match(/prickle_csrftoken=([^;]+)/)[1]
            const answer = await fetch(`/api/projects/${id}/`, {
                method: 'PATCH',
                headers: { 'Content-Type': 'application/json', 'X-CSRFToken': token },
                body: JSON.stringify({ name: 'A name that somebody chose for a meeting and never made shorter'.repeat(2) }),
            })
            return (await answer.json()).name
        }""",
        people.id,
    )
    assert len(name) > 100
    return member


def test_pages_fit_a_phone_and_have_no_serious_finding_of_axe(visitor: Page, people: Project) -> None:
    visitor.set_viewport_size({"width": 390, "height": 844})
    findings: list[str] = []
    for path in PAGES:
        open_page(visitor, people, path)
        findings += findings_of(visitor, path)
    assert not findings, "\n".join(findings)


def test_pages_of_single_things_do_too_with_all_their_tabs(visitor: Page, people: Project) -> None:
    addresses = given_everything(people)
    visitor.set_viewport_size({"width": 390, "height": 844})
    findings: list[str] = []
    for path in addresses:
        open_page(visitor, people, path)
        # Those of data management are pages of their own, above.
        tabs = [] if path.startswith("data/") else [tab.inner_text() for tab in visitor.get_by_role("tab").all()]
        findings += findings_of(visitor, path)
        for tab in tabs[1:]:
            visitor.get_by_role("tab", name=tab, exact=True).first.click()
            expect(visitor.locator("[aria-busy=true]")).to_have_count(0)
            findings += findings_of(visitor, f"{path}, {tab}")
        if path.startswith("insights/"):
            visitor.get_by_role("button", name=f": {DESCRIPTION[:40]}").click()
            visitor.get_by_role("button", name="Edit “What it is for").wait_for()
            findings += findings_of(visitor, f"{path}, annotations")
    assert not findings, "\n".join(findings)


def test_a_page_that_could_not_be_had_comes_by_itself_when_the_network_is_back(visitor: Page, people: Project) -> None:
    open_page(visitor, people, "persons")
    visitor.context.set_offline(True)
    visitor.get_by_placeholder("Search by anything known of them").fill("ada")
    expect(visitor.get_by_role("alert")).to_contain_text("This device is not connected to the network.")
    # A page whose code was never loaded says the same.
    visitor.get_by_role("link", name="Groups", exact=True).click()
    expect(visitor.get_by_role("alert")).to_contain_text("This device is not connected to the network.")

    visitor.context.set_offline(False)

    expect(visitor.get_by_role("heading", name="Groups", exact=True)).to_be_visible()
    assert visitor.url.endswith("/groups")


def test_a_keyboard_gets_to_tabs_by_name_and_to_the_editor_before_the_schema(visitor: Page, people: Project) -> None:
    open_page(visitor, people, "sql")
    visitor.get_by_role("button", name="Save query").focus()
    visitor.keyboard.press("Tab")
    expect(visitor.locator(".cm-content")).to_be_focused()

    visitor.keyboard.press("Control+k")
    visitor.get_by_label("Search pages and actions").fill("retention")
    visitor.keyboard.press("Enter")

    expect(visitor.get_by_role("tab", name="Retention", selected=True)).to_be_visible()


def test_a_filter_is_added_without_leaving_the_keyboard(visitor: Page, people: Project) -> None:
    open_page(visitor, people, "activity")
    visitor.get_by_label("Choose a property to filter by").focus()
    visitor.keyboard.press("Enter")
    visitor.get_by_placeholder("Search properties").fill("plan")
    visitor.get_by_role("option", name="plan").first.wait_for()
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_label("Values of plan")).to_be_focused()

    visitor.keyboard.type("pro")
    visitor.get_by_role("option", name="pro").first.wait_for()
    visitor.keyboard.press("Enter")
    visitor.keyboard.press("Enter")

    expect(visitor.get_by_role("button", name="plan = pro")).to_be_focused()


def open_page(page: Page, project: Project, path: str) -> None:
    """Open a page and wait until nothing of it is on its way any more."""
    # Colours that are still fading would be measured as they are.
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.goto(f"{project.instance.url}/project/{project.id}/{path}")
    page.locator("main h1").first.wait_for()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)


def findings_of(page: Page, name: str) -> list[str]:
    """What is wrong with a page as it stands, on a phone, by day and by night."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.evaluate(AXE.read_text())
    found = [f"{name}: {finding}" for finding in serious_findings(page)]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    found += [f"{name}: scrolls sideways by {wide} px"] * (wide > 0)
    found += [f"{name}: {table}" for table in page.evaluate(TABLES_TOO_WIDE, WIDE_TABLES)]
    # In the dark only colours differ.
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    return found + [f"{name}, dark: {finding}" for finding in serious_findings(page, "color-contrast")]


def serious_findings(page: Page, *rules: str) -> list[str]:
    """What axe finds serious or critical, as "rule: element"; by all its rules unless some are named."""
    options: dict[str, Any] = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
    found = page.evaluate("(options) => axe.run(document, options)", options)
    return [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]
