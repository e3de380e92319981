"""Everything other code may ask of the management of flags. Thin: delegate to logic, map rows to contracts. No HTTP."""

from uuid import UUID

from common.pages import Page
from posthog.contracts import Actor
from products.cohorts.backend.facade.contracts import Cohort
from products.feature_flags.backend.facade.contracts import (
    BlastRadius,
    BulkResult,
    ChangeFeatureFlag,
    CopyFlag,
    CopyResult,
    CreateFeatureFlag,
    FeatureFlag,
    FlagKey,
    FlagReference,
    FlagVersion,
    ListFeatureFlags,
    StateResult,
    TagResult,
    UpdateStates,
    UpdateTags,
)
from products.feature_flags.backend.facade.mappers import to_feature_flag, to_flag_reference, to_flag_version
from products.feature_flags.backend.logic.management import (
    bulk,
    catalogue,
    copying,
    counting,
    dependencies,
    flags,
    history,
    people,
)

EVERYTHING = ListFeatureFlags()


class FeatureFlagsAPI:
    """The flags of a project. Values in, values out."""

    @staticmethod
    def list_flags(
        asked: ListFeatureFlags = EVERYTHING, *, team_id: int, limit: int = 100, offset: int = 0
    ) -> Page[FeatureFlag]:
        """One page of the team's flags that are not deleted, the newest first unless asked otherwise."""
        rows = catalogue.find_flags(asked, team_id=team_id)
        return Page(items=tuple(to_feature_flag(row) for row in rows[offset : offset + limit]), total=rows.count())

    @staticmethod
    def list_ids(asked: ListFeatureFlags = EVERYTHING, *, team_id: int) -> tuple[int, ...]:
        """The ids of all that `list_flags` lists, in its order."""
        return tuple(catalogue.find_flags(asked, team_id=team_id).values_list("pk", flat=True))

    @staticmethod
    def create_cohort(*, team_id: int, flag_id: int, actor: Actor) -> Cohort:
        """A static cohort of the people for whom the flag is on; raises InvalidFlagError.

        It `is_calculating` while there are so many that a worker gathers the rest.
        """
        return people.cohort_of_flag(team_id=team_id, flag_id=flag_id, actor=actor)

    @staticmethod
    def list_tags(*, team_id: int) -> tuple[str, ...]:
        """Every tag that a flag of the team has, in alphabetical order."""
        return catalogue.list_tags(team_id=team_id)

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
    def create_flag(new: CreateFeatureFlag, *, team_id: int, actor: Actor | None) -> FeatureFlag:
        """Add a flag; raises FlagKeyTakenError or InvalidFlagError. Without an actor the system does it."""
        return to_feature_flag(flags.create_flag(new, team_id=team_id, actor=actor))

    @staticmethod
    def change_flag(change: ChangeFeatureFlag, *, team_id: int, actor: Actor | None) -> FeatureFlag:
        """Change, switch, archive, delete or restore a flag; unchanged input changes nothing.

        Raises InvalidFlagError, FlagKeyTakenError, FlagInUseError when active flags depend on it, and FlagConflictError
        when somebody changed the same fields after `change.version`.
        """
        return to_feature_flag(flags.change_flag(change, team_id=team_id, actor=actor))

    @staticmethod
    def get_version(*, team_id: int, flag_id: int, version: int) -> FlagVersion:
        """The flag as it was in a version; raises FlagVersionNotFoundError."""
        row = flags.get_flag(team_id=team_id, flag_id=flag_id)
        past = history.get_version(row, flags.snapshot(row), version)
        return to_flag_version(past, current=row.version)

    @staticmethod
    def list_dependents(*, team_id: int, flag_id: int, active_only: bool = False) -> tuple[FlagReference, ...]:
        """The flags whose conditions ask for this one, by key; raises FlagNotFoundError."""
        row = flags.get_flag(team_id=team_id, flag_id=flag_id)
        rows = dependencies.dependents_of(team_id=team_id, flag_id=row.pk, active_only=active_only)
        return tuple(to_flag_reference(item) for item in rows)

    @staticmethod
    def count_reached(*, team_id: int, condition: str, group_type_index: int | None = None) -> BlastRadius:
        """How many people or groups a release condition, as JSON text, reaches; raises InvalidFlagError."""
        return counting.count_reached(team_id=team_id, condition=condition, group_type_index=group_type_index)

    @staticmethod
    def distinct_id_of(*, team_id: int, person_uuid: UUID) -> str:
        """One of the ids a person is asked for by; raises InvalidFlagError when there is no such person."""
        return counting.distinct_id_of(team_id=team_id, person_uuid=person_uuid)

    @staticmethod
    def copy_flag(copy: CopyFlag, *, team_id: int, actor: Actor) -> CopyResult:
        """Make the same flag in other projects, or bring theirs to its state. The caller has checked the targets.

        A cohort is the one of its name there; where there is none, it is made of the same criteria.
        """
        copied, cohorts, failed = copying.copy_flag(copy, team_id=team_id, actor=actor)
        return CopyResult(
            copied=tuple(to_feature_flag(row) for row in copied), cohorts=tuple(cohorts), failed=tuple(failed)
        )

    @staticmethod
    def delete_flags(
        *, team_id: int, actor: Actor, ids: tuple[int, ...] = (), matching: ListFeatureFlags | None = None
    ) -> BulkResult:
        """Delete flags by id, or all that a list would show; each succeeds or fails by itself."""
        return bulk.delete_flags(team_id=team_id, actor=actor, ids=ids, matching=matching)

    @staticmethod
    def update_states(update: UpdateStates, *, team_id: int, actor: Actor) -> StateResult:
        """Switch, archive or restore many flags; each succeeds or fails by itself."""
        return bulk.update_states(update, team_id=team_id, actor=actor)

    @staticmethod
    def list_keys(*, team_id: int, ids: tuple[int, ...]) -> tuple[FlagKey, ...]:
        """The keys of flags by their ids; ids the team does not have are left out."""
        return bulk.keys_of(team_id=team_id, ids=ids)

    @staticmethod
    def update_tags(update: UpdateTags, *, team_id: int, actor: Actor) -> TagResult:
        """Add, remove or set the tags of many flags; each succeeds or fails by itself."""
        return bulk.update_tags(update, team_id=team_id, actor=actor)
