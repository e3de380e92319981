"""Capture and remote config over HTTP: statuses, bodies and headers, as SDKs depend on them."""

import base64
import gzip
import json
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.db import OperationalError
from django.test.client import Client
from pytest_django import Settings

from common import clock
from common.sdk import lenient_json
from posthog import known_teams as teams
from posthog import teams as core_teams
from posthog.contracts import TeamContext
from posthog.supervisor.engines import RedisEngine, runtime_dir
from products.events.backend.facade.system import IngestionAPI
from products.events.backend.logic.queue.guard import guard
from products.events.backend.presentation.urls import ENDPOINTS
from products.events.backend.tests.conftest import queue_length, work_off_the_queue

EVENT = {"event": "x", "distinct_id": "u"}
ORIGIN = "https://shop.example.com"


@pytest.fixture
def token(team: TeamContext) -> str:
    return team.api_token


def post(client: Client, body: Any, path: str = "/batch/", **headers: str) -> tuple[int, Any]:
    data = body if isinstance(body, bytes) else orjson.dumps(body)
    response = client.post(path, data, content_type="application/json", headers=headers)
    return response.status_code, json.loads(response.content)


@pytest.mark.parametrize("path", [f"/{name}{slash}" for name in (*ENDPOINTS, "engage") for slash in ("/", "")])
def test_every_endpoint_takes_events_with_and_without_slash(client: Client, token: str, path: str) -> None:
    assert post(client, {**EVENT, "api_key": token}, path) == (200, {"status": 1})
    assert queue_length() == 1


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "invalid_payload"),
        (b"not json", 400, "invalid_payload"),
        (b"{", 400, "invalid_payload"),
        (b"[]", 400, "invalid_payload"),
        ({"api_key": "TOKEN", "batch": []}, 400, "invalid_payload"),
        ({"api_key": "TOKEN", "batch": "x"}, 400, "invalid_payload"),
        ({"api_key": "TOKEN", "distinct_id": "u"}, 400, "invalid_payload"),
        ({"api_key": "TOKEN", "event": "x"}, 400, "invalid_payload"),
        ({"api_key": "TOKEN", "batch": [{"event": "x"}, {"distinct_id": "u"}]}, 400, "invalid_payload"),
        ({"api_key": "TOKEN", **EVENT, "uuid": "nope"}, 400, "invalid_payload"),
        (gzip.compress(b"{}", mtime=0)[:-8], 400, "invalid_payload"),
        ({"batch": [EVENT]}, 401, "missing_api_key"),
        ({"api_key": "", "batch": [EVENT]}, 401, "missing_api_key"),
        ({"api_key": "phx_personal", "batch": [EVENT]}, 401, "invalid_api_key"),
        ({"api_key": "phc_nobody", "batch": [EVENT]}, 401, "invalid_api_key"),
        ([{**EVENT, "token": "TOKEN"}, {**EVENT, "token": "phc_other"}], 401, "invalid_api_key"),
        (gzip.compress(b'{"a":"' + b"x" * 30_000_000 + b'"}', mtime=0), 413, "payload_too_large"),
    ],
)
def test_refused_request_says_why_and_queues_nothing(
    client: Client, token: str, body: Any, status: int, code: str
) -> None:
    data = body if isinstance(body, bytes) else orjson.dumps(body).replace(b"TOKEN", token.encode())
    found_status, answer = post(client, data)
    assert (found_status, answer["code"]) == (status, code)
    assert set(answer) == {"type", "code", "detail", "attr"}
    assert answer["detail"].endswith(".")
    assert queue_length() == 0


def test_one_bad_event_does_not_stop_its_batch(client: Client, token: str) -> None:
    assert post(client, {"api_key": token, "batch": [{"event": 7}, EVENT, None]})[0] == 200
    assert work_off_the_queue() == 1


def test_body_over_the_limit_is_refused_before_it_is_read(client: Client, settings: Settings, token: str) -> None:
    settings.EVENT_BODY_MAX_BYTES = 1000
    status, answer = post(client, {"api_key": token, "batch": [EVENT] * 100})
    assert (status, answer["code"]) == (413, "payload_too_large")


