"""How a group came to be what it is: which event set which property, and what people changed by hand.

SDKs describe groups in `$groupidentify` events, which stay. A change by hand is no event; the activity log has it, with
the values, until the group is deleted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from common.json import dumps, loads
from posthog.activity import Change, ChangeAction, list_activity, record_activity
from posthog.contracts import Actor
from posthog.hogql import ast
from products.events.backend.facade.contracts import GroupPropertyChange
from products.events.backend.facade.errors import GroupNotFoundError
from products.events.backend.logic.reading.groups import get_group
from products.events.backend.logic.reading.hogql import context_of, run
from products.events.backend.models import Group, GroupTypeMapping
from products.events.backend.wire.identifiers import group_item_id

SCOPE = "Group"
# Events and lines that say something about the group, the newest of so many each.
MAX_STATEMENTS = 2_000
# Clocks of devices run ahead, so "until now" would leave something out.
_NO_END = datetime(2100, 1, 1, tzinfo=UTC)
_FIELD = "properties."
_STATEMENTS = """
SELECT timestamp, uuid, distinct_id, JSONExtractRaw(properties, '$group_set')
FROM events
WHERE event = '$groupidentify' AND {column} = {key} AND properties.$group_type = {kind} AND timestamp <= {until}
ORDER BY timestamp DESC, created_at DESC, uuid DESC
LIMIT {limit}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Statement:
    """Somebody said at a moment that these are the values; None: that the property is gone."""

    at: datetime
    values: dict[str, Any]
    event_uuid: UUID | None = None
    distinct_id: str = ""
    changed_by: str | None = None
    removed: tuple[str, ...] = ()


def record(group: Group, activity: str, actor: Actor | None, *, changes: tuple[Change, ...] = ()) -> None:
    """A line in the activity log, in the caller's transaction."""
    record_activity(
        team_id=group.team_id,
        actor=actor,
        scope=SCOPE,
        item_id=group_item_id(group.group_type_index, group.group_key),
        activity=activity,
        name=group.group_key,
        changes=changes,
    )


def property_history(
    *, team_id: int, group_type_index: int, group_key: str, name: str, limit: int
) -> list[GroupPropertyChange]:
    """What changed about the group's properties, the newest first; with a `name`, only about that property.

    Of a group that was deleted and described again, what earlier events said is part of it.
    """
    group = get_group(team_id=team_id, group_type_index=group_type_index, group_key=group_key)
    statements = _statements(group)
    # The oldest of a long history may have been preceded by statements that are not looked at.
    known: dict[str, str] = {}
    changes: list[GroupPropertyChange] = []
    for statement in statements:
        said: dict[str, str | None] = {key: dumps(value).decode() for key, value in statement.values.items()}
        said |= dict.fromkeys(statement.removed)
        for key, after in said.items():
            before = known.get(key)
            if before == after:
                continue
            if name in ("", key):
                changes.append(_change(key, before, after, statement))
            if after is None:
                del known[key]
            else:
                known[key] = after
    return list(reversed(changes))[:limit]


def properties_at(*, team_id: int, group_type_index: int, group_key: str, at: datetime) -> bytes | None:
    """What had been said of the group until then, as a JSON object; None for a group that nobody knows now."""
    try:
        group = get_group(team_id=team_id, group_type_index=group_type_index, group_key=group_key)
    except GroupNotFoundError:
        return None
    known: dict[str, Any] = {}
    for statement in _statements(group, until=at):
        known |= statement.values
        for name in statement.removed:
            known.pop(name, None)
    return dumps(known)


def _statements(group: Group, *, until: datetime | None = None) -> list[_Statement]:
    """What was said of the group, the oldest first."""
    by_hand = (one for one in _by_hand(group) if until is None or one.at <= until)
    return sorted((*_by_events(group, until), *by_hand), key=lambda statement: statement.at)


def _by_events(group: Group, until: datetime | None) -> Iterator[_Statement]:
    kind = GroupTypeMapping.objects.for_team(group.team_id).get(group_type_index=group.group_type_index)
    found = run(
        _STATEMENTS,
        context_of(group.team_id),
        {
            "column": ast.field(f"$group_{group.group_type_index}"),
            "key": ast.constant(group.group_key),
            "kind": ast.constant(kind.group_type),
            "until": ast.constant(until or _NO_END),
            "limit": MAX_STATEMENTS,
        },
    )
    for timestamp, uuid, distinct_id, stated in reversed(found):
        values = loads(stated) if stated else None
        if isinstance(values, dict):
            yield _Statement(at=timestamp, values=values, event_uuid=uuid, distinct_id=distinct_id)


def _by_hand(group: Group) -> Iterator[_Statement]:
    page = list_activity(
        team_id=group.team_id,
        scope=SCOPE,
        item_id=group_item_id(group.group_type_index, group.group_key),
        limit=MAX_STATEMENTS,
    )
    for entry in reversed(page.items):
        changes = [change for change in entry.changes if change.field.startswith(_FIELD)]
        yield _Statement(
            at=entry.created_at,
            values={_name(change): loads(change.after) for change in changes if change.after is not None},
            changed_by=entry.user.email if entry.user else None,
            removed=tuple(_name(change) for change in changes if change.action is ChangeAction.DELETED),
        )


def _name(change: Change) -> str:
    return change.field.removeprefix(_FIELD)


def _change(name: str, before: str | None, after: str | None, statement: _Statement) -> GroupPropertyChange:
    return GroupPropertyChange(
        property=name,
        before=before,
        after=after,
        changed_at=statement.at,
        event_uuid=statement.event_uuid,
        distinct_id=statement.distinct_id,
        changed_by=statement.changed_by,
    )
