"""Changes of flags that are to come, and features that people may opt into."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from products.feature_flags.backend.facade.contracts.flags import FlagAuthor, FlagReference
from products.feature_flags.backend.facade.enums import EarlyAccessStage, RecurrenceInterval, ScheduledOperation


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
