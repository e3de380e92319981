"""A person's first ten minutes: sign up, send an event, see it arrive, see it in a chart, ask for it in SQL.

Screenshots go to test-results/, so that whoever changes a page can look at what they made.
"""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from tests.support import browser as chromium
from tests.support.instance import CHECKOUT, Instance

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RESULTS = CHECKOUT / "test-results"
PASSWORD = "correct-horse-battery"


@pytest.fixture
def fresh_instance() -> Iterator[Instance]:
    """Nobody has signed up here yet."""
    running = Instance()
    running.start()
    yield running
    running.stop()
    shutil.rmtree(running.data_dir, ignore_errors=True)


@pytest.fixture
def problems() -> list[str]:
    """What the pages complain about; a good visit leaves it empty."""
    return []


@pytest.fixture
def visitor(browser: Browser, problems: list[str]) -> Iterator[Page]:
    context = browser.new_context(user_agent=chromium.USER_AGENT, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("response", lambda response: problems.append(response.url) if response.status >= 500 else None)
    yield page
    context.close()


def shoot(page: Page, name: str) -> None:
    """The page at desktop and phone width, light and dark."""
    RESULTS.mkdir(exist_ok=True)
    for width, scheme in ((1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.wait_for_timeout(350)
        page.screenshot(path=RESULTS / f"{name}-{width}-{scheme}.png")
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{name} scrolls sideways at {width} px by {overflow} px"
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(color_scheme="light")


def send_events(instance: Instance, token: str) -> None:
    """Seven days of sign-ups, one more each day, by as many people."""
    now = datetime.now(UTC).replace(hour=0, minute=30, second=0, microsecond=0)
    batch = [
        {
            "event": "signed up",
            "distinct_id": f"person-{day}-{number}",
            "timestamp": (now - timedelta(days=day)).isoformat(),
            "properties": {"plan": "pro" if number % 2 else "free", "$set": {"email": f"p{day}{number}@example.com"}},
        }
        for day in range(7)
        for number in range(7 - day)
    ]
    response = requests.post(f"{instance.url}/batch/", json={"api_key": token, "batch": batch}, timeout=10)
    assert (response.status_code, response.json()) == (200, {"status": 1})


def test_from_sign_up_to_a_chart(fresh_instance: Instance, visitor: Page, problems: list[str]) -> None:
    page = visitor
    page.goto(fresh_instance.url)
    page.get_by_label("Your name").fill("Ada")
    page.get_by_label("Organization").fill("Analytical Engines")
    page.get_by_label("E-mail").fill("ada@example.com")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    shoot(page, "sign-up")
    page.get_by_role("button", name="Create account").click()

    page.wait_for_url(re.compile("/onboarding"))
    text = page.locator("main")
    expect(text).to_contain_text(re.compile("phc_[A-Za-z0-9]+"))
    match = re.search(r"phc_[A-Za-z0-9]{43}", text.inner_text())
    assert match is not None
    expect(text).to_contain_text(fresh_instance.url)
    shoot(page, "onboarding-waiting")

    send_events(fresh_instance, match.group())
    expect(page.get_by_text(re.compile("signed up")).first).to_be_visible(timeout=20_000)
    shoot(page, "onboarding-arrived")

    page.goto(f"{fresh_instance.url}/insights/new")
    expect(page.locator("canvas").first).to_be_visible(timeout=20_000)
    shoot(page, "trends")

    page.goto(f"{fresh_instance.url}/activity")
    expect(page.get_by_text("signed up").first).to_be_visible(timeout=20_000)
    shoot(page, "activity")
    page.goto(f"{fresh_instance.url}/persons")
    expect(page.get_by_text("p00@example.com").first).to_be_visible(timeout=20_000)
    shoot(page, "persons")

    page.goto(f"{fresh_instance.url}/sql")
    editor = page.locator(".cm-content").first
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT properties.plan AS plan, count() AS people FROM events GROUP BY plan ORDER BY plan")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("cell", name="16", exact=True)).to_be_visible(timeout=20_000)
    expect(page.get_by_role("cell", name="12", exact=True)).to_be_visible()
    shoot(page, "sql")
    assert problems == []


def test_wrong_password_is_said_in_place(instance: Instance, visitor: Page) -> None:
    instance.project("someone")
    visitor.goto(f"{instance.url}/login")
    visitor.get_by_label("E-mail").fill("someone@example.com")
    visitor.get_by_label("Password", exact=True).fill("wrong")
    visitor.get_by_role("button", name="Log in").click()
    expect(visitor.get_by_text("The e-mail address or the password is wrong.")).to_be_visible()
    expect(visitor.get_by_text("Forgot your password?")).to_contain_text("bin/hogli manage changepassword")
