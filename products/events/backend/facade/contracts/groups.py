"""Groups of a project, such as companies, and their kinds."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


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
