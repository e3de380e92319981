"""People: finding, listing, and what to call them."""

import re
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Lower, StrIndex

from common.json import dumps
from posthog import teams
from posthog.hogql.property import property_to_expr
from products.events.backend.facade.contracts import ListPersons, NameCount, PersonKey
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
# People whose properties are counted: all of them, but in large projects.
MAX_COUNTED = 10_000
MAX_NAMES = 1_000
_PROPERTY_COUNTS = """
SELECT name, count(*) AS people
FROM (SELECT properties FROM events_person WHERE team_id = %s ORDER BY created_at DESC LIMIT %s) AS newest,
jsonb_object_keys(properties) AS name
GROUP BY name ORDER BY people DESC, name LIMIT %s
"""
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
    page = list(people.order_by("-created_at", "-id").defer("search_text")[offset : offset + limit])
    # The end of the list tells how long it is, which spares looking through everybody once more.
    if len(page) < limit and (page or offset == 0):
        return page, offset + len(page)
    return page, people.count()


def find_person(*, team_id: int, person_id: str) -> Person:
    """The person of this uuid or distinct id; raises PersonNotFoundError."""
    uuid = _as_uuid(person_id)
    found = Person.objects.for_team(team_id).filter(uuid=uuid).first() if uuid is not None else None
    found = found or find_person_by_distinct_id(team_id=team_id, distinct_id=person_id)
    if found is None:
        raise PersonNotFoundError(
            f"No person '{person_id[:100]}' in this project; give a uuid or a distinct id. It may have been merged or deleted."
        )
    return found


def find_uuids(distinct_ids: Iterable[str], *, team_id: int) -> tuple[UUID, ...]:
    rows = PersonDistinctId.objects.for_team(team_id).filter(distinct_id__in=set(distinct_ids))
    return tuple(rows.values_list("person__uuid", flat=True).distinct())


def count_properties(*, team_id: int) -> list[NameCount]:
    """Names of properties with how many of the newest people have them, the most frequent first."""
    with connection.cursor() as cursor:
        cursor.execute(_PROPERTY_COUNTS, [team_id, MAX_COUNTED, MAX_NAMES])
        return [NameCount(name=name, count=count) for name, count in cursor.fetchall()]


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


def walk_people(*, team_id: int, after: UUID | None, limit: int) -> tuple[PersonKey, ...]:
    """The next people in the order of their uuids, which is what a walk through all of them goes on from."""
    people = Person.objects.for_team(team_id).order_by("uuid")
    if after is not None:
        people = people.filter(uuid__gt=after)
    page = list(people.values_list("pk", "uuid")[:limit])
    ids = PersonDistinctId.objects.for_team(team_id).filter(person_id__in=[pk for pk, _ in page])
    oldest = dict(ids.order_by("person_id", "id").distinct("person_id").values_list("person_id", "distinct_id"))
    return tuple(PersonKey(uuid=uuid, distinct_id=oldest.get(pk, "")) for pk, uuid in page)


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
        people = _matching_search(search, people, team_id)
    if filters := read_filters(asked.properties, default_type="person"):
        people = people.filter(uuid__in=_matching(filters, team_id))
    if asked.cohort_id is not None:
        inside = [{"type": "cohort", "key": "id", "operator": "in", "value": asked.cohort_id}]
        people = people.filter(uuid__in=_matching(inside, team_id))
    return people


def _matching_search(search: str, people: QuerySet[Person], team_id: int) -> QuerySet[Person]:
    """Those with a part of an id or of a property's value, in any capitals; or of exactly this uuid.

    Compared as lower-case texts: twice as fast as ILIKE, and `%` and `_` mean themselves.
    """
    part = search.lower()
    ids = PersonDistinctId.objects.for_team(team_id).annotate(place=StrIndex(Lower("distinct_id"), Value(part)))
    # Values are searched as they stand in JSON, where a quote has a backslash in front.
    written = dumps(part).decode()[1:-1]
    matches = Q(place__gt=0) | Q(pk__in=ids.filter(place__gt=0).values("person_id"))
    if (uuid := _as_uuid(search)) is not None:
        matches |= Q(uuid=uuid)
    return people.alias(place=StrIndex("search_text", Value(written))).filter(matches)


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
