"""The values cohorts takes and gives. Plain Python, frozen. JSON of any shape is carried as its text."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from common.property_matching import PropertyGroup
from products.cohorts.backend.facade.enums import CohortType


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortAuthor:
    """Who made a cohort."""

    id: int
    uuid: UUID
    first_name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """A cohort as callers see it. `count` and `last_calculation` are None before the first calculation. Times are UTC.

    `filters` and `query` are JSON text, empty where there is none. `last_error` says why the last `errors_calculating`
    calculations failed, in words for the person who made it.
    """

    id: int
    team_id: int
    name: str
    description: str
    cohort_type: CohortType
    is_static: bool
    filters: str
    query: str
    definition_version: int
    version: int | None
    pending_version: int | None
    count: int | None
    is_calculating: bool
    last_calculation: datetime | None
    errors_calculating: int
    last_error: str
    deleted: bool
    created_at: datetime
    created_by: CohortAuthor | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateCohort:
    """A new cohort: `filters` as JSON text, or `is_static` for a list of people.

    A static one may be filled at once, with the content of a CSV file or the people of a query node (JSON text).
    """

    name: str
    description: str = ""
    filters: str = ""
    is_static: bool = False
    csv: bytes | None = None
    query: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCohort:
    """What to change; None leaves a field as it is. `filters` is JSON text.

    `definition_version` is the one the change was made from: when somebody changed the cohort since, it is refused.
    """

    cohort_id: int
    definition_version: int | None = None
    name: str | None = None
    description: str | None = None
    filters: str | None = None
    deleted: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluableCohort:
    """A cohort as flags need it.

    `filters` is None when only the computed membership can tell (static and behavioural cohorts): ask
    `CohortsAPI.memberships`. Otherwise it is a tree of filters of type `person` and `cohort`; the latter name other
    cohorts in `value`, which may themselves be without filters. `negation` of a filter turns it round.
    `version` rises with every change of the definition.
    """

    id: int
    name: str
    version: int
    is_static: bool
    filters: PropertyGroup | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtCohort:
    """A cohort as another project has it, and the cohorts that were made there for it, itself last if among them."""

    id: int
    made: tuple[Cohort, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortMember:
    """A person in a cohort. `name` is the best thing to call them by; `properties` is JSON text."""

    uuid: UUID
    name: str
    distinct_ids: tuple[str, ...]
    properties: str
    is_identified: bool
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedRow:
    """A row of an upload that names nobody. `line` counts from 1."""

    line: int
    value: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadReport:
    """What came of an upload: `added` people and `already` members; `rejected` are the first of `rejected_count`.

    `column` is the header of the column that was read, empty when the file has none.
    """

    column: str
    rows: int
    added: int
    already: int
    rejected_count: int
    rejected: tuple[RejectedRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortCalculation:
    """One calculation. `count` is None and `error` says why when it failed. Times are UTC."""

    version: int
    started_at: datetime
    finished_at: datetime
    count: int | None
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortUser:
    """Something that asks for a cohort.

    `kind` is "cohort", or what another product has: "feature_flag", "scheduled_change" (`id` is the flag's),
    "test_account_filters", "insight". `active` is False for what is switched off. `blocks_deletion` says that the cohort cannot be deleted as long as this is so.
    """

    kind: str
    id: str
    name: str
    active: bool
    blocks_deletion: bool
