"""Lists the flags of a project."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.errors import ProductError
from posthog.teams import get_team
from products.feature_flags.backend.facade import FeatureFlagsAPI
from products.feature_flags.backend.facade.contracts import ListFeatureFlags
from products.feature_flags.backend.facade.enums import FlagOrder

MOST = 10_000


class Command(BaseCommand):
    help = "List the feature flags of a project: key, state, version, description."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--project-id", type=int, required=True, metavar="ID")
        parser.add_argument("--search", default="", help="words in key, description or tags")

    def handle(self, *args: Any, **options: Any) -> None:
        asked = ListFeatureFlags(search=options["search"], order=FlagOrder.KEY)
        try:
            team_id = get_team(options["project_id"]).id
        except ProductError as error:
            raise CommandError(error.message) from error
        page = FeatureFlagsAPI.list_flags(asked, team_id=team_id, limit=MOST)
        width = max((len(flag.key) for flag in page.items), default=0)
        for flag in page.items:
            self.stdout.write(
                f"{flag.key:<{width}}  {flag.status.state.value:<8}  v{flag.version:<4} {flag.name.splitlines()[0] if flag.name else ''}".rstrip()
            )
