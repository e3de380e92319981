"""Computing an answer: the runner for a question, one computation at a time, the envelope around every answer.

Called by `service` within a request and by `background` outside of one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from common import clock
from posthog.contracts import TeamContext
from posthog.queries import cache, registry
from posthog.queries.cache import CachedAnswer
from posthog.queries.concurrency import running_query
from posthog.queries.encoding import decode, encode
from posthog.queries.execution import Execution
from posthog.queries.modes import RefreshMode, max_age
from posthog.queries.nodes.base import QueryNode
from posthog.queries.runner import QueryRunner
from posthog.queries.single_flight import compute_once

# A client may ask for a recomputation this long after the last one.
CLIENT_REFRESH_PAUSE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A query with how it is asked. `query_id` is the client's handle to follow or cancel it, or empty."""

    query: QueryNode
    mode: RefreshMode = RefreshMode.BLOCKING
    query_id: str = ""
    user_id: int | None = None
    trigger: str | None = None
    product: str = "queries"


def make_runner(question: Question, team: TeamContext, *, timeout_seconds: int) -> QueryRunner[Any]:
    """The runner for a question, ready to calculate."""
    query = registry.unwrap(question.query)
    execution = Execution(
        team=team,
        kind=query.kind,
        query_id=question.query_id,
        product=question.product,
        timeout_seconds=timeout_seconds,
    )
    return registry.runner_for(query)(query, execution)


def compute(question: Question, runner: QueryRunner[Any], *, known: datetime | None) -> dict[str, Any]:
    """Compute the answer and store it, or take that of somebody who is computing the same at this moment.

    `known` is when the answer that the caller has seen and rejected was computed; only a newer one will do.
    """
    if not runner.cacheable:
        return envelope(runner, _calculate(question, runner), is_cached=False)
    key = runner.cache_key

    def find_newer() -> CachedAnswer | None:
        found = cache.find(key)
        return found if found is not None and (known is None or found.refreshed_at > known) else None

    def calculate_and_store() -> CachedAnswer:
        answer = _calculate(question, runner)
        cache.store(key, answer)
        return answer

    answer = compute_once(
        key,
        compute=calculate_and_store,
        find=find_newer,
        patience_seconds=runner.execution.timeout_seconds,
    )
    return envelope(runner, answer, is_cached=False, trigger=question.trigger)


def envelope(
    runner: QueryRunner[Any], answer: CachedAnswer, *, is_cached: bool, trigger: str | None = None
) -> dict[str, Any]:
    """The answer as it is published: its own fields, and where it comes from and how old it is."""
    refreshed_at = answer.refreshed_at
    target_age = refreshed_at + max_age(runner.freshness, RefreshMode.BLOCKING)
    return {
        "error": None,
        "modifiers": {},
        "resolved_date_range": None,
        "query_status": None,
        **answer.body,
        "timezone": runner.team.timezone,
        "is_cached": is_cached,
        "last_refresh": refreshed_at.isoformat(),
        "cache_key": runner.cache_key if runner.cacheable else None,
        "cache_target_age": target_age.isoformat() if runner.cacheable else None,
        "next_allowed_client_refresh": (refreshed_at + CLIENT_REFRESH_PAUSE).isoformat(),
        "calculation_trigger": trigger,
    }


def _calculate(question: Question, runner: QueryRunner[Any]) -> CachedAnswer:
    seconds = runner.execution.timeout_seconds
    with running_query(team_id=runner.team.id, user_id=question.user_id, seconds=seconds):
        refreshed_at = clock.now()
        body = runner.calculate()
    body["timings"] = runner.execution.timings.as_list()
    # Through JSON, so that an answer is the same whether it was just computed or comes from the cache.
    return CachedAnswer(body=decode(encode(body)), refreshed_at=refreshed_at)
