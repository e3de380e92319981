"""HogQL: the query language of Prickle, from text or tree to guarded ClickHouse SQL and back to rows."""
