"""What the tests of events share: sending like an SDK, working off the queue, and looking at what is stored."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test.client import Client
from pytest_django import Settings

from posthog import known_teams as teams
from posthog.clickhouse import client as clickhouse
from posthog.contracts import TeamContext
from products.events.backend.clickhouse.tables import ALL_TABLES
from products.events.backend.facade.enums import DrainOutcome
from products.events.backend.facade.system import IngestionAPI
from products.events.backend.logic.protection import rules
from products.events.backend.logic.queue import connection, keys, producer
from products.events.backend.logic.queue.partition import known_partitions

Row = dict[str, Any]


@pytest.fixture(autouse=True)
def _queue_of_its_own(settings: Settings) -> Iterator[None]:
    """No test finds entries of another one, waits for a batch to grow, or knows another one's projects."""
    settings.EVENT_BATCH_SECONDS = 0
    settings.EVENT_PARTITIONS = 1
    connection.client().flushdb()
    # Which partitions it has told Redis of, which has just forgotten them.
    producer._announced.clear()
    teams.forget()
    rules.forget()
    yield
    teams.forget()
    rules.forget()


def work_off_the_queue() -> int:
    """Drain every partition; returns how many new events there were. Fails when something is left."""
    events = 0
    for partition in known_partitions():
        result = IngestionAPI.drain_partition(partition)
        events += result.events
        while result.outcome == DrainOutcome.MORE:
            result = IngestionAPI.drain_partition(partition)
            events += result.events
        assert result.outcome == DrainOutcome.EMPTY, result
    return events


@pytest.fixture(scope="module")
def emptied_tables(django_db_setup: None) -> None:
    """For tests of mutations, which go through every part: what other files have left makes them a hundred times slower."""
    for table in ALL_TABLES:
        clickhouse.command(f"TRUNCATE TABLE {table.name}")


@pytest.fixture
def send(client: Client, team: TeamContext) -> Callable[..., None]:
    """Send events in one batch and work off the queue."""

    def _send(*events: Row, **envelope: Any) -> None:
        body = {"api_key": team.api_token, "batch": list(events), **envelope}
        response = client.post("/batch/", json.dumps(body), content_type="application/json")
        assert (response.status_code, response.json()) == (200, {"status": 1}), response.content
        work_off_the_queue()

    return _send


def rows_of(team: TeamContext) -> Callable[..., list[Row]]:
    """The team's rows in ClickHouse. Unlike queries of users, sees every copy of a row."""

    def _stored(columns: str = "*", table: str = "events", where: str = "1", final: bool = False) -> list[Row]:
        result = clickhouse.query(
            f"SELECT {columns} FROM {table}{' FINAL' if final else ''} "
            f"WHERE team_id = {{team_id:Int64}} AND ({where}) ORDER BY ALL",
            {"team_id": team.id},
        )
        return [dict(zip(result.columns, row, strict=True)) for row in result.rows]

    return _stored


@pytest.fixture
def stored(team: TeamContext) -> Callable[..., list[Row]]:
    """`rows_of` the test's own team."""
    return rows_of(team)


@pytest.fixture
def warnings(stored: Callable[..., list[Row]]) -> Callable[[], list[tuple[str, Row, str]]]:
    """(type, details, raw) of the team's ingestion warnings."""

    def _warnings() -> list[tuple[str, Row, str]]:
        rows = stored("type, details, raw", table="ingestion_warnings")
        return [(row["type"], json.loads(row["details"]), row["raw"]) for row in rows]

    return _warnings


def queue_length() -> int:
    return sum(int(connection.client().xlen(keys.stream(partition))) for partition in known_partitions())
