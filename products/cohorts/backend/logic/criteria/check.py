"""Whether criteria can become a query, asked before they are kept; and the point of view such queries have."""

from datetime import datetime

from common import clock
from common.errors import ProductError
from posthog.hogql.context import HogQLContext
from posthog.hogql.query import compile_hogql
from posthog.teams import get_team
from products.cohorts.backend.facade.errors import InvalidCohortError
from products.cohorts.backend.logic.criteria.query import people_query
from products.cohorts.backend.logic.criteria.tree import CriteriaGroup


def check_definition(group: CriteriaGroup, *, team_id: int) -> None:
    """Refuse what could not become a query, such as an action that does not exist; raises InvalidCohortError.

    Cohorts that are asked for are left out: they may not have been calculated yet.
    """
    context = context_of(team_id)
    try:
        compile_hogql(people_query(group, context, with_cohorts=False), context)
    except ProductError as error:
        raise InvalidCohortError(error.message, attr=error.attr or group.attr) from error


def context_of(team_id: int, *, now: datetime | None = None) -> HogQLContext:
    """The team's point of view for a query whose rows are bounded by its people."""
    team = get_team(team_id)
    return HogQLContext(
        team_id=team_id,
        timezone=team.timezone,
        week_start_day=team.week_start_day,
        default_limit=None,
        max_limit=None,
        now=now or clock.now(),
    )
