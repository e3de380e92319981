"""From queue entries to rows in Postgres and ClickHouse, a batch at a time."""
