"""A database for tests of the client, made the way the migrations make it."""

import pytest

from posthog.clickhouse import client, migrator


@pytest.fixture(scope="session")
def clickhouse_database() -> None:
    """The database that CLICKHOUSE_URL names, whether or not a migration ran before."""
    client.command(migrator.current_cluster().create_database(), use_database=False)
