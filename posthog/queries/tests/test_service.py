"""Asking through caches and locks with several at once, and stopping what runs; see test_api for the same over HTTP."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from common import clock
from common.errors import ProductError
from posthog.contracts import TeamContext
from posthog.queries import background, registry
from posthog.queries.cancellation import find_progress
from posthog.queries.computation import Question
from posthog.queries.modes import RefreshMode
from posthog.queries.service import ask
from posthog.queries.tests.given import Event, given_events, make_team
from posthog.redis import get_client

pytestmark = pytest.mark.django_db

TRENDS: dict[str, Any] = {"kind": "TrendsQuery", "series": [{"kind": "EventsNode", "event": "seen"}]}
ENDLESS = {
    "kind": "HogQLQuery",
    "query": "SELECT count() FROM numbers(5000000) AS a CROSS JOIN numbers(5000000) AS b"
    " WHERE cityHash64(a.number, b.number) % 7 = 3",
}


def question(query: dict[str, Any], **fields: Any) -> Question:
    return Question(query=registry.parse_query(query), **fields)


def at_once(people: int, ask_one: Any) -> list[Any]:
    def run(number: int) -> Any:
        try:
            return ask_one(number)
        except ProductError as error:
            return error
        finally:
            # Threads have database connections of their own, which nobody else would close.
            connections.close_all()

    with ThreadPoolExecutor(people) as pool:
        return list(pool.map(run, range(people)))


@pytest.fixture(autouse=True)
def _empty_redis() -> None:
    get_client().flushdb()


def test_storm_on_a_cold_cache_is_computed_once(settings: Any) -> None:
    settings.QUERY_THREADS_PER_PROCESS = 20
    team = make_team()
    given_events(team, Event(event="seen", at=clock.now() - timedelta(hours=1)))
    bodies = [answer.body for answer in at_once(20, lambda _: ask(question(TRENDS), team))]
    assert {body["results"][0]["count"] for body in bodies} == {1}
    assert len({body["last_refresh"] for body in bodies}) == 1


def test_failure_in_a_storm_reaches_everybody_with_its_place() -> None:
    wrong = {"kind": "HogQLQuery", "query": "SELECT nothing FROM events"}
    team = make_team()
    errors = at_once(5, lambda _: ask(question(wrong), team))
    assert {(error.code, error.message.split(".")[0], error.extra["start"]) for error in errors} == {
        ("unknown_name", "Unknown column 'nothing'", 7)
    }


def run_endless(team: TeamContext, query_id: str) -> tuple[threading.Thread, list[Any]]:
    """An endless query in a thread, as soon as ClickHouse works on it."""
    outcome: list[Any] = []

    def run() -> None:
        outcome.extend(at_once(1, lambda _: ask(question(ENDLESS, query_id=query_id), team)))

    thread = threading.Thread(target=run)
    thread.start()
    deadline = time.monotonic() + 20
    while find_progress(team.id, query_id) is None and time.monotonic() < deadline:
        time.sleep(0.05)
    return thread, outcome


def test_running_query_is_killed_by_its_own_project_only() -> None:
    team, other = make_team(), make_team()
    thread, outcome = run_endless(team, "endless")
    progress = find_progress(team.id, "endless")
    assert progress is not None
    assert progress["time_elapsed"] > 0
    background.cancel(other.id, "endless")
    time.sleep(0.3)
    assert find_progress(team.id, "endless") is not None
    assert find_progress(other.id, "endless") is None

    started = time.monotonic()
    background.cancel(team.id, "endless")
    thread.join(30)
    assert not thread.is_alive()
    assert time.monotonic() - started < 20
    assert [error.code for error in outcome] == ["query_cancelled"]
    assert find_progress(team.id, "endless") is None


def test_progress_of_a_running_background_query_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    team = make_team()
    monkeypatch.setattr("posthog.queries.dispatch.execute_query", lambda *_: "task")
    monkeypatch.setattr(background, "get_team", lambda _: team)
    background.enqueue(question(ENDLESS, query_id="slow"), team=team, cache_key="key", known=None)
    worker = threading.Thread(target=lambda: at_once(1, lambda _: background.execute(team.id, "slow", task_id="task")))
    worker.start()
    deadline = time.monotonic() + 20
    while (status := background.get_status(team.id, "slow")).progress is None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert (status.complete, status.task_id) == (False, "task")
    assert status.progress is not None
    background.cancel(team.id, "slow")
    worker.join(30)
    status = background.get_status(team.id, "slow")
    assert (status.complete, status.error, status.as_json()["error_message"]) == (
        True,
        True,
        "The query was cancelled.",
    )


def test_answer_about_a_finished_period_stays_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    team = make_team()
    finished = {**TRENDS, "dateRange": {"date_from": "2026-01-01", "date_to": "2026-01-31"}}
    for query in (finished, TRENDS):
        assert ask(question(query), team).body["is_cached"] is False
    now = clock.now() + timedelta(days=3)
    monkeypatch.setattr(clock, "now", lambda: now)
    assert ask(question(finished), team).body["is_cached"] is True
    assert ask(question(TRENDS), team).body["is_cached"] is False


def test_editor_questions_never_enter_the_cache() -> None:
    team = make_team()
    for query in ({"kind": "HogQLMetadata", "query": "SELECT 1"}, {"kind": "DatabaseSchemaQuery"}):
        bodies = [ask(question(query), team).body for _ in range(2)]
        assert [(body["is_cached"], body["cache_key"]) for body in bodies] == [(False, None)] * 2
        assert ask(question(query, mode=RefreshMode.FORCE_CACHE), team).body["results"] is None
