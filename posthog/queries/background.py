"""Background queries: their request, state and answer in Redis, each under the project's own key and for a while only.

`enqueue` is called with a question, the task `queries.execute` calls `execute`, the query endpoint reads `get_status`.
A request for what is being computed already joins it instead of computing twice.
"""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import redis
import structlog
from django.conf import settings

from common import clock, json
from common.errors import ErrorKind, ProductError
from posthog.clickhouse.errors import QueryCancelledError
from posthog.contracts import TeamContext
from posthog.queries import cache, dispatch, registry
from posthog.queries.cache import CachedAnswer
from posthog.queries.cancellation import cancel as cancel_statement
from posthog.queries.cancellation import find_progress
from posthog.queries.computation import Question, compute, make_runner
from posthog.queries.errors import QueryNotFoundError, to_failure
from posthog.queries.modes import RefreshMode
from posthog.redis import get_client
from posthog.teams import get_team

logger = structlog.get_logger(__name__)

# Beyond its own time limit a run needs this long for the rest; after that its worker must have died.
GRACE_SECONDS = 60


class QueryStoreUnavailableError(ProductError):
    """Redis, which holds background queries, does not answer."""

    code = "query_store_unavailable"
    kind = ErrorKind.UNAVAILABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Where a background query stands. `failure` is a ProductError as JSON; None with `error` is our own fault."""

    id: str
    team_id: int
    cache_key: str
    start_time: str
    expiration_time: str
    task_id: str | None = None
    pickup_time: str | None = None
    end_time: str | None = None
    complete: bool = False
    error: bool = False
    failure: dict[str, Any] | None = None
    results: dict[str, Any] | None = None
    progress: dict[str, Any] | None = None

    @property
    def is_our_fault(self) -> bool:
        return self.error and (self.failure is None or self.failure["kind"] == ErrorKind.UNAVAILABLE)

    def as_json(self) -> dict[str, Any]:
        """The published form."""
        failure = self.failure or {}
        message = failure.get("message", "Something went wrong on the server.") if self.error else None
        return {
            "id": self.id,
            "query_async": True,
            "team_id": self.team_id,
            "insight_id": None,
            "dashboard_id": None,
            "complete": self.complete,
            "error": self.error,
            "error_message": message,
            "error_code": failure.get("code"),
            "error_extra": failure.get("extra"),
            "results": self.results,
            "start_time": self.start_time,
            "pickup_time": self.pickup_time,
            "end_time": self.end_time,
            "expiration_time": self.expiration_time,
            "task_id": self.task_id,
            "query_progress": self.progress,
            "labels": None,
        }


def enqueue(question: Question, *, team: TeamContext, cache_key: str, known: datetime | None) -> dict[str, Any]:
    """Have a question answered in the background; the status to follow, of the run that is under way if there is one."""
    query_id = question.query_id or str(uuid4())
    now = clock.now()
    status = Status(
        id=query_id,
        team_id=team.id,
        cache_key=cache_key,
        start_time=now.isoformat(),
        expiration_time=(now + timedelta(seconds=settings.QUERY_STATUS_TTL_SECONDS)).isoformat(),
    )
    request = {
        "query": question.query.model_dump(mode="json", by_alias=True, exclude_none=True),
        "mode": question.mode,
        "user_id": question.user_id,
        "product": question.product,
        "known": known.isoformat() if known else None,
    }
    try:
        running = _claim(team.id, cache_key, query_id)
        if running is not None:
            return running.as_json()
        get_client().set(_key("request", team.id, query_id), json.dumps(request), ex=settings.QUERY_STATUS_TTL_SECONDS)
        _save(status)
    except redis.RedisError as error:
        raise QueryStoreUnavailableError("Background queries are not available right now.") from error
    task_id = dispatch.execute_query(team.id, query_id)
    return replace(status, task_id=task_id).as_json()


def execute(team_id: int, query_id: str, *, task_id: str | None) -> None:
    """Run a background query and keep its outcome. A repeat, or a run that was cancelled before, changes nothing."""
    status = _load(team_id, query_id)
    request = get_client().get(_key("request", team_id, query_id))
    if status is None or request is None or not _is_waiting(status):
        return
    status = replace(status, pickup_time=clock.now().isoformat(), task_id=task_id)
    _save(status)
    try:
        body = _answer(team_id, query_id, json.loads(request))
    except ProductError as error:
        _finish(replace(status, error=True, failure=to_failure(error)))
    except Exception:
        logger.exception("queries.background_failed", team_id=team_id, query_id=query_id)
        _finish(replace(status, error=True))
    else:
        answer = cache.pack(CachedAnswer(body=body, refreshed_at=clock.now()))
        get_client().set(_key("answer", team_id, query_id), answer, ex=settings.QUERY_STATUS_TTL_SECONDS)
        _finish(status)


def is_waiting(team_id: int, query_id: str) -> bool:
    """Whether this background query has yet to be run."""
    status = _load(team_id, query_id)
    return status is not None and _is_waiting(status)


def get_status(team_id: int, query_id: str) -> Status:
    """The project's background query with its answer or progress; raises QueryNotFoundError."""
    try:
        status = _load(team_id, query_id)
        if status is None:
            raise QueryNotFoundError("There is no query with this id; it may have expired.")
        if status.complete:
            packed = None if status.error else get_client().get(_key("answer", team_id, query_id))
            return status if packed is None else replace(status, results=cache.unpack(packed).body)
    except redis.RedisError as error:
        raise QueryStoreUnavailableError("Background queries are not available right now.") from error
    if _is_lost(status):
        return replace(status, complete=True, error=True)
    return replace(status, progress=find_progress(team_id, query_id)) if status.pickup_time else status


