"""Lists what ClickHouse still has of projects that are not in Postgres, and removes it when told to."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from posthog.deletion.orphans import Orphan, delete_orphans, find_orphans


class Command(BaseCommand):
    help = "List projects that have rows in ClickHouse and none in Postgres; with --delete, remove these rows."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--delete", action="store_true", help="remove their rows; this cannot be undone")

    def handle(self, *args: Any, **options: Any) -> None:
        orphans = find_orphans()
        if not orphans:
            self.stdout.write("ClickHouse has rows of known projects only.")
            return
        for orphan in orphans:
            self.stdout.write(described(orphan))
        removable = tuple(orphan for orphan in orphans if not orphan.may_be_reused)
        if len(removable) < len(orphans):
            self.stdout.write(
                "Ids marked * have not been given out by this Postgres, so new projects will get them: they are left alone. "
                "Is it the right database? If it was set up anew beside an old ClickHouse, give ClickHouse an empty "
                "database, too (CLICKHOUSE_URL), or let ids begin higher: "
                f"ALTER TABLE posthog_team ALTER COLUMN id RESTART WITH {orphans[-1].team_id + 1};"
            )
        if not options["delete"]:
            if removable:
                self.stdout.write("Nothing was changed. With --delete their rows are removed for good.")
            return
        if not delete_orphans(removable):
            raise CommandError("Another process is removing projects at this moment. Try again in a few minutes.")
        self.stdout.write(f"Removed the rows of {len(removable):,} projects; posthog_deletedproject keeps account.")


def described(orphan: Orphan) -> str:
    """One line: the id and how many rows of which tables."""
    counts = ", ".join(f"{table} {count:,}" for table, count in orphan.rows)
    return f"{orphan.team_id}{'*' if orphan.may_be_reused else ''}: {counts}"
