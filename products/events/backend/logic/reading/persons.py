"""People: finding, listing, and what to call them."""

import re
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from posthog import teams
from posthog.hogql.property import property_to_expr
from products.events.backend.facade.contracts import ListPersons
from products.events.backend.facade.errors import PersonNotFoundError
from products.events.backend.logic.reading.filters import read_filters
from products.events.backend.logic.reading.hogql import context_of, run
from products.events.backend.models import Person, PersonDistinctId

# What a person is called by where the project does not say which properties to use.
NAME_PROPERTIES = ("email", "Email", "name", "Name", "username", "Username")
# A person with more ids than this is a mistake in the instrumentation; the rest is not shown.
MAX_DISTINCT_IDS = 1000
# How many people a property filter may find; the oldest of more are left out.
MAX_MATCHING = 50_000
_MATCHING = "SELECT id FROM persons WHERE {where} ORDER BY created_at DESC LIMIT {limit}"
_GENERATED_ID = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{8,}(-[0-9a-f]{6,}){4}", re.IGNORECASE
)


def get_person(*, team_id: int, person_uuid: UUID) -> Person:
    person = Person.objects.for_team(team_id).filter(uuid=person_uuid).first()
    if person is None:
        raise PersonNotFoundError(f"No person {person_uuid} in this project; it may have been merged into another.")
    return person


def find_person_by_distinct_id(*, team_id: int, distinct_id: str) -> Person | None:
    row = (
        PersonDistinctId.objects.for_team(team_id)
        .filter(distinct_id=distinct_id.replace("\x00", "\ufffd"))
        .select_related("person")
        .first()
    )
    return row.person if row else None


def list_persons(asked: ListPersons, *, team_id: int, limit: int, offset: int) -> tuple[list[Person], int]:
    """(people of the page, newest first; how many there are in all)."""
    people = _filtered(asked, team_id)
    return list(people.order_by("-created_at", "-id")[offset : offset + limit]), people.count()


def people_by_uuid(*, team_id: int, uuids: Iterable[UUID]) -> dict[UUID, Person]:
    return {person.uuid: person for person in Person.objects.for_team(team_id).filter(uuid__in=set(uuids))}


def distinct_ids_of(people: Iterable[Person], *, team_id: int) -> dict[int, tuple[str, ...]]:
    """Each person's distinct ids by row id, oldest first."""
    found: dict[int, list[str]] = {person.pk: [] for person in people}
    rows = PersonDistinctId.objects.for_team(team_id).filter(person_id__in=found).order_by("id")
    for person_id, distinct_id in rows.values_list("person_id", "distinct_id"):
        if len(found[person_id]) < MAX_DISTINCT_IDS:
            found[person_id].append(distinct_id)
    return {row_id: tuple(distinct_ids) for row_id, distinct_ids in found.items()}


def name_properties(*, team_id: int) -> tuple[str, ...]:
    """The properties a person of this project is called by, the best first."""
    return teams.get_team(team_id).person_display_name_properties or NAME_PROPERTIES


def name_of(person: Person, distinct_ids: Sequence[str], properties: Sequence[str]) -> str:
    """The first property that names the person, else the distinct id that looks least made up by a machine."""
    for name in properties:
        value = person.properties.get(name)
        if isinstance(value, str | int | float) and str(value).strip():
            return str(value)
    chosen = [distinct_id for distinct_id in distinct_ids if not _GENERATED_ID.fullmatch(distinct_id)]
    return (chosen or list(distinct_ids) or [str(person.uuid)])[0]


def _filtered(asked: ListPersons, team_id: int) -> QuerySet[Person]:
    people: QuerySet[Person] = Person.objects.for_team(team_id)
    if asked.distinct_id:
        people = people.filter(_has_id(team_id, distinct_id=asked.distinct_id.replace("\x00", "\ufffd")))
    if asked.email:
        people = people.filter(properties__email__iexact=asked.email)
    if search := asked.search.strip().replace("\x00", "\ufffd"):
        matches = Q(_has_id(team_id, distinct_id__icontains=search))
        for name in name_properties(team_id=team_id):
            matches |= Q(**{f"properties__{name}__icontains": search})
        if (uuid := _as_uuid(search)) is not None:
            matches |= Q(uuid=uuid)
        people = people.filter(matches)
    if filters := read_filters(asked.properties, default_type="person"):
        people = people.filter(uuid__in=_matching(filters, team_id))
    return people


def _matching(filters: Any, team_id: int) -> list[UUID]:
    """The newest people whose properties match. ClickHouse decides, as operators are the same there everywhere."""
    context = context_of(team_id)
    where = property_to_expr(filters, context, scope="persons")
    return [row[0] for row in run(_MATCHING, context, {"where": where, "limit": MAX_MATCHING})]


def _has_id(team_id: int, **condition: str) -> Exists:
    return Exists(PersonDistinctId.objects.for_team(team_id).filter(person_id=OuterRef("pk"), **condition))


def _as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
