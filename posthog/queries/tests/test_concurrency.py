import time
from contextlib import ExitStack

import pytest
from django.test import override_settings

from common.errors import ErrorKind
from posthog.queries.concurrency import TooManyQueriesError, background_place, request_thread, running_query
from posthog.redis import get_client

LIMITS = {"QUERY_CONCURRENCY_PER_TEAM": 3, "QUERY_CONCURRENCY_PER_USER": 2, "QUERY_CONCURRENCY_WAIT_SECONDS": 0.1}


@pytest.fixture(autouse=True)
def _empty_redis() -> None:
    get_client().flushdb()


@override_settings(**LIMITS)
def test_user_is_refused_beyond_the_limit_and_served_when_a_place_is_free() -> None:
    with ExitStack() as places:
        for _ in range(2):
            places.enter_context(running_query(team_id=1, user_id=7, seconds=60))
        with pytest.raises(TooManyQueriesError) as caught, running_query(team_id=1, user_id=7, seconds=60):
            pass
        assert caught.value.message == "You have 2 queries running already; try again when some have finished."
        assert (caught.value.kind, caught.value.retry_after_seconds) == (ErrorKind.OVER_LIMIT, 5)
    with running_query(team_id=1, user_id=7, seconds=60):
        pass


@override_settings(**LIMITS)
def test_project_is_refused_beyond_its_limit_without_touching_others() -> None:
    with ExitStack() as places:
        for user in range(3):
            places.enter_context(running_query(team_id=1, user_id=user, seconds=60))
        with (
            pytest.raises(TooManyQueriesError, match="This project has 3"),
            running_query(team_id=1, user_id=9, seconds=60),
        ):
            pass
        places.enter_context(running_query(team_id=2, user_id=9, seconds=60))


@override_settings(**LIMITS)
def test_place_of_a_killed_process_becomes_free_after_its_time() -> None:
    for _ in range(2):
        running_query(team_id=1, user_id=7, seconds=0.3).__enter__()
    time.sleep(0.35)
    with running_query(team_id=1, user_id=7, seconds=60):
        pass


@override_settings(QUERY_BACKGROUND_CONCURRENCY=1)
def test_background_queries_leave_the_worker_a_place_for_events() -> None:
    with background_place(seconds=60) as first, background_place(seconds=60) as second:
        assert (first, second) == (True, False)
    with background_place(seconds=60) as third:
        assert third is True


@override_settings(QUERY_THREADS_PER_PROCESS=2)
def test_queries_never_take_the_threads_that_capture_needs() -> None:
    with request_thread(), request_thread():
        with pytest.raises(TooManyQueriesError) as caught, request_thread():
            pass
        assert caught.value.retry_after_seconds == 1
    with request_thread():
        pass
