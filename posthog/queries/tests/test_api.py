from datetime import datetime, timedelta
from typing import Any

import pytest
from celery.exceptions import Retry
from rest_framework.test import APIClient

from common import clock
from posthog.contracts import TeamContext
from posthog.hogql.parser.limits import MAX_LENGTH
from posthog.models import PersonalAPIKey, User
from posthog.models.personal_api_key import hash_key
from posthog.queries import background, registry
from posthog.queries.computation import Question
from posthog.queries.concurrency import background_place
from posthog.queries.nodes.responses import HogQLQueryResponse, TrendsQueryResponse
from posthog.queries.tasks import execute_query
from posthog.queries.tests.given import Event, given_events
from posthog.redis import get_client

pytestmark = pytest.mark.django_db

TRENDS: dict[str, Any] = {
    "kind": "TrendsQuery",
    "series": [{"kind": "EventsNode", "event": "seen"}],
    "dateRange": {"date_from": "-1d"},
}

# Ten thousand million rows, each with work of its own, of which none is kept.
SLOW = (
    "SELECT sum(cityHash64(a.number, b.number) % 7) FROM numbers(10000000) AS a CROSS JOIN numbers(1000) AS b "
    "WHERE cityHash64(b.number, a.number) % 7 != 9"
)


def url(team: TeamContext, suffix: str = "") -> str:
    return f"/api/projects/{team.id}/query/{suffix}"


def seen(team: TeamContext, count: int = 1) -> None:
    given_events(team, *(Event(event="seen", at=clock.now() - timedelta(seconds=1)) for _ in range(count)))


def run_enqueued(team: TeamContext, query_id: str) -> None:
    """What the worker does with the message."""
    background.execute(team.id, query_id, task_id="task")


@pytest.fixture(autouse=True)
def queued(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str]]:
    """Messages that left for the worker; the worker itself is another process."""
    sent: list[tuple[int, str]] = []

    def send(team_id: int, query_id: str) -> str:
        sent.append((team_id, query_id))
        return "task"

    monkeypatch.setattr("posthog.queries.dispatch.execute_query", send)
    return sent


@pytest.fixture
def phx(user: User) -> Any:
    def make(*scopes: str) -> APIClient:
        PersonalAPIKey.objects.create(user=user, label="k", secure_value=hash_key("phx_secret"), scopes=list(scopes))
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION="Bearer phx_secret")
        return client

    return make


def test_answer_has_results_and_where_they_come_from(api_client: APIClient, team: TeamContext) -> None:
    seen(team, 2)
    response = api_client.post(url(team), {"query": TRENDS})
    body = response.json()
    assert response.status_code == 200
    assert body["results"][0]["count"] == 2
    assert (body["is_cached"], body["timezone"], body["error"], body["modifiers"]) == (False, "UTC", None, {})
    refreshed = datetime.fromisoformat(body["last_refresh"])
    assert datetime.fromisoformat(body["cache_target_age"]) - refreshed == timedelta(hours=6)
    assert {step["k"] for step in body["timings"]} >= {"print", "clickhouse"}
    assert body["cache_key"].startswith(f"cache_{team.id}_")
    TrendsQueryResponse.model_validate(body)


def test_second_answer_comes_from_the_cache_until_a_refresh_is_forced(api_client: APIClient, team: TeamContext) -> None:
    def ask(**fields: Any) -> tuple[bool, float]:
        body = api_client.post(url(team), {"query": TRENDS, **fields}).json()
        return body["is_cached"], body["results"][0]["count"]

    seen(team)
    assert ask() == (False, 1)
    seen(team)
    assert ask() == (True, 1)
    assert ask(refresh="force_cache") == (True, 1)
    assert ask(refresh="force_blocking") == (False, 2)
    assert ask() == (True, 2)


def test_force_cache_reports_a_miss_and_computes_nothing(api_client: APIClient, team: TeamContext) -> None:
    response = api_client.post(url(team), {"query": TRENDS, "refresh": "force_cache"})
    body = response.json()
    assert response.status_code == 200
    assert (body["results"], body["is_cached"]) == (None, False)
    assert body["cache_key"].startswith("cache_")
    assert api_client.post(url(team), {"query": TRENDS, "refresh": "force_cache"}).json()["results"] is None


