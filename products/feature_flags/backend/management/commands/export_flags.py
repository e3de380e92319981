"""Writes the flags of a project as JSON."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.errors import ProductError
from common.json import loads
from posthog.teams import get_team
from products.feature_flags.backend.facade.planning import FlagTransferAPI


class Command(BaseCommand):
    help = "Write all feature flags of a project as JSON, for version control or another installation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--project-id", type=int, required=True, metavar="ID")
        parser.add_argument("--output", type=Path, metavar="FILE", help="default: standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text = readable(FlagTransferAPI.export_flags(team_id=get_team(options["project_id"]).id))
        except ProductError as error:
            raise CommandError(error.message) from error
        if options["output"] is None:
            self.stdout.write(text)
        else:
            options["output"].write_text(text)
            self.stdout.write(f"Wrote {options['output']}.")


def readable(text: str) -> str:
    """The same JSON over several lines, so that a difference between two exports can be read."""
    return json.dumps(loads(text), indent=2, ensure_ascii=False, sort_keys=True) + "\n"
