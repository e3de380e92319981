"""Apply the ClickHouse migrations of all products; safe to run at any time, by several processes at once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.errors import ProductError
from posthog.clickhouse import migrator
from posthog.clickhouse.cluster import Cluster


class Command(BaseCommand):
    help = "Apply the ClickHouse migrations of all products."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--plan", action="store_true", help="Print the statements that would run; change nothing.")
        parser.add_argument("--check", action="store_true", help="Exit with 1 if anything is pending; change nothing.")
        parser.add_argument(
            "--files",
            action="store_true",
            help="Exit with 1 if a migration cannot be rendered, for one node or for a cluster; needs no server.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["files"]:
                self._render()
            elif options["plan"]:
                self._plan()
            elif options["check"]:
                self._check()
            else:
                self._migrate()
        except ProductError as error:
            raise CommandError(error.message) from error

    def _render(self) -> None:
        migrations = migrator.discover()
        for cluster in (Cluster(database="prickle"), Cluster(database="prickle", name="cluster")):
            for migration in migrations:
                if not migration.operations(cluster):
                    raise CommandError(f"{migration.product}/{migration.name} renders to no statement.")
        self.stdout.write(f"{len(migrations)} migrations render, for one node and for a cluster.")

    def _plan(self) -> None:
        cluster = migrator.current_cluster()
        for migration in migrator.pending():
            self.stdout.write(f"-- {migration.product}/{migration.name}")
            for statement in migration.operations(cluster):
                self.stdout.write(f"{statement};\n")

    def _check(self) -> None:
        if todo := migrator.pending():
            listed = ", ".join(f"{migration.product}/{migration.name}" for migration in todo)
            raise CommandError(f"Pending: {listed}. Run manage.py migrate_clickhouse.")
        self.stdout.write("ClickHouse is up to date.")

    def _migrate(self) -> None:
        applied = migrator.migrate()
        for migration in applied:
            self.stdout.write(f"Applied {migration.product}/{migration.name}.")
        if not applied:
            self.stdout.write("ClickHouse is up to date.")
