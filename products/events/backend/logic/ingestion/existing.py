"""Which events ClickHouse already has: asked for historical imports and for batches that a crash left half done."""

from collections.abc import Sequence

from posthog.clickhouse import client
from products.events.backend.logic.ingestion.normalise import PreparedEvent

# Parameters travel in the URL, which servers and proxies limit to 64 kB or so.
_CHUNK = 1000
_TAG = client.QueryTag(product="events", kind="ingest")
# The days narrow the search to a few partitions and, as the sorting key starts with them, to few rows of those.
_SQL = """
SELECT team_id, toString(uuid)
FROM events
WHERE team_id IN {team_ids:Array(Int64)}
  AND toDate(timestamp) >= {first_day:Date} AND toDate(timestamp) <= {last_day:Date}
  AND uuid IN {uuids:Array(UUID)}
"""


def stored_among(events: Sequence[PreparedEvent]) -> set[tuple[int, str]]:
    """The (team, uuid) of those that ClickHouse has under the same day."""
    stored: set[tuple[int, str]] = set()
    ordered = sorted(events, key=lambda event: event.timestamp)
    for start in range(0, len(ordered), _CHUNK):
        chunk = ordered[start : start + _CHUNK]
        rows = client.query(
            _SQL,
            {
                "team_ids": sorted({event.team_id for event in chunk}),
                "first_day": chunk[0].timestamp.date(),
                "last_day": chunk[-1].timestamp.date(),
                "uuids": [event.uuid for event in chunk],
            },
            tag=_TAG,
        ).rows
        stored.update((team_id, uuid) for team_id, uuid in rows)
    return stored
