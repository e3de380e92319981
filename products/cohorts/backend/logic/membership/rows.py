"""Members in Postgres. Every verb is a few statements for all people at once, and leaves the change for ClickHouse."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from posthog.identity import PersonMerge
from products.cohorts.backend.models import Cohort, CohortMember, MembershipChange

# A merge touches every cohort that either person is in. Sorted, so that two merges lock in the same order.
_MOVE = """
WITH merged AS (
    SELECT * FROM unnest(%(old)s::uuid[], %(new)s::uuid[]) AS merged (old_person, new_person)
), gone AS (
    DELETE FROM cohorts_cohortmember m USING merged
    WHERE m.team_id = %(team)s AND m.person_uuid = merged.old_person
    RETURNING m.cohort_id, merged.old_person, merged.new_person
), come AS (
    INSERT INTO cohorts_cohortmember (team_id, cohort_id, person_uuid)
    SELECT DISTINCT %(team)s::bigint, cohort_id, new_person FROM gone ORDER BY new_person, cohort_id
    ON CONFLICT DO NOTHING
    RETURNING cohort_id, person_uuid
)
INSERT INTO cohorts_membershipchange (team_id, cohort_id, person_uuid, is_member)
SELECT %(team)s, cohort_id, old_person, false FROM gone
UNION ALL
SELECT %(team)s, cohort_id, person_uuid, true FROM come
"""
_ADD = """
WITH come AS (
    INSERT INTO cohorts_cohortmember (team_id, cohort_id, person_uuid)
    SELECT %(team)s::bigint, %(cohort)s::bigint, person FROM unnest(%(people)s::uuid[]) AS person
    ON CONFLICT DO NOTHING
    RETURNING person_uuid
)
INSERT INTO cohorts_membershipchange (team_id, cohort_id, person_uuid, is_member)
SELECT %(team)s, %(cohort)s, person_uuid, true FROM come
"""
_REMOVE = """
WITH gone AS (
    DELETE FROM cohorts_cohortmember
    WHERE team_id = %(team)s AND cohort_id = %(cohort)s AND person_uuid = ANY(%(people)s::uuid[])
    RETURNING person_uuid
)
INSERT INTO cohorts_membershipchange (team_id, cohort_id, person_uuid, is_member)
SELECT %(team)s, %(cohort)s, person_uuid, false FROM gone
"""
_COPY = """
WITH come AS (
    INSERT INTO cohorts_cohortmember (team_id, cohort_id, person_uuid)
    SELECT team_id, %(cohort)s::bigint, person_uuid FROM cohorts_cohortmember
    WHERE team_id = %(team)s AND cohort_id = %(source)s
    ON CONFLICT DO NOTHING
    RETURNING person_uuid
)
INSERT INTO cohorts_membershipchange (team_id, cohort_id, person_uuid, is_member)
SELECT %(team)s, %(cohort)s, person_uuid, true FROM come
"""
_RESEND = """
INSERT INTO cohorts_membershipchange (team_id, cohort_id, person_uuid, is_member)
SELECT team_id, cohort_id, person_uuid, true FROM cohorts_cohortmember
WHERE team_id = %(team)s AND cohort_id = %(cohort)s
"""
_ERASE = """
WITH gone AS (
    DELETE FROM cohorts_cohortmember WHERE team_id = %(team)s AND person_uuid = ANY(%(people)s::uuid[])
    RETURNING cohort_id, person_uuid
)
INSERT INTO cohorts_membershipchange (team_id, cohort_id, person_uuid, is_member)
SELECT %(team)s, cohort_id, person_uuid, false FROM gone
"""


def add_members(*, team_id: int, cohort_id: int, people: Sequence[UUID]) -> int:
    """Put people into a cohort; how many were not in it before."""
    return _run(_ADD, team=team_id, cohort=cohort_id, people=list(people))


def remove_members(*, team_id: int, cohort_id: int, people: Sequence[UUID]) -> int:
    """Take people out of a cohort; how many were in it."""
    return _run(_REMOVE, team=team_id, cohort=cohort_id, people=list(people))


def copy_members(*, team_id: int, source_id: int, cohort_id: int) -> int:
    """Put everybody who is in one cohort into another; how many were not in it before."""
    return _run(_COPY, team=team_id, source=source_id, cohort=cohort_id)


def resend_members(*, team_id: int, cohort_id: int) -> None:
    """Have ClickHouse told of everybody in a cohort again."""
    _run(_RESEND, team=team_id, cohort=cohort_id)


def move_memberships(team_id: int, merges: tuple[PersonMerge, ...]) -> None:
    """Who was merged leaves their cohorts to the person they became. Runs inside the transaction of the merge."""
    old = [merge.from_person for merge in merges]
    _run(_MOVE, team=team_id, old=old, new=[merge.into_person for merge in merges])


def erase_memberships(team_id: int, people: tuple[UUID, ...]) -> Mapping[str, int]:
    """Forget people: out of every cohort, also where Postgres has not heard yet that they were in."""
    return {"cohort_members": _run(_ERASE, team=team_id, people=list(people))}


def count_memberships(team_id: int, people: tuple[UUID, ...]) -> Mapping[str, int]:
    """The rows that still name these people."""
    return {"cohort_members": CohortMember.objects.for_team(team_id).filter(person_uuid__in=people).count()}


def count_members(*, team_id: int, cohort_id: int) -> int:
    return CohortMember.objects.for_team(team_id).filter(cohort_id=cohort_id).count()


def pending_changes(limit: int, *, cohort_id: int | None = None) -> list[MembershipChange]:
    """The oldest changes that ClickHouse has not heard of, of a cohort or of all teams."""
    rows = MembershipChange.objects.unscoped().select_for_update(of=("self",)).select_related("cohort")
    if cohort_id is not None:
        rows = rows.filter(cohort_id=cohort_id)
    return list(rows.order_by("pk")[:limit])


def note_carried() -> frozenset[int]:
    """Lists that were changed by hand are complete again once ClickHouse knows of all changes; the teams they are of."""
    waiting = MembershipChange.objects.unscoped().values("cohort_id")
    # One that is still being gathered has no version.
    lists = Cohort.objects.unscoped().filter(is_static=True, is_calculating=True, version__isnull=False)
    complete = dict(lists.exclude(pk__in=waiting).values_list("pk", "team_id"))
    Cohort.objects.unscoped().filter(pk__in=complete).update(is_calculating=False, calculating_since=None)
    return frozenset(complete.values())


def _run(sql: str, **values: Any) -> int:
    """Run a statement; how many rows its last step wrote."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)
