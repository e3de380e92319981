"""What an editor asks about HogQL: is this text right, and which tables and columns are there."""

from typing import Any

from posthog.hogql import ast
from posthog.hogql.database.schema import ColumnDefinition, JsonColumn, Link, Namespace, PersonIdColumn, PlainColumn
from posthog.hogql.database.tables import LINKED_TABLES, TABLES
from posthog.hogql.errors import ExposedHogQLError
from posthog.hogql.parser import parse_expr, parse_select
from posthog.hogql.placeholders import replace_placeholders
from posthog.hogql.printer import print_clickhouse
from posthog.hogql.visitor import walk
from posthog.queries.nodes.responses import DatabaseSchemaResponse, HogQLMetadataResponse
from posthog.queries.nodes.rows import DatabaseSchemaQuery, HogQLMetadata
from posthog.queries.rows.hogql import fill
from posthog.queries.runner import QueryRunner


class HogQLMetadataRunner(QueryRunner[HogQLMetadata]):
    """Goes all the way to SQL without running it, so it finds whatever running would complain about beforehand."""

    response = HogQLMetadataResponse
    cacheable = False

    def calculate(self) -> dict[str, Any]:
        query = self.query
        errors: list[dict[str, Any]] = []
        tables: list[str] = []
        try:
            tree = self._parse()
            tables = _tables_in(tree)
            self._check(tree)
        except ExposedHogQLError as error:
            errors.append({"message": error.message, "start": error.start, "end": error.end, "fix": None})
        return {
            "results": None,
            "isValid": not errors,
            "query": query.query,
            "errors": errors,
            "warnings": [],
            "notices": [],
            "table_names": tables,
        }

    def _parse(self) -> ast.Query:
        if self.query.language == "hogQL":
            return parse_select(self.query.query)
        return ast.SelectQuery((parse_expr(self.query.query),), select_from=ast.from_("events"))

    def _check(self, tree: ast.Query) -> None:
        context = self.execution.context()
        filled, placeholders = fill(
            tree, self.execution, context, filters=self.query.filters, variables=self.query.variables, values=None
        )
        print_clickhouse(replace_placeholders(filled, placeholders), context)


class DatabaseSchemaRunner(QueryRunner[DatabaseSchemaQuery]):
    """Every table with its columns. What people may write after a dot, such as `person.`, is a column of its own."""

    response = DatabaseSchemaResponse
    cacheable = False

    def calculate(self) -> dict[str, Any]:
        groups = {f"group_{group.index}": group.name for group in self.execution.context().definitions.group_types()}
        return {"results": None, "tables": {name: _table(name, groups) for name in TABLES}}


def _tables_in(tree: ast.Query) -> list[str]:
    """The tables that a query reads, without those it defines itself."""
    named = {
        node.source.chain[0]
        for node in walk(tree)
        if isinstance(node, ast.Table) and isinstance(node.source, ast.Field)
    }
    return sorted(named & set(TABLES))


def _table(name: str, group_names: dict[str, str]) -> dict[str, Any]:
    fields = {column: _field(column, definition) for column, definition in TABLES[name].columns.items()}
    for column, own_name in group_names.items():
        if column in fields and own_name not in fields:
            fields[own_name] = {**fields[column], "name": own_name, "hogql_value": own_name}
    return {"id": name, "name": name, "type": "posthog", "fields": fields}


def _field(name: str, definition: ColumnDefinition) -> dict[str, Any]:
    return {
        "name": name,
        "type": _type_of(definition),
        "hogql_value": name,
        "table": definition.table if isinstance(definition, Link) else None,
        "fields": sorted(_members(definition)) or None,
    }


def _type_of(definition: ColumnDefinition) -> str:
    match definition:
        case PlainColumn():
            return definition.type.kind.value.lower()
        case JsonColumn():
            return "json"
        case PersonIdColumn():
            return "uuid"
        case Link():
            return "lazy_table"
        case Namespace():
            return "virtual_table"


def _members(definition: ColumnDefinition) -> set[str]:
    """The names that may follow, as `properties` in `person.properties`."""
    if isinstance(definition, Link):
        return set(LINKED_TABLES[definition.table].columns)
    if isinstance(definition, Namespace):
        linked = _members(definition.link) if definition.link is not None else set()
        return set(definition.columns) | linked
    return set()
