"""Fixtures of the tests that belong to no single product."""

import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.support import browser as chromium
from tests.support.instance import Instance, Project


@pytest.fixture(scope="session")
def instance() -> Iterator[Instance]:
    """One running instance for all tests that only use it; tests that break things start their own.

    PRICKLE_TEST_INSTANCE names the data directory and port of one that runs already, such as `/tmp/data:8000`.
    """
    if warm := os.environ.get("PRICKLE_TEST_INSTANCE"):
        data_dir, _, port = warm.rpartition(":")
        yield Instance(data_dir=Path(data_dir), port=int(port))
        return
    running = Instance()
    running.start()
    yield running
    running.stop()
    shutil.rmtree(running.data_dir, ignore_errors=True)


@pytest.fixture
def project(instance: Instance, request: pytest.FixtureRequest) -> Project:
    """A project of the running instance that no other test uses."""
    name = request.node.name.replace("[", "-").replace("]", "").replace("_", "-").lower()
    return instance.project(f"{name[:50]}-{secrets.token_hex(3)}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for the tests of a file. Playwright's event loop must not outlive it: Django refuses to work beside one."""
    with chromium.launched() as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a profile of its own, at desktop width."""
    context = browser.new_context(user_agent=chromium.USER_AGENT, viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()
