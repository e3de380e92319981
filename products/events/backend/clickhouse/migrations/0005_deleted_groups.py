"""Let a row hide a deleted group, until what it hides has been removed."""

from posthog.clickhouse.cluster import Cluster
from products.events.backend.clickhouse.tables import GROUP_IS_DELETED, GROUPS


def operations(cluster: Cluster) -> tuple[str, ...]:
    return cluster.add_column(GROUPS, GROUP_IS_DELETED)
