"""Rules that the facade's answers do not show."""

import pytest
from pytest_django import DjangoAssertNumQueries

from posthog.contracts import TeamContext
from posthog.models import User
from products.product_analytics.backend import logic
from products.product_analytics.backend.facade.enums import InsightOrder
from products.product_analytics.backend.tests.factories import make_insight

pytestmark = pytest.mark.django_db


def test_listing_insights_takes_one_query_however_many_there_are(
    team: TeamContext, user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        make_insight(team.id, user, name=f"Insight {number}")
    rows = logic.find_insights(team_id=team.id, search="", favorited=None, order=InsightOrder.NAME)
    with django_assert_num_queries(1):
        authors = {row.created_by.email for row in rows if row.created_by}
    assert authors == {user.email}
