"""What flags ask of cohorts: definitions that properties decide, and the computed membership of a person."""

from collections.abc import Iterable
from uuid import UUID

from common.property_matching import Operator, PropertyFilter, PropertyGroup
from posthog.fast_reads import Statement, read
from products.cohorts.backend.facade.contracts import EvaluableCohort
from products.cohorts.backend.logic.criteria.parse import parse_filters
from products.cohorts.backend.logic.criteria.tree import (
    BehaviorCriterion,
    CohortCriterion,
    CriteriaGroup,
    PersonCriterion,
    criteria_of,
)
from products.cohorts.backend.models import Cohort

_MEMBERSHIPS = Statement(
    "cohort_memberships",
    "SELECT cohort_id FROM cohorts_cohortmember WHERE team_id = $1 AND person_uuid = $2 AND cohort_id = ANY($3)",
)


def list_for_evaluation(*, team_id: int) -> tuple[EvaluableCohort, ...]:
    rows = Cohort.objects.for_team(team_id).filter(deleted=False).order_by("pk")
    return tuple(
        EvaluableCohort(
            id=row.pk,
            name=row.name,
            version=row.definition_version,
            is_static=row.is_static,
            filters=None if row.is_static else property_filters(parse_filters(row.filters)),
        )
        for row in rows.only("pk", "name", "definition_version", "is_static", "filters", "team_id")
    )


def memberships(*, team_id: int, person_uuid: UUID, cohort_ids: Iterable[int]) -> frozenset[int]:
    """Which of these cohorts the person is in, as last calculated: one look into an index of Postgres."""
    wanted = tuple(cohort_ids)
    if not wanted:
        return frozenset()
    rows = read(_MEMBERSHIPS, str(team_id), str(person_uuid), "{" + ",".join(map(str, wanted)) + "}")
    return frozenset(int(cohort_id or 0) for (cohort_id,) in rows)


def property_filters(group: CriteriaGroup) -> PropertyGroup | None:
    """The criteria as filters of properties and cohorts; None when there is behaviour among them."""
    if any(isinstance(each, BehaviorCriterion) for each in criteria_of(group)):
        return None
    return _group(group)


def _group(group: CriteriaGroup) -> PropertyGroup:
    values: list[PropertyFilter | PropertyGroup] = []
    for value in group.values:
        if isinstance(value, CriteriaGroup):
            values.append(_group(value))
        elif isinstance(value, PersonCriterion):
            values.append(value.filter)
        elif isinstance(value, CohortCriterion):
            values.append(
                PropertyFilter(
                    key="id", operator=Operator.IN, type="cohort", value=value.cohort_id, negation=value.negated
                )
            )
    return PropertyGroup(any_of=group.any_of, values=tuple(values))
