"""Reads a property that a query groups by in one way throughout.

Beside a constant a property is read as `ONLY_TEXT`, which is faster and gives the same answer; but ClickHouse knows a
key of GROUP BY only by the very expression, so that HAVING could not speak of it.
"""

from dataclasses import replace
from typing import Any

from posthog.hogql import plan, planning
from posthog.hogql.plan import Read


def read_keys_alike(query: plan.Query) -> plan.Query:
    """The query with properties behind GROUP BY read as its keys are."""
    return planning.rewrite(query, lambda part: _alike(part) if isinstance(part, plan.Select) else part)


def _alike(select: plan.Select) -> plan.Select:
    keys = {_resolved(key, select) for keys in select.group_by for key in keys}
    texts = {key for key in keys if isinstance(key, plan.Property) and key.read is Read.TEXT}
    if not texts:
        return select

    def change(part: Any) -> Any:
        if isinstance(part, planning.QUERIES):
            return part
        if isinstance(part, plan.Property) and part.read is Read.ONLY_TEXT:
            as_text = replace(part, read=Read.TEXT)
            return as_text if as_text in texts else part
        return planning.rebuild(part, change)

    return replace(
        select,
        columns=tuple(change(column) for column in select.columns),
        having=None if select.having is None else change(select.having),
        qualify=None if select.qualify is None else change(select.qualify),
        order_by=tuple(change(item) for item in select.order_by),
    )


def _resolved(key: plan.Node, select: plan.Select) -> plan.Node:
    return select.columns[key.index] if isinstance(key, plan.AliasRef) else key
