"""Prometheus metrics, each named once. Labels have few values: never a team, an event name or an id."""

import os

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

events_accepted = Counter("prickle_events_accepted", "Events answered with 200, by endpoint.", ["endpoint"])
events_rejected = Counter("prickle_events_rejected", "Requests or events refused, by reason.", ["reason"])
events_from_bots = Counter("prickle_events_from_bots", "Events of programs that visit pages, by outcome.", ["outcome"])
events_ingested = Counter("prickle_events_ingested", "Events written to ClickHouse.")
events_deduplicated = Counter("prickle_events_deduplicated", "Events dropped because they were stored before.")
queue_entries = Gauge("prickle_queue_entries", "Requests waiting in the event queue.", multiprocess_mode="mostrecent")
queue_age_seconds = Gauge(
    "prickle_queue_age_seconds", "Age of the oldest request waiting.", multiprocess_mode="mostrecent"
)
batch_events = Histogram(
    "prickle_ingest_batch_events",
    "Events in one ingested batch.",
    buckets=(1, 10, 100, 1000, 5000, 10000, 25000, 50000),
)
batch_seconds = Histogram("prickle_ingest_batch_seconds", "Time to ingest one batch.")
disk_used_ratio = Gauge(
    "prickle_disk_used_ratio",
    "Share of the disk that is used, or of what the data directory may hold.",
    multiprocess_mode="mostrecent",
)
clickhouse_query_seconds = Histogram("prickle_clickhouse_query_seconds", "ClickHouse query time, by kind.", ["kind"])
query_cache = Counter("prickle_query_cache", "Insight results served, by cache outcome.", ["outcome"])

tasks_expired = Counter(
    "prickle_tasks_expired", "Calls of regular tasks that no worker process was free for in time, by task.", ["task"]
)

flag_requests = Counter(
    "prickle_flag_requests", "Requests for flags, by endpoint and outcome.", ["endpoint", "outcome"]
)


def render() -> bytes:
    """All metrics in Prometheus' text format, summed over processes when PROMETHEUS_MULTIPROC_DIR is set."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return generate_latest()
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)
