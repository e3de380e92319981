"""What an ordinary web event occupies on disk, once merges are done, and what of it is what.

Visits as posthog-js sends them: a person has sessions of some minutes, and what is said of browser and machine stays the
same within one.
"""

import random
from typing import Any
from uuid import UUID, uuid4

import requests

from bench.ingest import clickhouse, event, send, work_off
from bench.stack import Stack, web_stack, worker

EVENTS, QUICK_EVENTS = 200_000, 40_000
EVENTS_IN_REQUEST = 100
EVENTS_IN_SESSION = 12
BUDGET_BYTES = 60
LARGEST = 6
BROWSERS = (("Chrome", 147), ("Safari", 26), ("Firefox", 151), ("Edge", 147))


def run(quick: bool) -> list[dict[str, Any]]:
    """Bytes an event in the table of events, and of its largest columns."""
    events = QUICK_EVENTS if quick else EVENTS
    with web_stack() as stack:
        _visit(stack, events)
        with worker(stack):
            work_off(stack, events)
        clickhouse(stack, "OPTIMIZE TABLE events FINAL")
        size = float(
            clickhouse(
                stack, "SELECT sum(bytes_on_disk) / sum(rows) FROM system.parts WHERE active AND table = 'events'"
            ).text
        )
        columns = _largest_columns(stack)
    budget = f"≤ {BUDGET_BYTES}"
    return [
        {"name": "one event", "value": size, "unit": "bytes", "budget": budget, "ok": size <= BUDGET_BYTES},
        *(
            {"name": f"of that, {name}", "value": value, "unit": "bytes", "baseline": "all", "baseline_value": size}
            for name, value in columns
        ),
    ]


def _visit(stack: Stack, events: int) -> None:
    session = requests.Session()
    batch: list[dict[str, Any]] = []
    for number in range(events // EVENTS_IN_SESSION + 1):
        browser, version = random.choice(BROWSERS)
        ids = {"$session_id": str(_time_ordered()), "$window_id": str(_time_ordered())}
        about = {"$browser": browser, "$browser_version": version, "$device_id": str(_time_ordered()), **ids}
        for _ in range(EVENTS_IN_SESSION):
            made = event(f"user-{number // 2}", **about)
            del made["properties"]["price"]
            batch.append({**made, "uuid": str(_time_ordered())})
            events -= 1
            if len(batch) == EVENTS_IN_REQUEST or not events:
                send(session, stack, batch)
                batch = []
            if not events:
                return


def _time_ordered() -> UUID:
    """A UUID of version 7, as posthog-js makes them: the time first, then chance."""
    milliseconds = 1_780_000_000_000 + random.randrange(10**9)
    return UUID(int=milliseconds << 80 | 7 << 76 | (uuid4().int & (1 << 76) - 1) | 1 << 63)


def _largest_columns(stack: Stack) -> list[tuple[str, float]]:
    sql = (
        "SELECT column, sum(column_data_compressed_bytes) / sum(rows) AS size FROM system.parts_columns "
        f"WHERE active AND table = 'events' GROUP BY column ORDER BY size DESC LIMIT {LARGEST} FORMAT TSV"
    )
    lines = clickhouse(stack, sql).text.splitlines()
    return [(name, float(size)) for name, size in (line.split("\t") for line in lines)]
