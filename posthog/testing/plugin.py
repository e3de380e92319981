"""The pytest plugin: starts the engines once a run, before Django reads its settings, and gives the shared fixtures.

Every test gets a team of its own, so ClickHouse tables are never emptied: rows of other tests cannot be seen.
"""

import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from posthog.testing import engines as test_engines

if TYPE_CHECKING:
    from django.test.client import Client
    from rest_framework.test import APIClient

    from posthog.contracts import TeamContext
    from posthog.models import Team, User

PASSWORD = "correct-horse-battery"
# Tests that start whole instances, and a file that kills a worker in every test.
_LONG = ("tests", "posthog/supervisor", "products/events/backend/tests/test_crashes.py")
_running: list[test_engines.TestEngines] = []


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Point the environment at running engines. This is the last moment before pytest-django loads the settings."""
    os.environ["PRICKLE_TEST"] = "1"
    os.environ.setdefault("LOG_FORMAT", "console")
    os.environ.setdefault("LOG_LEVEL", "warning")
    asked = early_config.known_args_namespace
    # A run spread over processes starts engines in each of them, and none in the one that hands out the tests.
    only_hands_out = getattr(asked, "numprocesses", None) and "PYTEST_XDIST_WORKER" not in os.environ
    if asked.collectonly or asked.help or only_hands_out:
        return
    given = os.environ.get("PRICKLE_TEST_URLS")
    if given:
        os.environ.update(json.loads(Path(given).read_text()))
        return
    running = test_engines.start_temporary()
    _running.append(running)
    os.environ.update(running.urls)


def pytest_configure(config: pytest.Config) -> None:
    """Only a plugin registered after pytest-django can replace a fixture of it."""
    from posthog.testing import database

    config.pluginmanager.register(database, "prickle-database")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Hand out the longest files first when tests are spread, so that no process rests while another has one to do."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        long = [config.rootpath / path for path in _LONG]
        items.sort(key=lambda item: not any(item.path.is_relative_to(path) for path in long))


def pytest_unconfigure() -> None:
    while _running:
        test_engines.remove(_running.pop())


@pytest.fixture(autouse=True)
def _empty_process_caches() -> Iterator[None]:
    """Redis outlives a test and process caches do too; ids of rolled-back rows must not be answered from either."""
    from django.core.cache import cache as django_cache

    yield
    django_cache.clear()


@pytest.fixture
def user(db: None) -> "User":
    """The owner of a fresh organization with one project."""
    from common.ids import short_id
    from posthog.accounts.organizations import create_organization
    from posthog.models import User

    owner = User(email=f"owner-{short_id().lower()}@example.com", first_name="Ada", password=_password_hash())
    owner.save()
    create_organization("Analytical Engines", owner=owner)
    return owner


@cache
def _password_hash() -> str:
    """The hash of PASSWORD. Argon2 takes 100 MB and more time than the rest of most tests, so it is made once."""
    from django.contrib.auth.hashers import make_password

    return make_password(PASSWORD)


@pytest.fixture
def team_row(user: "User") -> "Team":
    """The user's project as a row, for tests of the core."""
    team = user.current_team
    assert team is not None
    return team


@pytest.fixture
def team(team_row: "Team") -> "TeamContext":
    """The user's project as everything else sees it."""
    from posthog.teams import to_team_context

    return to_team_context(team_row)


@pytest.fixture
def other_team(db: None) -> "TeamContext":
    """A project of somebody else."""
    from common.ids import short_id
    from posthog.accounts.organizations import create_organization
    from posthog.models import Team, User
    from posthog.teams import to_team_context

    # Nobody logs in here, so no password has to be hashed.
    owner = User.objects.create_user(f"other-{short_id().lower()}@example.com", None, first_name="Eve")
    organization = create_organization("Somebody Else", owner=owner)
    return to_team_context(Team.objects.get(organization=organization))


@pytest.fixture
def api_client(user: "User") -> "APIClient":
    """A REST client with the user's session."""
    from rest_framework.test import APIClient

    client = APIClient()
    client.force_login(user)
    return client


@pytest.fixture
def anonymous_client() -> "Client":
    from django.test.client import Client

    return Client(enforce_csrf_checks=True)
