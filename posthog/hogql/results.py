"""Rows as ClickHouse gives them become rows as Python wants them."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any

from common import json
from posthog.hogql.resolver.queries import OutputColumn
from posthog.hogql.types import Kind

Row = tuple[Any, ...]


def shape_rows(rows: list[Row], types: Sequence[str], columns: Sequence[OutputColumn], zone: tzinfo) -> list[Row]:
    """JSON text becomes a dict, and a moment whose type names no zone is turned into `zone`; everything else stays."""

    def to_zone(value: Any) -> Any:
        if isinstance(value, list):
            return [to_zone(item) for item in value]
        if not isinstance(value, datetime):
            return value
        return (value.replace(tzinfo=UTC) if value.tzinfo is None else value).astimezone(zone)

    shapers: list[tuple[int, Callable[[Any], Any]]] = []
    for index, (column, clickhouse_type) in enumerate(zip(columns, types, strict=True)):
        if column.type.kind is Kind.JSON:
            shapers.append((index, _to_dict))
        elif "DateTime" in clickhouse_type and "'" not in clickhouse_type:
            shapers.append((index, to_zone))
    if not shapers:
        return rows
    return [_shape(row, shapers) for row in rows]


def _shape(row: Row, shapers: list[tuple[int, Callable[[Any], Any]]]) -> Row:
    values = list(row)
    for index, shaper in shapers:
        values[index] = shaper(values[index])
    return tuple(values)


def _to_dict(value: Any) -> Any:
    """Paths that the column declares come back as null where they are missing; a null is never stored."""
    if value is None:
        return None
    return {name: item for name, item in json.loads(value).items() if item is not None}
