"""Proving that a deleted person is gone: every table is asked again, by fingerprint, whenever somebody wants to know."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from common import clock
from common.json import dumps
from posthog.clickhouse import client
from posthog.identity import rows_about_people
from products.events.backend.facade.contracts import ErasureCheck, ProofQuery, RowCount
from products.events.backend.facade.errors import ErasureNotFoundError
from products.events.backend.logic.erasure.forgotten import FINGERPRINT_IN_POSTGRES
from products.events.backend.logic.erasure.targets import FoundBy, Target, all_targets, limit_of
from products.events.backend.models import Erasure

# Fingerprints are 64 characters, and parameters travel in the URL.
_KEYS_AT_ONCE = 400
_TAG = client.QueryTag(product="events", kind="prove_erasure")
_PERSONS = "SELECT count(*) FROM events_person WHERE team_id = %s AND uuid = %s AND version < %s"
_IDS = " ".join(
    (
        "SELECT count(*) FROM events_persondistinctid WHERE team_id = %s AND version < %s AND",
        FINGERPRINT_IN_POSTGRES,
        "= ANY(%s)",
    )
)


def get_erasure(*, team_id: int, erasure_id: UUID) -> Erasure:
    erasure = Erasure.objects.for_team(team_id).select_related("requested_by").filter(pk=erasure_id).first()
    if erasure is None:
        raise ErasureNotFoundError(f"No erasure {erasure_id} in this project.")
    return erasure


def list_erasures(*, team_id: int, limit: int, offset: int) -> tuple[list[Erasure], int]:
    """(erasures of the page, the newest first; how many there are in all)."""
    rows = Erasure.objects.for_team(team_id).select_related("requested_by").order_by("-requested_at", "-id")
    return list(rows[offset : offset + limit]), rows.count()


def check(*, team_id: int, erasure_id: UUID) -> ErasureCheck:
    """Look for the person in every store now; raises ErasureNotFoundError."""
    erasure = get_erasure(team_id=team_id, erasure_id=erasure_id)
    proof = proof_queries(erasure)
    remaining = [RowCount(table=query.table, rows=query.rows) for query in proof] + _in_postgres(erasure)
    return ErasureCheck(
        erasure_id=erasure.pk,
        checked_at=clock.now(),
        is_clean=not any(each.rows for each in remaining),
        remaining=tuple(remaining),
        proof=tuple(proof),
    )


def take_proof(erasure: Erasure) -> None:
    """Note on the receipt what the proof queries find now. Does not save it."""
    erasure.proof = {
        query.table: {"sql": query.sql, "parameters": query.parameters, "rows": query.rows}
        for query in proof_queries(erasure)
    }
    erasure.checked_at = clock.now()


def proof_queries(erasure: Erasure) -> list[ProofQuery]:
    """The queries that look for what this erasure removed from ClickHouse, run now."""
    return [_prove(target, erasure) for target in all_targets() if erasure.with_events or not target.only_with_events]


def _prove(target: Target, erasure: Erasure) -> ProofQuery:
    keys: Sequence[str] = erasure.person_uuids if target.found_by is FoundBy.PEOPLE else erasure.fingerprints
    sql = " ".join(("SELECT count() FROM", target.table.name, "WHERE", target.proof))
    parameters: dict[str, Any] = {"team_id": erasure.team_id, "limit": limit_of(target, erasure)}
    rows = sum(
        client.query(sql, {**parameters, "keys": list(keys[start : start + _KEYS_AT_ONCE])}, tag=_TAG).rows[0][0]
        for start in range(0, len(keys), _KEYS_AT_ONCE)
    )
    text = dumps({**parameters, "keys": list(keys)}).decode()
    return ProofQuery(table=target.table.name, sql=sql, parameters=text, rows=rows)


def _in_postgres(erasure: Erasure) -> list[RowCount]:
    with connection.cursor() as cursor:
        cursor.execute(_PERSONS, [erasure.team_id, erasure.person_uuid, erasure.version_below])
        [persons] = cursor.fetchone() or [0]
        cursor.execute(_IDS, [erasure.team_id, erasure.version_below, erasure.fingerprints])
        [ids] = cursor.fetchone() or [0]
        cursor.execute(
            "SELECT count(*) FROM events_person WHERE team_id = %s AND uuid = %s",
            [erasure.team_id, erasure.person_uuid],
        )
        [is_back] = cursor.fetchone() or [0]
    counts = [RowCount(table="events_person", rows=persons), RowCount(table="events_persondistinctid", rows=ids)]
    if not is_back:
        # Somebody who came back has the same id, and others keep new rows under it.
        kept = rows_about_people(erasure.team_id, (erasure.person_uuid,))
        counts += [RowCount(table=table, rows=rows) for table, rows in sorted(kept.items())]
    return counts
