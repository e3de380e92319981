"""Definitions as they come from the stores, before they are compiled. Immutable, and cheap to compare."""

from dataclasses import dataclass
from typing import Any

from common.property_matching import PropertyGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagSource:
    """One row of a flag that is not deleted. `filters` is its parsed JSON and is never changed."""

    id: int
    key: str
    name: str
    filters: Any
    active: bool
    archived: bool
    version: int
    ensure_experience_continuity: bool
    evaluation_runtime: str
    evaluation_contexts: tuple[str, ...]
    bucketing_identifier: str
    is_remote_configuration: bool = False
    has_encrypted_payloads: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortSource:
    """A cohort. `filters` is its tree when person properties decide it, None when membership is computed elsewhere."""

    id: int
    filters: PropertyGroup | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Everything a project's flags are decided by. `group_types` are names by index."""

    flags: tuple[FlagSource, ...]
    cohorts: tuple[CohortSource, ...] = ()
    group_types: tuple[tuple[int, str], ...] = ()
