"""What a request is told while a store is down, with the exceptions that real connections raise."""

from collections.abc import Callable

import psycopg
import pytest
import redis
from django.db import connection, transaction
from django.test import RequestFactory

from posthog.api.errors import exception_handler, server_error
from posthog.supervisor.engines.base import free_port


def connect_to_no_postgres() -> None:
    with connection.wrap_database_errors:
        psycopg.connect(host="127.0.0.1", port=free_port())


def use_a_connection_that_postgres_ended() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


def ask_no_redis() -> None:
    redis.Redis(port=free_port()).ping()


def raised_by(act: Callable[[], None]) -> Exception:
    with pytest.raises(Exception) as caught:  # noqa: PT011 - which one it is, is the test
        act()
    return caught.value


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("act", "code"),
    [
        (connect_to_no_postgres, "postgres_unavailable"),
        (use_a_connection_that_postgres_ended, "postgres_unavailable"),
        (ask_no_redis, "redis_unavailable"),
    ],
)
def test_a_store_that_is_down_is_a_503_that_may_be_tried_again(act: Callable[[], None], code: str) -> None:
    error = raised_by(act)
    connection.close()

    response = exception_handler(error, {})
    assert response is not None
    assert (response.status_code, response.data["code"], response["Retry-After"]) == (503, code, "5")

    try:
        raise error
    except type(error):
        outside_drf = server_error(RequestFactory().get("/"))
    assert (outside_drf.status_code, outside_drf["Retry-After"]) == (503, "5")


@pytest.mark.django_db
def test_a_statement_that_took_too_long_stays_a_bug() -> None:
    def sleep() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 5")
            cursor.execute("SELECT pg_sleep(5)")

    assert exception_handler(raised_by(sleep), {}) is None
