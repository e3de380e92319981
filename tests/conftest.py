"""Fixtures of the tests that belong to no single product."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.support import browser as chromium
from tests.support.instance import Instance, Project


@pytest.fixture(scope="session")
def instance() -> Iterator[Instance]:
    """One running instance for all tests that only use it; tests that break things start their own."""
    running = Instance()
    running.start()
    yield running
    running.stop()
    shutil.rmtree(running.data_dir, ignore_errors=True)


@pytest.fixture
def project(instance: Instance, request: pytest.FixtureRequest) -> Project:
    """A project of the running instance that no other test uses."""
    name = request.node.name.replace("[", "-").replace("]", "").replace("_", "-").lower()
    return instance.project(name[:60])


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium.launched() as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a profile of its own, at desktop width."""
    context = browser.new_context(user_agent=chromium.USER_AGENT, viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()
