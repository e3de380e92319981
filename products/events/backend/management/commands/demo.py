"""Fills a project with the invented history of `products/events/backend/demo/`, through the capture endpoint."""

import time
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from posthog.models import Team
from products.events.backend.demo import filling
from products.events.backend.demo.world import DAYS, PEOPLE
from products.events.backend.importing.errors import ImportFailedError


class Command(BaseCommand):
    help = "Fill a project with a believable product's history; may be repeated, which only adds what happened since."

    def add_arguments(self, parser: ArgumentParser) -> None:
        project = f"an empty project (default: one named {filling.PROJECT_NAME}, which is made)"
        parser.add_argument("--project-id", type=int, metavar="ID", help=project)
        parser.add_argument("--people", type=between(1, 100_000), default=PEOPLE, help="default: %(default)s")
        parser.add_argument("--days", type=between(7, 3650), default=DAYS, help="default: %(default)s")
        parser.add_argument("--url", help="address of the instance (default: SITE_URL, or the one running here)")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        try:
            url = options["url"] or filling.address_of_instance()
            team = filling.choose_project(options["project_id"])
            events = self._fill(team, people=options["people"], days=options["days"], url=url)
            filling.wait_until_visible(team, events)
            filling.furnish(team, people=options["people"], days=options["days"])
        except ImportFailedError as error:
            raise CommandError(str(error)) from error
        seconds = time.monotonic() - started
        self.stdout.write(f"The project '{team.name}' ({team.pk}) holds {events:,} invented events; {seconds:.0f} s.")

    def _fill(self, team: Team, *, people: int, days: int, url: str) -> int:
        """A bar on a terminal, a line now and then elsewhere."""
        if not self.stdout.isatty():
            return filling.fill(team, people=people, days=days, url=url, report=self._report_in_lines())
        columns = (TextColumn("Inventing {task.fields[day]}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
        with Progress(*columns) as progress:
            task = progress.add_task("", total=1.0, day="")

            def report(day: date, share: float, sent: int) -> None:
                progress.update(task, completed=share, day=day)

            return filling.fill(team, people=people, days=days, url=url, report=report)

    def _report_in_lines(self) -> filling.Report:
        next_share = 0.2

        def report(day: date, share: float, sent: int) -> None:
            nonlocal next_share
            if share >= next_share:
                next_share += 0.2
                self.stdout.write(f"{sent:,} events sent, up to {day}.")

        return report


def between(least: int, most: int) -> Callable[[str], int]:
    """A parser of whole numbers in a range."""

    def number(text: str) -> int:
        value = int(text)
        if not least <= value <= most:
            raise ArgumentTypeError(f"{value} is not between {least} and {most}")
        return value

    return number
