"""Keep which properties of a person or a group are null. Of rows that are here already none is known."""

from posthog.clickhouse.cluster import Cluster
from products.events.backend.clickhouse.tables import GROUPS, NULL_PROPERTIES, PERSON


def operations(cluster: Cluster) -> tuple[str, ...]:
    return (*cluster.add_column(PERSON, NULL_PROPERTIES), *cluster.add_column(GROUPS, NULL_PROPERTIES))
