"""Finds and applies the ClickHouse migrations of all products; `manage.py migrate_clickhouse` is its door.

A migration is `products/<name>/backend/clickhouse/migrations/NNNN_what_it_does.py` with one function,
`operations(cluster: Cluster) -> tuple[str, ...]`, whose statements may run twice without harm (`IF [NOT] EXISTS`):
a run that dies half way is simply repeated. What was applied is kept in ClickHouse itself, so that the record cannot
be parted from the tables it speaks of.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from django.conf import settings
from django.db import connection

from common.errors import ErrorKind, ProductError
from posthog.clickhouse import client
from posthog.clickhouse.cluster import Cluster, Column, Table
from posthog.products import product_modules

# Any constant that no other advisory lock in this Postgres database uses.
LOCK_KEY = 7_026_914_003

_NAME = re.compile(r"\d{4}_[a-z0-9_]+")

APPLIED = Table(
    name="prickle_migrations",
    columns=(
        Column("product", "String"),
        Column("name", "String"),
        Column("applied_at", "DateTime64(6, 'UTC')", default="now64(6)"),
    ),
    engine="ReplacingMergeTree",
    engine_arguments=("applied_at",),
    order_by=("product", "name"),
)


class MigrationError(ProductError):
    """The migrations on disk, or those in the database, cannot be right."""

    code = "clickhouse_migration"
    kind = ErrorKind.CONFLICT


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One numbered file of one product."""

    product: str
    name: str
    operations: Callable[[Cluster], tuple[str, ...]]

    @property
    def key(self) -> tuple[str, str]:
        return (self.product, self.name)


def current_cluster() -> Cluster:
    """The database and cluster that the settings name."""
    return Cluster(database=client.database(), name=settings.CLICKHOUSE_CLUSTER)


def discover() -> tuple[Migration, ...]:
    """Every product's migrations, in the order in which they run."""
    return tuple(
        migration for package in product_modules("clickhouse.migrations") for migration in read_package(package)
    )


def read_package(package: ModuleType) -> tuple[Migration, ...]:
    """The migrations of one package, by number; raises MigrationError when a file does not fit the pattern."""
    product = package.__name__.split(".")[1]
    names = sorted(module.name for module in iter_modules(package.__path__) if module.name[:1].isdigit())
    seen: dict[str, str] = {}
    for name in names:
        if not _NAME.fullmatch(name):
            raise MigrationError(f"{package.__name__}.{name} must be named like 0001_create_events.")
        if name[:4] in seen:
            raise MigrationError(
                f"{seen[name[:4]]} and {name} in {package.__name__} have the same number; renumber one."
            )
        seen[name[:4]] = name
    return tuple(_read_module(product, name, import_module(f"{package.__name__}.{name}")) for name in names)


def _read_module(product: str, name: str, module: ModuleType) -> Migration:
    operations = getattr(module, "operations", None)
    if not callable(operations):
        raise MigrationError(f"{module.__name__} has no function operations(cluster).")
    return Migration(product=product, name=name, operations=operations)


def pending(migrations: tuple[Migration, ...] | None = None) -> tuple[Migration, ...]:
    """Migrations not yet applied; raises MigrationError when the database is newer than this code."""
    known = discover() if migrations is None else migrations
    applied = _applied()
    if unknown := sorted(applied - {migration.key for migration in known}):
        listed = ", ".join(f"{product}/{name}" for product, name in unknown)
        raise MigrationError(
            f"ClickHouse database '{client.database()}' was written by a newer version or with other products: it has "
            f"migrations unknown here ({listed}). Run the version that wrote it, or restore an older copy."
        )
    return tuple(migration for migration in known if migration.key not in applied)


def migrate(migrations: tuple[Migration, ...] | None = None) -> tuple[Migration, ...]:
    """Apply what is pending and return it. A second process waits, and then finds nothing left to do."""
    cluster = current_cluster()
    with _one_at_a_time():
        client.command(cluster.create_database(), use_database=False)
        for statement in cluster.create_table(APPLIED):
            client.command(statement)
        todo = pending(migrations)
        for migration in todo:
            for statement in migration.operations(cluster):
                client.command(statement)
            client.insert_rows(APPLIED.name, ("product", "name"), [migration.key])
    return todo


def _applied() -> set[tuple[str, str]]:
    found = client.query(
        "SELECT count() FROM system.tables WHERE database = {database:String} AND name = {name:String}",
        {"database": client.database(), "name": APPLIED.name},
        use_database=False,
    )
    if not found.rows[0][0]:
        return set()
    return {(row[0], row[1]) for row in client.query("SELECT DISTINCT product, name FROM prickle_migrations").rows}


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Hold a Postgres advisory lock: ClickHouse has none, and Postgres drops it by itself if this process dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK_KEY])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK_KEY])
