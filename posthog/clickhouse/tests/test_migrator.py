"""Migrations run for real, each test in a database of its own."""

import sys
import threading
import uuid
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django.fixtures import Settings

from posthog.clickhouse import client, migrator
from posthog.clickhouse.cluster import Cluster, Column, Table
from posthog.clickhouse.migrator import Migration, MigrationError

pytestmark = pytest.mark.django_db

THINGS = Table(
    name="things", columns=(Column("a", "Int64"),), engine="ReplacingMergeTree", order_by=("a",), sharding_key="a"
)


def _create(cluster: Cluster) -> tuple[str, ...]:
    return cluster.create_table(THINGS)


def _extend(cluster: Cluster) -> tuple[str, ...]:
    return cluster.add_column(THINGS, Column("b", "String"))


FIRST = Migration(product="toys", name="0001_things", operations=_create)
SECOND = Migration(product="toys", name="0002_names", operations=_extend)


@pytest.fixture(autouse=True)
def fresh_database(settings: Settings) -> Iterator[str]:
    name = f"migrated_{uuid.uuid4().hex}"
    settings.CLICKHOUSE_URL = settings.CLICKHOUSE_URL.rpartition("/")[0] + f"/{name}"
    yield name
    client.command(f"DROP DATABASE IF EXISTS {name}", use_database=False)


def _columns() -> list[str]:
    return [
        row[0]
        for row in client.query(
            "SELECT name FROM system.columns WHERE database = currentDatabase() AND table = 'things'"
        ).rows
    ]


def test_pending_migrations_run_once_and_in_order() -> None:
    assert migrator.pending((FIRST, SECOND)) == (FIRST, SECOND)
    assert migrator.migrate((FIRST,)) == (FIRST,)
    assert _columns() == ["a"]
    assert migrator.migrate((FIRST, SECOND)) == (SECOND,)
    assert _columns() == ["a", "b"]
    assert migrator.migrate((FIRST, SECOND)) == ()
    assert migrator.pending((FIRST, SECOND)) == ()


def test_run_that_died_half_way_is_repeated() -> None:
    migrator.migrate((FIRST,))

    def fail(cluster: Cluster) -> tuple[str, ...]:
        return (*cluster.add_column(THINGS, Column("b", "String")), "SELEC")

    broken = Migration(product="toys", name="0002_names", operations=fail)
    with pytest.raises(client.ClickHouseError):
        migrator.migrate((FIRST, broken))
    assert _columns() == ["a", "b"]
    assert migrator.migrate((FIRST, SECOND)) == (SECOND,)


def test_database_of_a_newer_version_is_refused() -> None:
    migrator.migrate((FIRST, SECOND))
    with pytest.raises(MigrationError, match="written by a newer version") as refused:
        migrator.migrate((FIRST,))
    assert "toys/0002_names" in refused.value.message


def test_record_says_when() -> None:
    migrator.migrate((FIRST,))
    rows = client.query("SELECT product, name, now64(6) - applied_at < 60 FROM prickle_migrations").rows
    assert rows == [("toys", "0001_things", 1)]


def test_table_on_one_node_remembers_insert_tokens() -> None:
    migrator.migrate((FIRST,))
    for _ in range(2):
        client.insert_json_rows("things", b'{"a": 1}', deduplication_token="same")
    assert client.query("SELECT count() FROM things").rows == [(1,)]
    settings = client.query(
        "SELECT create_table_query FROM system.tables WHERE database = currentDatabase() AND name = 'things'"
    )
    assert "non_replicated_deduplication_window = 1000" in settings.rows[0][0]


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_migrate_at_once_apply_each_migration_once() -> None:
    applied: list[str] = []
    done: list[tuple[Migration, ...]] = []

    def watched(number: int) -> Callable[[Cluster], tuple[str, ...]]:
        def operations(cluster: Cluster) -> tuple[str, ...]:
            applied.append(f"{number}")
            return (*cluster.create_table(THINGS), "SELECT sleep(0.3)")

        return operations

    migrations = tuple(
        Migration(product="toys", name=f"000{number}_x", operations=watched(number)) for number in range(1, 4)
    )

    def run() -> None:
        try:
            done.append(migrator.migrate(migrations))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert applied == ["1", "2", "3"]
    assert sorted(len(migrations) for migrations in done) == [0, 0, 3]


