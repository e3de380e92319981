"""Who is in a cohort: rows in Postgres for single people, rows in ClickHouse for queries.

A dynamic cohort is computed in ClickHouse and copied to Postgres. A static one, and what merges and erasures do to any,
changes in Postgres first; `MembershipChange` rows of the same transaction carry it to ClickHouse.
"""
