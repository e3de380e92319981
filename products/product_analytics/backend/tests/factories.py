"""Insights for tests, with obvious defaults."""

from common.json import dumps
from posthog.contracts import Actor
from posthog.models import User
from products.product_analytics.backend.facade import ProductAnalyticsAPI
from products.product_analytics.backend.facade.contracts import CreateInsight, Insight

TRENDS = {"kind": "TrendsQuery", "series": [{"kind": "EventsNode", "event": "signed up"}]}


def actor(user: User) -> Actor:
    return Actor(user_id=user.pk, user_uuid=user.uuid, email=user.email)


def make_insight(team_id: int, user: User, *, name: str = "Sign-ups") -> Insight:
    new = CreateInsight(name=name, query=dumps(TRENDS).decode())
    return ProductAnalyticsAPI.create_insight(new, team_id=team_id, actor=actor(user))
