"""Replaces pytest-django's test database: the engines belong to this test run, so their own database is used."""

from typing import Any

import pytest


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> None:
    """Migrate Postgres and ClickHouse once."""
    from django.core.management import call_command

    with django_db_blocker.unblock():
        call_command("migrate", verbosity=0, interactive=False)
        call_command("migrate_clickhouse", verbosity=0)
