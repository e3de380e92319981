"""Rows in ClickHouse of projects that Postgres does not know: deleted before deletion reached there, or lost with a backup.

A project may be made at any moment while this looks. It is safe from it for two reasons. Only ids that had been given out
when the look began are considered, and Postgres gives none out twice: a project made later has a higher one. And ClickHouse
is read before Postgres, so whoever has events by then has been committed there.
"""

from dataclasses import dataclass

from django.db import connection, transaction

from common import clock
from posthog.deletion import stores
from posthog.deletion.work import MAX_AT_ONCE, remove_now
from posthog.models import DeletedProject, Team
from posthog.models.deleted_project import DeletedProjectStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Orphan:
    """A project without a row in Postgres. `rows` are (table, number) in ClickHouse.

    `may_be_reused`: its id has not been given out yet, so the next projects will get it, and these rows with it.
    """

    team_id: int
    rows: tuple[tuple[str, int], ...]
    may_be_reused: bool


def find_orphans() -> tuple[Orphan, ...]:
    """By id. Projects that are being deleted are none: they have a row until the last of theirs is gone."""
    highest = _highest_id_given_out()
    found: dict[int, list[tuple[str, int]]] = {}
    for table in stores.tables_in_clickhouse():
        for team_id, count in stores.teams_in_clickhouse(table).items():
            found.setdefault(team_id, []).append((table.name, count))
    known = set(Team.with_deleted.filter(pk__in=found).values_list("pk", flat=True))
    return tuple(
        Orphan(team_id=team_id, rows=tuple(rows), may_be_reused=team_id > highest)
        for team_id, rows in sorted(found.items())
        if team_id not in known
    )


def delete_orphans(orphans: tuple[Orphan, ...]) -> bool:
    """Remove the rows of those whose ids cannot be given out again, with an account; False while the job is busy."""
    team_ids = [orphan.team_id for orphan in orphans if not orphan.may_be_reused]
    for start in range(0, len(team_ids), MAX_AT_ONCE):
        if not remove_now([_account_of(team_id) for team_id in team_ids[start : start + MAX_AT_ONCE]]):
            return False
    return True


def _account_of(team_id: int) -> DeletedProject:
    """Its account, a new one where there is none. Pending, so that the job goes on should this process die."""
    receipt, is_new = DeletedProject.objects.get_or_create(team_id=team_id, defaults={"deleted_at": clock.now()})
    if not is_new and receipt.status != DeletedProjectStatus.PENDING:
        receipt.status = DeletedProjectStatus.PENDING
        receipt.save(update_fields=["status"])
    return receipt


def _highest_id_given_out() -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        # Waits for projects that are being made, so that every id up to the answer is in the table or will never be.
        cursor.execute("LOCK TABLE posthog_team IN SHARE MODE")
        cursor.execute("SELECT pg_get_serial_sequence('posthog_team', 'id')")
        [sequence] = cursor.fetchone()
        cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}")  # noqa: S608
        [highest] = cursor.fetchone()
    return int(highest)
