"""The values product analytics takes and gives. Plain Python, frozen."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from products.product_analytics.backend.facade.enums import AnnotationOrigin, AnnotationScope


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """A remark on a moment. `team_id` is the project it was written in."""

    id: int
    team_id: int
    content: str
    date_marker: datetime
    scope: AnnotationScope
    creation_type: AnnotationOrigin
    is_emoji: bool
    hidden_in_user_interface: bool
    deleted: bool
    created_by: Author | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateAnnotation:
    """A new remark."""

    content: str
    date_marker: datetime
    scope: AnnotationScope = AnnotationScope.PROJECT
    creation_type: AnnotationOrigin = AnnotationOrigin.USER
    is_emoji: bool = False
    hidden_in_user_interface: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAnnotation:
    """What to change; None leaves a field as it is."""

    annotation_id: int
    content: str | None = None
    date_marker: datetime | None = None
    scope: AnnotationScope | None = None
    is_emoji: bool | None = None
    hidden_in_user_interface: bool | None = None
    deleted: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAnnotations:
    """Which annotations to list; all that is given holds. Both dates are included."""

    scope: AnnotationScope | None = None
    date_from: datetime | None = None
    date_to: datetime | None = None
    is_emoji: bool | None = None
    search: str = ""