def test_bytes_are_queued_as_they_were_sent(client: Client, token: str) -> None:
    """Written again, 1.0 might come out as 1, and a large batch would cost twice."""
    body = b'{"api_key": "%b", "batch": [{"event":"x","distinct_id":"u","properties":{"n": 1.0}}]}' % token.encode()
    response = client.post("/batch/", gzip.compress(body), content_type="text/plain")
    assert response.status_code == 200
    from products.events.backend.logic.queue import connection, keys

    [(_, fields)] = connection.client().xrange(keys.stream(0))
    assert fields[b"b"] == body


def test_pixel_takes_an_event_from_the_query(client: Client, token: str) -> None:
    data = base64.b64encode(orjson.dumps({**EVENT, "token": token})).decode()
    for value in (data, orjson.dumps({**EVENT, "token": token}).decode()):
        response = client.get("/e/", {"data": value})
        assert (response.status_code, response.content) == (200, b'{"status": 1}')
    assert client.get("/e/").status_code == 400
    assert queue_length() == 2


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "HEAD"])
def test_other_methods_are_not_allowed(client: Client, method: str) -> None:
    response = client.generic(method, "/batch/", b"{}")
    assert response.status_code == 405
    assert response["Allow"] == "GET, POST, OPTIONS"


def test_any_origin_may_send_and_read_the_answer(client: Client, token: str) -> None:
    for body in (orjson.dumps({**EVENT, "token": token}), b"nonsense"):
        response = client.post("/e/", body, content_type="text/plain", headers={"origin": ORIGIN})
        assert response["Access-Control-Allow-Origin"] == ORIGIN
        assert response["Access-Control-Allow-Credentials"] == "true"
        assert "Retry-After" in response["Access-Control-Expose-Headers"]
        assert "Origin" in response["Vary"]


def test_preflight_allows_the_headers_asked_for(client: Client) -> None:
    asked = {"origin": ORIGIN, "access-control-request-headers": "content-type,x-custom"}
    response = client.options("/e/", headers={**asked, "access-control-request-method": "POST"})
    assert response.status_code in (200, 204)
    assert response["Access-Control-Allow-Origin"] == ORIGIN
    assert response["Access-Control-Allow-Headers"] == "content-type,x-custom"
    assert "POST" in response["Access-Control-Allow-Methods"]


def test_no_cookie_is_set_and_no_session_is_read(client: Client, token: str) -> None:
    response = client.post("/e/", orjson.dumps({**EVENT, "token": token}), content_type="text/plain")
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_full_queue_is_503_with_retry_after(client: Client, settings: Settings, token: str) -> None:
    body = orjson.dumps({**EVENT, "token": token, "properties": {"text": "x" * 10_000}})
    settings.EVENT_QUEUE_MAX_BYTES = 50_000
    guard.look_again()
    assert client.post("/batch/", body, "application/json").status_code == 200
    # As when something else in Redis takes the room. Projects alone leave some for the next one.
    settings.EVENT_QUEUE_MAX_BYTES = 15_000
    guard.look_again()
    response = client.post("/batch/", body, "application/json")
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert json.loads(response.content)["code"] == "queue_unavailable"

    work_off_the_queue()
    guard.look_again()
    assert post(client, {**EVENT, "token": token})[0] == 200
    guard.look_again()


