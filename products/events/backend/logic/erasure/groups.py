"""Deleting a group: what is known about it goes, from both stores, and leaves a receipt.

At once the group is gone from Postgres and hidden in ClickHouse; its rows there are removed within a minute or so, and
once more later, by when everything that was still on its way has arrived. Values that people changed by hand go from the
activity log. What stays is what happened: events keep the group's key, and `$groupidentify` events what they said; the
log keeps who changed and deleted it. Should anybody describe the group again, a new one begins.
"""

from typing import Any
from uuid import UUID

import structlog
from django.db import transaction

from common import clock
from common.json import dumps
from posthog.activity import forget_values
from posthog.alone import alone
from posthog.clickhouse import client, migrator, mutations
from posthog.contracts import Actor
from posthog.queries import cache
from posthog.receipts import note_planned
from products.events.backend.clickhouse.tables import GROUPS
from products.events.backend.facade.contracts import ErasureCheck, ProofQuery, RowCount
from products.events.backend.facade.enums import ErasureStatus
from products.events.backend.facade.errors import ErasureNotFoundError, GroupNotFoundError
from products.events.backend.logic import group_history, outbox
from products.events.backend.logic.erasure.deletion import OUTBOX_PARTITION, send_or_leave
from products.events.backend.logic.erasure.receipts import SECOND_LOOK, SETTLE, due
from products.events.backend.logic.groups import row_of
from products.events.backend.logic.outbox import ClickHouseRows
from products.events.backend.logic.reading.groups import get_group
from products.events.backend.logic.upkeep.jobs import ERASE_GROUPS
from products.events.backend.models import Group, GroupErasure
from products.events.backend.wire.identifiers import group_item_id

_TAG = client.QueryTag(product="events", kind="erase_group")
_WHERE = (
    "team_id = {team_id:Int64} AND group_type_index = {index:UInt8} AND group_key = {key:String} "
    "AND toInt64(version) < {version_below:Int64}"
)
_PROOF = " ".join(("SELECT count() FROM groups WHERE", _WHERE))
logger = structlog.get_logger(__name__)


def delete_group(*, team_id: int, group_type_index: int, group_key: str, actor: Actor | None) -> GroupErasure:
    """Delete a group; raises GroupNotFoundError."""
    with transaction.atomic():
        found = get_group(team_id=team_id, group_type_index=group_type_index, group_key=group_key)
        group = Group.objects.for_team(team_id).select_for_update().filter(pk=found.pk).first()
        if group is None:
            raise GroupNotFoundError(f"The group '{group_key[:100]}' has just been deleted.")
        group.delete()
        item_id = group_item_id(group_type_index, group.group_key)
        forget_values(team_id=team_id, scope=group_history.SCOPE, item_id=item_id)
        group_history.record(group, "deleted", actor)
        group.version += 1
        rows = ClickHouseRows()
        rows.add(GROUPS.name, {**row_of(group), "group_properties": {}, "null_properties": [], "is_deleted": 1})
        erasure = GroupErasure.objects.for_team(team_id).create(
            group_type_index=group_type_index,
            group_key=group.group_key,
            requested_by_id=actor.user_id if actor else None,
            requested_at=clock.now(),
            version_below=group.version + 1,
            removed={"events_group": 1},
        )
        letters = outbox.save(OUTBOX_PARTITION, rows)
    send_or_leave(letters)
    cache.forget_team(team_id)
    return erasure


def work_on_group_erasures() -> int:
    """Do what is due; returns how many erasures got further. Called regularly; one process at a time."""
    with alone(ERASE_GROUPS) as is_alone:
        if not is_alone:
            return 0
        waiting = [
            *due(GroupErasure, ErasureStatus.PENDING, clock.now() - SETTLE),
            *due(GroupErasure, ErasureStatus.ERASED, clock.now() - SECOND_LOOK),
        ]
        if not waiting or not mutations.is_settled(GROUPS):
            return 0
        for erasure in waiting:
            _advance(erasure)
        return len(waiting)


def list_group_erasures(*, team_id: int, limit: int, offset: int) -> tuple[list[GroupErasure], int]:
    """(receipts of the page, the newest first; how many there are in all)."""
    rows = GroupErasure.objects.for_team(team_id).select_related("requested_by").order_by("-requested_at", "-id")
    return list(rows[offset : offset + limit]), rows.count()


def get_group_erasure(*, team_id: int, erasure_id: UUID) -> GroupErasure:
    erasure = GroupErasure.objects.for_team(team_id).select_related("requested_by").filter(pk=erasure_id).first()
    if erasure is None:
        raise ErasureNotFoundError(f"No erasure {erasure_id} of a group in this project.")
    return erasure


def check(*, team_id: int, erasure_id: UUID) -> ErasureCheck:
    """Look for the deleted group in every store now; a new one of the same key does not count."""
    erasure = get_group_erasure(team_id=team_id, erasure_id=erasure_id)
    proof = _prove(erasure)
    left = Group.objects.for_team(team_id).filter(
        group_type_index=erasure.group_type_index,
        group_key=erasure.group_key,
        version__lt=erasure.version_below,
    )
    remaining = (RowCount(table=GROUPS.name, rows=proof.rows), RowCount(table="events_group", rows=left.count()))
    return ErasureCheck(
        erasure_id=erasure.pk,
        checked_at=clock.now(),
        is_clean=not any(each.rows for each in remaining),
        remaining=remaining,
        proof=(proof,),
    )


def _advance(erasure: GroupErasure) -> None:
    rows = _count(erasure)
    note_planned(erasure, GROUPS.name, rows)
    if rows:
        for statement in migrator.current_cluster().alter_storage(GROUPS, f"DELETE WHERE {_WHERE}"):
            client.command(
                statement, _parameters(erasure), settings={"mutations_sync": 2, **mutations.UNLOGGED}, tag=_TAG
            )
        note_planned(erasure, GROUPS.name, 0)
    mutations.forget_finished(GROUPS)
    if erasure.status == ErasureStatus.PENDING.value:
        erasure.status = ErasureStatus.ERASED.value
        erasure.completed_at = clock.now()
    else:
        erasure.status = ErasureStatus.VERIFIED.value
    proof = _prove(erasure)
    erasure.proof = {proof.table: {"sql": proof.sql, "parameters": proof.parameters, "rows": proof.rows}}
    erasure.checked_at = clock.now()
    erasure.save()
    cache.forget_team(erasure.team_id)
    logger.info("events.group_erased", team_id=erasure.team_id, status=erasure.status)


def _prove(erasure: GroupErasure) -> ProofQuery:
    parameters = dumps(_parameters(erasure)).decode()
    return ProofQuery(table=GROUPS.name, sql=_PROOF, parameters=parameters, rows=_count(erasure))


def _count(erasure: GroupErasure) -> int:
    return int(client.query(_PROOF, _parameters(erasure), tag=_TAG).rows[0][0])


def _parameters(erasure: GroupErasure) -> dict[str, Any]:
    return {
        "team_id": erasure.team_id,
        "index": erasure.group_type_index,
        "key": erasure.group_key,
        "version_below": erasure.version_below,
    }
