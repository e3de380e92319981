"""Asking ClickHouse about one team, always by way of HogQL: it adds the team, and nothing else may."""

from typing import Any

from common import clock
from posthog import teams
from posthog.clickhouse.client import QueryTag
from posthog.hogql.context import HogQLContext
from posthog.hogql.query import execute_hogql


def context_of(team_id: int) -> HogQLContext:
    """The team's point of view, now."""
    team = teams.get_team(team_id)
    return HogQLContext(team_id=team_id, timezone=team.timezone, week_start_day=team.week_start_day, now=clock.now())


def run(hogql: str, context: HogQLContext, placeholders: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a query whose `{name}` are replaced by values or expressions."""
    tag = QueryTag(team_id=context.team_id, product="events", kind="events_api")
    return execute_hogql(hogql, context=context, placeholders=placeholders, tag=tag).rows
