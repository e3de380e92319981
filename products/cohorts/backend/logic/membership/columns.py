"""Members in ClickHouse, and the way between there and Postgres."""

import time
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from posthog.clickhouse import client
from posthog.clickhouse.client import QueryTag
from posthog.clickhouse.migrator import current_cluster
from posthog.hogql import ast
from posthog.hogql.context import HogQLContext
from posthog.hogql.query import SETTINGS, compile_hogql
from posthog.queries.cache import meaning_changed
from products.cohorts.backend.clickhouse.tables import COHORT_PEOPLE
from products.cohorts.backend.logic.membership import rows
from products.cohorts.backend.models import Cohort, CohortMember, MembershipChange

# People compared between the stores at a time: some megabytes, whatever the size of the cohort.
COPIED_AT_A_TIME = 50_000
FLUSHED_AT_A_TIME = 10_000
# How long a request carries what it changed by itself; a worker does what is left.
WAITED_SECONDS = 20.0

# The names of the table and its columns are those of clickhouse/tables.py.
_INSERT = """
INSERT INTO cohort_people (team_id, cohort_id, version, changed_at, person_id)
SELECT {cohort_team:Int64}, {cohort_id:Int64}, {cohort_version:UInt32}, {cohort_now:DateTime64(6, 'UTC')}, people.*
FROM (PEOPLE) AS people
"""
_COUNT = """
SELECT count() FROM cohort_people FINAL
WHERE team_id = {team:Int64} AND cohort_id = {cohort:Int64} AND version = {version:UInt32} AND is_deleted = 0
"""
_CHUNK = """
SELECT toString(person_id) AS person FROM cohort_people FINAL
WHERE team_id = {team:Int64} AND cohort_id = {cohort:Int64} AND version = {version:UInt32} AND is_deleted = 0
    AND toString(person_id) > {after:String}
ORDER BY person LIMIT {limit:UInt64}
"""
_REMOVE_VERSIONS = """
DELETE FROM cohort_people ON_CLUSTER
WHERE changed_at < now() - INTERVAL 1 HOUR
    AND version < transform(cohort_id, {ids:Array(Int64)}, {versions:Array(Int64)}, 4294967296)
"""
_REMOVE_GONE = """
DELETE FROM cohort_people ON_CLUSTER
WHERE (team_id, cohort_id, version, person_id) IN (
    SELECT team_id, cohort_id, version, person_id FROM cohort_people FINAL
    WHERE is_deleted = 1 AND changed_at < now() - INTERVAL 1 HOUR
)
"""


def compute_version(
    people: ast.Query, *, cohort_id: int, version: int, context: HogQLContext, started_at: datetime
) -> int:
    """Store whom the query finds as a version of the cohort, without a row passing through here; how many there are."""
    compiled = compile_hogql(people, context)
    tag = QueryTag(team_id=context.team_id, product="cohorts", kind="cohort_calculation")
    client.command(
        _INSERT.replace("PEOPLE", compiled.sql),
        {
            **compiled.parameters,
            "cohort_team": context.team_id,
            "cohort_id": cohort_id,
            "cohort_version": version,
            "cohort_now": started_at.replace(tzinfo=None).isoformat(sep=" "),
        },
        settings={**SETTINGS, "max_execution_time": settings.COHORT_CALCULATION_SECONDS},
        tag=tag,
    )
    return count_version(team_id=context.team_id, cohort_id=cohort_id, version=version)


def count_version(*, team_id: int, cohort_id: int, version: int) -> int:
    found = client.query(
        _COUNT,
        {"team": team_id, "cohort": cohort_id, "version": version},
        tag=QueryTag(team_id=team_id, product="cohorts", kind="cohort_count"),
    )
    return int(found.rows[0][0])


