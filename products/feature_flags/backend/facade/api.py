"""Everything other code may ask of the management of flags. Thin: delegate to logic, map rows to contracts. No HTTP."""

from common.pages import Page
from posthog.contracts import Actor
from products.feature_flags.backend.facade.contracts import CreateFeatureFlag, FeatureFlag
from products.feature_flags.backend.facade.mappers import to_feature_flag
from products.feature_flags.backend.logic.management import flags


class FeatureFlagsAPI:
    """The flags of a project. Values in, values out."""

    @staticmethod
    def list_flags(*, team_id: int, limit: int = 100, offset: int = 0) -> Page[FeatureFlag]:
        """One page of the team's flags that are not deleted, the newest first."""
        rows = flags.find_flags(team_id=team_id)
        return Page(items=tuple(to_feature_flag(row) for row in rows[offset : offset + limit]), total=rows.count())

    @staticmethod
    def get_flag(*, team_id: int, flag_id: int) -> FeatureFlag:
        """The team's flag, deleted or not; raises FlagNotFoundError."""
        return to_feature_flag(flags.get_flag(team_id=team_id, flag_id=flag_id))

    @staticmethod
    def find_flag_by_key(*, team_id: int, key: str) -> FeatureFlag | None:
        """The team's flag with this key, if it has one that is not deleted."""
        row = flags.find_flag_by_key(team_id=team_id, key=key)
        return to_feature_flag(row) if row else None

    @staticmethod
    def create_flag(new: CreateFeatureFlag, *, team_id: int, actor: Actor) -> FeatureFlag:
        """Add a flag; raises FlagKeyTakenError or InvalidFlagError."""
        return to_feature_flag(flags.create_flag(new, team_id=team_id, actor=actor))
