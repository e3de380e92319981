"""Lists of people that somebody gathers bit by bit: nobody sees them in queries before they are complete.

Until then the cohort has no version, and its members stand in Postgres alone. What ClickHouse must know of them is sent as
a whole in the end.
"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from common import clock
from posthog.contracts import Actor
from products.cohorts.backend.facade.contracts import CreateCohort
from products.cohorts.backend.logic.carrying import carry_on_commit
from products.cohorts.backend.logic.changes import announce_change
from products.cohorts.backend.logic.cohorts import call_dependents, create_cohort, get_cohort
from products.cohorts.backend.logic.membership import rows
from products.cohorts.backend.models import Cohort, CohortMember


@transaction.atomic
def begin_list(new: CreateCohort, *, team_id: int, actor: Actor | None) -> Cohort:
    """An empty static cohort that says it is being calculated."""
    made = create_cohort(replace(new, is_static=True), team_id=team_id, actor=actor)
    Cohort.objects.for_team(team_id).filter(pk=made.pk).update(
        version=None, count=None, last_calculation=None, is_calculating=True, calculating_since=clock.now()
    )
    return get_cohort(team_id=team_id, cohort_id=made.pk)


def gather(people: Sequence[UUID], *, team_id: int, cohort_id: int) -> bool:
    """Put people in, who may be in already; False when the list is not being gathered any more."""
    if not _gathered(team_id, cohort_id).exists():
        return False
    members = [CohortMember(team_id=team_id, cohort_id=cohort_id, person_uuid=person) for person in sorted(people)]
    CohortMember.objects.for_team(team_id).bulk_create(members, ignore_conflicts=True)
    return True


@transaction.atomic
def complete_list(*, team_id: int, cohort_id: int) -> None:
    """Let everybody see who is in it; of a list that is not being gathered any more nothing changes."""
    count = rows.count_members(team_id=team_id, cohort_id=cohort_id)
    done = _gathered(team_id, cohort_id).update(version=1, count=count, last_calculation=clock.now())
    if done:
        rows.resend_members(team_id=team_id, cohort_id=cohort_id)
        call_dependents(cohort_id, team_id=team_id)
        announce_change(team_id)
        carry_on_commit(team_id=team_id, cohort_id=cohort_id)


def _gathered(team_id: int, cohort_id: int) -> QuerySet[Cohort]:
    return Cohort.objects.for_team(team_id).filter(pk=cohort_id, deleted=False, is_static=True, version=None)