def test_stale_answer_is_computed_anew_and_shown_meanwhile_in_async_modes(
    api_client: APIClient, team: TeamContext, queued: list[tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen(team)
    api_client.post(url(team), {"query": TRENDS})
    seen(team)
    later = clock.now() + timedelta(hours=7)
    monkeypatch.setattr(clock, "now", lambda: later)
    lazy = api_client.post(url(team), {"query": TRENDS, "refresh": "lazy_async"})
    assert (lazy.status_code, lazy.json()["is_cached"], queued) == (200, True, [])
    response = api_client.post(url(team), {"query": TRENDS, "refresh": "async"})
    body = response.json()
    assert response.status_code == 202
    assert (body["is_cached"], body["results"][0]["count"]) == (True, 1)
    assert body["query_status"]["complete"] is False
    assert queued == [(team.id, body["query_status"]["id"])]
    assert api_client.post(url(team), {"query": TRENDS}).json()["is_cached"] is False


def test_background_query_is_followed_to_its_answer(
    api_client: APIClient, team: TeamContext, queued: list[tuple[int, str]]
) -> None:
    seen(team, 3)
    request = {"query": TRENDS, "refresh": "async", "client_query_id": "mine-1"}
    response = api_client.post(url(team), request)
    status = response.json()["query_status"]
    assert response.status_code == 202
    assert (status["id"], status["complete"], status["results"], status["team_id"]) == ("mine-1", False, None, team.id)
    waiting = api_client.get(url(team, "mine-1/"))
    assert (waiting.status_code, waiting.json()["query_status"]["complete"]) == (202, False)

    run_enqueued(team, "mine-1")
    done = api_client.get(url(team, "mine-1/"))
    status = done.json()["query_status"]
    assert done.status_code == 200
    assert (status["complete"], status["error"], status["error_message"]) == (True, False, None)
    assert status["results"]["results"][0]["count"] == 3
    assert status["start_time"] <= status["pickup_time"] <= status["end_time"] < status["expiration_time"]
    assert api_client.post(url(team), {"query": TRENDS, "refresh": "async"}).json()["is_cached"] is True

    run_enqueued(team, "mine-1")
    assert api_client.get(url(team, "mine-1/")).json()["query_status"] == status


def test_async_request_joins_the_run_that_is_under_way(
    api_client: APIClient, team: TeamContext, queued: list[tuple[int, str]]
) -> None:
    first = api_client.post(url(team), {"query": TRENDS, "refresh": "async"}).json()["query_status"]["id"]
    second = api_client.post(url(team), {"query": TRENDS, "refresh": "force_async"}).json()["query_status"]["id"]
    assert first == second
    assert queued == [(team.id, first)]
    run_enqueued(team, first)
    third = api_client.post(url(team), {"query": TRENDS, "refresh": "force_async"}).json()["query_status"]["id"]
    assert third != first


def test_async_except_on_cache_miss_computes_at_once(
    api_client: APIClient, team: TeamContext, queued: list[tuple[int, str]]
) -> None:
    response = api_client.post(url(team), {"query": TRENDS, "refresh": "async_except_on_cache_miss"})
    assert (response.status_code, response.json()["is_cached"], queued) == (200, False, [])


def test_mistake_in_a_background_query_is_a_400_with_its_words(api_client: APIClient, team: TeamContext) -> None:
    query = {"kind": "HogQLQuery", "query": "SELECT nothing FROM events"}
    query_id = api_client.post(url(team), {"query": query, "refresh": "force_async"}).json()["query_status"]["id"]
    run_enqueued(team, query_id)
    response = api_client.get(url(team, f"{query_id}/"))
    status = response.json()["query_status"]
    assert response.status_code == 400
    assert (status["complete"], status["error"], status["results"]) == (True, True, None)
    assert "Unknown column 'nothing'" in status["error_message"]
    waited_for = api_client.post(url(team), {"query": query}).json()
    assert (status["error_code"], status["error_extra"]) == (waited_for["code"], waited_for["extra"])
    assert status["error_extra"] == {"start": 7, "end": 14, "line": 1, "column": 8}


def test_own_failure_of_a_background_query_is_a_500_without_details(
    api_client: APIClient, team: TeamContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    query_id = api_client.post(url(team), {"query": TRENDS, "refresh": "async"}).json()["query_status"]["id"]

    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(background, "compute", fail)
    run_enqueued(team, query_id)
    response = api_client.get(url(team, f"{query_id}/"))
    assert response.status_code == 500
    assert response.json()["query_status"]["error_message"] == "Something went wrong on the server."


def test_query_of_a_dead_worker_is_reported_as_lost(
    api_client: APIClient, team: TeamContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    query_id = api_client.post(url(team), {"query": TRENDS, "refresh": "async"}).json()["query_status"]["id"]

    def die(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(background, "compute", die)
    with pytest.raises(KeyboardInterrupt):
        run_enqueued(team, query_id)
    assert api_client.get(url(team, f"{query_id}/")).status_code == 202
    later = clock.now() + timedelta(minutes=15)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert api_client.get(url(team, f"{query_id}/")).status_code == 500


def test_cancelled_background_query_never_runs(
    api_client: APIClient, team: TeamContext, queued: list[tuple[int, str]]
) -> None:
    query_id = api_client.post(url(team), {"query": TRENDS, "refresh": "async"}).json()["query_status"]["id"]
    assert api_client.delete(url(team, f"{query_id}/")).status_code == 204
    run_enqueued(team, query_id)
    response = api_client.get(url(team, f"{query_id}/"))
    assert response.status_code == 400
    assert response.json()["query_status"]["error_message"] == "The query was cancelled."
    again = api_client.post(url(team), {"query": TRENDS, "refresh": "async"}).json()["query_status"]["id"]
    assert again != query_id


def test_query_cancelled_before_it_begins_is_refused(api_client: APIClient, team: TeamContext) -> None:
    assert api_client.delete(url(team, "early/")).status_code == 204
    response = api_client.post(url(team), {"query": TRENDS, "client_query_id": "early"})
    assert (response.status_code, response.json()["code"]) == (409, "query_cancelled")


def test_status_of_another_projects_query_is_not_found(
    api_client: APIClient, team: TeamContext, other_team: TeamContext
) -> None:
    question = Question(query=registry.parse_query(TRENDS), query_id="theirs")
    background.enqueue(question, team=other_team, cache_key="key", known=None)
    run_enqueued(other_team, "theirs")
    assert background.get_status(other_team.id, "theirs").complete
    assert api_client.get(url(team, "theirs/")).status_code == 404
    assert api_client.get(url(other_team, "theirs/")).status_code == 404
    assert api_client.post(url(other_team), {"query": TRENDS}).status_code == 404
    assert api_client.delete(url(other_team, "theirs/")).status_code == 404


def test_same_query_of_two_projects_has_two_answers(
    api_client: APIClient, team: TeamContext, other_team: TeamContext
) -> None:
    seen(other_team, 5)
    seen(team, 1)
    mine = api_client.post(url(team), {"query": TRENDS}).json()
    assert mine["results"][0]["count"] == 1
    assert str(other_team.id) not in mine["cache_key"].split("_")


@pytest.mark.parametrize(
    ("scopes", "status"), [(("query:read",), 200), (("*",), 200), (("insight:write",), 403), (("query:write",), 200)]
)
def test_key_needs_the_scope_to_read_queries(phx: Any, team: TeamContext, scopes: tuple[str, ...], status: int) -> None:
    client = phx(*scopes)
    assert client.post(url(team), {"query": TRENDS}).status_code == status
    assert client.delete(url(team, "x/")).status_code == (204 if status == 200 else status)
    assert client.get(url(team, "x/")).status_code == (404 if status == 200 else status)


def test_nobody_asks_without_signing_in(anonymous_client: Any, team: TeamContext) -> None:
    assert APIClient().post(url(team), {"query": TRENDS}).status_code == 401


def test_kind_in_the_address_must_be_that_of_the_query(api_client: APIClient, team: TeamContext) -> None:
    assert api_client.post(url(team, "TrendsQuery/"), {"query": TRENDS}).status_code == 200
    response = api_client.post(url(team, "HogQLQuery/"), {"query": TRENDS})
    assert (response.status_code, response.json()["attr"]) == (400, "query__kind")


@pytest.mark.parametrize(
    ("body", "attr"),
    [
        ({}, "query"),
        ({"query": "SELECT 1"}, "query"),
        ({"query": {"kind": "Nonsense"}}, "query__kind"),
        ({"query": {**TRENDS, "intervall": "day"}}, "query__intervall"),
        ({"query": TRENDS, "refresh": "sometimes"}, "refresh"),
        ({"query": TRENDS, "client_query_id": "../../etc"}, "client_query_id"),
        ({"query": TRENDS, "unknown": 1}, "unknown"),
        ({"query": {**TRENDS, "dateRange": {"date_from": "someday"}}}, "query__dateRange__date_from"),
    ],
)
def test_request_that_cannot_be_understood_is_a_400_at_its_field(
    api_client: APIClient, team: TeamContext, body: dict[str, Any], attr: str
) -> None:
    response = api_client.post(url(team), body)
    assert response.status_code == 400
    assert response.json()["type"] == "validation_error"
    assert response.json()["attr"] == attr


def test_mistake_in_hogql_is_a_400_with_its_place(api_client: APIClient, team: TeamContext) -> None:
    response = api_client.post(url(team), {"query": {"kind": "HogQLQuery", "query": "SELECT evnt FROM events"}})
    body = response.json()
    assert response.status_code == 400
    assert (body["type"], body["code"]) == ("validation_error", "unknown_name")
    assert body["detail"].startswith("Unknown column 'evnt'")
    assert (body["extra"]["start"], body["extra"]["end"]) == (7, 11)


def test_hogql_answer_has_the_published_form(api_client: APIClient, team: TeamContext) -> None:
    seen(team)
    query = {"kind": "HogQLQuery", "query": "SELECT event, timestamp FROM events"}
    body = api_client.post(url(team), {"query": query}).json()
    HogQLQueryResponse.model_validate(body)
    assert body["results"][0][0] == "seen"
    assert "clickhouse" not in body


def test_insight_around_a_query_is_answered_as_the_query(api_client: APIClient, team: TeamContext) -> None:
    seen(team)
    plain = api_client.post(url(team), {"query": TRENDS}).json()
    wrapped = api_client.post(url(team), {"query": {"kind": "InsightVizNode", "source": TRENDS, "full": True}}).json()
    assert wrapped["is_cached"] is True
    assert wrapped["results"] == plain["results"]


def test_too_many_queries_at_once_are_a_429(api_client: APIClient, team: TeamContext, settings: Any) -> None:
    settings.QUERY_CONCURRENCY_PER_TEAM = 0
    settings.QUERY_CONCURRENCY_WAIT_SECONDS = 0
    response = api_client.post(url(team), {"query": TRENDS})
    assert (response.status_code, response.json()["code"], response["Retry-After"]) == (429, "too_many_queries", "5")


def test_slow_query_is_stopped_at_its_time_limit(api_client: APIClient, team: TeamContext, settings: Any) -> None:
    settings.QUERY_TIMEOUT_SECONDS = 1
    response = api_client.post(url(team), {"query": {"kind": "HogQLQuery", "query": SLOW}})
    body = response.json()
    assert (response.status_code, body["type"], body["code"]) == (504, "server_error", "query_timeout")
    assert "was stopped at its limit of 1 seconds. " in body["detail"]
    assert body["detail"].endswith('or ask through the API with "refresh": "async": that may take 600 seconds.')


def test_slow_query_in_the_background_says_its_own_time_limit(
    api_client: APIClient, team: TeamContext, settings: Any
) -> None:
    settings.QUERY_BACKGROUND_TIMEOUT_SECONDS = 1
    query = {"kind": "HogQLQuery", "query": SLOW}
    query_id = api_client.post(url(team), {"query": query, "refresh": "async"}).json()["query_status"]["id"]
    run_enqueued(team, query_id)
    status = api_client.get(url(team, f"{query_id}/")).json()["query_status"]
    assert status["error_code"] == "query_timeout"
    assert "was stopped at its limit of 1 seconds. " in status["error_message"]
    assert "async" not in status["error_message"]


def test_query_that_is_too_long_is_refused_at_the_one_limit(api_client: APIClient, team: TeamContext) -> None:
    def ask(length: int) -> Any:
        text = "SELECT 1 --".ljust(length, "x")
        return api_client.post(url(team), {"query": {"kind": "HogQLQuery", "query": text}})

    assert ask(MAX_LENGTH).status_code == 200
    refused = ask(MAX_LENGTH + 1)
    assert (refused.status_code, "64000" in refused.json()["detail"].replace(",", "")) == (400, True)


def test_nothing_of_a_query_stays_in_redis_for_ever(api_client: APIClient, team: TeamContext) -> None:
    query_id = api_client.post(url(team), {"query": TRENDS, "refresh": "async"}).json()["query_status"]["id"]
    run_enqueued(team, query_id)
    api_client.post(url(team), {"query": TRENDS, "refresh": "force_blocking"})
    lasting = [key for key in get_client().scan_iter("queries:*") if get_client().ttl(key) == -1]
    # The index of the cache is bounded by the cache itself.
    assert sorted(lasting) == [b"queries:cache:index", b"queries:cache:sizes", b"queries:cache:total"]


def test_task_comes_back_later_when_the_worker_has_no_place(api_client: APIClient, team: TeamContext) -> None:
    query_id = api_client.post(url(team), {"query": TRENDS, "refresh": "async"}).json()["query_status"]["id"]
    with background_place(seconds=60), pytest.raises(Retry):
        execute_query.apply(args=(team.id, query_id), throw=True)
    assert api_client.get(url(team, f"{query_id}/")).status_code == 202
    execute_query.apply(args=(team.id, query_id), throw=True)
    assert api_client.get(url(team, f"{query_id}/")).status_code == 200
