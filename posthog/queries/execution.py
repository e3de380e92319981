"""One run of one query: for which project, under which id, until when. Runners reach ClickHouse only through it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from django.conf import settings

from common import clock
from posthog.clickhouse.client import QueryTag, QueryTimeoutError
from posthog.contracts import TeamContext
from posthog.hogql import ast
from posthog.hogql.context import DEFAULT_LIMIT, MAX_LIMIT, HogQLContext
from posthog.hogql.placeholders import Placeholders
from posthog.hogql.query import HogQLResult, execute_hogql
from posthog.hogql.taxonomy import Taxonomy, taxonomy_for
from posthog.queries.cancellation import check_not_cancelled
from posthog.queries.period import Calendar


@dataclass(slots=True)
class Timings:
    """Seconds by step, summed over the statements of a run."""

    seconds: dict[str, float] = field(default_factory=dict)

    def add(self, step: str, seconds: float) -> None:
        self.seconds[step] = self.seconds.get(step, 0.0) + seconds

    def as_list(self) -> list[dict[str, object]]:
        return [{"k": step, "t": round(seconds, 6)} for step, seconds in self.seconds.items()]


@dataclass(frozen=True, kw_only=True)
class Execution:
    """`query_id` is empty when nobody can cancel the run. `now` is the one clock of the run."""

    team: TeamContext
    kind: str
    query_id: str = ""
    product: str = "queries"
    timeout_seconds: int = 60
    now: datetime = field(default_factory=clock.now)
    timings: Timings = field(default_factory=Timings)

    @property
    def calendar(self) -> Calendar:
        """How this project counts days."""
        return Calendar(zone=ZoneInfo(self.team.timezone), week_start_day=self.team.week_start_day, now=self.now)

    @cached_property
    def _taxonomy(self) -> Taxonomy:
        # Asked for once a run, whatever number of statements it takes.
        return taxonomy_for(self.team.id)

    def context(self, *, default_limit: int | None = DEFAULT_LIMIT, max_limit: int | None = MAX_LIMIT) -> HogQLContext:
        """The project's point of view for HogQL. None as a limit is for answers that are bounded by what is asked."""
        return HogQLContext(
            team_id=self.team.id,
            timezone=self.team.timezone,
            week_start_day=self.team.week_start_day,
            default_limit=default_limit,
            max_limit=max_limit,
            taxonomy=self._taxonomy,
            now=self.now,
        )

    def run(
        self,
        query: str | ast.Query,
        *,
        context: HogQLContext,
        placeholders: Placeholders | None = None,
        settings: Mapping[str, object] | None = None,
    ) -> HogQLResult:
        """Ask ClickHouse, with further settings of its own; raises QueryCancelledError when somebody stopped the run."""
        if self.query_id:
            check_not_cancelled(self.team.id, self.query_id)
        try:
            result = execute_hogql(
                query,
                context=context,
                placeholders=placeholders,
                settings={"max_execution_time": self.timeout_seconds, **(settings or {})},
                tag=QueryTag(team_id=self.team.id, product=self.product, kind=self.kind, query_id=self.query_id),
            )
        except QueryTimeoutError as error:
            raise QueryTimeoutError(self._stopped(), clickhouse_code=error.clickhouse_code) from error
        for step, seconds in result.timings.items():
            self.timings.add(step, seconds)
        return result

    def _stopped(self) -> str:
        """What to tell whoever asked a query that took too long."""
        limit, background = self.timeout_seconds, settings.QUERY_BACKGROUND_TIMEOUT_SECONDS
        message = (
            f"The query was stopped at its limit of {limit} seconds. "
            "Ask for a shorter time range, fewer breakdowns or fewer columns"
        )
        if limit >= background:
            return f"{message}."
        return f'{message}, or ask through the API with "refresh": "async": that may take {background} seconds.'