@pytest.fixture
def own_redis(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> Iterator[Any]:
    """A Redis that the test may kill; call the fixture's value to (re)start it."""
    directory = Path("/tmp") / f"prk-redis-{time.time_ns()}"  # noqa: S108 - sockets need a short path
    directory.mkdir(mode=0o700)
    engine = RedisEngine(data_dir=directory / "data", run_dir=runtime_dir(directory), die_with_parent=True)
    running: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        engine.prepare()
        running.append(subprocess.Popen(engine.command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        while not engine.is_ready():
            time.sleep(0.02)
        return running[-1]

    settings.REDIS_URL = engine.url
    guard.look_again()
    yield start
    for process in running:
        process.kill()
        process.wait()
    guard.look_again()


def test_dead_redis_is_503_and_a_revived_one_has_everything(client: Client, token: str, own_redis: Any) -> None:
    redis = own_redis()
    for number in range(20):
        assert post(client, {**EVENT, "token": token, "properties": {"n": number}})[0] == 200
    redis.kill()
    redis.wait()
    status, answer = post(client, {**EVENT, "token": token})
    assert (status, answer["code"]) == (503, "queue_unavailable")
    own_redis()
    assert post(client, {**EVENT, "token": token})[0] == 200
    assert work_off_the_queue() == 21


def test_requests_of_many_short_lived_threads_are_taken(client: Client, token: str) -> None:
    """Each thread keeps a connection to Redis for as long as it lives; they must not use up the pool."""
    from products.events.backend.logic.queue import producer
    from products.events.backend.logic.queue.entry import Received

    received = Received(request_id="r", team_id=1, token=token, received_at=clock.now())
    for _ in range(150):
        thread = threading.Thread(target=producer.append, args=(0, received, b"{}"))
        thread.start()
        thread.join()
    assert queue_length() == 150


def test_events_are_accepted_while_postgres_is_down(
    client: Client, team: TeamContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody can check the token then, so the worker does it later; what turns out to be nobody's is dropped."""

    def down(token: str) -> None:
        raise OperationalError("the connection is closed")

    with monkeypatch.context() as patch:
        patch.setattr(core_teams, "find_team_by_token", down)
        assert post(client, {**EVENT, "token": team.api_token}) == (200, {"status": 1})
        assert post(client, {**EVENT, "token": "phc_nobody"}) == (200, {"status": 1})
        assert IngestionAPI.drain_partition(0).events == 0
    teams.forget()
    assert work_off_the_queue() == 1


def test_down_postgres_is_not_asked_by_every_request(
    client: Client, team: TeamContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection attempt may take seconds; a web server whose threads all wait for one answers nobody."""
    asked = []

    def down(token: str) -> None:
        asked.append(token)
        raise OperationalError("the connection is closed")

    monkeypatch.setattr(core_teams, "find_team_by_token", down)
    for _ in range(20):
        assert post(client, {**EVENT, "token": team.api_token}) == (200, {"status": 1})
    assert len(asked) <= 2


def test_known_project_stays_known_while_postgres_is_down(
    client: Client, team: TeamContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert post(client, {**EVENT, "token": team.api_token})[0] == 200

    def down(token: str) -> None:
        raise OperationalError("the connection is closed")

    monkeypatch.setattr(core_teams, "find_team_by_token", down)
    later = time.monotonic() + teams.FOUND_SECONDS + 1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert teams.find_team_by_token(team.api_token) == team


def test_remote_config_tells_posthog_js_to_compress(client: Client, token: str) -> None:
    response = client.get(f"/array/{token}/config", headers={"origin": ORIGIN})
    config = response.json()
    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == ORIGIN
    assert config["supportedCompression"] == ["gzip", "gzip-js"]
    assert (config["hasFeatureFlags"], config["autocapture_opt_out"]) == (False, False)
    assert config["analytics"] == {"endpoint": "/i/v0/e/"}
    # posthog-js loads surveys.js even when this is false; only its absence saves the request.
    assert "surveys" not in config


def test_remote_config_script_holds_the_same_as_the_json(client: Client, token: str) -> None:
    script = client.get(f"/array/{token}/config.js").content.decode()
    assert f'window._POSTHOG_REMOTE_CONFIG["{token}"] = ' in script
    literal = script.split(f'window._POSTHOG_REMOTE_CONFIG["{token}"] = ')[1].split(";\n")[0]
    assert lenient_json.loads(literal.encode()) == {
        "config": client.get(f"/array/{token}/config").json(),
        "siteApps": [],
    }


@pytest.mark.parametrize("path", ["/array/phc_nobody/config", "/array/phc_nobody/config.js", "/array/phx_1/config"])
def test_remote_config_of_an_unknown_token_is_unauthenticated(client: Client, db: None, path: str) -> None:
    assert client.get(path).status_code == 401
