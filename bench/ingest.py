"""Ingestion: events a second from the queue to rows that can be queried, people included, and how long an event takes.

The queue is filled through capture while no worker runs; then one worker, as the supervisor starts it, works it off. The
baseline inserts the rows it wrote once more, as they are, over the same connection that ingestion uses.
"""

import json
import random
import threading
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import redis
import requests

from bench.harness import BenchmarkError
from bench.stack import Stack, web_stack, worker

EVENTS, QUICK_EVENTS = 200_000, 40_000
EVENTS_IN_REQUEST = 100
# As on a website: each visitor makes some 20 events.
EVENTS_PER_PERSON = 20
ROWS_IN_INSERT = 10_000
LATENCY_SECONDS, QUICK_LATENCY_SECONDS = 30.0, 8.0
LATENCY_EVENTS_PER_SECOND = 1500
PROBES_PER_SECOND = 10
PATIENCE_SECONDS = 300.0
DIFFERENT_PROPERTIES = 200
RATE_BUDGET = 15_000.0
LATENCY_BUDGET_SECONDS = 2.0
_PAGES = [f"/page/{number}" for number in range(50)]


def run(quick: bool) -> list[dict[str, Any]]:
    """Events a second of one worker, against a bare insert, and the time from the answer of capture to visible."""
    events = QUICK_EVENTS if quick else EVENTS
    others = events // 4
    seconds = QUICK_LATENCY_SECONDS if quick else LATENCY_SECONDS
    with web_stack() as stack:
        fill(stack, events)
        with worker(stack):
            rate = work_off(stack, events)
            bare = _bare_insert(stack)
            latencies = _latencies(stack, seconds, each_second=LATENCY_EVENTS_PER_SECOND)
            at_3000 = _latencies(stack, seconds, each_second=3000)
        fill(stack, others, make=_with_identifies)
        with worker(stack):
            identifying = work_off(stack, others)
        fill(stack, others, make=_with_many_properties)
        with worker(stack):
            wide = work_off(stack, others)
    p99 = _percentile(latencies, 0.99)
    return [
        {
            "name": "stream to queryable row, people on",
            "value": rate,
            "unit": "events/s",
            "budget": "≥ 15,000 per worker",
            "ok": rate >= RATE_BUDGET,
        },
        {
            "name": "the same against a bare insert",
            "value": rate,
            "unit": "events/s",
            "baseline": "bare insert of the same rows",
            "baseline_value": bare,
            "budget": "≥ 0.1 × baseline",
            "ok": rate >= 0.1 * bare,
        },
        {"name": "accepted to visible, median", "value": latencies[len(latencies) // 2], "unit": "s"},
        {
            "name": f"accepted to visible at {LATENCY_EVENTS_PER_SECOND} events/s, p99",
            "value": p99,
            "unit": "s",
            "budget": "≤ 2",
            "ok": p99 <= LATENCY_BUDGET_SECONDS,
        },
        {"name": "accepted to visible at 3,000 events/s, median", "value": _percentile(at_3000, 0.5), "unit": "s"},
        {"name": "accepted to visible at 3,000 events/s, p99", "value": _percentile(at_3000, 0.99), "unit": "s"},
        {
            "name": "every tenth event an identify that joins two people",
            "value": identifying,
            "unit": "events/s",
            "baseline": "without",
            "baseline_value": rate,
        },
        {
            "name": f"{DIFFERENT_PROPERTIES} distinct properties besides the usual ones",
            "value": wide,
            "unit": "events/s",
            "baseline": "without",
            "baseline_value": rate,
        },
    ]


def _percentile(latencies: list[float], share: float) -> float:
    return latencies[min(len(latencies) - 1, int(len(latencies) * share))]


def _with_identifies(person: str, number: int) -> dict[str, Any]:
    """Every tenth event tells who an anonymous visitor is, one that was seen before."""
    if number % 10 == 9:
        return {**event(person, **{"$anon_distinct_id": f"anon-{number - 1}"}), "event": "$identify"}
    return event(f"anon-{number}" if number % 10 == 8 else person)


def _with_many_properties(person: str, number: int) -> dict[str, Any]:
    """Ten properties of two hundred that the project has."""
    return event(person, **{f"custom_{(number * 7 + place * 20) % DIFFERENT_PROPERTIES}": place for place in range(10)})


def fill(stack: Stack, events: int, *, make: Callable[[str, int], dict[str, Any]] | None = None) -> None:
    """Send this many events while nobody works; `make` gives the event of a person, by its number."""
    session = requests.Session()
    people = [f"user-{number}" for number in range(max(1, events // EVENTS_PER_PERSON))]
    for start in range(0, events, EVENTS_IN_REQUEST):
        numbers = range(start, start + EVENTS_IN_REQUEST)
        chosen = random.choices(people, k=EVENTS_IN_REQUEST)
        send(session, stack, [make(who, n) if make else event(who) for who, n in zip(chosen, numbers, strict=True)])


def send(session: requests.Session, stack: Stack, batch: list[dict[str, Any]]) -> None:
    body = json.dumps({"api_key": stack.token, "batch": batch}).encode()
    response = session.post(f"http://127.0.0.1:{stack.port}/batch/", data=body, timeout=30)
    if response.status_code != 200:
        raise BenchmarkError(f"Capture answered {response.status_code}: {response.text[:200]}")


def event(distinct_id: str, **properties: Any) -> dict[str, Any]:
    """An ordinary web event, about 800 bytes."""
    page = random.choice(_PAGES)
    return {
        "event": random.choice(["$pageview", "$pageleave", "$autocapture", "purchase"]),
        "uuid": str(uuid4()),
        "properties": {
            "distinct_id": distinct_id,
            "$os": "Linux",
            "$browser": "Chrome",
            "$browser_version": 147,
            "$browser_language": "en-US",
            "$device_type": "Desktop",
            "$current_url": f"https://shop.example.com{page}",
            "$host": "shop.example.com",
            "$pathname": page,
            "$screen_height": 720,
            "$screen_width": 1280,
            "$viewport_height": 720,
            "$viewport_width": 1280,
            "$lib": "web",
            "$lib_version": "1.449.2",
            "$referrer": "$direct",
            "$referring_domain": "$direct",
            "$session_id": str(uuid4()),
            "$window_id": str(uuid4()),
            "$timezone": "UTC",
            "title": "Shop",
            "price": random.random() * 100,
            "$process_person_profile": True,
            **properties,
        },
    }


def work_off(stack: Stack, events: int) -> float:
    """Events a second from the first commit to the last; starting the worker is not part of it."""
    queue = redis.Redis.from_url(stack.urls["REDIS_URL"])
    before = _stored(stack)
    total = _waiting(queue)
    deadline = time.monotonic() + PATIENCE_SECONDS
    left, started = total, 0.0
    at_start = total
    while left:
        if time.monotonic() > deadline:
            raise BenchmarkError(f"{left} of {total} requests are still in the queue after {PATIENCE_SECONDS:.0f} s.")
        time.sleep(0.01)
        left = _waiting(queue)
        if left < total and not started:
            started, at_start = time.monotonic(), left
    seconds = time.monotonic() - started
    stored = _stored(stack) - before
    if stored != events:
        raise BenchmarkError(f"{stored} events are stored, {events} were sent.")
    return at_start * EVENTS_IN_REQUEST / seconds


def _waiting(queue: Any) -> int:
    return sum(queue.xlen(name) for name in queue.keys("events:stream:*"))


def _stored(stack: Stack) -> int:
    return int(clickhouse(stack, "SELECT uniqExact(uuid) FROM events").text)


def _bare_insert(stack: Stack) -> float:
    """Rows a second when rows of the events table are inserted as they are, in the format that workers use."""
    # JSON columns path by path, as the worker sends them; see docs/adr/0013-events-as-columns.md.
    flat: dict[str, Any] = {"output_format_native_use_flattened_dynamic_and_json_serialization": 1}
    columns = "* EXCEPT (inserted_at)"
    rows = clickhouse(stack, f"SELECT {columns} FROM events LIMIT {ROWS_IN_INSERT} FORMAT Native", **flat).content
    clickhouse(stack, "CREATE TABLE bare AS events")
    best = 0.0
    for number in range(5):
        started = time.monotonic()
        # Of equal blocks only the first would be stored.
        token = {"insert_deduplication_token": f"bare-{number}"}
        clickhouse(stack, f"INSERT INTO bare ({columns}) FORMAT Native", rows, **token)
        best = max(best, ROWS_IN_INSERT / (time.monotonic() - started))
    stored = int(clickhouse(stack, "SELECT count() FROM bare").text)
    if stored != 5 * ROWS_IN_INSERT:
        raise BenchmarkError(f"The bare inserts stored {stored:,} rows of {5 * ROWS_IN_INSERT:,}.")
    clickhouse(stack, "DROP TABLE bare")
    return best


def clickhouse(stack: Stack, sql: str, data: bytes = b"", **settings: Any) -> requests.Response:
    response = requests.post(
        stack.urls["CLICKHOUSE_URL"].rpartition("/")[0] + "/",
        params={"query": sql, "database": stack.urls["CLICKHOUSE_URL"].rpartition("/")[2], **settings},
        data=data,
        timeout=120,
    )
    if response.status_code != 200:
        raise BenchmarkError(f"ClickHouse answered {response.status_code}: {response.text[:300]}")
    return response


def _latencies(stack: Stack, seconds: float, *, each_second: int) -> list[float]:
    """Seconds from capture's answer to the first query that sees the event, sorted, under a steady load."""
    prefix = f"probe-{each_second}"
    accepted: dict[str, float] = {}
    seen: dict[str, float] = {}
    stop = threading.Event()
    watcher = threading.Thread(target=_watch, args=(stack, prefix, seen, stop))
    watcher.start()
    session = requests.Session()
    each = each_second // PROBES_PER_SECOND
    started = time.monotonic()
    for number in range(int(seconds * PROBES_PER_SECOND)):
        time.sleep(max(0.0, started + number / PROBES_PER_SECOND - time.monotonic()))
        probe = f"{prefix}-{number}"
        batch = [event(f"user-{random.randrange(1000)}") for _ in range(each - 1)]
        send(session, stack, [*batch, event(f"user-{number}", probe=probe)])
        accepted[probe] = time.monotonic()
    deadline = time.monotonic() + 30
    while len(seen) < len(accepted) and time.monotonic() < deadline:
        time.sleep(0.05)
    stop.set()
    watcher.join()
    if len(seen) < len(accepted):
        raise BenchmarkError(f"{len(accepted) - len(seen)} events were accepted and never seen.")
    return sorted(max(0.0, seen[probe] - accepted[probe]) for probe in accepted)


def _watch(stack: Stack, prefix: str, seen: dict[str, float], stop: threading.Event) -> None:
    """Ask again and again which probes can be seen."""
    while not stop.is_set():
        sql = f"SELECT properties.probe::String FROM events WHERE startsWith(properties.probe::String, '{prefix}-')"
        for probe in clickhouse(stack, sql).text.split():
            seen.setdefault(probe, time.monotonic())
        time.sleep(0.02)
