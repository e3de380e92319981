"""Ingestion warnings of a project, as they are shown: grouped by type, with the newest of each."""

from datetime import UTC

from posthog.clickhouse import client
from products.events.backend.facade.contracts import IngestionWarning, IngestionWarnings

SHOWN_DAYS = 30
NEWEST_PER_TYPE = 10
# Of one type in one batch only so many are kept; the last of those says how many more there were.
_COUNTS = """
SELECT type, count() + sum(JSONExtractUInt(details, 'left_out')), max(timestamp) FROM ingestion_warnings
WHERE team_id = {team_id:Int64} AND timestamp > now() - toIntervalDay({days:UInt16})
GROUP BY type ORDER BY max(timestamp) DESC, type
"""
_NEWEST = """
SELECT type, timestamp, details, raw FROM ingestion_warnings
WHERE team_id = {team_id:Int64} AND timestamp > now() - toIntervalDay({days:UInt16})
ORDER BY type, timestamp DESC LIMIT {newest:UInt8} BY type
"""


def list_warnings(*, team_id: int) -> list[IngestionWarnings]:
    """The last 30 days, the type that occurred last first."""
    parameters = {"team_id": team_id, "days": SHOWN_DAYS}
    tag = client.QueryTag(team_id=team_id, product="events", kind="ingestion_warnings")
    newest: dict[str, list[IngestionWarning]] = {}
    for kind, timestamp, details, raw in client.query(_NEWEST, {**parameters, "newest": NEWEST_PER_TYPE}, tag=tag).rows:
        warning = IngestionWarning(timestamp=timestamp.replace(tzinfo=UTC), details=details, raw=raw)
        newest.setdefault(kind, []).append(warning)
    return [
        IngestionWarnings(
            type=kind, count=count, last_seen_at=last.replace(tzinfo=UTC), newest=tuple(newest.get(kind, ()))
        )
        for kind, count, last in client.query(_COUNTS, parameters, tag=tag).rows
    ]
