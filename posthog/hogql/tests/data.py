"""Rows for tests of HogQL, written straight into the tables, and a short way to ask."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import count
from typing import Any

from common import json
from posthog.clickhouse import client
from posthog.hogql import ast
from posthog.hogql.context import HogQLContext
from posthog.hogql.query import HogQLResult, execute_hogql
from posthog.hogql.taxonomy import GroupType, PropertyKind, PropertyType, StaticTaxonomy

INSERT_SETTINGS: dict[str, object] = {
    "date_time_input_format": "best_effort",
    "input_format_try_infer_dates": 0,
    "input_format_try_infer_datetimes": 0,
    "json_type_escape_dots_in_keys": 1,
    "type_json_skip_duplicated_paths": 1,
}
NOW = datetime(2026, 3, 15, 12, tzinfo=UTC)
NAMESPACE = uuid.UUID("8f14e45f-ceea-467f-9575-3e1b8d1a2c31")

# Teams of these tests exist in ClickHouse only, so their ids start far beyond those of Postgres.
_team_ids = count(int.from_bytes(uuid.uuid4().bytes[:4], "big") + 1_000_000_000)


def new_team() -> int:
    """A team that no other test uses."""
    return next(_team_ids)


def person_uuid(team_id: int, name: str) -> uuid.UUID:
    """The id of the person that `name` stands for."""
    return uuid.uuid5(NAMESPACE, f"{team_id}:{name}")


def event(
    name: str = "seen",
    *,
    by: str = "ada",
    at: str = "2026-03-10T10:00:00Z",
    person: str | None = None,
    properties: Mapping[str, Any] | None = None,
    person_properties: Mapping[str, Any] | None = None,
    groups: Mapping[int, str] | None = None,
    session: str = "",
    elements: str = "",
) -> dict[str, Any]:
    """An event as the tests describe it."""
    return {
        "event": name,
        "distinct_id": by,
        "timestamp": at,
        "person": person or by,
        "properties": dict(properties or {}) | ({"$session_id": session} if session else {}),
        "person_properties": dict(person_properties or {}),
        "elements_chain": elements,
        **{f"group_key_{index}": key for index, key in (groups or {}).items()},
    }


def given_events(team_id: int, *events: Mapping[str, Any]) -> None:
    """Store events."""
    rows = []
    for each in events:
        row = {key: value for key, value in each.items() if key != "person"}
        rows.append(
            {
                **row,
                "team_id": team_id,
                "uuid": str(uuid.uuid4()),
                "person_id": str(person_uuid(team_id, each["person"])),
                "created_at": "2026-03-15T00:00:00Z",
                "person_mode": "full",
            }
        )
    _insert("events", rows)


def given_person(
    team_id: int,
    name: str,
    *,
    properties: Mapping[str, Any] | None = None,
    distinct_ids: Iterable[str] = (),
    version: int = 1,
    deleted: bool = False,
) -> None:
    """Store a person, or a newer version of one."""
    person_id = str(person_uuid(team_id, name))
    _insert(
        "person",
        [
            {
                "id": person_id,
                "team_id": team_id,
                "properties": dict(properties or {}),
                "null_properties": _nulls(properties or {}),
                "is_identified": True,
                "created_at": "2026-01-02T03:04:05Z",
                "is_deleted": int(deleted),
                "version": version,
            }
        ],
    )
    _insert("person_distinct_id", [_distinct_id(team_id, each, person_id, version) for each in distinct_ids])


def given_override(team_id: int, distinct_id: str, person: str, *, version: int = 1, deleted: bool = False) -> None:
    """Say that the events of a distinct id belong to another person."""
    row = _distinct_id(team_id, distinct_id, str(person_uuid(team_id, person)), version)
    _insert("person_distinct_id_overrides", [{**row, "is_deleted": int(deleted)}])


def given_group(team_id: int, index: int, key: str, properties: Mapping[str, Any], *, version: int = 1) -> None:
    """Store a group, or a newer version of one."""
    row = {
        "team_id": team_id,
        "group_type_index": index,
        "group_key": key,
        "group_properties": dict(properties),
        "null_properties": _nulls(properties),
        "created_at": "2026-01-01T00:00:00Z",
        "version": version,
    }
    _insert("groups", [row])


def _nulls(properties: Mapping[str, Any]) -> list[str]:
    return [name for name, value in properties.items() if value is None]


def taxonomy(
    event: Mapping[str, PropertyType] | None = None,
    person: Mapping[str, PropertyType] | None = None,
    groups: Iterable[str] = (),
) -> StaticTaxonomy:
    """Definitions of properties and names of group types."""
    types = [(PropertyKind.EVENT, name, kind) for name, kind in (event or {}).items()]
    types += [(PropertyKind.PERSON, name, kind) for name, kind in (person or {}).items()]
    return StaticTaxonomy(
        types=tuple(types), groups=tuple(GroupType(name=name, index=index) for index, name in enumerate(groups))
    )


def context(team_id: int, **options: Any) -> HogQLContext:
    """The team's point of view on 15 March 2026, noon in London."""
    return HogQLContext(team_id=team_id, **{"now": NOW, "taxonomy": StaticTaxonomy(), **options})


def ask(team_id: int, query: str | ast.Query, **options: Any) -> HogQLResult:
    """Run a query for the team."""
    placeholders = options.pop("placeholders", None)
    return execute_hogql(query, context=context(team_id, **options), placeholders=placeholders)


def rows_of(team_id: int, query: str | ast.Query, **options: Any) -> list[tuple[Any, ...]]:
    """Only the rows."""
    return ask(team_id, query, **options).rows


def value_of(team_id: int, query: str | ast.Query, **options: Any) -> Any:
    """The one value of the one row."""
    [[value]] = rows_of(team_id, query, **options)
    return value


def _distinct_id(team_id: int, distinct_id: str, person_id: str, version: int) -> dict[str, Any]:
    return {
        "team_id": team_id,
        "distinct_id": distinct_id,
        "person_id": person_id,
        "is_deleted": 0,
        "version": version,
    }


def _insert(table: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        client.insert_json_rows(table, b"\n".join(json.dumps(row) for row in rows), settings=INSERT_SETTINGS)