def cancel(team_id: int, query_id: str) -> None:
    """Stop a query, whether it runs in the background or within somebody's request. Harmless when there is none."""
    try:
        status = _load(team_id, query_id)
        if status is not None and not status.complete:
            failure = to_failure(QueryCancelledError("The query was cancelled."))
            _finish(replace(status, error=True, failure=failure))
    except redis.RedisError as error:
        logger.warning("queries.cancel_not_recorded", error=type(error).__name__)
    cancel_statement(team_id, query_id)


def _answer(team_id: int, query_id: str, request: dict[str, Any]) -> dict[str, Any]:
    question = Question(
        query=registry.parse_query(request["query"]),
        mode=RefreshMode(request["mode"]),
        query_id=query_id,
        user_id=request["user_id"],
        product=request["product"],
    )
    timeout = settings.QUERY_BACKGROUND_TIMEOUT_SECONDS
    runner = make_runner(question, get_team(team_id), timeout_seconds=timeout)
    return compute(question, runner, known=datetime.fromisoformat(request["known"]) if request["known"] else None)


def _claim(team_id: int, cache_key: str, query_id: str) -> Status | None:
    """Become the run that computes this answer, or get the one that is doing so."""
    client = get_client()
    seconds = settings.QUERY_BACKGROUND_TIMEOUT_SECONDS + GRACE_SECONDS
    key = _key("claim", team_id, cache_key)
    if client.set(key, query_id, nx=True, ex=seconds):
        return None
    claimed = client.get(key)
    status = (
        _load(team_id, str(claimed, "ascii") if isinstance(claimed, bytes) else claimed)
        if claimed is not None
        else None
    )
    if status is not None and not status.complete and not _is_lost(status):
        return status
    client.set(key, query_id, ex=seconds)
    return None


def _finish(status: Status) -> None:
    client = get_client()
    current = _load(status.team_id, status.id)
    if current is not None and current.complete:
        return
    _save(replace(status, complete=True, end_time=clock.now().isoformat()))
    client.delete(_key("claim", status.team_id, status.cache_key), _key("request", status.team_id, status.id))


def _is_waiting(status: Status) -> bool:
    return not status.complete and status.pickup_time is None


def _is_lost(status: Status) -> bool:
    if status.pickup_time is None:
        return False
    limit = timedelta(seconds=settings.QUERY_BACKGROUND_TIMEOUT_SECONDS + GRACE_SECONDS)
    return clock.now() - datetime.fromisoformat(status.pickup_time) > limit


def _save(status: Status) -> None:
    content = json.dumps(asdict(status))
    get_client().set(_key("status", status.team_id, status.id), content, ex=settings.QUERY_STATUS_TTL_SECONDS)


def _load(team_id: int, query_id: str) -> Status | None:
    content = get_client().get(_key("status", team_id, query_id))
    return None if content is None else Status(**json.loads(content))


def _key(what: str, team_id: int, name: str) -> str:
    return f"queries:{what}:{team_id}:{name}"
