from posthog.clickhouse.cluster import Cluster, Column, Index, Table

EVENTS = Table(
    name="events",
    columns=(
        Column("uuid", "UUID"),
        Column("team_id", "Int64", codec="ZSTD(1)"),
        Column("timestamp", "DateTime64(6, 'UTC')", default="now64(6)", comment="it's UTC"),
    ),
    engine="ReplacingMergeTree",
    engine_arguments=("timestamp",),
    partition_by="toYYYYMM(timestamp)",
    primary_key=("team_id",),
    order_by=("team_id", "cityHash64(uuid)"),
    sample_by="cityHash64(uuid)",
    ttl="toDateTime(timestamp) + INTERVAL 90 DAY",
    indexes=(Index("by_uuid", "uuid", "bloom_filter(0.01)", 2),),
    sharding_key="cityHash64(uuid)",
    settings=(("index_granularity", 4096), ("storage_policy", "de'fault")),
    deduplication_window=50,
)
PERSONS = Table(name="person", columns=(Column("id", "UUID"),), order_by=("id",))
ONE = Cluster(database="prickle")
MANY = Cluster(database="prickle", name="main")

COLUMNS = """(
    `uuid` UUID,
    `team_id` Int64 CODEC(ZSTD(1)),
    `timestamp` DateTime64(6, 'UTC') DEFAULT now64(6) COMMENT 'it\\'s UTC',
    INDEX `by_uuid` uuid TYPE bloom_filter(0.01) GRANULARITY 2
)"""
CLAUSES = """PARTITION BY toYYYYMM(timestamp)
PRIMARY KEY (team_id)
ORDER BY (team_id, cityHash64(uuid))
SAMPLE BY cityHash64(uuid)
TTL toDateTime(timestamp) + INTERVAL 90 DAY
"""


def test_one_node_gets_one_table() -> None:
    assert ONE.create_table(EVENTS) == (
        f"CREATE TABLE IF NOT EXISTS `prickle`.`events`\n{COLUMNS}\nENGINE = ReplacingMergeTree(timestamp)\n{CLAUSES}"
        "SETTINGS non_replicated_deduplication_window = 50, index_granularity = 4096, storage_policy = 'de\\'fault'",
    )


def test_cluster_gets_shards_and_a_table_in_front_of_them() -> None:
    assert MANY.create_table(EVENTS) == (
        f"CREATE TABLE IF NOT EXISTS `prickle`.`sharded_events` ON CLUSTER `main`\n{COLUMNS}\n"
        "ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/prickle/sharded_events', '{replica}', timestamp)\n"
        f"{CLAUSES}"
        "SETTINGS replicated_deduplication_window = 50, index_granularity = 4096, storage_policy = 'de\\'fault'",
        "CREATE TABLE IF NOT EXISTS `prickle`.`events` ON CLUSTER `main`\nAS `prickle`.`sharded_events`\n"
        "ENGINE = Distributed(`main`, `prickle`, `sharded_events`, cityHash64(uuid))",
    )


def test_table_without_a_sharding_key_is_whole_on_every_node() -> None:
    assert MANY.create_table(PERSONS) == (
        "CREATE TABLE IF NOT EXISTS `prickle`.`person` ON CLUSTER `main`\n(\n    `id` UUID\n)\n"
        "ENGINE = ReplicatedMergeTree('/clickhouse/tables/all/prickle/person', '{shard}-{replica}')\n"
        "ORDER BY (id)\nSETTINGS replicated_deduplication_window = 1000",
    )


def test_changes_reach_the_table_that_stores_and_the_one_in_front() -> None:
    column = Column("plan", "String", default="'free'")
    assert ONE.add_column(EVENTS, column, after="uuid") == (
        "ALTER TABLE `prickle`.`events` ADD COLUMN IF NOT EXISTS `plan` String DEFAULT 'free' AFTER `uuid`",
    )
    assert MANY.add_column(EVENTS, column) == (
        "ALTER TABLE `prickle`.`sharded_events` ON CLUSTER `main` ADD COLUMN IF NOT EXISTS `plan` String DEFAULT 'free'",
        "ALTER TABLE `prickle`.`events` ON CLUSTER `main` ADD COLUMN IF NOT EXISTS `plan` String DEFAULT 'free'",
    )
    computed = Column("size", "UInt64", alias="length(plan)")
    assert ONE.add_column(EVENTS, computed) == (
        "ALTER TABLE `prickle`.`events` ADD COLUMN IF NOT EXISTS `size` UInt64 ALIAS length(plan)",
    )
    # The other way round, or the table in front would ask for a column that is gone.
    assert MANY.drop_column(EVENTS, "plan") == (
        "ALTER TABLE `prickle`.`events` ON CLUSTER `main` DROP COLUMN IF EXISTS `plan`",
        "ALTER TABLE `prickle`.`sharded_events` ON CLUSTER `main` DROP COLUMN IF EXISTS `plan`",
    )
    assert MANY.modify_column(PERSONS, Column("id", "String")) == (
        "ALTER TABLE `prickle`.`person` ON CLUSTER `main` MODIFY COLUMN IF EXISTS `id` String",
    )


def test_what_concerns_stored_rows_reaches_only_the_table_that_stores() -> None:
    assert MANY.modify_ttl(EVENTS, "toDateTime(timestamp) + INTERVAL 1 DAY") == (
        "ALTER TABLE `prickle`.`sharded_events` ON CLUSTER `main` MODIFY TTL toDateTime(timestamp) + INTERVAL 1 DAY",
    )
    assert MANY.add_index(EVENTS, Index("by_event", "event", "set(100)")) == (
        "ALTER TABLE `prickle`.`sharded_events` ON CLUSTER `main` "
        "ADD INDEX IF NOT EXISTS `by_event` event TYPE set(100) GRANULARITY 1",
    )


def test_drop_takes_the_front_first() -> None:
    assert MANY.drop_table(EVENTS) == (
        "DROP TABLE IF EXISTS `prickle`.`events` ON CLUSTER `main` SYNC",
        "DROP TABLE IF EXISTS `prickle`.`sharded_events` ON CLUSTER `main` SYNC",
    )
    assert ONE.drop_table(EVENTS) == ("DROP TABLE IF EXISTS `prickle`.`events` SYNC",)


def test_names_are_quoted_whatever_they_hold() -> None:
    odd = Cluster(database="a`b", name="c\\d")
    assert odd.create_database() == "CREATE DATABASE IF NOT EXISTS `a\\`b` ON CLUSTER `c\\\\d`"
