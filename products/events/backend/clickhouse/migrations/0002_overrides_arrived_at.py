"""Note when an override arrived. Those that are here already count as arriving now."""

from posthog.clickhouse.cluster import Cluster
from products.events.backend.clickhouse.tables import OVERRIDE_ARRIVED_AT, PERSON_DISTINCT_ID_OVERRIDES


def operations(cluster: Cluster) -> tuple[str, ...]:
    return (
        *cluster.add_column(PERSON_DISTINCT_ID_OVERRIDES, OVERRIDE_ARRIVED_AT),
        *cluster.alter_storage(PERSON_DISTINCT_ID_OVERRIDES, "MATERIALIZE COLUMN `arrived_at`"),
    )
