"""Keeping account of removals that a crash may interrupt anywhere."""

from collections.abc import Collection
from typing import Any, Protocol


class Receipt(Protocol):
    """A row that tells what was removed: `removed` rows by table, and `planned` rows that a statement is removing."""

    removed: Any
    planned: Any

    def save(self, *, update_fields: Collection[str]) -> None: ...


def note_planned(receipt: Receipt, table: str, rows: int) -> None:
    """Write down that so many rows are about to be removed. Those planned before and not found any more are gone."""
    before = receipt.planned.get(table, 0)
    if before == rows == 0:
        return
    if gone := max(0, before - rows):
        receipt.removed[table] = receipt.removed.get(table, 0) + gone
    receipt.planned[table] = rows
    receipt.save(update_fields=["planned", "removed"])
