"""Imports a file of events into a project, through the capture endpoint of the running instance."""

import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from posthog.models import Team
from products.events.backend.demo.delivery import DemoError
from products.events.backend.demo.filling import address_of_instance
from products.events.backend.facade.system import IngestionAPI
from products.events.backend.importing.errors import ImportFailedError
from products.events.backend.importing.progress import progress_of
from products.events.backend.importing.reading import read_parts
from products.events.backend.importing.sending import PATIENCE_SECONDS, Sender
from products.events.backend.importing.waiting import wait_until_stored

# Line numbers of unreadable lines that are named; the rest is only counted.
NAMED_LINES = 10
LINES_BETWEEN_REPORTS = 20_000

Report = Callable[[int, int], None]


class Command(BaseCommand):
    help = "Import events from a JSONL file, plain or gzip. May be interrupted and repeated: nothing is stored twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="one event a line, as SDKs send them: event, distinct_id, …")
        parser.add_argument("--project-id", type=int, metavar="ID", help="default: the only project there is")
        parser.add_argument("--url", help="address of the instance (default: SITE_URL, or the one running here)")
        parser.add_argument("--restart", action="store_true", help="start from the first line, not where it stopped")
        parser.add_argument(
            "--no-wait", action="store_true", help="return when all is accepted, not when all is stored"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        started = time.monotonic()
        try:
            team = choose_project(options["project_id"])
            sender = Sender(options["url"] or address_of_instance(), token=team.api_token)
            events, unreadable = self._send(file, team, sender, restart=options["restart"])
            if not options["no_wait"]:
                self._wait()
        except (ImportFailedError, DemoError) as error:
            raise CommandError(str(error)) from error
        self._summarise(events, unreadable, team, time.monotonic() - started, stored=not options["no_wait"])

    def _send(self, file: Path, team: Team, sender: Sender, *, restart: bool) -> tuple[int, list[int]]:
        """Send what has not been sent; returns (events of the whole file, lines that are no events)."""
        progress = progress_of(file, team_id=team.pk, data_dir=settings.DATA_DIR)
        if restart:
            progress.lines = progress.events = 0
        if progress.lines:
            self.stdout.write(f"Going on after line {progress.lines:,}; --restart starts from the first.")
        unreadable: list[int] = []
        with self._bar(file.stat().st_size) as report:
            for part in read_parts(file, skip_lines=progress.lines):
                if part.events:
                    sender.send(part.events)
                unreadable += part.unreadable
                progress.lines = part.lines_until
                progress.events += len(part.events)
                progress.save()
                report(part.bytes_until, progress.events)
        sender.close()
        progress.forget()
        return progress.events, unreadable

    def _wait(self) -> None:
        wait_until_stored(IngestionAPI.count_waiting_requests, self._report_waiting, patience_seconds=PATIENCE_SECONDS)
        if self.stdout.isatty():
            self.stdout.write("\r", ending="")

    def _report_waiting(self, waiting: int | None) -> None:
        """On a terminal only: elsewhere every poll would be a line."""
        if self.stdout.isatty():
            what = (
                "Redis does not answer; waiting for it."
                if waiting is None
                else f"{waiting:,} requests are still in the queue."
            )
            self.stdout.write(f"\rStoring; {what:<50}", ending="")

    @contextmanager
    def _bar(self, size: int) -> Iterator[Report]:
        """A bar on a terminal, a line now and then elsewhere."""
        if not self.stdout.isatty():
            yield self._report_in_lines()
            return
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
        with Progress(*columns, TimeElapsedColumn(), TimeRemainingColumn()) as bar:
            task = bar.add_task("Sending", total=size)
            yield lambda position, events: bar.update(task, completed=position, description=f"{events:,} events sent")

    def _report_in_lines(self) -> Report:
        reported = 0

        def report(position: int, events: int) -> None:
            nonlocal reported
            if events - reported >= LINES_BETWEEN_REPORTS:
                reported = events
                self.stdout.write(f"{events:,} events sent.")

        return report

    def _summarise(self, events: int, unreadable: list[int], team: Team, seconds: float, *, stored: bool) -> None:
        done = "stored" if stored else "accepted"
        self.stdout.write(f"{events:,} events are {done} in the project '{team.name}' ({team.pk}); {seconds:.0f} s.")
        if unreadable:
            named = ", ".join(str(number) for number in unreadable[:NAMED_LINES])
            more = " and others" if len(unreadable) > NAMED_LINES else ""
            self.stderr.write(f"{len(unreadable):,} lines hold no JSON object and were passed over: {named}{more}.")


def choose_project(project_id: int | None) -> Team:
    """The project to import into; raises ImportFailedError when it does not exist or cannot be guessed."""
    if project_id is not None:
        team = Team.objects.filter(pk=project_id).first()
        if team is None:
            raise ImportFailedError(f"There is no project {project_id}.")
        return team
    teams = list(Team.objects.filter(is_demo=False).order_by("pk")[:5])
    if not teams:
        raise ImportFailedError(
            "There is no project yet. Sign up in the dashboard, or run manage.py bootstrap_project."
        )
    if len(teams) > 1:
        listed = ", ".join(f"{team.pk} ({team.name})" for team in teams)
        raise ImportFailedError(f"There are several projects; choose one with --project-id: {listed}.")
    return teams[0]
