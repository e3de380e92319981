"""Work above projects, for tasks, commands and open endpoints. Nothing that serves one project may import this."""

from products.feature_flags.backend.logic.evaluation.store import store
from products.feature_flags.backend.logic.management import people, scheduling, usage


class FlagSystemAPI:
    """What runs above projects."""

    @staticmethod
    def sync_last_called() -> int:
        """Note when SDKs last asked for each flag; answers how many flags changed. May be repeated at will."""
        return usage.sync_last_called()

    @staticmethod
    def run_scheduled_changes() -> int:
        """Make every scheduled change whose time has come, each once; answers how many were tried."""
        return scheduling.run_due_changes()

    @staticmethod
    def gather_people() -> bool:
        """Go on for a while with the cohorts of flags' people that have begun; whether something is left."""
        return people.gather_some()


class FlagTokensAPI:
    """Whose flags a token asks for."""

    @staticmethod
    def find_team(token: str) -> int:
        """The id of the project with this token; raises InvalidTokenError or DefinitionsUnavailableError."""
        return store.find_team(token)
