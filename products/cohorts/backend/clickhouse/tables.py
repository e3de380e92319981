"""The table that queries ask who is in a cohort.

Ordered by cohort and version, because a query wants all persons of one version and nothing else. Every calculation
writes a version of its own; which one counts stands in Postgres, so that it changes from one query to the next and
never half. People who come or go between calculations are rows of the current version with a later `changed_at`.
Replicated whole to every node of a cluster: it is small beside events, and `IN` stays local.
"""

from typing import Final

from posthog.clickhouse.cluster import Column, Table

COHORT_PEOPLE: Final = Table(
    name="cohort_people",
    columns=(
        Column("team_id", "Int64"),
        Column("cohort_id", "Int64"),
        Column("version", "UInt32"),
        Column("person_id", "UUID"),
        Column("is_deleted", "UInt8", default="0"),
        Column("changed_at", "DateTime64(6, 'UTC')", default="now64(6)"),
    ),
    engine="ReplacingMergeTree",
    engine_arguments=("changed_at",),
    order_by=("team_id", "cohort_id", "version", "person_id"),
)
