"""Asking: a query, a project and a refresh mode in; an answer out, from the cache, from ClickHouse, or later.

Called by the query endpoint and by products that show insights. Nothing here knows HTTP.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from common import clock
from posthog import metrics
from posthog.contracts import TeamContext
from posthog.queries import background, cache
from posthog.queries.cache import CachedAnswer
from posthog.queries.computation import Question, compute, envelope, make_runner
from posthog.queries.concurrency import request_thread
from posthog.queries.modes import Action, CacheState, RefreshMode, decide, is_stale
from posthog.queries.runner import QueryRunner

MISS: dict[str, Any] = {"is_cached": False, "results": None, "query_status": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`pending` when the background is still working on it: `body` then says where to ask, and may hold an old answer."""

    body: dict[str, Any]
    pending: bool = False


def ask(question: Question, team: TeamContext) -> Answer:
    """The answer to a question about the project; raises a ProductError when the question or its limits forbid one."""
    runner = make_runner(question, team, timeout_seconds=settings.QUERY_TIMEOUT_SECONDS)
    cached = cache.find(runner.cache_key) if runner.cacheable else None
    state = _cache_state(cached, runner, question.mode)
    known = cached.refreshed_at if cached is not None else None
    metrics.query_cache.labels(outcome=state.value).inc()
    match decide(question.mode, state):
        case Action.SERVE if cached is not None:
            return Answer(body=envelope(runner, cached, is_cached=True))
        case Action.SERVE_AND_ENQUEUE if cached is not None:
            status = background.enqueue(question, team=team, cache_key=runner.cache_key, known=known)
            return Answer(body={**envelope(runner, cached, is_cached=True), "query_status": status}, pending=True)
        case Action.ENQUEUE:
            return Answer(
                body={"query_status": background.enqueue(question, team=team, cache_key=runner.cache_key, known=known)},
                pending=True,
            )
        case Action.REPORT_MISS:
            return Answer(body={**MISS, "cache_key": runner.cache_key})
    with request_thread():
        return Answer(body=compute(question, runner, known=known))


def _cache_state(cached: CachedAnswer | None, runner: QueryRunner[Any], mode: RefreshMode) -> CacheState:
    if cached is None:
        return CacheState.MISSING
    date_to = (cached.body.get("resolved_date_range") or {}).get("date_to")
    stale = is_stale(
        refreshed_at=cached.refreshed_at,
        now=clock.now(),
        freshness=runner.freshness,
        mode=mode,
        date_to=datetime.fromisoformat(date_to) if date_to else None,
    )
    return CacheState.STALE if stale else CacheState.FRESH
