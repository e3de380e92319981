"""What ingestion writes to ClickHouse. The rows are described in docs/life-of-an-event.md.

- `events` is ordered as most questions ask: one team, a range of days, one event. `cityHash64` of distinct id and uuid
  complete the key, so that a replica of an event that slipped through every other net is merged away
  (ReplacingMergeTree). A month per partition keeps merges and deletions of old data small.
- `person`, `person_distinct_id`, `person_distinct_id_overrides` and `groups` hold one row per change; the highest
  `version` is the truth, so rows may arrive twice or out of order. They are copies: Postgres decides.
- An override says that events of a distinct id belong to another person than the one written on them. A regular job
  writes it into the events and removes it (`logic/upkeep/squash.py`).
- `ingestion_warnings` expire by themselves; what they hold is for people to read, not for charts.

JSON columns take typed paths for what every web event has; `max_dynamic_paths` bounds the subcolumns that a client can
make by inventing names, the rest shares one column. What is in the properties anyway is not stored a second time: the ids
of session and window are aliases of them. With ZSTD instead of the default LZ4, at its third level for JSON, web events
as posthog-js sends them need 55 bytes on disk instead of 137.
"""

from posthog.clickhouse.cluster import Column, Table
from posthog.hogql.database.typed_paths import EVENT_TYPED_PATHS, PERSON_TYPED_PATHS, json_column_type

GROUP_TYPES = 5
WARNING_DAYS = 90
_INSTANT = "DateTime64(6, 'UTC')"
# One batch a second and partition makes a few tokens; this remembers them for longer than any worker may hang.
_DEDUPLICATION_WINDOW = 10_000
# A part up to this size (some 50,000 events) is one file. As a file for each of its hundreds of paths a batch takes three
# times as long to write, and to merge.
SMALL_PARTS = ("min_bytes_for_wide_part", 64 * 1024**2)

# A session's id that is no text is read as the text it would be, a window's as none.
SESSION_ID = Column("session_id", "String", alias="ifNull(properties.`$session_id`, '')")
WINDOW_ID = Column("window_id", "String", alias="ifNull(properties.`$window_id`.:String, '')")
_JSON_CODEC = "ZSTD(3)"
PROPERTIES = Column("properties", json_column_type(EVENT_TYPED_PATHS, max_dynamic_paths=512), codec=_JSON_CODEC)
PERSON_PROPERTIES = Column(
    "person_properties", json_column_type(PERSON_TYPED_PATHS, max_dynamic_paths=256), codec=_JSON_CODEC
)

EVENTS = Table(
    name="events",
    columns=(
        Column("uuid", "UUID"),
        Column("team_id", "Int64"),
        Column("event", "LowCardinality(String)"),
        Column("distinct_id", "String", codec="ZSTD(1)"),
        Column("person_id", "UUID", codec="ZSTD(1)"),
        Column("timestamp", _INSTANT, codec="Delta(8), ZSTD(1)"),
        PROPERTIES,
        PERSON_PROPERTIES,
        *(Column(f"group_key_{index}", "String", codec="ZSTD(1)") for index in range(GROUP_TYPES)),
        SESSION_ID,
        WINDOW_ID,
        Column("elements_chain", "String", codec="ZSTD(1)"),
        Column("person_mode", "Enum8('full' = 0, 'propertyless' = 1, 'force_upgrade' = 2)"),
        Column("created_at", _INSTANT, codec="Delta(8), ZSTD(1)"),
        Column("inserted_at", _INSTANT, default="now64(6)", codec="Delta(8), ZSTD(1)"),
    ),
    engine="ReplacingMergeTree",
    engine_arguments=("inserted_at",),
    partition_by="toYYYYMM(timestamp)",
    order_by=("team_id", "toDate(timestamp)", "event", "cityHash64(distinct_id)", "cityHash64(uuid)"),
    sharding_key="cityHash64(distinct_id)",
    deduplication_window=_DEDUPLICATION_WINDOW,
    settings=(SMALL_PARTS,),
)

# The names of properties that are null. JSON keeps nothing of them, but to flags a null is a value.
NULL_PROPERTIES = Column("null_properties", "Array(LowCardinality(String))", codec="ZSTD(1)")

PERSON = Table(
    name="person",
    columns=(
        Column("id", "UUID"),
        Column("team_id", "Int64"),
        Column("properties", json_column_type(PERSON_TYPED_PATHS, max_dynamic_paths=256), codec="ZSTD(1)"),
        Column("is_identified", "Bool"),
        Column("created_at", _INSTANT),
        Column("is_deleted", "UInt8"),
        Column("version", "UInt64"),
        NULL_PROPERTIES,
    ),
    engine="ReplacingMergeTree",
    engine_arguments=("version",),
    order_by=("team_id", "id"),
)

_DISTINCT_ID_COLUMNS = (
    Column("team_id", "Int64"),
    Column("distinct_id", "String", codec="ZSTD(1)"),
    Column("person_id", "UUID"),
    Column("is_deleted", "UInt8"),
    Column("version", "UInt64"),
)

OVERRIDE_ARRIVED_AT = Column("arrived_at", _INSTANT, default="now64(6)")

PERSON_DISTINCT_ID = Table(
    name="person_distinct_id",
    columns=_DISTINCT_ID_COLUMNS,
    engine="ReplacingMergeTree",
    engine_arguments=("version",),
    order_by=("team_id", "distinct_id"),
    settings=(("index_granularity", 512),),
)

PERSON_DISTINCT_ID_OVERRIDES = Table(
    name="person_distinct_id_overrides",
    # Stamped by ClickHouse: an override is squashed only when it has been here for a while.
    columns=(*_DISTINCT_ID_COLUMNS, OVERRIDE_ARRIVED_AT),
    engine="ReplacingMergeTree",
    engine_arguments=("version",),
    order_by=("team_id", "distinct_id"),
    settings=(("index_granularity", 512),),
)

GROUP_IS_DELETED = Column("is_deleted", "UInt8")

GROUPS = Table(
    name="groups",
    columns=(
        Column("team_id", "Int64"),
        Column("group_type_index", "UInt8"),
        Column("group_key", "String", codec="ZSTD(1)"),
        Column("group_properties", "JSON(max_dynamic_paths=256)", codec="ZSTD(1)"),
        Column("created_at", _INSTANT),
        Column("version", "UInt64"),
        GROUP_IS_DELETED,
        NULL_PROPERTIES,
    ),
    engine="ReplacingMergeTree",
    engine_arguments=("version",),
    order_by=("team_id", "group_type_index", "group_key"),
)

INGESTION_WARNINGS = Table(
    name="ingestion_warnings",
    columns=(
        Column("team_id", "Int64"),
        Column("type", "LowCardinality(String)"),
        Column("details", "String", codec="ZSTD(3)"),
        Column("raw", "String", codec="ZSTD(3)"),
        Column("timestamp", _INSTANT),
    ),
    partition_by="toYYYYMM(timestamp)",
    order_by=("team_id", "type", "timestamp"),
    ttl=f"toDateTime(timestamp) + INTERVAL {WARNING_DAYS} DAY",
    sharding_key="rand()",
    deduplication_window=_DEDUPLICATION_WINDOW,
)

ALL_TABLES = (EVENTS, PERSON, PERSON_DISTINCT_ID, PERSON_DISTINCT_ID_OVERRIDES, GROUPS, INGESTION_WARNINGS)
