"""Who is in a cohort, and how that came about: what pages and people read."""

from uuid import UUID

from django.db.models import QuerySet

from common.json import dumps
from common.pages import Page
from products.cohorts.backend.logic.cohorts import get_cohort
from products.cohorts.backend.models import Cohort, CohortCalculation, CohortMember
from products.events.backend.facade import PersonsAPI
from products.events.backend.facade.contracts import ListPersons, Person


def list_members(*, team_id: int, cohort_id: int, search: str, limit: int, offset: int) -> Page[Person]:
    """People of a cohort. Without a search Postgres alone answers."""
    row = get_cohort(team_id=team_id, cohort_id=cohort_id)
    if search:
        if row.version is None:
            return Page(items=(), total=0)
        inside = [{"type": "cohort", "key": "id", "value": row.pk, "operator": "in"}]
        asked = ListPersons(search=search, properties=dumps(inside).decode())
        return PersonsAPI.list_persons(asked, team_id=team_id, limit=limit, offset=offset)
    people = CohortMember.objects.for_team(team_id).filter(cohort_id=row.pk)
    uuids = people.order_by("person_uuid").values_list("person_uuid", flat=True)[offset : offset + limit]
    return Page(items=PersonsAPI.list_persons_by_uuid(team_id=team_id, uuids=tuple(uuids)), total=people.count())


def cohorts_of_person(*, team_id: int, person_uuid: UUID) -> QuerySet[Cohort]:
    PersonsAPI.get_person(team_id=team_id, person_uuid=person_uuid)
    inside = CohortMember.objects.for_team(team_id).filter(person_uuid=person_uuid).values("cohort_id")
    rows = Cohort.objects.for_team(team_id).filter(deleted=False, pk__in=inside)
    return rows.select_related("created_by").order_by("name", "pk")


def find_calculations(*, team_id: int, cohort_id: int) -> QuerySet[CohortCalculation]:
    get_cohort(team_id=team_id, cohort_id=cohort_id)
    return CohortCalculation.objects.for_team(team_id).filter(cohort_id=cohort_id).order_by("-started_at", "-pk")
