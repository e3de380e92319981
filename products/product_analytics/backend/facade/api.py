"""Everything other code may ask of product analytics. Thin: delegate to logic, map rows to contracts. No HTTP."""

from common.json import dumps
from common.pages import Page
from posthog.contracts import Actor
from posthog.models import User
from products.product_analytics.backend import annotations, logic, models
from products.product_analytics.backend.facade.contracts import (
    Annotation,
    Author,
    ChangeAnnotation,
    ChangeInsight,
    CreateAnnotation,
    CreateInsight,
    Insight,
    ListAnnotations,
)
from products.product_analytics.backend.facade.enums import AnnotationOrigin, AnnotationScope, InsightOrder


class ProductAnalyticsAPI:
    """Saved insights. Values in, values out."""

    @staticmethod
    def list_insights(
        *,
        team_id: int,
        search: str = "",
        favorited: bool | None = None,
        order: InsightOrder = InsightOrder.LAST_MODIFIED,
        limit: int = 100,
        offset: int = 0,
    ) -> Page[Insight]:
        """One page of the team's insights that are not deleted; `search` looks in names and descriptions."""
        rows = logic.find_insights(team_id=team_id, search=search, favorited=favorited, order=order)
        items = tuple(to_insight(row) for row in rows[offset : offset + limit])
        return Page(items=items, total=rows.count())

    @staticmethod
    def get_insight(*, team_id: int, insight_id: int) -> Insight:
        """The team's insight; raises InsightNotFoundError."""
        return to_insight(logic.get_insight(team_id=team_id, insight_id=insight_id))

    @staticmethod
    def find_insight_by_short_id(*, team_id: int, short_id: str) -> Insight | None:
        """The team's insight with this short id, if it has one that is not deleted."""
        row = logic.find_insight_by_short_id(team_id=team_id, short_id=short_id)
        return to_insight(row) if row else None

    @staticmethod
    def create_insight(new: CreateInsight, *, team_id: int, actor: Actor | None) -> Insight:
        """Save a question; raises InsightQueryInvalidError when it is none that the query endpoint answers.

        Without an actor the system does it.
        """
        return to_insight(logic.create_insight(new, team_id=team_id, actor=actor))

    @staticmethod
    def change_insight(change: ChangeInsight, *, team_id: int, actor: Actor) -> Insight:
        """Change, delete or restore an insight; unchanged input changes nothing."""
        return to_insight(logic.change_insight(change, team_id=team_id, actor=actor))


class AnnotationsAPI:
    """Remarks on moments, drawn into charts. Values in, values out."""

    @staticmethod
    def list_annotations(asked: ListAnnotations, *, team_id: int, limit: int, offset: int) -> Page[Annotation]:
        """The project's annotations and those of its whole organization, the latest moment first."""
        rows = annotations.find_annotations(asked, team_id=team_id)
        items = tuple(to_annotation(row) for row in rows[offset : offset + limit])
        return Page(items=items, total=rows.count())

    @staticmethod
    def get_annotation(*, team_id: int, annotation_id: int) -> Annotation:
        """One annotation, deleted or not; raises AnnotationNotFoundError."""
        return to_annotation(annotations.get_annotation(team_id=team_id, annotation_id=annotation_id))

    @staticmethod
    def create_annotation(new: CreateAnnotation, *, team_id: int, actor: Actor | None) -> Annotation:
        """Write a remark; raises AnnotationInvalidError. Without an actor the system does it."""
        return to_annotation(annotations.create_annotation(new, team_id=team_id, actor=actor))

    @staticmethod
    def change_annotation(change: ChangeAnnotation, *, team_id: int, actor: Actor) -> Annotation:
        """Change, delete or restore a remark; raises AnnotationNotFoundError or AnnotationInvalidError."""
        return to_annotation(annotations.change_annotation(change, team_id=team_id, actor=actor))


def to_annotation(row: models.Annotation) -> Annotation:
    return Annotation(
        id=row.pk,
        team_id=row.team_id,
        content=row.content,
        date_marker=row.date_marker,
        scope=AnnotationScope(row.scope),
        creation_type=AnnotationOrigin(row.creation_type),
        is_emoji=row.is_emoji,
        hidden_in_user_interface=row.hidden_in_user_interface,
        deleted=row.deleted,
        created_by=_to_author(row.created_by),
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def to_insight(row: models.Insight) -> Insight:
    return Insight(
        id=row.pk,
        team_id=row.team_id,
        short_id=row.short_id,
        name=row.name,
        description=row.description,
        query=dumps(row.query).decode(),
        favorited=row.favorited,
        deleted=row.deleted,
        created_at=row.created_at,
        created_by=_to_author(row.created_by),
        last_modified_at=row.last_modified_at,
        last_modified_by=_to_author(row.last_modified_by),
    )


def _to_author(user: User | None) -> Author | None:
    return Author(id=user.pk, uuid=user.uuid, first_name=user.first_name, email=user.email) if user else None