def copy_to_rows(*, team_id: int, cohort_id: int, version: int) -> int:
    """Make Postgres say what a version says; how many people came or went. Only differences are written.

    Both sides are walked in the order of their ids, a range at a time, so that the size of the cohort does not matter.
    """
    changed, after = 0, ""
    members = CohortMember.objects.for_team(team_id)
    for people in _chunks(team_id=team_id, cohort_id=cohort_id, version=version):
        is_last = len(people) < COPIED_AT_A_TIME
        here = members.filter(cohort_id=cohort_id)
        if after:
            here = here.filter(person_uuid__gt=after)
        if not is_last:
            here = here.filter(person_uuid__lte=people[-1])
        known = set(here.values_list("person_uuid", flat=True))
        wanted = set(map(UUID, people))
        with transaction.atomic():
            came, went = wanted - known, known - wanted
            if went:
                members.filter(cohort_id=cohort_id, person_uuid__in=went).delete()
            new = [CohortMember(team_id=team_id, cohort_id=cohort_id, person_uuid=person) for person in sorted(came)]
            members.bulk_create(new, batch_size=5_000, ignore_conflicts=True)
        changed += len(came) + len(went)
        after = people[-1] if people else ""
    return changed


def _chunks(*, team_id: int, cohort_id: int, version: int) -> Iterator[list[str]]:
    """The people of a version in order; the last chunk is the one that is not full, perhaps empty."""
    after = ""
    while True:
        found = client.query(
            _CHUNK,
            {"team": team_id, "cohort": cohort_id, "version": version, "after": after, "limit": COPIED_AT_A_TIME},
            tag=QueryTag(team_id=team_id, product="cohorts", kind="cohort_copy"),
        )
        people = [row[0] for row in found.rows]
        yield people
        if len(people) < COPIED_AT_A_TIME:
            return
        after = people[-1]


def flush_changes() -> int:
    """Tell ClickHouse of changes in Postgres, of all teams, the oldest first; how many. May be repeated and run at once.

    A change reaches the version that is read and the one being computed, so that it outlives the swap.
    """
    flushed = 0
    while count := _flush_some():
        flushed += count
    _note_carried()
    return flushed


def flush_cohort(cohort_id: int) -> bool:
    """The same for one cohort, for whoever waits until it can be asked for; False when that takes too long."""
    until = time.monotonic() + WAITED_SECONDS
    while _flush_some(cohort_id):
        if time.monotonic() > until:
            return False
    _note_carried()
    return True


def _note_carried() -> None:
    for team_id in rows.note_carried():
        # Answers that ask for the cohort were computed with the members from before.
        meaning_changed(team_id)


def _flush_some(cohort_id: int | None = None) -> int:
    """Carry the oldest changes; how many, 0 when ClickHouse knows all of them."""
    with transaction.atomic():
        # One after the other: of somebody who came and went, ClickHouse believes what it is told last. And who finds
        # nothing left must not overlook what somebody else is just carrying.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('cohorts.flush_changes'))")
        changes = rows.pending_changes(FLUSHED_AT_A_TIME, cohort_id=cohort_id)
        _insert_changes(changes)
        MembershipChange.objects.unscoped().filter(pk__in=[change.pk for change in changes]).delete()
    return len(changes)


def _insert_changes(changes: list[MembershipChange]) -> None:
    data = [
        (change.team_id, change.cohort_id, version, change.person_uuid, 0 if change.is_member else 1)
        for change in changes
        for version in _versions(change.cohort)
    ]
    if data:
        client.insert_rows(
            COHORT_PEOPLE.name,
            ("team_id", "cohort_id", "version", "person_id", "is_deleted"),
            data,
            deduplication_token=f"cohort-changes-{changes[0].pk}-{changes[-1].pk}-{len(data)}",
            tag=QueryTag(product="cohorts", kind="cohort_changes"),
        )


def _versions(cohort: Cohort) -> tuple[int, ...]:
    return tuple(sorted({version for version in (cohort.version, cohort.pending_version) if version is not None}))


def remove_old_versions() -> None:
    """Remove what no query reads any more: versions before the current one, deleted cohorts, and who left.

    One statement for all cohorts: each costs ClickHouse the rewriting of a part, so they are collected.
    """
    on_cluster = current_cluster().on_cluster
    current = Cohort.objects.unscoped().filter(deleted=False).exclude(version=None)
    kept = [(row.pk, min(_versions(row))) for row in current.only("pk", "version", "pending_version")]
    tag = QueryTag(product="cohorts", kind="cohort_cleaning")
    client.command(
        _REMOVE_VERSIONS.replace("ON_CLUSTER", on_cluster),
        {"ids": [pk for pk, _ in kept], "versions": [version for _, version in kept]},
        tag=tag,
    )
    client.command(
        _REMOVE_GONE.replace("ON_CLUSTER", on_cluster), settings={"allow_nondeterministic_mutations": 1}, tag=tag
    )
