"""The tables of HogQL.

**events** are rows as they were captured. `person_id` is the person *now*: merges since then are applied.
`person.properties` are the person's properties *at the time of the event*, stored beside it, which costs no join;
`poe.properties` is another name for them. Current values are in `persons`, and reachable as `pdi.person.properties`.
`person.created_at` and `person.is_identified` are current and need a join. `group_0` to `group_4`, and the team's own
names for them, are groups as they are now; only `group_n.key` costs nothing.

**persons**, **groups** and **person_distinct_ids** show the newest version of each row and no deleted one.

**cohort_people** are the computed members of cohorts. Each calculation writes a `version` of its own and the one before is
removed a little later, so a query that names the table itself says which version it wants; `IN COHORT` does by itself.

Columns that are not listed here do not exist for a query, `team_id` among them.
"""

from posthog.hogql import types
from posthog.hogql.database.schema import (
    ColumnDefinition,
    JsonColumn,
    Link,
    Namespace,
    PersonIdColumn,
    PlainColumn,
    VirtualTable,
)
from posthog.hogql.plan import PhysicalTable
from posthog.hogql.taxonomy import PropertyKind
from posthog.hogql.types import PropertyScope

GROUP_TYPES = 5

_MOMENT = types.Type(kind=types.Kind.DATETIME, stored=True)
_EVENT_PROPERTIES = PropertyScope(kind=PropertyKind.EVENT)
_PERSON_PROPERTIES = PropertyScope(kind=PropertyKind.PERSON)

EVENTS_TABLE = PhysicalTable(
    name="events",
    columns=(
        "uuid",
        "event",
        "distinct_id",
        "person_id",
        "timestamp",
        "properties",
        "person_properties",
        *(f"group_key_{index}" for index in range(GROUP_TYPES)),
        "session_id",
        "window_id",
        "elements_chain",
        "person_mode",
        "created_at",
        "inserted_at",
    ),
)
PERSONS_TABLE = PhysicalTable(
    name="person",
    columns=("id", "properties", "null_properties", "is_identified", "created_at"),
    final=True,
    deleted_column="is_deleted",
)
DISTINCT_IDS_TABLE = PhysicalTable(
    name="person_distinct_id", columns=("distinct_id", "person_id"), final=True, deleted_column="is_deleted"
)
OVERRIDES_TABLE = PhysicalTable(
    name="person_distinct_id_overrides",
    columns=("distinct_id", "person_id"),
    final=True,
    deleted_column="is_deleted",
)
GROUPS_TABLE = PhysicalTable(
    name="groups",
    columns=("group_type_index", "group_key", "group_properties", "null_properties", "created_at"),
    final=True,
    deleted_column="is_deleted",
)
COHORT_PEOPLE_TABLE = PhysicalTable(
    name="cohort_people",
    columns=("cohort_id", "version", "person_id"),
    final=True,
    deleted_column="is_deleted",
)


def _plain(column: str, column_type: types.Type) -> PlainColumn:
    return PlainColumn(column=column, type=column_type)


def _group(index: int) -> Namespace:
    return Namespace(
        columns={"key": PlainColumn(column=f"group_key_{index}", type=types.STRING, empty_is_null=True)},
        link=Link(
            table=f"groups_{index}",
            local=f"$group_{index}",
            foreign="key",
            fixed=(("group_type_index", index),),
        ),
    )


def _groups_table(name: str, group_type_index: int | None) -> VirtualTable:
    return VirtualTable(
        name=name,
        physical=GROUPS_TABLE,
        columns={
            "index": _plain("group_type_index", types.INTEGER),
            "key": _plain("group_key", types.STRING),
            "properties": JsonColumn(
                column="group_properties",
                scope=PropertyScope(kind=PropertyKind.GROUP, group_type_index=group_type_index),
            ),
            "null_properties": _plain("null_properties", types.array_of(types.STRING)),
            "created_at": _plain("created_at", _MOMENT),
        },
        star=("index", "key", "properties", "created_at"),
    )


_EVENT_COLUMNS: dict[str, ColumnDefinition] = {
    "uuid": _plain("uuid", types.UUID),
    "event": _plain("event", types.STRING),
    "properties": JsonColumn(column="properties", scope=_EVENT_PROPERTIES),
    "timestamp": _plain("timestamp", _MOMENT),
    "distinct_id": _plain("distinct_id", types.STRING),
    "person_id": PersonIdColumn(),
    "elements_chain": _plain("elements_chain", types.STRING),
    "created_at": _plain("created_at", _MOMENT),
    "inserted_at": _plain("inserted_at", _MOMENT),
    "person_mode": _plain("person_mode", types.STRING),
    "$session_id": PlainColumn(column="session_id", type=types.STRING, empty_is_null=True),
    "$window_id": PlainColumn(column="window_id", type=types.STRING, empty_is_null=True),
    **{
        f"$group_{index}": PlainColumn(column=f"group_key_{index}", type=types.STRING, empty_is_null=True)
        for index in range(GROUP_TYPES)
    },
    **{f"group_{index}": _group(index) for index in range(GROUP_TYPES)},
    "poe": Namespace(
        columns={
            "id": PersonIdColumn(),
            "properties": JsonColumn(column="person_properties", scope=_PERSON_PROPERTIES),
        }
    ),
    "person": Namespace(
        columns={
            "id": PersonIdColumn(),
            "properties": JsonColumn(column="person_properties", scope=_PERSON_PROPERTIES),
        },
        link=Link(table="persons", local="person_id", foreign="id"),
    ),
    "pdi": Link(table="person_distinct_ids", local="distinct_id", foreign="distinct_id"),
}

TABLES: dict[str, VirtualTable] = {
    "events": VirtualTable(
        name="events",
        physical=EVENTS_TABLE,
        columns=_EVENT_COLUMNS,
        star=("uuid", "event", "properties", "timestamp", "distinct_id", "elements_chain", "created_at", "person_id"),
    ),
    "persons": VirtualTable(
        name="persons",
        physical=PERSONS_TABLE,
        columns={
            "id": _plain("id", types.UUID),
            "properties": JsonColumn(column="properties", scope=_PERSON_PROPERTIES),
            "null_properties": _plain("null_properties", types.array_of(types.STRING)),
            "created_at": _plain("created_at", _MOMENT),
            "is_identified": _plain("is_identified", types.BOOLEAN),
            "pdi": Link(table="person_distinct_ids", local="id", foreign="person_id", many=True),
        },
        star=("id", "properties", "created_at", "is_identified"),
    ),
    "person_distinct_ids": VirtualTable(
        name="person_distinct_ids",
        physical=DISTINCT_IDS_TABLE,
        columns={
            "distinct_id": _plain("distinct_id", types.STRING),
            "person_id": _plain("person_id", types.UUID),
            "person": Link(table="persons", local="person_id", foreign="id"),
        },
        star=("distinct_id", "person_id"),
    ),
    "groups": _groups_table("groups", None),
    "cohort_people": VirtualTable(
        name="cohort_people",
        physical=COHORT_PEOPLE_TABLE,
        columns={
            "person_id": _plain("person_id", types.UUID),
            "cohort_id": _plain("cohort_id", types.INTEGER),
            "version": _plain("version", types.INTEGER),
            "person": Link(table="persons", local="person_id", foreign="id"),
        },
        star=("person_id", "cohort_id", "version"),
    ),
}

# Tables that queries cannot name, for links: groups of one type, whose properties therefore have known types.
LINKED_TABLES: dict[str, VirtualTable] = TABLES | {
    f"groups_{index}": _groups_table(f"groups_{index}", index) for index in range(GROUP_TYPES)
}
