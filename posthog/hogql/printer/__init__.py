"""Physical tree to ClickHouse SQL: the only code that makes SQL text."""

from posthog.hogql.printer.clickhouse import PrintedQuery, print_clickhouse, print_plan

__all__ = ["PrintedQuery", "print_clickhouse", "print_plan"]
