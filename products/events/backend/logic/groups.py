"""Groups: which kinds a project has, and what is known about each group. Called by ingestion with a whole batch."""

from collections.abc import Iterable
from typing import Any

import orjson
from django.db import connection

from posthog import definitions
from products.events.backend.clickhouse import tables
from products.events.backend.facade.enums import WarningKind
from products.events.backend.logic.ingestion.normalise import MAX_GROUP_KEY_LENGTH, PreparedEvent
from products.events.backend.logic.ingestion.warnings import IngestionWarning, shown
from products.events.backend.logic.null_properties import null_names
from products.events.backend.logic.outbox import ClickHouseRows
from products.events.backend.logic.taxonomy import definitions_changed
from products.events.backend.models import Group, GroupTypeMapping
from products.events.backend.wire import names
from products.events.backend.wire.identifiers import as_identifier
from products.events.backend.wire.values import without_nul

GroupKey = tuple[int, int, str]
# A version starts at the moment in microseconds: above all that ClickHouse may still hold of a deleted group of this key.
_UPSERT = """
INSERT INTO events_group AS g (team_id, group_type_index, group_key, group_properties, created_at, version)
SELECT *, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint FROM json_to_recordset(%s::json)
    AS new (team_id bigint, group_type_index int, group_key text, group_properties jsonb, created_at timestamptz)
ON CONFLICT (team_id, group_type_index, group_key) DO UPDATE
SET group_properties = g.group_properties || excluded.group_properties, version = g.version + 1
WHERE NOT g.group_properties @> excluded.group_properties
RETURNING team_id, group_type_index, group_key, group_properties::text, created_at, version
"""
# The next free column of the team, or nothing when all are taken or somebody else was faster.
_ALLOCATE = """
INSERT INTO events_grouptypemapping (team_id, group_type, group_type_index, name_singular, name_plural, created_at)
SELECT %s, %s, min(free), '', '', now() FROM generate_series(0, %s) AS free
WHERE NOT EXISTS (SELECT FROM events_grouptypemapping WHERE team_id = %s AND group_type_index = free)
HAVING min(free) IS NOT NULL
ON CONFLICT DO NOTHING
"""
_ATTEMPTS = 10

# A mapping never changes once made, so a process may remember it for good. Bounded by five a team.
_known_types: dict[int, dict[str, int]] = {}


def assign_groups(events: Iterable[PreparedEvent]) -> list[IngestionWarning]:
    """Give each event its group columns; new kinds of groups get a column while one is free.

    Columns are few and never given back, so where proofs are required nobody takes one without.
    """
    warnings = []
    for event in events:
        identified = None
        if event.name == names.GROUP_IDENTIFY:
            identified = _identified_group(event)
            warnings += _unusable(event, identified is not None)
        if not event.groups and identified is None:
            continue
        wanted = dict(event.groups)
        if identified is not None:
            wanted[identified[0]] = identified[1]
            if identified[2] and not _is_proven(event):
                warnings.append(_unsigned(event, WarningKind.UNSIGNED_GROUP_UPDATE, identified[0]))
        keys = {}
        for group_type, group_key in wanted.items():
            index = _index_of(event.team_id, group_type, may_be_new=_is_proven(event))
            if index is None and not _is_proven(event):
                warnings.append(_unsigned(event, WarningKind.UNSIGNED_GROUP_TYPE, group_type))
            elif index is None:
                details = {
                    "group_type": group_type,
                    "reason": f"A project has at most {tables.GROUP_TYPES} group types.",
                }
                warnings.append(
                    IngestionWarning(event.team_id, WarningKind.TOO_MANY_GROUP_TYPES, event.received_at, details)
                )
            else:
                keys[f"group_key_{index}"] = group_key
        event.group_keys = keys
    return warnings


