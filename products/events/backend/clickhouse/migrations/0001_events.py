"""Create the tables of ingestion."""

from posthog.clickhouse.cluster import Cluster
from products.events.backend.clickhouse.tables import ALL_TABLES


def operations(cluster: Cluster) -> tuple[str, ...]:
    return tuple(statement for table in ALL_TABLES for statement in cluster.create_table(table))