@pytest.fixture
def product(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A product on disk, found as every product is: by its name in PRODUCTS_APPS."""
    root = f"made_{uuid.uuid4().hex}"
    package = tmp_path / root / "toys" / "backend" / "clickhouse" / "migrations"
    package.mkdir(parents=True)
    for directory in (package, *list(package.parents)[:4]):
        (directory / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    settings.PRODUCTS_APPS = [f"{root}.toys.backend.apps.ToysConfig"]
    yield package
    for name in [name for name in sys.modules if name.startswith(root)]:
        del sys.modules[name]


MODULE = """
from posthog.clickhouse.cluster import Cluster


def operations(cluster: Cluster) -> tuple[str, ...]:
    return (f"CREATE TABLE IF NOT EXISTS {cluster.database}.made_{NUMBER} (a UInt8) ENGINE = MergeTree ORDER BY a",)
"""


def _write(package: Path, name: str) -> None:
    (package / f"{name}.py").write_text(MODULE.replace("{NUMBER}", name[:4]))


def test_migrations_are_found_by_their_names(product: Path) -> None:
    for name in ("0002_second", "0001_first", "helpers"):
        _write(product, name)
    assert [migration.key for migration in migrator.discover()] == [("toys", "0001_first"), ("toys", "0002_second")]


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (("0001_a", "0001_b"), "have the same number"),
        (("1_a",), "must be named like"),
        (("0001_A",), "must be named like"),
    ],
)
def test_misnamed_migration_is_refused(product: Path, names: tuple[str, ...], message: str) -> None:
    for name in names:
        _write(product, name)
    with pytest.raises(MigrationError, match=message):
        migrator.discover()


def test_migration_without_operations_is_refused(product: Path) -> None:
    (product / "0001_empty.py").write_text("")
    with pytest.raises(MigrationError, match=r"has no function operations\(cluster\)"):
        migrator.discover()


def _call(*arguments: str) -> str:
    out = StringIO()
    call_command("migrate_clickhouse", *arguments, stdout=out)
    return out.getvalue()


def test_command_plans_checks_and_applies(product: Path, fresh_database: str) -> None:
    _write(product, "0001_first")
    plan = _call("--plan")
    assert plan.startswith(f"-- toys/0001_first\nCREATE TABLE IF NOT EXISTS {fresh_database}.made_0001")
    with pytest.raises(CommandError, match=r"Pending: toys/0001_first. Run manage.py migrate_clickhouse."):
        _call("--check")
    # Neither has changed anything.
    assert client.query(
        "SELECT count() FROM system.databases WHERE name = {n:String}", {"n": fresh_database}, use_database=False
    ).rows == [(0,)]
    assert _call() == "Applied toys/0001_first.\n"
    assert _call("--check") == "ClickHouse is up to date.\n"
    assert _call() == "ClickHouse is up to date.\n"


def test_command_refuses_a_newer_database_with_a_sentence(product: Path) -> None:
    _write(product, "0001_first")
    _call()
    client.insert_rows("prickle_migrations", ("product", "name"), [("toys", "0009_future")])
    for arguments in ((), ("--plan",), ("--check",)):
        with pytest.raises(CommandError, match=r"migrations unknown here \(toys/0009_future\)"):
            _call(*arguments)


def test_command_says_that_clickhouse_is_away(settings: Settings) -> None:
    working = settings.CLICKHOUSE_URL
    settings.CLICKHOUSE_URL = "http://default:x@127.0.0.1:1/prickle"
    with pytest.raises(CommandError, match="ClickHouse does not answer"):
        _call()
    settings.CLICKHOUSE_URL = working
