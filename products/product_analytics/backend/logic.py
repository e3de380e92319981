"""The verbs of product analytics: validation, invariants, side effects. Called by the facade only."""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from common import clock
from common.json import loads
from posthog.contracts import Actor
from posthog.queries.errors import InvalidQueryError
from posthog.queries.registry import parse_query
from products.product_analytics.backend.facade.contracts import ChangeInsight, CreateInsight
from products.product_analytics.backend.facade.enums import InsightOrder
from products.product_analytics.backend.facade.errors import InsightNotFoundError, InsightQueryInvalidError
from products.product_analytics.backend.models import Insight


def find_insights(*, team_id: int, search: str, favorited: bool | None, order: InsightOrder) -> QuerySet[Insight]:
    """The team's insights that are not deleted."""
    rows = Insight.objects.for_team(team_id).filter(deleted=False).select_related("created_by", "last_modified_by")
    if search:
        rows = rows.filter(Q(name__icontains=search) | Q(description__icontains=search))
    if favorited is not None:
        rows = rows.filter(favorited=favorited)
    return rows.order_by(order.value, "-pk")


def get_insight(*, team_id: int, insight_id: int, lock: bool = False) -> Insight:
    """The team's insight, deleted or not, so that it can be restored."""
    rows = Insight.objects.for_team(team_id).select_related("created_by", "last_modified_by")
    if lock:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(pk=insight_id).first()
    if row is None:
        raise InsightNotFoundError("There is no such insight in this project.")
    return row


def find_insight_by_short_id(*, team_id: int, short_id: str) -> Insight | None:
    rows = Insight.objects.for_team(team_id).select_related("created_by", "last_modified_by")
    return rows.filter(short_id=short_id, deleted=False).first()


def create_insight(new: CreateInsight, *, team_id: int, actor: Actor | None) -> Insight:
    user_id = actor.user_id if actor else None
    row = Insight.objects.for_team(team_id).create(
        name=new.name,
        description=new.description,
        favorited=new.favorited,
        query=_check_query(new.query),
        created_by_id=user_id,
        last_modified_by_id=user_id,
        last_modified_at=clock.now(),
    )
    return get_insight(team_id=team_id, insight_id=row.pk)


def change_insight(change: ChangeInsight, *, team_id: int, actor: Actor) -> Insight:
    fields: dict[str, Any] = {
        name: value
        for name in ("name", "description", "favorited", "deleted")
        if (value := getattr(change, name)) is not None
    }
    if change.query is not None:
        fields["query"] = _check_query(change.query)
    with transaction.atomic():
        row = get_insight(team_id=team_id, insight_id=change.insight_id, lock=True)
        changed = {name: value for name, value in fields.items() if getattr(row, name) != value}
        if changed:
            for name, value in changed.items():
                setattr(row, name, value)
            row.last_modified_at = clock.now()
            row.last_modified_by_id = actor.user_id
            row.save(update_fields=[*changed, "last_modified_at", "last_modified_by"])
    return get_insight(team_id=team_id, insight_id=change.insight_id)


def _check_query(text: str) -> Any:
    """The query as a value, if it is one that can be run: a stored mistake would fail at every visit instead of now."""
    query = loads(text)
    try:
        parse_query(query)
    except InvalidQueryError as error:
        raise InsightQueryInvalidError(f"This query cannot be saved: {error.message}", attr="query") from error
    return query
