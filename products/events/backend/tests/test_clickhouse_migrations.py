"""What the migrations of ClickHouse tables do to rows that are there already."""

import dataclasses
import json
from collections.abc import Iterator
from importlib import import_module

import pytest

from posthog.clickhouse import client
from posthog.clickhouse.cluster import Cluster, Column
from products.events.backend.clickhouse.tables import EVENTS

stored_once = import_module("products.events.backend.clickhouse.migrations.0004_stored_once")
_FORMER = {name: Column(name, "String", codec="ZSTD(1)") for name in ("session_id", "window_id")}


@pytest.fixture
def former() -> Iterator[Cluster]:
    """A database whose table of events stores the ids of session and window in columns of their own."""
    cluster = Cluster(database="former_events")
    client.command(cluster.create_database())
    columns = tuple(_FORMER.get(column.name, column) for column in EVENTS.columns)
    for statement in cluster.create_table(dataclasses.replace(EVENTS, columns=columns)):
        client.command(statement)
    yield cluster
    client.command(f"DROP DATABASE {cluster.database}")


def test_ids_of_session_and_window_read_as_before_when_they_are_no_longer_stored(former: Cluster) -> None:
    cases = [
        ({"$session_id": "s-1", "$window_id": "w-1"}, ("s-1", "w-1")),
        ({"$window_id": "w-2"}, ("", "w-2")),
        ({"$session_id": "s-3", "$window_id": 3}, ("s-3", "")),
        ({}, ("", "")),
    ]
    rows = [
        {
            "team_id": number,
            "timestamp": "2026-11-29 12:00:00",
            "properties": properties,
            "session_id": session,
            "window_id": window,
        }
        for number, (properties, (session, window)) in enumerate(cases)
    ]
    client.command(
        f"INSERT INTO {former.database}.events FORMAT JSONEachRow " + "\n".join(json.dumps(row) for row in rows)
    )
    # Running again, as after a crash, changes nothing.
    for statement in stored_once.operations(former) * 2:
        client.command(statement)

    found = client.query(f"SELECT session_id, window_id FROM {former.database}.events ORDER BY team_id").rows
    assert [tuple(row) for row in found] == [ids for _, ids in cases]
    sizes = client.query(
        "SELECT count() FROM system.parts_columns WHERE active AND database = 'former_events' "
        "AND column IN ('session_id', 'window_id')"
    ).rows
    assert sizes[0][0] == 0
