"""Rows that Postgres has committed and ClickHouse has yet to get.

They are saved in the transaction that changed the originals, so that a crash in between cannot part the two stores.
Every table they go to keeps the row with the highest version, so sending them twice changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from posthog.clickhouse import client
from products.events.backend.clickhouse.settings import INSERT_SETTINGS
from products.events.backend.models import ClickHouseOutbox


@dataclass(slots=True)
class ClickHouseRows:
    """JSON rows by table."""

    by_table: dict[str, list[bytes]] = field(default_factory=dict)

    def add(self, table: str, row: dict[str, Any]) -> None:
        self.by_table.setdefault(table, []).append(orjson.dumps(row, option=orjson.OPT_UTC_Z))


def save(partition: int, rows: ClickHouseRows) -> list[ClickHouseOutbox]:
    """Keep the rows until they are sent. Needs the transaction whose changes they tell."""
    letters = [
        ClickHouseOutbox(partition=partition, table=table, payload=b"\n".join(lines))
        for table, lines in rows.by_table.items()
    ]
    return ClickHouseOutbox.objects.bulk_create(letters)


def send(letters: Sequence[ClickHouseOutbox]) -> None:
    """Insert the rows into ClickHouse, then forget them."""
    for letter in letters:
        client.insert_json_rows(letter.table, bytes(letter.payload), settings=INSERT_SETTINGS)
    if letters:
        ClickHouseOutbox.objects.filter(pk__in=[letter.pk for letter in letters]).delete()


def send_left_over(partition: int) -> int:
    """Send what a crash has left behind; returns how many letters there were."""
    letters = list(ClickHouseOutbox.objects.filter(partition=partition).order_by("pk"))
    send(letters)
    return len(letters)
