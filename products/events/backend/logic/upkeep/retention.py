"""Deleting what is older than a project keeps.

A month of ClickHouse's table holds the events of all projects. It is dropped as a whole, which costs nothing, when
every project of the instance has a retention and the month is past all of them: then nobody's later event can belong
into it either. Otherwise the project's rows are removed from the month by `ALTER TABLE … DELETE IN PARTITION`, which
writes the parts that hold some again; so a project's turn comes once a day, not more often.

Each run leaves a receipt. It is written with what was counted before anything is removed, and completed afterwards.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import structlog

from common import clock
from posthog.alone import alone
from posthog.clickhouse import client, migrator, mutations
from posthog.models import Team
from posthog.queries import cache
from products.events.backend.clickhouse.tables import EVENTS
from products.events.backend.facade.contracts import MonthRows
from products.events.backend.logic.upkeep.jobs import RETAIN
from products.events.backend.models import EventsSettings, RetentionRun

EVERY = timedelta(hours=20)
_TAG = client.QueryTag(product="events", kind="retain")
_COUNT = """
SELECT toYYYYMM(timestamp) AS month, count() FROM events
WHERE team_id = {team_id:Int64} AND timestamp < {cutoff:DateTime64(6, 'UTC')} GROUP BY month ORDER BY month
"""
_IN_MONTH = "SELECT DISTINCT team_id FROM events WHERE toYYYYMM(timestamp) = {month:UInt32}"
logger = structlog.get_logger(__name__)


def preview(*, team_id: int, days: int) -> list[MonthRows]:
    """How many events of which months a retention of so many days would delete now. Deletes nothing."""
    return _months(team_id, clock.now() - timedelta(days=days))


def list_runs(*, team_id: int, limit: int, offset: int) -> tuple[list[RetentionRun], int]:
    """(receipts of the page, the newest first; how many there are in all)."""
    rows = RetentionRun.objects.for_team(team_id).order_by("-started_at", "-id")
    return list(rows[offset : offset + limit]), rows.count()


def delete_outdated() -> int:
    """Give every project with a retention its turn, once a day; returns how many events were deleted."""
    with alone(RETAIN) as is_alone:
        if not is_alone or not mutations.is_settled(EVENTS):
            return 0
        now = clock.now()
        _complete_interrupted()
        settings = list(EventsSettings.objects.unscoped().exclude(retention_days=None).order_by("team_id"))
        due = [each for each in settings if not _had_its_turn(each.team_id, now)]
        return sum(_retain(each.team_id, each.retention_days or 0, now) for each in due)


def _had_its_turn(team_id: int, now: datetime) -> bool:
    return RetentionRun.objects.for_team(team_id).filter(started_at__gt=now - EVERY).exists()


def _retain(team_id: int, days: int, now: datetime) -> int:
    cutoff = now - timedelta(days=days)
    months = _months(team_id, cutoff)
    if not months:
        return 0
    run = RetentionRun.objects.for_team(team_id).create(
        team_id=team_id,
        retention_days=days,
        cutoff=cutoff,
        started_at=now,
        rows=sum(month.rows for month in months),
        months={str(month.month): month.rows for month in months},
    )
    for month in months:
        if _nobody_keeps(month.month, now):
            _alter(f"DROP PARTITION {month.month}")
            run.dropped_months = [*run.dropped_months, month.month]
            run.save(update_fields=["dropped_months"])
        else:
            _alter(
                f"DELETE IN PARTITION {month.month} WHERE team_id = {{team_id:Int64}} "
                "AND timestamp < {cutoff:DateTime64(6, 'UTC')}",
                {"team_id": team_id, "cutoff": cutoff},
            )
    run.completed_at = clock.now()
    run.save(update_fields=["completed_at"])
    cache.forget_team(team_id)
    logger.info("events.outdated_deleted", team_id=team_id, rows=run.rows)
    return run.rows


def _nobody_keeps(month: int, now: datetime) -> bool:
    """Whether this month is past every project's retention, so that it can go as a whole.

    Whoever has no retention keeps everything, even if nothing of theirs is in the month now: it may arrive any moment.
    """
    end = _end_of(month)
    kept = dict(EventsSettings.objects.unscoped().values_list("team_id", "retention_days"))
    for team_id in Team.objects.values_list("id", flat=True):
        days = kept.get(team_id)
        if days is None or end > now - timedelta(days=days):
            return False
    # Rows of projects that are not in Postgres: deleted ones. One that was made since the look above is not.
    present = {row[0] for row in client.query(_IN_MONTH, {"month": month}, tag=_TAG).rows}
    return not Team.objects.filter(pk__in=present - set(kept)).exists()


def _complete_interrupted() -> None:
    """What a crash left half done: the receipt keeps what was really removed; the rest gets a new one."""
    for run in RetentionRun.objects.unscoped().filter(completed_at=None):
        left = sum(month.rows for month in _months(run.team_id, run.cutoff))
        run.rows = max(0, run.rows - left)
        run.completed_at = clock.now()
        # Its turn is not over while something is left.
        if left:
            run.started_at -= EVERY
        run.save(update_fields=["rows", "completed_at", "started_at"])


def _months(team_id: int, cutoff: datetime) -> list[MonthRows]:
    rows: Sequence[Sequence[int]] = client.query(_COUNT, {"team_id": team_id, "cutoff": cutoff}, tag=_TAG).rows
    return [MonthRows(month=month, rows=count) for month, count in rows]


def _alter(action: str, parameters: dict[str, object] | None = None) -> None:
    for statement in migrator.current_cluster().alter_storage(EVENTS, action):
        client.command(statement, parameters, settings={"mutations_sync": 2}, tag=_TAG)


def _end_of(month: int) -> datetime:
    year, number = divmod(month, 100)
    return datetime(year + number // 12, number % 12 + 1, 1, tzinfo=UTC)
