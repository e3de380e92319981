import pytest


@pytest.fixture(scope="session", autouse=True)
def _tables(django_db_setup: None) -> None:
    """The tables of ClickHouse exist; the teams of these tests live nowhere else."""
