"""Removing what is left of deleted projects, from every store, and keeping account of it.

A crash anywhere is harmless: what is about to be removed is counted and written down first, and the next run goes on.
Batches of events that were under way when the project was deleted may still be stored under it; so the work begins when
no worker can know the project any more, and looks once more later.
"""

from datetime import datetime, timedelta

import structlog
from django.db import transaction

from common import clock
from posthog.alone import alone
from posthog.clickhouse import mutations
from posthog.deletion import stores
from posthog.deletion.marking import remove_empty_organization
from posthog.deletion.registry import project_erasers
from posthog.models import DeletedProject, Team
from posthog.models.deleted_project import DeletedProjectStatus
from posthog.queries import cache
from posthog.receipts import note_planned

# Workers remember for a minute that a project is there; a batch takes seconds, and at most as long as its lease.
SETTLE = timedelta(minutes=3)
SECOND_LOOK = timedelta(minutes=15)
MAX_AT_ONCE = 100
# Any constant that no other advisory lock in this Postgres database uses.
_JOB = 7_026_914_101
logger = structlog.get_logger(__name__)


def work_on_deleted_projects() -> int:
    """Do what is due; returns how many projects got further. Called regularly; one process at a time."""
    with alone(_JOB) as is_alone:
        waiting = _due(clock.now()) if is_alone else []
        if not waiting or not all(mutations.is_settled(table) for table in stores.tables_in_clickhouse()):
            return 0
        _remove(waiting)
        return len(waiting)


def remove_now(receipts: list[DeletedProject]) -> bool:
    """Remove projects that no worker can know, without a wait; False while another process is at this job."""
    with alone(_JOB) as is_alone:
        if not is_alone or not all(mutations.is_settled(table) for table in stores.tables_in_clickhouse()):
            return False
        _remove(receipts)
        return True


def _remove(receipts: list[DeletedProject]) -> None:
    _remove_from_clickhouse(receipts)
    for receipt in receipts:
        for erase in project_erasers():
            erase(receipt.team_id)
        cache.forget_team(receipt.team_id)
        _remove_from_postgres(receipt)
        _complete(receipt)


def _due(now: datetime) -> list[DeletedProject]:
    fresh = DeletedProject.objects.filter(status=DeletedProjectStatus.PENDING, deleted_at__lte=now - SETTLE)
    again = DeletedProject.objects.filter(status=DeletedProjectStatus.ERASED, completed_at__lte=now - SECOND_LOOK)
    return [*fresh.order_by("deleted_at")[:MAX_AT_ONCE], *again.order_by("deleted_at")[:MAX_AT_ONCE]]


def _remove_from_clickhouse(receipts: list[DeletedProject]) -> None:
    """One statement a table for all projects: each writes the parts that hold rows of theirs again."""
    team_ids = [receipt.team_id for receipt in receipts]
    for table in stores.tables_in_clickhouse():
        counts = stores.count_in_clickhouse(table, team_ids)
        for receipt in receipts:
            note_planned(receipt, table.name, counts.get(receipt.team_id, 0))
        if counts:
            stores.remove_from_clickhouse(table, sorted(counts))
            for receipt in receipts:
                note_planned(receipt, table.name, 0)


def _remove_from_postgres(receipt: DeletedProject) -> None:
    for model, column in stores.models_children_first():
        while True:
            # The count belongs to the removal, so a crash can neither lose nor double it.
            with transaction.atomic():
                count = stores.remove_some_from_postgres(model, column, receipt.team_id)
                if count:
                    table = model._meta.db_table
                    receipt.removed[table] = receipt.removed.get(table, 0) + count
                    receipt.save(update_fields=["removed"])
            if not count:
                break
    team = Team.with_deleted.filter(pk=receipt.team_id, deleted_at__isnull=False).first()
    if team is not None:
        team.delete()
    if receipt.organization_id is not None:
        remove_empty_organization(receipt.organization_id)


def _complete(receipt: DeletedProject) -> None:
    is_first = receipt.status == DeletedProjectStatus.PENDING
    receipt.status = DeletedProjectStatus.ERASED if is_first else DeletedProjectStatus.VERIFIED
    receipt.planned = {}
    if is_first:
        receipt.completed_at = clock.now()
    receipt.checked_at = clock.now()
    receipt.save()
    logger.info("projects.erased", team_id=receipt.team_id, status=receipt.status)
