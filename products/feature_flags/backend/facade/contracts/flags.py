"""Flags as people manage them: what they are, how they are made, changed, found and counted."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from products.feature_flags.backend.facade.enums import (
    BucketingIdentifier,
    EarlyAccessStage,
    EvaluationRuntime,
    FlagActivity,
    FlagOrder,
    FlagState,
    FlagType,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagAuthor:
    """Who made or changed a flag."""

    id: int
    uuid: UUID
    first_name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureFlag:
    """A feature flag as callers see it. `name` is its description. Times are UTC.

    `filters` is the JSON text of who gets what, so that the value stays hashable; encrypted payloads are redacted in
    it. `version` rises with each change.
    """

    id: int
    team_id: int
    key: str
    name: str
    filters: str
    active: bool
    archived: bool
    deleted: bool
    version: int
    ensure_experience_continuity: bool
    evaluation_runtime: EvaluationRuntime
    evaluation_contexts: tuple[str, ...]
    tags: tuple[str, ...]
    bucketing_identifier: BucketingIdentifier
    is_remote_configuration: bool
    has_encrypted_payloads: bool
    created_at: datetime
    created_by: FlagAuthor | None
    updated_at: datetime
    last_modified_by: FlagAuthor | None
    last_called_at: datetime | None
    status: "FlagStatus"
    features: tuple["FlagOffer", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagStatus:
    """What a flag is good for now, and why, in words."""

    state: FlagState
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagOffer:
    """The early access feature whose flag it is, beside the flag."""

    id: UUID
    name: str
    description: str
    stage: EarlyAccessStage
    documentation_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateFeatureFlag:
    """A new flag. `filters` is JSON text; without conditions the flag reaches nobody."""

    key: str
    name: str = ""
    filters: str = "{}"
    active: bool = True
    ensure_experience_continuity: bool = False
    evaluation_runtime: EvaluationRuntime = EvaluationRuntime.ALL
    evaluation_contexts: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    bucketing_identifier: BucketingIdentifier = BucketingIdentifier.DISTINCT_ID
    is_remote_configuration: bool = False
    has_encrypted_payloads: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFeatureFlag:
    """What to change; None leaves a field as it is. `filters` is JSON text and replaces the whole definition.

    `version` is the version the change was made from: when somebody changed the same fields since, it is refused.
    """

    flag_id: int
    version: int | None = None
    key: str | None = None
    name: str | None = None
    filters: str | None = None
    active: bool | None = None
    archived: bool | None = None
    deleted: bool | None = None
    ensure_experience_continuity: bool | None = None
    evaluation_runtime: EvaluationRuntime | None = None
    evaluation_contexts: tuple[str, ...] | None = None
    tags: tuple[str, ...] | None = None
    bucketing_identifier: BucketingIdentifier | None = None
    is_remote_configuration: bool | None = None
    has_encrypted_payloads: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFeatureFlags:
    """Which flags to list; all that is given holds. `tags`: at least one of them. `search`: words in key, name, tags."""

    search: str = ""
    activity: FlagActivity | None = None
    archived: bool | None = None
    type: FlagType | None = None
    tags: tuple[str, ...] = ()
    created_by_id: int | None = None
    evaluation_runtime: EvaluationRuntime | None = None
    has_evaluation_contexts: bool | None = None
    order: FlagOrder = FlagOrder.CREATED


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagReference:
    """A flag that another one has to do with."""

    id: int
    key: str
    name: str
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagVersion:
    """A flag as it was in one version. `flag` is the JSON text of the fields that have a history."""

    version: int
    is_historical: bool
    since: datetime
    modified_by: FlagAuthor | None
    flag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BlastRadius:
    """How many people, or groups, a release condition reaches, of how many there are."""

    affected: int
    total: int
