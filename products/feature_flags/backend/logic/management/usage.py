"""When SDKs last asked for a flag, taken from their `$feature_flag_called` events by a scheduled job.

Evaluation itself writes nothing: a flag may be asked for thousands of times a second.
"""

from datetime import datetime, timedelta

import structlog
from django.db.models import Max, Q

from common import clock
from posthog.clickhouse.client import QueryTag
from posthog.hogql.context import HogQLContext
from posthog.hogql.query import execute_hogql
from products.feature_flags.backend.logic.management.status import STALE_AFTER
from products.feature_flags.backend.models import FeatureFlag

# Events arrive late from phones; looking back this far beyond the last known call finds them.
OVERLAP = timedelta(days=1)
MOST_FLAGS = 10_000

logger = structlog.get_logger(__name__)


def sync_last_called() -> int:
    """Bring `last_called_at` of every team's flags up to date; answers how many changed. May be repeated at will.

    One team's failure does not keep the others waiting.
    """
    changed = 0
    teams = (
        FeatureFlag.objects.unscoped().filter(deleted=False).values("team_id").annotate(latest=Max("last_called_at"))
    )
    for team in teams:
        try:
            changed += sync_team(team["team_id"], team["latest"])
        except Exception:
            logger.exception("flags.last_called_not_synced", team_id=team["team_id"])
    return changed


def sync_team(team_id: int, latest: datetime | None = None) -> int:
    """The same for one team; `latest` is the newest call that is known of."""
    now = clock.now()
    since = now - STALE_AFTER if latest is None else max(latest - OVERLAP, now - STALE_AFTER)
    changed = 0
    for key, called_at in _last_calls(team_id, since, now):
        changed += (
            FeatureFlag.objects.for_team(team_id)
            .filter(Q(last_called_at__lt=called_at) | Q(last_called_at__isnull=True), key=key, deleted=False)
            .update(last_called_at=called_at)
        )
    return changed


def _last_calls(team_id: int, since: datetime, until: datetime) -> list[tuple[str, datetime]]:
    """(key, when it was last called), for the flags called in a time. Clocks of clients may run ahead; ours counts."""
    rows = execute_hogql(
        "SELECT properties.$feature_flag AS flag, max(timestamp) FROM events "
        "WHERE event = '$feature_flag_called' AND timestamp >= {since} AND timestamp <= {until} AND flag IS NOT NULL "
        "GROUP BY flag",
        context=HogQLContext(team_id=team_id, default_limit=MOST_FLAGS),
        placeholders={"since": since, "until": until},
        tag=QueryTag(team_id=team_id, product="feature_flags", kind="last_called"),
    ).rows
    return [(str(flag), called_at) for flag, called_at in rows]
