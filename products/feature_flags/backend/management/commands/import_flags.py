"""Makes the flags of an export, or brings those of the same keys to its state."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.errors import ProductError
from posthog.teams import get_team
from products.feature_flags.backend.facade.planning import FlagTransferAPI


class Command(BaseCommand):
    help = "Import feature flags from a file of export_flags. May be repeated: what is so already stays untouched."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--project-id", type=int, required=True, metavar="ID")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["file"].is_file():
            raise CommandError(f"There is no file {options['file']}.")
        try:
            team = get_team(options["project_id"])
            done = FlagTransferAPI.import_flags(options["file"].read_text(), team_id=team.id)
        except ProductError as error:
            raise CommandError(error.message) from error
        self.stdout.write(
            f"{len(done.created)} made, {len(done.changed)} changed, {len(done.unchanged)} were so already."
        )
        if done.failed:
            raise CommandError("\n".join(f"{key}: {reason}" for key, reason in done.failed))
