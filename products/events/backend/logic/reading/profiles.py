"""One person's or group's properties, fast: what deciding flags waits for. Each is one look into an index."""

from uuid import UUID

from posthog.fast_reads import Statement, read
from products.events.backend.facade.contracts import Profile

_PERSON = Statement(
    "person_profile",
    "SELECT person.uuid, person.properties FROM events_persondistinctid AS known"
    " JOIN events_person AS person ON person.id = known.person_id"
    " WHERE known.team_id = $1 AND known.distinct_id = $2",
)
_GROUP = Statement(
    "group_properties",
    "SELECT group_properties FROM events_group WHERE team_id = $1 AND group_type_index = $2 AND group_key = $3",
)


def find_profile(*, team_id: int, distinct_id: str) -> Profile | None:
    rows = read(_PERSON, str(team_id), distinct_id.replace("\x00", "\ufffd"))
    if not rows:
        return None
    uuid, properties = rows[0]
    return Profile(person_uuid=UUID((uuid or b"").decode()), properties=properties or b"{}")


def find_group_properties(*, team_id: int, group_type_index: int, group_key: str) -> bytes | None:
    rows = read(_GROUP, str(team_id), str(group_type_index), group_key.replace("\x00", "\ufffd"))
    return (rows[0][0] or b"{}") if rows else None
