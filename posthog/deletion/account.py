"""What an organization may know of its deleted projects."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from posthog.deletion import stores
from posthog.models import DeletedProject


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedRows:
    """How many rows of a project went from one table. `store` is "clickhouse" or "postgres"."""

    store: str
    table: str
    rows: int


def deleted_projects_of(organization_id: UUID) -> QuerySet[DeletedProject]:
    """The organization's deleted projects, the latest first."""
    found = DeletedProject.objects.filter(organization_id=organization_id).select_related("deleted_by")
    return found.order_by("-deleted_at", "-pk")


def removed_rows(receipt: DeletedProject) -> tuple[RemovedRows, ...]:
    """By store and table; while a project is being removed, what has gone so far."""
    in_clickhouse = {table.name for table in stores.tables_in_clickhouse()}
    return tuple(
        RemovedRows(store="clickhouse" if table in in_clickhouse else "postgres", table=table, rows=rows)
        for table, rows in sorted(receipt.removed.items(), key=lambda item: (item[0] not in in_clickhouse, item[0]))
    )
