"""Write small parts of events as one file each. Parts that are there stay as they are until they are merged."""

from posthog.clickhouse.cluster import Cluster
from products.events.backend.clickhouse.tables import EVENTS, SMALL_PARTS


def operations(cluster: Cluster) -> tuple[str, ...]:
    name, size = SMALL_PARTS
    return cluster.alter_storage(EVENTS, f"MODIFY SETTING {name} = {size}")
