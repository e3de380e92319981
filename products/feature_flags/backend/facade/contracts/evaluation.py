"""Flags as they are answered: who asks, what they get, and why."""

from dataclasses import dataclass
from datetime import datetime

from products.feature_flags.backend.facade.enums import EvaluationRuntime, FromNow, Reason


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
