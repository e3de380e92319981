"""How ingestion grows with worker processes, and how it and a query fare when much is stored.

BENCH_STORED_EVENTS=20000000 measures with twenty million stored events instead of two; that takes some minutes more.
"""

import os
import time
from typing import Any

from bench.ingest import clickhouse, fill, work_off
from bench.stack import Stack, web_stack, worker

EVENTS, QUICK_EVENTS = 60_000, 20_000
PROCESSES = (1, 2, 4)
FEW, QUICK_FEW = 1_000_000, 100_000
MANY = int(os.environ.get("BENCH_STORED_EVENTS", "2000000"))
COPIED_AT_ONCE = 500_000


def run(quick: bool) -> list[dict[str, Any]]:
    """Events a second with 1, 2 and 4 worker processes, and with few and many stored events."""
    events = QUICK_EVENTS if quick else EVENTS
    rates: dict[int, float] = {}
    with web_stack(partitions=max(PROCESSES)) as stack:
        for processes in PROCESSES:
            fill(stack, events)
            with worker(stack, processes=processes):
                rates[processes] = work_off(stack, events)
        stored = {}
        for wanted in (QUICK_FEW, QUICK_FEW * 2) if quick else (FEW, MANY):
            _store(stack, wanted)
            fill(stack, events)
            with worker(stack):
                stored[wanted] = (work_off(stack, events), _query_seconds(stack))
    few, many = stored
    return [
        *(
            {
                "name": f"{processes} worker processes" if processes > 1 else "1 worker process",
                "value": rate,
                "unit": "events/s",
                "baseline": "1 worker process",
                "baseline_value": rates[1],
            }
            for processes, rate in rates.items()
        ),
        {
            "name": f"ingestion with {many:,} events stored",
            "value": stored[many][0],
            "unit": "events/s",
            "baseline": f"with {few:,}",
            "baseline_value": stored[few][0],
        },
        {
            "name": f"one event by day, {many:,} events stored",
            "value": stored[many][1] * 1000,
            "unit": "ms",
            "baseline": f"with {few:,}",
            "baseline_value": stored[few][1] * 1000,
        },
    ]


def _store(stack: Stack, wanted: int) -> None:
    """Copies of what is there, each an event of its own on a day of its own, until this many are stored."""
    while (have := int(clickhouse(stack, "SELECT count() FROM events").text)) < wanted:
        clickhouse(
            stack,
            "INSERT INTO events (* EXCEPT (inserted_at)) SELECT * EXCEPT (inserted_at) "
            "REPLACE (generateUUIDv4() AS uuid, timestamp - toIntervalHour(rand() % 720) AS timestamp) "
            f"FROM events LIMIT {min(wanted - have, COPIED_AT_ONCE)}",
        )


def _query_seconds(stack: Stack) -> float:
    sql = "SELECT toDate(timestamp) AS day, count() FROM events WHERE event = '$pageview' GROUP BY day ORDER BY day"
    best = float("inf")
    for _ in range(5):
        began = time.perf_counter()
        clickhouse(stack, sql)
        best = min(best, time.perf_counter() - began)
    return best
