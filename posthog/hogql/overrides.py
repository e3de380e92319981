"""How many of a team's distinct ids have moved to other persons, which decides how queries follow them.

Looking distinct ids up in constant arrays is free without overrides and cheap for thousands; joining costs the same
always. Measured on 1.5M events, counting persons: 16 ms without overrides at all; looked up 15 ms with none, 33 ms
with 1,000, 81 ms with 50,000; joined 37, 35 and 57 ms. Both are exact, so a stale number here costs time only.
"""

import threading
import time
from dataclasses import replace

from posthog.clickhouse import client
from posthog.clickhouse.client import ClickHouseError, QueryTag
from posthog.hogql.context import HogQLContext, PersonOverrides

MAX_LOOKED_UP = 10_000
REMEMBERED_SECONDS = 60.0

_counts: dict[int, tuple[float, int]] = {}
_lock = threading.Lock()


def choose_overrides(context: HogQLContext) -> HogQLContext:
    """The same context, or one that joins overrides instead of looking them up when the team has many."""
    if _count(context.team_id) <= MAX_LOOKED_UP:
        return context
    return replace(context, person_overrides=PersonOverrides.JOIN)


def _count(team_id: int) -> int:
    known = _counts.get(team_id)
    if known is not None and time.monotonic() - known[0] < REMEMBERED_SECONDS:
        return known[1]
    try:
        rows = client.query(
            "SELECT count() FROM person_distinct_id_overrides WHERE team_id = {team_id:Int64}",
            {"team_id": team_id},
            tag=QueryTag(team_id=team_id, kind="count_overrides"),
        )
    except ClickHouseError:
        # The query itself will tell what is wrong.
        return 0
    count = int(rows.rows[0][0])
    with _lock:
        if len(_counts) > 10_000:
            _counts.clear()
        _counts[team_id] = (time.monotonic(), count)
    return count
