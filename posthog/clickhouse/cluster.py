"""Table definitions, and the DDL they become on one node or on a cluster.

A product writes a `Table` once in `backend/clickhouse/tables.py`; its migrations and its tests turn the same value
into statements, so the two cannot differ. Nothing here runs SQL: `migrator.py` does.

    EVENTS = Table(
        name="events",
        columns=(Column("uuid", "UUID"), Column("team_id", "Int64"), Column("timestamp", "DateTime64(6, 'UTC')")),
        engine="ReplacingMergeTree",
        engine_arguments=("inserted_at",),
        partition_by="toYYYYMM(timestamp)",
        order_by=("team_id", "toDate(timestamp)"),
        sharding_key="cityHash64(distinct_id)",
    )

    # products/events/backend/clickhouse/migrations/0001_events.py
    def operations(cluster: Cluster) -> tuple[str, ...]:
        return cluster.create_table(EVENTS)

On one node a table is a table. On a cluster a table with a sharding key becomes `sharded_<name>` (replicated, one part
of the rows per shard) plus `<name>` (Distributed, what everybody reads and writes); a table without one is replicated
whole to every node under its own name, so that joins with it stay local.
"""

from collections.abc import Sequence
from dataclasses import dataclass


def quote_identifier(name: str) -> str:
    """The name between backticks, whatever it holds."""
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`"


def quote_text(value: str) -> str:
    """The value as a string literal."""
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `default` is an expression and `codec` e.g. "ZSTD(1)". With an `alias`, an expression too, nothing is
    stored: the column is computed whenever it is read, and cannot be inserted into."""

    name: str
    type: str
    default: str = ""
    alias: str = ""
    codec: str = ""
    comment: str = ""

    def render(self) -> str:
        parts = [quote_identifier(self.name), self.type]
        if self.default:
            parts.append(f"DEFAULT {self.default}")
        if self.alias:
            parts.append(f"ALIAS {self.alias}")
        if self.comment:
            parts.append(f"COMMENT {quote_text(self.comment)}")
        if self.codec:
            parts.append(f"CODEC({self.codec})")
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Index:
    """A data-skipping index, e.g. `Index("by_uuid", "uuid", "bloom_filter(0.01)")`."""

    name: str
    expression: str
    type: str
    granularity: int = 1

    def render(self) -> str:
        name = quote_identifier(self.name)
        return f"INDEX {name} {self.expression} TYPE {self.type} GRANULARITY {self.granularity}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of the MergeTree family. Expressions are ClickHouse SQL; `engine` is named without "Replicated"."""

    name: str
    columns: tuple[Column, ...]
    order_by: tuple[str, ...]
    engine: str = "MergeTree"
    engine_arguments: tuple[str, ...] = ()
    partition_by: str = ""
    primary_key: tuple[str, ...] = ()
    sample_by: str = ""
    ttl: str = ""
    indexes: tuple[Index, ...] = ()
    # Empty: replicated whole to every node. Otherwise which shard a row belongs to.
    sharding_key: str = ""
    settings: tuple[tuple[str, str | int], ...] = ()
    # How many insert blocks a deduplication token is remembered for. Every deduplicated batch must be within it.
    deduplication_window: int = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Where DDL goes: a database on one node, or on every node of the cluster `name`."""

    database: str
    name: str = ""

    @property
    def on_cluster(self) -> str:
        return f" ON CLUSTER {quote_identifier(self.name)}" if self.name else ""

    def create_database(self) -> str:
        return f"CREATE DATABASE IF NOT EXISTS {quote_identifier(self.database)}{self.on_cluster}"

    def create_table(self, table: Table) -> tuple[str, ...]:
        """Statements that create the table, in order; running them again changes nothing."""
        storage = self._create_storage(table)
        if not self._is_distributed(table):
            return (storage,)
        target = ", ".join(
            (quote_identifier(self.name), quote_identifier(self.database), quote_identifier(self.storage_name(table)))
        )
        distributed = (
            f"CREATE TABLE IF NOT EXISTS {self._qualified(table.name)}{self.on_cluster}\n"
            f"AS {self._qualified(self.storage_name(table))}\n"
            f"ENGINE = Distributed({target}, {table.sharding_key})"
        )
        return (storage, distributed)

    def drop_table(self, table: Table) -> tuple[str, ...]:
        return tuple(f"DROP TABLE IF EXISTS {name}{self.on_cluster} SYNC" for name in reversed(self._names(table)))

    def add_column(self, table: Table, column: Column, *, after: str = "") -> tuple[str, ...]:
        place = f" AFTER {quote_identifier(after)}" if after else ""
        return self.alter_table(table, f"ADD COLUMN IF NOT EXISTS {column.render()}{place}")

    def drop_column(self, table: Table, name: str) -> tuple[str, ...]:
        # The Distributed table first: it must not ask for a column that its shards no longer have.
        return tuple(reversed(self.alter_table(table, f"DROP COLUMN IF EXISTS {quote_identifier(name)}")))

    def modify_column(self, table: Table, column: Column) -> tuple[str, ...]:
        return self.alter_table(table, f"MODIFY COLUMN IF EXISTS {column.render()}")

    def add_index(self, table: Table, index: Index) -> tuple[str, ...]:
        return self.alter_storage(table, f"ADD {index.render().replace('INDEX', 'INDEX IF NOT EXISTS', 1)}")

    def modify_ttl(self, table: Table, ttl: str) -> tuple[str, ...]:
        return self.alter_storage(table, f"MODIFY TTL {ttl}")

    def alter_table(self, table: Table, action: str) -> tuple[str, ...]:
        """`ALTER TABLE … <action>` for the stored table and, on a cluster, for the Distributed one in front of it."""
        return tuple(f"ALTER TABLE {name}{self.on_cluster} {action}" for name in self._names(table))

    def alter_storage(self, table: Table, action: str) -> tuple[str, ...]:
        """`ALTER TABLE … <action>` for the table that stores the rows, and only for it."""
        return (f"ALTER TABLE {self._qualified(self.storage_name(table))}{self.on_cluster} {action}",)

    def _is_distributed(self, table: Table) -> bool:
        return bool(self.name and table.sharding_key)

    def storage_name(self, table: Table) -> str:
        """What the table that stores the rows is called."""
        return f"sharded_{table.name}" if self._is_distributed(table) else table.name

    def _names(self, table: Table) -> tuple[str, ...]:
        storage = self._qualified(self.storage_name(table))
        return (storage, self._qualified(table.name)) if self._is_distributed(table) else (storage,)

    def _qualified(self, name: str) -> str:
        return f"{quote_identifier(self.database)}.{quote_identifier(name)}"

    def _create_storage(self, table: Table) -> str:
        parts = [column.render() for column in table.columns] + [index.render() for index in table.indexes]
        body = ",\n".join("    " + part for part in parts)
        clauses = [f"ENGINE = {self._engine(table)}"]
        if table.partition_by:
            clauses.append(f"PARTITION BY {table.partition_by}")
        if table.primary_key:
            clauses.append(f"PRIMARY KEY {_tuple(table.primary_key)}")
        clauses.append(f"ORDER BY {_tuple(table.order_by)}")
        if table.sample_by:
            clauses.append(f"SAMPLE BY {table.sample_by}")
        if table.ttl:
            clauses.append(f"TTL {table.ttl}")
        if settings := self._table_settings(table):
            rendered = (
                f"{name} = {value if isinstance(value, int) else quote_text(value)}" for name, value in settings
            )
            clauses.append(f"SETTINGS {', '.join(rendered)}")
        name = self._qualified(self.storage_name(table))
        return f"CREATE TABLE IF NOT EXISTS {name}{self.on_cluster}\n(\n{body}\n)\n" + "\n".join(clauses)

    def _engine(self, table: Table) -> str:
        if not self.name:
            return f"{table.engine}({', '.join(table.engine_arguments)})"
        # Without a sharding key all nodes are replicas of one another, so the path must not hold the shard and the
        # replica's name must.
        shard, replica = ("{shard}", "{replica}") if table.sharding_key else ("all", "{shard}-{replica}")
        path = f"/clickhouse/tables/{shard}/{self.database}/{self.storage_name(table)}"
        arguments = (quote_text(path), quote_text(replica), *table.engine_arguments)
        return f"Replicated{table.engine}({', '.join(arguments)})"

    def _table_settings(self, table: Table) -> tuple[tuple[str, str | int], ...]:
        name = "replicated_deduplication_window" if self.name else "non_replicated_deduplication_window"
        return ((name, table.deduplication_window), *table.settings)


def _tuple(expressions: Sequence[str]) -> str:
    return f"({', '.join(expressions)})"
