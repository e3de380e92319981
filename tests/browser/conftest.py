"""Who looks at pages in these tests."""

import re
from collections.abc import Iterator

import pytest
import requests
from playwright.sync_api import Browser, Page

from tests.browser.people import send_people
from tests.support import browser as chromium
from tests.support.instance import PASSWORD, Instance, Project


@pytest.fixture
def problems() -> list[str]:
    """What the pages complain about; a good visit leaves it empty."""
    return []


@pytest.fixture
def member(instance: Instance, project: Project, browser: Browser, problems: list[str]) -> Iterator[Page]:
    """Somebody who is logged in to the project."""
    email = requests.get(f"{instance.url}/api/users/@me/", headers=project.headers, timeout=10).json()["email"]
    context = browser.new_context(user_agent=chromium.USER_AGENT, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("response", lambda response: problems.append(response.url) if response.status >= 500 else None)
    page.goto(f"{instance.url}/login")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(re.compile(f"/project/{project.id}"))
    yield page
    context.close()


@pytest.fixture
def people(project: Project) -> Project:
    """The project, with people in it."""
    send_people(project)
    return project
