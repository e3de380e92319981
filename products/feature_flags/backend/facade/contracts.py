"""The values feature flags takes and gives. Plain Python, frozen."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from products.feature_flags.backend.facade.enums import BucketingIdentifier, EvaluationRuntime


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

    `filters` is the JSON text of who gets what, so that the value stays hashable. `version` rises with each change.
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
