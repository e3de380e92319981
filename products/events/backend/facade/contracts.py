"""The values that go into and come out of events: frozen, plain, without Django.

JSON of any shape (properties) is carried as its text, which keeps these values hashable and is what the API sends on.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from products.events.backend.facade.enums import BotFilter, DrainOutcome, ErasureStatus, PropertyOwnerKind, TextMatching


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureEvents:
    """A request to take events: `body` is its JSON, decompressed and known to hold at least one usable event.

    `distinct_id` is that event's, and decides with which other requests it stays in order. `sent_at_ms` is the
    client's clock in milliseconds as the query gave it, 0 without one. The last three are the headers of these names.
    """

    body: bytes
    token: str
    distinct_id: str
    received_at: datetime
    ip: str = ""
    sent_at_ms: int = 0
    as_identify: bool = False
    origin: str = ""
    referer: str = ""
    user_agent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrainResult:
    """What came of working on a partition. `events` were new; `rest_seconds` says when to come back."""

    outcome: DrainOutcome
    events: int = 0
    rest_seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person of a project. `name` is the best thing to call them by."""

    uuid: UUID
    team_id: int
    name: str
    distinct_ids: tuple[str, ...]
    properties: str  # JSON object
    is_identified: bool
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What deciding flags needs of a person. `properties` is a JSON object in UTF-8."""

    person_uuid: UUID
    properties: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleNamed:
    """The people whom one value names: several only when it is an e-mail address."""

    value: str
    people: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupType:
    """A kind of group and its column, 0 to 4."""

    team_id: int
    group_type: str
    group_type_index: int
    name_singular: str
    name_plural: str
    default_columns: tuple[str, ...]
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One group, as it was last described."""

    team_id: int
    group_type_index: int
    group_key: str
    group_properties: str  # JSON object
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who made something."""

    id: int
    uuid: UUID
    first_name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDefinition:
    """An event name of a project. `last_seen_at` is exact to about an hour."""

    id: UUID
    team_id: int
    name: str
    description: str
    verified: bool
    hidden: bool
    tags: tuple[str, ...]
    owner: Author | None
    created_at: datetime
    last_seen_at: datetime | None
    last_updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyDefinition:
    """A property name of a project, and its type ("" while unknown)."""

    id: UUID
    team_id: int
    name: str
    owner: PropertyOwnerKind
    group_type_index: int | None
    property_type: str
    description: str
    verified: bool
    hidden: bool
    tags: tuple[str, ...]
    is_seen_on_filtered_events: bool | None = None
    """Whether the events that were asked about have it; None when none were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionStep:
    """One way in which an event can match: everything that is given must hold, "" is not given.

    `selector`, `tag_name`, `text` and `href` are about what was clicked or something around it. `properties` is a JSON
    list of property filters.
    """

    event: str = ""
    url: str = ""
    url_matching: TextMatching = TextMatching.CONTAINS
    selector: str = ""
    tag_name: str = ""
    text: str = ""
    text_matching: TextMatching = TextMatching.EXACT
    href: str = ""
    href_matching: TextMatching = TextMatching.EXACT
    properties: str = "[]"
    selector_regex: str = ""
    """The pattern that the selector becomes; filled in answers, ignored in changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A named condition on events: any of its steps. Without steps it matches nothing."""

    id: int
    team_id: int
    name: str
    description: str
    tags: tuple[str, ...]
    steps: tuple[ActionStep, ...]
    pinned_at: datetime | None
    deleted: bool
    created_by: Author | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateAction:
    """A new action."""

    name: str
    description: str = ""
    tags: tuple[str, ...] = ()
    steps: tuple[ActionStep, ...] = ()
    pinned_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAction:
    """What to change; None leaves as it is. `unpin` takes the pin away."""

    name: str | None = None
    description: str | None = None
    tags: tuple[str, ...] | None = None
    steps: tuple[ActionStep, ...] | None = None
    pinned_at: datetime | None = None
    unpin: bool = False
    deleted: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribeEvent:
    """What a person says about an event name; None leaves as it is. Verified and hidden exclude each other."""

    description: str | None = None
    verified: bool | None = None
    hidden: bool | None = None
    tags: tuple[str, ...] | None = None
    owner_id: int | None = None
    """A member of the project; 0 for nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribeMany:
    """What is said about several definitions at once. Tags are added and removed; others stay."""

    ids: tuple[UUID, ...]
    verified: bool | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    set_tags: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """How often something happened on one day of the project's calendar."""

    day: str  # ISO date
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedGroup:
    """A group that occurs in events together with what was asked about."""

    group_type_index: int
    group_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Who and what occurs in the same events, within the last 90 days."""

    people: tuple[UUID, ...]
    groups: tuple[RelatedGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribeGroupType:
    """What a person calls a kind of group; None leaves as it is."""

    group_type_index: int
    name_singular: str | None = None
    name_plural: str | None = None
    default_columns: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribeProperty:
    """What a person says about a property; None leaves as it is. A type chosen here is not changed by events."""

    property_type: str | None = None
    description: str | None = None
    verified: bool | None = None
    hidden: bool | None = None
    tags: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPersons:
    """Which people to list, newest first. `search` is a part of a distinct id or of any property's value, or a whole
    uuid; all that is given holds.

    `properties` is a JSON list of property filters.
    """

    search: str = ""
    distinct_id: str = ""
    email: str = ""
    properties: str = "[]"
    cohort_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownId:
    """A distinct id of a person; None as the moment for one that is older than the record."""

    distinct_id: str
    added_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedPerson:
    """`from_person` became `into_person`, and their ids with them."""

    from_person: UUID
    into_person: UUID
    distinct_ids: tuple[str, ...]
    merged_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonHistory:
    """How a person came by their ids."""

    distinct_ids: tuple[KnownId, ...]
    merges: tuple[MergedPerson, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyChange:
    """An event changed a property of its person. Values are JSON texts; None: there was none, or is none since."""

    property: str
    before: str | None
    after: str | None
    changed_at: datetime
    event: str
    event_uuid: UUID
    distinct_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPropertyChange:
    """A property of a group changed: by the event `event_uuid` of `distinct_id`, or by hand, by whoever has the e-mail
    address `changed_by`. Values are JSON texts; None: there was none, or is none since."""

    property: str
    before: str | None
    after: str | None
    changed_at: datetime
    event_uuid: UUID | None
    distinct_id: str
    changed_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NameCount:
    """A name and how often it was seen."""

    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEvents:
    """Which events to list. `after` is exclusive, `before` exclusive; `properties` is a JSON list of property filters.

    `where` are conditions in HogQL. `order` is a column, behind a `-` the other way round; the newest come first where it
    leaves the order open.
    """

    event: str = ""
    distinct_id: str = ""
    person_id: UUID | None = None
    after: datetime | None = None
    before: datetime | None = None
    properties: str = "[]"
    where: tuple[str, ...] = ()
    order: str = "-timestamp"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEventDefinitions:
    """Which event names to list. `kind` is "event" (all), "event_custom" or "event_posthog" (with a leading $)."""

    search: str = ""
    kind: str = "event"
    order: str = "name"
    include_hidden: bool = True
    tags: tuple[str, ...] = ()
    verified: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPropertyDefinitions:
    """Which property names to list. With `event_names`, those seen on one of them come first, or alone."""

    owner: PropertyOwnerKind = PropertyOwnerKind.EVENT
    group_type_index: int | None = None
    search: str = ""
    names: tuple[str, ...] = ()
    excluded_names: tuple[str, ...] = ()
    event_names: tuple[str, ...] = ()
    only_seen_on_events: bool = False
    is_numerical: bool | None = None
    is_feature_flag: bool | None = None
    exclude_core: bool = False
    include_hidden: bool = True
    tags: tuple[str, ...] = ()
    verified: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A stored event with its person's properties as they were, and the person as they are now."""

    uuid: UUID
    team_id: int
    event: str
    distinct_id: str
    timestamp: datetime
    properties: str  # JSON object
    elements_chain: str
    person_id: UUID
    person_properties: str  # JSON object
    person_distinct_ids: tuple[str, ...]
    person_is_identified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestionWarning:
    """One thing that was refused, repaired or ignored. `raw` is the event as sent, "" when it was stored all the same."""

    timestamp: datetime
    details: str  # JSON object
    raw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestionWarnings:
    """All warnings of one type in the last 30 days; `newest` holds some of them, newest first."""

    type: str
    count: int
    last_seen_at: datetime
    newest: tuple[IngestionWarning, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningHistory:
    """How many warnings of a type there were in each bucket of an IngestionHistory."""

    type: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalHistory:
    """Requests that capture refused for a reason (the code of its answer), in each bucket of an IngestionHistory.

    `last_detail` is what the newest was told and `last_origin` the page that sent it, "" for a program.
    """

    reason: str
    counts: tuple[int, ...]
    last_at: datetime | None
    last_detail: str
    last_origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueHistory:
    """The worst of each bucket, None where nobody looked. Of the whole instance."""

    requests: tuple[int | None, ...]
    oldest_ms: tuple[int | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestionHistory:
    """Events of a project by when they were stored, from accepted to queryable, in buckets that begin at `starts`."""

    bucket_seconds: int
    starts: tuple[datetime, ...]
    events: tuple[int, ...]
    lag_p50_ms: tuple[int | None, ...]
    lag_p99_ms: tuple[int | None, ...]
    warnings: tuple[WarningHistory, ...]
    refusals: tuple[RefusalHistory, ...]
    queue: QueueHistory


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCount:
    """How many rows of a table: removed by an erasure, or found by its proof."""

    table: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofQuery:
    """A query for ClickHouse that looks for what an erasure removed, and what it found."""

    table: str
    sql: str
    parameters: str  # JSON object
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """The receipt of a deleted person. `requested_by` is None for a person who has left since, or for the system."""

    id: UUID
    team_id: int
    person_uuid: UUID
    with_events: bool
    requested_by: str | None
    requested_at: datetime
    status: ErasureStatus
    distinct_id_count: int
    removed: tuple[RowCount, ...]
    proof: tuple[ProofQuery, ...]
    completed_at: datetime | None
    checked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureCheck:
    """What is left of a deleted person or group now, in every store. `is_clean`: nothing."""

    erasure_id: UUID
    checked_at: datetime
    is_clean: bool
    remaining: tuple[RowCount, ...]
    proof: tuple[ProofQuery, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupErasure:
    """The receipt of a deleted group. `requested_by` is None for somebody who has left since."""

    id: UUID
    team_id: int
    group_type_index: int
    group_key: str
    requested_by: str | None
    requested_at: datetime
    status: ErasureStatus
    removed: tuple[RowCount, ...]
    proof: tuple[ProofQuery, ...]
    completed_at: datetime | None
    checked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsSettings:
    """What a project says about its events. `retention_days` None keeps events for good.

    Events that are older than `drop_events_older_than_hours` when they arrive are left out; None takes every age. With
    `person_processing_opt_out` no event makes or changes a person.
    """

    team_id: int
    cookieless_enabled: bool
    retention_days: int | None
    drop_events_older_than_hours: int | None
    person_processing_opt_out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeEventsSettings:
    """What to change. None leaves as it is, except for the names in `cleared`, whose limit is removed."""

    cookieless_enabled: bool | None = None
    person_processing_opt_out: bool | None = None
    retention_days: int | None = None
    drop_events_older_than_hours: int | None = None
    cleared: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureProtection:
    """What a project does about misuse of its token. Caps are events a minute, None for none."""

    person_events_per_minute: int | None
    project_events_per_minute: int | None
    allowed_origins: tuple[str, ...]
    allow_without_origin: bool
    require_signed_identity: bool
    has_identity_secret: bool
    previous_secret_until: datetime | None
    bot_filter: BotFilter


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeProtection:
    """Other values for the fields named in `fields`; the rest stays."""

    fields: frozenset[str]
    person_events_per_minute: int | None = None
    project_events_per_minute: int | None = None
    allowed_origins: tuple[str, ...] = ()
    allow_without_origin: bool = True
    require_signed_identity: bool = False
    bot_filter: BotFilter = BotFilter.MARK


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentitySecret:
    """A new secret, shown this once, and until when signatures made with the one before still count."""

    secret: str
    previous_valid_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthRows:
    """Events of a month, 202601 for January 2026."""

    month: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRun:
    """The receipt of a deletion of outdated events. `dropped_months` went as a whole."""

    id: UUID
    team_id: int
    retention_days: int
    cutoff: datetime
    rows: int
    months: tuple[MonthRows, ...]
    dropped_months: tuple[int, ...]
    started_at: datetime
    completed_at: datetime | None
