"""Where rows of projects are, and removing them. Nothing here knows a product: models and tables are found."""

from collections.abc import Iterator, Sequence
from graphlib import TopologicalSorter
from typing import Any

from django.apps import apps
from django.db import connection, models

from posthog.clickhouse import client, migrator
from posthog.clickhouse.cluster import Table
from posthog.models import Team
from posthog.products import product_modules

# Rows of one statement: short transactions, between which others get their turn.
REMOVED_AT_A_TIME = 10_000
_TAG = client.QueryTag(kind="erase_project")


def tables_in_clickhouse() -> tuple[Table, ...]:
    """Every table of every product that has a column `team_id`."""
    found = (each for module in product_modules("clickhouse.tables") for each in vars(module).values())
    tables = {each.name: each for each in found if isinstance(each, Table)}
    return tuple(table for table in tables.values() if any(column.name == "team_id" for column in table.columns))


def count_in_clickhouse(table: Table, team_ids: Sequence[int]) -> dict[int, int]:
    """Rows of these projects, those that have some."""
    sql = " ".join(
        ("SELECT team_id, count() FROM", table.name, "WHERE team_id IN {team_ids:Array(Int64)} GROUP BY team_id")
    )
    return dict(client.query(sql, {"team_ids": list(team_ids)}, tag=_TAG).rows)


def teams_in_clickhouse(table: Table) -> dict[int, int]:
    """(project, rows) of every project that has rows in a table."""
    sql = f"SELECT team_id, count() FROM {table.name} WHERE team_id > 0 GROUP BY team_id"  # noqa: S608
    return dict(client.query(sql, tag=_TAG).rows)


def remove_from_clickhouse(table: Table, team_ids: Sequence[int]) -> None:
    """Returns when every part that held a row has been written again without it."""
    action = "DELETE WHERE team_id IN {team_ids:Array(Int64)}"
    for statement in migrator.current_cluster().alter_storage(table, action):
        client.command(statement, {"team_ids": list(team_ids)}, settings={"mutations_sync": 2}, tag=_TAG)


def models_children_first() -> Iterator[tuple[type[models.Model], str]]:
    """(model, its column with the project) of all that hang on a project, each before what it hangs on itself."""
    columns: dict[type[models.Model], str] = {}
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if (
                isinstance(field, models.ForeignKey)
                and field.related_model is Team
                and field.remote_field.on_delete is models.CASCADE
            ):
                columns[model] = field.attname
    order: TopologicalSorter[type[models.Model]] = TopologicalSorter(dict.fromkeys(columns, ()))
    for model in columns:
        for field in model._meta.concrete_fields:
            parent: Any = field.related_model
            if parent in columns and parent is not model:
                order.add(parent, model)
    for model in order.static_order():
        yield model, columns[model]


def remove_some_from_postgres(model: type[models.Model], column: str, team_id: int) -> int:
    """Remove up to REMOVED_AT_A_TIME rows of a project; how many. Not through Django, which would load them first."""
    table, name = (connection.ops.quote_name(each) for each in (model._meta.db_table, column))
    sql = f"DELETE FROM {table} WHERE ctid = ANY(ARRAY(SELECT ctid FROM {table} WHERE {name} = %s LIMIT %s))"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [team_id, REMOVED_AT_A_TIME])
        return int(cursor.rowcount)
