"""Stopping a query: a mark that its next step sees, and a KILL for the statement ClickHouse is working on.

Every statement carries its team and query id in `log_comment`, so nothing has to be remembered to find it again, and a
project can only ever stop its own.
"""

import re
from typing import Any

import redis
import structlog
from django.conf import settings

from common.errors import ProductError
from posthog.clickhouse import client
from posthog.clickhouse.cluster import quote_identifier
from posthog.clickhouse.errors import QueryCancelledError
from posthog.redis import get_client

logger = structlog.get_logger(__name__)

# Ids come from clients; this is all that UUIDs and the like need.
QUERY_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
MARK_SECONDS = 60
# The parameter is not called query_id, because the embedded server reads that word in a KILL as the column.
OWN = (
    "JSONExtractInt(Settings['log_comment'], 'team_id') = {team_id:Int64} "
    "AND JSONExtractString(Settings['log_comment'], 'query_id') = {run:String}"
)

PROGRESS = (
    "sum(read_rows), sum(read_bytes), sum(total_rows_approx), max(elapsed), "
    "sum(ProfileEvents['OSCPUVirtualTimeMicroseconds'])"
)


def cancel(team_id: int, query_id: str) -> None:
    """Stop the project's query of this id. Harmless when there is none; one that starts within a minute is stopped too,
    because the request to cancel may overtake the query."""
    try:
        get_client().set(_mark(team_id, query_id), 1, ex=MARK_SECONDS)
    except redis.RedisError as error:
        logger.warning("queries.cancel_not_marked", error=type(error).__name__)
    on_cluster = f" ON CLUSTER {quote_identifier(settings.CLICKHOUSE_CLUSTER)}" if settings.CLICKHOUSE_CLUSTER else ""
    client.command(f"KILL QUERY{on_cluster} WHERE {OWN} ASYNC", {"team_id": team_id, "run": query_id})


def check_not_cancelled(team_id: int, query_id: str) -> None:
    """Raises QueryCancelledError when somebody has asked to stop the query."""
    try:
        cancelled = get_client().exists(_mark(team_id, query_id))
    except redis.RedisError:
        return
    if cancelled:
        raise QueryCancelledError("The query was cancelled.")


def find_progress(team_id: int, query_id: str) -> dict[str, Any] | None:
    """How far the running statement of a query is, or None when ClickHouse is not working on it."""
    # Our own text throughout; the values are parameters.
    sql = f"SELECT {PROGRESS} FROM {_processes()} WHERE {OWN} HAVING count() > 0"  # noqa: S608
    try:
        found = client.query(sql, {"team_id": team_id, "run": query_id}).rows
    except ProductError:
        return None
    if not found:
        return None
    rows, size, total, elapsed, cpu = found[0]
    return {
        "rows_read": int(rows),
        "bytes_read": int(size),
        "estimated_rows_total": int(total),
        "time_elapsed": float(elapsed),
        "active_cpu_time": float(cpu) / 1_000_000,
    }


def _processes() -> str:
    if not settings.CLICKHOUSE_CLUSTER:
        return "system.processes"
    return f"clusterAllReplicas({quote_identifier(settings.CLICKHOUSE_CLUSTER)}, system.processes)"


def _mark(team_id: int, query_id: str) -> str:
    return f"queries:cancelled:{team_id}:{query_id}"
