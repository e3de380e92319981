"""The values feature flags takes and gives. Plain Python, frozen."""

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
    FromNow,
    Reason,
    RecurrenceInterval,
    ScheduledOperation,
    StateAction,
    TagAction,
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
class EvaluateFlags:
    """Who asks which flags. Properties are JSON objects in UTF-8; they go before what is stored.

    `groups` are (type, key). `flag_keys` None means all; no `contexts` and no `runtime` do not restrict either.
    `anonymous_id` is the id before a login, whose variants the person keeps.
    """

    distinct_id: str
    anonymous_id: str = ""
    device_id: str = ""
    groups: tuple[tuple[str, str], ...] = ()
    person_properties: bytes = b"{}"
    group_properties: bytes = b"{}"
    flag_keys: tuple[str, ...] | None = None
    contexts: tuple[str, ...] = ()
    runtime: EvaluationRuntime | None = None
    only_surveys: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagAnswer:
    """A flag's answer. `payload` is JSON text. Made once per outcome of a flag and shared by all who get it.

    `record` is the answer as JSON in the form of the SDKs' protocol, so that answering costs no encoding.
    `failed` means that the stores did not say enough; the other fields then mean nothing.
    """

    flag_id: int
    key: str
    enabled: bool
    variant: str | None
    reason: Reason
    condition_index: int | None
    description: str
    payload: str | None
    version: int
    record: bytes
    failed: bool = False

    @property
    def value(self) -> str | bool:
        """The answer as SDKs give it: a variant, or whether the flag is on."""
        return self.variant if self.enabled and self.variant is not None else self.enabled


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagEvaluations:
    """Answers in the order of definition. `undecided` are the keys of flags that the stores did not say enough for."""

    answers: tuple[FlagAnswer, ...]
    undecided: tuple[str, ...] = ()

    @property
    def has_errors(self) -> bool:
        return bool(self.undecided)


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalDefinitions:
    """What SDKs decide flags by themselves with: a JSON document and its strong tag."""

    body: bytes
    etag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteConfigPayload:
    """The payload of a flag as JSON text; None when there is none."""

    payload: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyTrace:
    """How one property of a condition came out. `value` and `actual` are JSON texts; `matched` None: nobody can tell."""

    type: str
    key: str
    operator: str
    value: str
    actual: str
    is_missing: bool
    matched: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionTrace:
    """How one release condition came out for somebody.

    `place` is where they stand in the order in which the share lets people in, 0 to 100. Without a subject the condition
    is about a kind of group that was not given. `variant` is what the condition gives when it decides.
    """

    index: int
    description: str
    has_subject: bool
    properties_match: bool | None
    rollout_percentage: float
    place: float | None
    is_in_rollout: bool
    variant: str | None
    properties: tuple[PropertyTrace, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AsOf:
    """A moment that has passed, and what was found of it: the flag's version then, and the time of the event that the
    person's properties are from, None when nothing had been heard of them. `from_now` is as it is now instead.
    """

    timestamp: datetime
    flag_version: int
    person_known_from: datetime | None
    from_now: tuple[FromNow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagExplanation:
    """A flag's answer for somebody and how it came about. `value` is JSON text and means nothing unless `is_known`.

    `as_of` is None for the answer of this moment.
    """

    key: str
    value: str
    is_known: bool
    reason: Reason
    condition_index: int | None
    description: str
    payload: str | None
    conditions: tuple[ConditionTrace, ...]
    as_of: AsOf | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledChange:
    """A change of a flag that waits for its time, comes again, or has been made (`executed_at`). `value` is JSON text.

    `scheduled_at` is the next time. `failure_reason` says why the last attempt changed nothing.
    """

    id: int
    team_id: int
    flag_id: int
    operation: ScheduledOperation
    value: str
    scheduled_at: datetime
    timezone: str
    recurrence_interval: RecurrenceInterval | None
    cron_expression: str
    end_date: datetime | None
    executed_at: datetime | None
    last_executed_at: datetime | None
    failure_reason: str
    created_at: datetime
    created_by: FlagAuthor | None
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleChange:
    """A change to come: once, or again and again by an interval or a cron expression in a time zone. `value` is JSON text."""

    flag_id: int
    operation: ScheduledOperation
    value: str
    scheduled_at: datetime
    timezone: str = "UTC"
    recurrence_interval: RecurrenceInterval | None = None
    cron_expression: str = ""
    end_date: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSchedule:
    """What to change of a change to come; None leaves as it is. With `recurs` its rhythm is what the last three say."""

    change_id: int
    operation: ScheduledOperation | None = None
    value: str | None = None
    scheduled_at: datetime | None = None
    timezone: str | None = None
    recurs: bool | None = None
    recurrence_interval: RecurrenceInterval | None = None
    cron_expression: str = ""
    end_date: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyAccessFeature:
    """An offer that people may opt into, with the flag behind it. `payload` is the JSON text of an object."""

    id: UUID
    team_id: int
    flag: FlagReference
    name: str
    description: str
    stage: EarlyAccessStage
    documentation_url: str
    payload: str
    version: int
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFeature:
    """A new early access feature. Without `flag_id` a flag is made for it, named after it."""

    name: str
    stage: EarlyAccessStage
    description: str = ""
    documentation_url: str = ""
    payload: str = "{}"
    flag_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOffer:
    """What to change of an early access feature; None leaves a field as it is.

    `version` is the one the change was made from: when somebody changed the feature since, it is refused.
    """

    feature_id: UUID
    version: int | None = None
    name: str | None = None
    stage: EarlyAccessStage | None = None
    description: str | None = None
    documentation_url: str | None = None
    payload: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFlags:
    """What an import did, by key."""

    created: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]
    """(key, reason)."""
