"""Everything other code may ask of product analytics. Thin: delegate to logic, map rows to contracts. No HTTP."""

from common.json import dumps
from common.pages import Page
from posthog.contracts import Actor
from posthog.models import User
from products.product_analytics.backend import logic, models
from products.product_analytics.backend.facade.contracts import Author, ChangeInsight, CreateInsight, Insight
from products.product_analytics.backend.facade.enums import InsightOrder


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
    def create_insight(new: CreateInsight, *, team_id: int, actor: Actor) -> Insight:
        """Save a question; raises InsightQueryInvalidError when it is none that the query endpoint answers."""
        return to_insight(logic.create_insight(new, team_id=team_id, actor=actor))

    @staticmethod
    def change_insight(change: ChangeInsight, *, team_id: int, actor: Actor) -> Insight:
        """Change, delete or restore an insight; unchanged input changes nothing."""
        return to_insight(logic.change_insight(change, team_id=team_id, actor=actor))


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
