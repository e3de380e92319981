"""Asking for what ingestion has stored. People, groups and definitions come from Postgres, events from ClickHouse."""
