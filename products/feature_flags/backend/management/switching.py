"""What enable_flag and disable_flag have in common."""

from argparse import ArgumentParser
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError

from common.errors import ProductError
from posthog.teams import get_team
from products.feature_flags.backend.facade import FeatureFlagsAPI
from products.feature_flags.backend.facade.contracts import ChangeFeatureFlag


class SwitchCommand(BaseCommand):
    """Switches a flag to `active`. Raises CommandError where there is no such project or flag, or the flag may not be."""

    active: ClassVar[bool]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("key")
        parser.add_argument("--project-id", type=int, required=True, metavar="ID")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            team_id = get_team(options["project_id"]).id
            flag = FeatureFlagsAPI.find_flag_by_key(team_id=team_id, key=options["key"])
            if flag is None:
                raise CommandError(f"Project {team_id} has no feature flag '{options['key']}'.")
            change = ChangeFeatureFlag(flag_id=flag.id, active=self.active)
            flag = FeatureFlagsAPI.change_flag(change, team_id=team_id, actor=None)
        except ProductError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"{flag.key} is {'on' if self.active else 'off'}.")
