"""From rows to contracts, in one place."""

from common.json import dumps
from posthog.models import User
from products.cohorts.backend import models
from products.cohorts.backend.facade.contracts import Cohort, CohortAuthor, CohortCalculation, CohortMember
from products.cohorts.backend.facade.enums import CohortType
from products.events.backend.facade.contracts import Person


def to_cohort(row: models.Cohort) -> Cohort:
    return Cohort(
        id=row.pk,
        team_id=row.team_id,
        name=row.name,
        description=row.description,
        cohort_type=_cohort_type(row),
        is_static=row.is_static,
        filters=dumps(row.filters).decode() if row.filters is not None else "",
        query=dumps(row.query).decode() if row.query is not None else "",
        definition_version=row.definition_version,
        version=row.version,
        pending_version=row.pending_version,
        count=row.count,
        is_calculating=row.is_calculating,
        last_calculation=row.last_calculation,
        errors_calculating=row.errors_calculating,
        last_error=row.last_error,
        deleted=row.deleted,
        created_at=row.created_at,
        created_by=_to_author(row.created_by),
    )


def to_member(person: Person) -> CohortMember:
    return CohortMember(
        uuid=person.uuid,
        name=person.name,
        distinct_ids=person.distinct_ids,
        properties=person.properties,
        is_identified=person.is_identified,
        created_at=person.created_at,
    )


def to_calculation(row: models.CohortCalculation) -> CohortCalculation:
    return CohortCalculation(
        version=row.version,
        started_at=row.started_at,
        finished_at=row.finished_at,
        count=row.count,
        error=row.error,
    )


def _cohort_type(row: models.Cohort) -> CohortType:
    if row.filters is None:
        return CohortType.STATIC
    return CohortType.BEHAVIORAL if _has_behavior(row.filters["properties"]) else CohortType.PERSON_PROPERTY


def _has_behavior(node: dict[str, object]) -> bool:
    values = node.get("values")
    if isinstance(values, list):
        return any(_has_behavior(value) for value in values)
    return node.get("type") == "behavioral"


def _to_author(user: User | None) -> CohortAuthor | None:
    if user is None:
        return None
    return CohortAuthor(id=user.pk, uuid=user.uuid, first_name=user.first_name, email=user.email)
