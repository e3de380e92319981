"""Create the table of members."""

from posthog.clickhouse.cluster import Cluster
from products.cohorts.backend.clickhouse.tables import COHORT_PEOPLE


def operations(cluster: Cluster) -> tuple[str, ...]:
    return cluster.create_table(COHORT_PEOPLE)
