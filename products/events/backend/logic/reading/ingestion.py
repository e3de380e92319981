"""How ingestion has been going: a project's own events and warnings over time, and the queue that all projects share.

Read from what is stored anyway: every event carries when it was accepted (`created_at`) and when it could be queried
(`inserted_at`), and every warning is a row. The queue's past and what capture refused have to be noted while they happen.
"""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

from posthog.clickhouse import client
from products.events.backend.facade.contracts import (
    IngestionHistory,
    QueueHistory,
    RefusalHistory,
    WarningHistory,
)
from products.events.backend.logic import refusals
from products.events.backend.logic.queue import depth

# Hours that can be asked for, and how long a bucket is then: 60 to 96 of them make a legible plot.
BUCKET_SECONDS = {1: 60, 6: 300, 24: 900}
MAX_WARNING_TYPES = 50

_EVENTS = """
SELECT intDiv(toUnixTimestamp(inserted_at), {bucket:UInt32}) * {bucket:UInt32} AS start,
    count(), quantile(0.5)(lag), quantile(0.99)(lag)
FROM (
    SELECT inserted_at, greatest(0, dateDiff('millisecond', created_at, inserted_at)) AS lag
    FROM events WHERE team_id = {team_id:Int64} AND inserted_at >= toDateTime64({since:UInt32}, 6, 'UTC')
)
GROUP BY start
"""
_WARNINGS = """
SELECT type, intDiv(toUnixTimestamp(timestamp), {bucket:UInt32}) * {bucket:UInt32} AS start, count()
FROM ingestion_warnings
WHERE team_id = {team_id:Int64} AND timestamp >= toDateTime64({since:UInt32}, 6, 'UTC')
GROUP BY type, start
"""


def history(*, team_id: int, hours: int, now: datetime) -> IngestionHistory:
    """The last hours in buckets, the current one included; `hours` is a key of BUCKET_SECONDS."""
    bucket = BUCKET_SECONDS[hours]
    last = int(now.timestamp()) // bucket * bucket
    starts = range(last - hours * 3600 + bucket, last + bucket, bucket)
    parameters = {"team_id": team_id, "bucket": bucket, "since": starts[0]}
    tag = client.QueryTag(team_id=team_id, product="events", kind="ingestion_history")
    events = {row[0]: row[1:] for row in client.query(_EVENTS, parameters, tag=tag).rows}
    warnings = client.query(_WARNINGS, parameters, tag=tag).rows
    return IngestionHistory(
        bucket_seconds=bucket,
        starts=tuple(datetime.fromtimestamp(start, UTC) for start in starts),
        events=tuple(int(events[start][0]) if start in events else 0 for start in starts),
        lag_p50_ms=tuple(round(events[start][1]) if start in events else None for start in starts),
        lag_p99_ms=tuple(round(events[start][2]) if start in events else None for start in starts),
        warnings=_by_type(warnings, starts),
        refusals=_refusals(team_id, starts, bucket),
        queue=_queue(starts, bucket),
    )


def _by_type(rows: list[tuple[Any, ...]], starts: range) -> tuple[WarningHistory, ...]:
    counts: dict[str, dict[int, int]] = {}
    for kind, start, count in rows:
        counts.setdefault(kind, {})[start] = count
    frequent = sorted(counts, key=lambda kind: (-sum(counts[kind].values()), kind))[:MAX_WARNING_TYPES]
    return tuple(
        WarningHistory(type=kind, counts=tuple(counts[kind].get(start, 0) for start in starts)) for kind in frequent
    )


def _refusals(team_id: int, starts: range, bucket: int) -> tuple[RefusalHistory, ...]:
    counts: dict[str, Counter[int]] = {}
    noted = refusals.history(team_id=team_id, since=starts[0], until=starts[-1] + bucket - 1)
    for (minute, reason), count in noted.items():
        counts.setdefault(reason, Counter())[minute // bucket * bucket] += count
    last = refusals.last_by_reason(team_id=team_id) if counts else {}
    return tuple(
        RefusalHistory(
            reason=reason,
            counts=tuple(counts[reason][start] for start in starts),
            last_at=datetime.fromtimestamp(last[reason].at, UTC) if reason in last else None,
            last_detail=last[reason].detail if reason in last else "",
            last_origin=last[reason].origin if reason in last else "",
        )
        for reason in sorted(counts, key=lambda reason: (-counts[reason].total(), reason))
    )


def _queue(starts: range, bucket: int) -> QueueHistory:
    noted: dict[int, tuple[int, int]] = {}
    for minute, (requests, age_ms) in depth.history(since=starts[0], until=starts[-1] + bucket - 1).items():
        start = minute // bucket * bucket
        worst = noted.get(start, (0, 0))
        noted[start] = (max(worst[0], requests), max(worst[1], age_ms))
    found = [noted.get(start) for start in starts]
    return QueueHistory(
        requests=tuple(one[0] if one else None for one in found),
        oldest_ms=tuple(one[1] if one else None for one in found),
    )