def describe_groups(events: Iterable[PreparedEvent], rows: ClickHouseRows) -> None:
    """Store what `$groupidentify` events say. Needs a transaction; adds the changed groups to `rows`."""
    described: dict[GroupKey, dict[str, Any]] = {}
    seen_at: dict[GroupKey, Any] = {}
    for event in events:
        if event.name != names.GROUP_IDENTIFY or event.is_refused or not _is_proven(event):
            continue
        group = _identified_group(event)
        index = _index_of(event.team_id, group[0]) if group else None
        if group and index is not None:
            key = (event.team_id, index, group[1])
            described.setdefault(key, {}).update(without_nul(group[2]))
            seen_at.setdefault(key, event.timestamp)
    if not described:
        return
    # Always in the same order, so that two workers wait for each other instead of deadlocking.
    keys = sorted(described)
    with connection.cursor() as cursor:
        records = [
            {
                "team_id": key[0],
                "group_type_index": key[1],
                "group_key": key[2],
                "group_properties": described[key],
                "created_at": seen_at[key],
            }
            for key in keys
        ]
        cursor.execute(_UPSERT, [orjson.dumps(records).decode()])
        changed = cursor.fetchall()
    for team_id, index, group_key, properties, created_at, version in changed:
        rows.add(
            tables.GROUPS.name,
            {
                "team_id": team_id,
                "group_type_index": index,
                "group_key": group_key,
                "group_properties": orjson.Fragment(properties.encode()),
                "null_properties": null_names(properties.encode()),
                "created_at": created_at,
                "version": version,
            },
        )


def row_of(group: Group) -> dict[str, Any]:
    """The same for a group that is at hand."""
    return {
        "team_id": group.team_id,
        "group_type_index": group.group_type_index,
        "group_key": group.group_key,
        "group_properties": group.group_properties,
        "null_properties": null_names(group.group_properties),
        "created_at": group.created_at,
        "version": group.version,
    }


def group_properties_of(event: PreparedEvent) -> tuple[int, dict[str, Any]] | None:
    """(group type index, properties) when the event describes a group of a known kind."""
    group = _identified_group(event) if event.name == names.GROUP_IDENTIFY and _is_proven(event) else None
    if group is None:
        return None
    index = _index_of(event.team_id, group[0])
    return None if index is None else (index, group[2])


def _identified_group(event: PreparedEvent) -> tuple[str, str, dict[str, Any]] | None:
    """(type, key, properties) of a `$groupidentify` event, if it names a group at all."""
    properties = event.properties
    group_type = properties.get("$group_type")
    group_key = as_identifier(properties.get("$group_key"))
    if not isinstance(group_type, str) or not group_type or not group_key:
        return None
    if max(len(group_type), len(group_key)) > MAX_GROUP_KEY_LENGTH:
        return None
    stated = properties.get("$group_set")
    return without_nul(group_type), without_nul(group_key), stated if isinstance(stated, dict) else {}


def _unusable(event: PreparedEvent, is_identified: bool) -> list[IngestionWarning]:
    """A warning when a `$groupidentify` event does not do what its sender wants, as it names no group or says nothing."""
    stated = event.properties.get("$group_set")
    if not is_identified:
        reason, value = "It needs $group_type, a text, and $group_key.", event.properties.get("$group_type")
    elif stated is not None and type(stated) is not dict:
        reason, value = "$group_set must be an object of names and values; it was ignored.", stated
    else:
        return []
    details = {"reason": reason, "event": event.name, "distinct_id": event.distinct_id, "value": shown(value)}
    return [IngestionWarning(event.team_id, WarningKind.INVALID_GROUP_UPDATE, event.received_at, details)]


def _is_proven(event: PreparedEvent) -> bool:
    """Whether its sender is who it says, or the project does not ask."""
    return event.proven is None or event.distinct_id in event.proven


def _unsigned(event: PreparedEvent, kind: WarningKind, group_type: str) -> IngestionWarning:
    details = {
        "group_type": group_type,
        "distinct_id": event.distinct_id,
        "event": event.name,
        "reason": "Nothing in it proves who sent it.",
    }
    return IngestionWarning(event.team_id, kind, event.received_at, details)


def _index_of(team_id: int, group_type: str, *, may_be_new: bool = False) -> int | None:
    known = _known_types.get(team_id)
    if known is None or (group_type not in known and len(known) < tables.GROUP_TYPES):
        known = _known_types[team_id] = _load_types(team_id)
        attempts = 0
        while may_be_new and group_type not in known and len(known) < tables.GROUP_TYPES and attempts < _ATTEMPTS:
            with connection.cursor() as cursor:
                cursor.execute(_ALLOCATE, [team_id, group_type, tables.GROUP_TYPES - 1, team_id])
            known = _known_types[team_id] = _load_types(team_id)
            definitions_changed(team_id)
            # Flags about groups need the new kind at once.
            definitions.definitions_changed(team_id)
            attempts += 1
    return known.get(group_type)


def _load_types(team_id: int) -> dict[str, int]:
    rows = GroupTypeMapping.objects.for_team(team_id).values_list("group_type", "group_type_index")
    return dict(rows)
