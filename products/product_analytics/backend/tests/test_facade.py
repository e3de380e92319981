"""The contract of the facade: frozen values out, other teams' rows never, each error reachable."""

from dataclasses import is_dataclass

import pytest

from posthog.contracts import TeamContext
from posthog.models import User
from products.product_analytics.backend.facade import ProductAnalyticsAPI
from products.product_analytics.backend.facade.contracts import ChangeInsight, CreateInsight
from products.product_analytics.backend.facade.errors import InsightNotFoundError, InsightQueryInvalidError
from products.product_analytics.backend.tests.factories import actor, make_insight

pytestmark = pytest.mark.django_db


def test_created_insight_is_a_hashable_value_and_can_be_read_back(team: TeamContext, user: User) -> None:
    insight = make_insight(team.id, user)
    assert is_dataclass(insight)
    assert ProductAnalyticsAPI.get_insight(team_id=team.id, insight_id=insight.id) == insight
    assert {insight: "kept"}[ProductAnalyticsAPI.get_insight(team_id=team.id, insight_id=insight.id)] == "kept"


def test_insight_of_another_team_is_not_found(team: TeamContext, other_team: TeamContext, user: User) -> None:
    insight = make_insight(team.id, user)
    with pytest.raises(InsightNotFoundError):
        ProductAnalyticsAPI.get_insight(team_id=other_team.id, insight_id=insight.id)
    with pytest.raises(InsightNotFoundError):
        ProductAnalyticsAPI.change_insight(
            ChangeInsight(insight_id=insight.id, name="taken"), team_id=other_team.id, actor=actor(user)
        )
    assert ProductAnalyticsAPI.find_insight_by_short_id(team_id=other_team.id, short_id=insight.short_id) is None
    assert ProductAnalyticsAPI.list_insights(team_id=other_team.id).items == ()


@pytest.mark.parametrize("query", ['{"kind": "NoSuchQuery"}', "{}", '{"kind": "TrendsQuery", "series": "x"}'])
def test_query_that_cannot_run_is_refused(team: TeamContext, user: User, query: str) -> None:
    with pytest.raises(InsightQueryInvalidError, match="cannot be saved"):
        ProductAnalyticsAPI.create_insight(CreateInsight(query=query), team_id=team.id, actor=actor(user))


def test_unchanged_input_leaves_the_insight_as_it_was(team: TeamContext, user: User) -> None:
    insight = make_insight(team.id, user)
    change = ChangeInsight(insight_id=insight.id, name=insight.name, query=insight.query)
    assert ProductAnalyticsAPI.change_insight(change, team_id=team.id, actor=actor(user)) == insight


def test_deleted_insight_leaves_the_list_and_can_be_restored(team: TeamContext, user: User) -> None:
    insight = make_insight(team.id, user)
    for deleted, names in ((True, ()), (False, ("Sign-ups",))):
        ProductAnalyticsAPI.change_insight(
            ChangeInsight(insight_id=insight.id, deleted=deleted), team_id=team.id, actor=actor(user)
        )
        assert tuple(item.name for item in ProductAnalyticsAPI.list_insights(team_id=team.id).items) == names


def test_list_is_searched_and_paged(team: TeamContext, user: User) -> None:
    for name in ("Sign-ups", "Revenue", "Sign-outs"):
        make_insight(team.id, user, name=name)
    page = ProductAnalyticsAPI.list_insights(team_id=team.id, search="sign", limit=1, offset=1)
    assert ([item.name for item in page.items], page.total) == (["Sign-ups"], 2)
