"""Finding people by whatever a list calls them: distinct ids, e-mail addresses, or their own ids."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Lower

from products.events.backend.models import Person, PersonDistinctId

ASKED_AT_A_TIME = 5_000


def find_people(*, team_id: int, values: Iterable[str]) -> dict[str, tuple[UUID, ...]]:
    """The people that each value names; a value that names nobody is left out.

    A value is a distinct id before it is anybody's uuid, and that before it is an e-mail address, which may belong to
    several people and is compared without minding capitals.
    """
    wanted = list(dict.fromkeys(value for value in values if value))
    found: dict[str, tuple[UUID, ...]] = {}
    for start in range(0, len(wanted), ASKED_AT_A_TIME):
        some = wanted[start : start + ASKED_AT_A_TIME]
        for find in (_by_distinct_id, _by_uuid, _by_email):
            found.update(find(team_id, [value for value in some if value not in found]))
    return found


def _by_distinct_id(team_id: int, values: list[str]) -> Mapping[str, tuple[UUID, ...]]:
    # Postgres texts hold no NUL, so nobody is called by one.
    rows = PersonDistinctId.objects.for_team(team_id).filter(distinct_id__in=[v for v in values if "\x00" not in v])
    return {distinct_id: (uuid,) for distinct_id, uuid in rows.values_list("distinct_id", "person__uuid")}


def _by_uuid(team_id: int, values: list[str]) -> Mapping[str, tuple[UUID, ...]]:
    by_uuid = {uuid: value for value in values if (uuid := _as_uuid(value)) is not None}
    rows = Person.objects.for_team(team_id).filter(uuid__in=by_uuid)
    return {by_uuid[uuid]: (uuid,) for uuid in rows.values_list("uuid", flat=True)}


def _by_email(team_id: int, values: list[str]) -> Mapping[str, tuple[UUID, ...]]:
    by_address = defaultdict(list)
    for value in values:
        if "@" in value and "\x00" not in value:
            by_address[value.lower()].append(value)
    if not by_address:
        return {}
    rows = Person.objects.for_team(team_id).annotate(address=Lower(KeyTextTransform("email", "properties")))
    found: dict[str, tuple[UUID, ...]] = {}
    for uuid, address in rows.filter(address__in=by_address).order_by("pk").values_list("uuid", "address"):
        for value in by_address[address]:
            found[value] = (*found.get(value, ()), uuid)
    return found


def _as_uuid(value: str) -> UUID | None:
    try:
        return UUID(value) if len(value) == 36 else None
    except ValueError:
        return None
