"""What is done to many flags, or to one in many projects."""

from dataclasses import dataclass

from products.feature_flags.backend.facade.contracts.flags import FeatureFlag
from products.feature_flags.backend.facade.enums import StateAction, TagAction


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagKey:
    """A flag by id and key."""

    id: int
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedFlag:
    """A flag that a bulk action could not be done to, and why."""

    id: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkResult:
    """What a bulk deletion did."""

    deleted: tuple[FlagKey, ...]
    errors: tuple[FailedFlag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateStates:
    """Switch, archive or restore many flags."""

    ids: tuple[int, ...]
    action: StateAction


@dataclass(frozen=True, slots=True, kw_only=True)
class StateResult:
    """What a bulk change of states did; `unchanged` are those that were in it already."""

    updated: tuple[FlagKey, ...]
    unchanged: tuple[FlagKey, ...]
    errors: tuple[FailedFlag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateTags:
    """Add, remove or set tags of many flags."""

    ids: tuple[int, ...]
    action: TagAction
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedFlag:
    """A flag with its tags after a bulk change."""

    id: int
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TagResult:
    """What a bulk change of tags did."""

    updated: tuple[TaggedFlag, ...]
    errors: tuple[FailedFlag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyFlag:
    """Copy the flag with this key to other projects of the organization, disabled there if asked.

    `with_schedule` plans there what waits here, as far as it is not planned there already.
    """

    key: str
    target_team_ids: tuple[int, ...]
    disabled: bool = False
    with_schedule: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyFailure:
    """A project that a flag could not be copied to, and why."""

    team_id: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeCohort:
    """A cohort that a copy of a flag asks for, and that was made with it."""

    team_id: int
    id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyResult:
    """The copies, the cohorts that had to be made for them, and the projects that got none."""

    copied: tuple[FeatureFlag, ...]
    cohorts: tuple[MadeCohort, ...]
    failed: tuple[CopyFailure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFlags:
    """What an import did, by key."""

    created: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]
    """(key, reason)."""
