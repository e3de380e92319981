"""The values product analytics takes and gives. Plain Python, frozen."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who made or changed something."""

    id: int
    uuid: UUID
    first_name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Insight:
    """A saved insight. `query` is the JSON text of its query node, so that the value stays hashable. Times are UTC."""

    id: int
    team_id: int
    short_id: str
    name: str
    description: str
    query: str
    favorited: bool
    deleted: bool
    created_at: datetime
    created_by: Author | None
    last_modified_at: datetime
    last_modified_by: Author | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateInsight:
    """A new insight. `query` is the JSON text of a query node."""

    query: str
    name: str = ""
    description: str = ""
    favorited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeInsight:
    """What to change; None leaves a field as it is."""

    insight_id: int
    name: str | None = None
    description: str | None = None
    query: str | None = None
    favorited: bool | None = None
    deleted: bool | None = None
