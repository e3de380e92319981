"""Who and which: distinct ids, event uuids, and the ids derived from them."""

import re
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

import orjson

MAX_DISTINCT_ID_LENGTH = 200
# What the activity log has room for.
MAX_ITEM_ID_LENGTH = 80
COOKIELESS_DISTINCT_ID = "$posthog_cookieless"
# Any constant will do, as long as it never changes: person ids in ClickHouse and Postgres follow from it.
_NAMESPACE = UUID("b3c6a7de-8f0e-5a0f-9a6a-5d9f5c1f3f52")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}").fullmatch
_UUID_WITHOUT_DASHES = re.compile(r"[0-9a-fA-F]{32}").fullmatch

# Ids that SDKs send when their caller's variable was empty or a placeholder. Merging on them would join strangers.
_ILLEGAL_IN_ANY_CASE = frozenset(
    {
        "anonymous",
        "guest",
        "distinctid",
        "distinct_id",
        "id",
        "not_authenticated",
        "email",
        "undefined",
        "true",
        "false",
    }
)
_ILLEGAL_EXACTLY = frozenset({"[object Object]", "NaN", "None", "none", "null", "0", "undefined"})


def distinct_id_of(event: dict[str, Any]) -> str:
    """The event's distinct id as text, empty when it has none. Not yet shortened."""
    value = event.get("distinct_id")
    if value is None and "$distinct_id" in event:
        value = event["$distinct_id"]
    if text := as_identifier(value):
        return text
    properties = event.get("properties")
    return as_identifier(properties.get("distinct_id")) if type(properties) is dict else ""


def as_identifier(value: Any) -> str:
    """Any JSON value as an id: texts as they are, numbers and objects as their JSON, nothing for null and blanks."""
    if value is None:
        return ""
    if type(value) is str:
        return value if value.strip() else ""
    try:
        return orjson.dumps(value).decode()
    except orjson.JSONEncodeError:
        # An object nested beyond reason is no one's id.
        return ""


def is_illegal_distinct_id(distinct_id: str) -> bool:
    """Whether persons must never be merged on this id."""
    bare = distinct_id.strip()
    if len(bare) >= 2 and bare[0] == bare[-1] and bare[0] in "\"'":
        bare = bare[1:-1]
    return not bare.strip() or bare in _ILLEGAL_EXACTLY or bare.lower() in _ILLEGAL_IN_ANY_CASE


def is_uuid(value: str) -> bool:
    return bool(_UUID(value) or _UUID_WITHOUT_DASHES(value))


def normalise_uuid(value: str) -> str:
    """The UUID, known to be one, in its usual spelling."""
    return value.lower() if len(value) == 36 else str(UUID(hex=value))


def person_uuid(team_id: int, distinct_id: str) -> UUID:
    """The id of the person first seen under this distinct id; the same on every replay and in every process."""
    return uuid5(_NAMESPACE, f"person\x00{team_id}\x00{distinct_id}")


def derived_event_uuid(*parts: str) -> UUID:
    """An id for an event that came without one; `parts` must be the same whenever the same event is seen again."""
    return uuid5(_NAMESPACE, "event\x00" + "\x00".join(parts))


def group_item_id(group_type_index: int, group_key: str) -> str:
    """What the activity log calls a group; a key that is too long for it stands there as its hash."""
    text = f"{group_type_index}:{group_key}"
    if len(text) <= MAX_ITEM_ID_LENGTH:
        return text
    return f"{group_type_index}:sha256:{sha256(group_key.encode('utf-8', 'replace')).hexdigest()}"
