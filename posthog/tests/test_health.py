"""The health addresses inside one process; a store that dies and comes back is in the supervisor's tests."""

import os
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from django.test import Client, override_settings

from posthog.supervisor.engines import RedisEngine
from posthog.supervisor.engines.base import free_port

STORES = ("postgres", "redis", "clickhouse")


def test_every_store_answers() -> None:
    response = Client().get("/_readyz")

    assert response.status_code == 200
    assert response.json() == {"status": "ok", "stores": dict.fromkeys(STORES, "ok")}
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("variable", "store", "url"),
    [
        ("DATABASE_URL", "postgres", "postgres://me:very-secret@127.0.0.1:{port}/none"),
        ("REDIS_URL", "redis", "redis://:very-secret@127.0.0.1:{port}/0"),
        ("CLICKHOUSE_URL", "clickhouse", "http://me:very-secret@127.0.0.1:{port}/none"),
    ],
)
def test_the_store_that_is_down_is_named_and_nothing_else_is_told(variable: str, store: str, url: str) -> None:
    port = free_port()
    with override_settings(**{variable: url.format(port=port)}):
        began = time.monotonic()
        response = Client().get("/_readyz")
        took = time.monotonic() - began

    assert response.status_code == 503
    assert response.json()["stores"] == {name: "down" if name == store else "ok" for name in STORES}
    assert response["Retry-After"] == "5"
    assert "very-secret" not in response.content.decode()
    assert str(port) not in response.content.decode()
    assert took < 2.5


def test_a_server_that_takes_the_connection_and_says_nothing_is_down_soon() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with override_settings(CLICKHOUSE_URL=f"http://127.0.0.1:{port}/x", REDIS_URL=f"redis://127.0.0.1:{port}/0"):
            began = time.monotonic()
            response = Client().get("/_readyz")
            took = time.monotonic() - began

    assert response.status_code == 503
    assert response.json()["stores"] == {"postgres": "ok", "redis": "down", "clickhouse": "down"}
    assert took < 4, "all stores are asked at once"


def test_accepting_events_needs_redis_alone() -> None:
    port = free_port()
    with override_settings(DATABASE_URL=f"postgres://127.0.0.1:{port}/x", CLICKHOUSE_URL=f"http://127.0.0.1:{port}/x"):
        assert Client().get("/_health").status_code == 200
    with override_settings(REDIS_URL=f"redis://127.0.0.1:{port}/0"):
        assert Client().get("/_health").status_code == 503


def test_being_alive_needs_nothing() -> None:
    port = free_port()
    with override_settings(REDIS_URL=f"redis://127.0.0.1:{port}/0", DATABASE_URL=f"postgres://127.0.0.1:{port}/x"):
        response = Client().get("/_livez")
    assert (response.status_code, response.content) == (200, b"ok")


def test_asking_fast_does_not_become_work_for_the_stores() -> None:
    Client().get("/_health")
    began = time.monotonic()
    for _ in range(50):
        # A silent server would cost two seconds a question.
        assert Client().get("/_health").status_code == 200
    assert time.monotonic() - began < 1.0


def test_a_store_that_comes_back_is_seen(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="pk") as directory:
        engine = RedisEngine(data_dir=tmp_path, run_dir=Path(directory), die_with_parent=True)
        engine.prepare()
        with override_settings(REDIS_URL=engine.url):
            assert Client().get("/_health").status_code == 503
            process = subprocess.Popen(engine.command(), env={**os.environ, **engine.env()})
            try:
                deadline = time.monotonic() + 5
                while Client().get("/_health").status_code != 200:
                    assert time.monotonic() < deadline, "still down"
                    time.sleep(0.1)
            finally:
                process.terminate()
                process.wait()


def test_only_reading_is_allowed() -> None:
    for path in ("/_livez", "/_readyz", "/_health"):
        assert Client().post(path).status_code == 405
        assert Client().head(path).status_code == 200
