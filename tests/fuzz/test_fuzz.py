"""Changed requests of real SDKs against a running instance, and arbitrary bytes against what reads them.

FUZZ_REQUESTS=20000 sends so many instead of the suite's few, FUZZ_SEED others.
"""

import json
import os
import random
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import psutil
import pytest
import requests

from tests.chaos.violence import processes_of
from tests.fuzz import targets
from tests.fuzz.mutations import Fuzzed, changed_bytes, changed_meaning, recorded
from tests.support.instance import Instance, Project, eventually

pytestmark = pytest.mark.slow

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "400"))
SEED = int(os.environ.get("FUZZ_SEED", "20261125"))
CAPTURE = ("/batch/", "/e/", "/i/v0/e/", "/engage/", "/i/v0/ai/batch/")
FLAGS = ("/flags/", "/decide/")
V1 = "/i/v1/analytics/events"
# What a client may be told of a request that it should not have sent.
ANSWERS = {200, 400, 401, 413, 415}
SAMPLE_SECONDS = 0.1
GROWTH_BYTES = 300 * 1024 * 1024


def send(session: requests.Session, project: Project, request: Fuzzed) -> requests.Response:
    headers = {name: value.encode("latin-1", "ignore") for name, value in request.headers.items()}
    if request.path == V1:
        headers["Authorization"] = f"Bearer {project.api_token}".encode()
    url = f"{project.instance.url}{request.path}?{request.query}"
    # Whatever takes longer counts as hanging.
    response = session.post(url, data=request.body, headers=headers, timeout=20)
    assert response.status_code in ANSWERS, (response.status_code, response.text, request)
    assert isinstance(response.json(), dict)
    return response


def memory(instance: Instance) -> int:
    return sum(process.memory_info().rss for process in processes_of(instance, "web") if alive(process))


def alive(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


@pytest.fixture
def memory_stays(instance: Instance) -> Iterator[None]:
    """Not even for a moment does it take more: what a request costs is gone again when it is answered."""
    before = peak = memory(instance)
    over = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not over.wait(SAMPLE_SECONDS):
            with suppress(psutil.Error):
                peak = max(peak, memory(instance))

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    yield
    over.set()
    watching.join()
    assert peak - before < GROWTH_BYTES


@pytest.mark.usefixtures("memory_stays")
def test_every_event_that_is_accepted_is_stored_or_explained(instance: Instance, project: Project) -> None:
    """The requests whose bytes were changed go to another project: how many events they hold nobody knows."""
    rng = random.Random(SEED)
    other, seeds = project.sibling("bytes"), recorded(*CAPTURE, V1)
    assert {seed["path"] for seed in seeds} == {*CAPTURE, V1}
    accepted, answers = 0, dict.fromkeys(ANSWERS, 0)
    with requests.Session() as session:
        for number in range(REQUESTS):
            seed = rng.choice(seeds)
            # The newer protocol answers for each event and warns of none, so its are not counted.
            counts = seed["path"] != V1 and rng.random() < 0.6
            target = project if counts else other
            request = changed_meaning(seed, number, target.api_token, rng)
            response = send(session, target, request if counts else changed_bytes(request, rng))
            answers[response.status_code] += 1
            if counts and response.status_code == 200:
                assert request.events is not None
                accepted += request.events
    # Many are still understood; a fuzzer that is refused at the door finds nothing.
    assert answers[200] > REQUESTS / 5
    assert answers[400] > 0

    def accounted() -> tuple[int, list[tuple[str, int]]]:
        # A warning that keeps the original is about an event that is not stored.
        warnings = project.get("ingestion_warnings/")["results"]
        refused = [(each["type"], each["count"]) for each in warnings if any(one["raw"] for one in each["warnings"])]
        return project.count_events() + sum(count for _, count in refused), refused

    found = eventually(accounted, lambda state: state[0] >= accepted, seconds=30)
    assert found[0] == accepted, found
    # Nothing is left behind that the next worker would stumble over.
    probe = {"api_key": other.api_token, "event": "still alive", "distinct_id": "probe"}
    assert requests.post(f"{instance.url}/e/", json=probe, timeout=20).status_code == 200
    alive = "SELECT count() FROM events WHERE event = 'still alive'"
    assert eventually(lambda: other.sql(alive), lambda rows: rows == [[1]]) == [[1]]


@pytest.mark.usefixtures("memory_stays")
def test_flags_answer_whatever_they_are_asked(project: Project) -> None:
    condition = {"properties": [{"key": "plan", "type": "person", "value": "pro", "operator": "exact"}]}
    filters = {"groups": [condition, {"properties": [], "rollout_percentage": 50}]}
    made = requests.post(
        f"{project.instance.url}/api/projects/{project.id}/feature_flags/",
        json={"key": "half", "filters": filters},
        headers=project.headers,
        timeout=30,
    )
    assert made.status_code == 201, made.text
    rng, seeds = random.Random(SEED), recorded(*FLAGS)
    answered = 0
    with requests.Session() as session:
        for number in range(REQUESTS // 2):
            request = changed_meaning(rng.choice(seeds), number, project.api_token, rng)
            request = request if rng.random() < 0.6 else changed_bytes(request, rng)
            response = send(session, project, request)
            answer: dict[str, Any] = response.json()
            if response.status_code == 200:
                answered += 1
                assert "flags" in answer or "featureFlags" in answer
    assert answered > REQUESTS / 10


def test_arbitrary_bytes_are_read_or_refused() -> None:
    """The corpus of the guided fuzzer (tests/fuzz/guided.py), and some changes of it, for a few seconds."""
    rng, seeds = random.Random(SEED), list(targets.seeds())
    assert len(seeds) > 30
    for seed in seeds:
        targets.capture(seed)
    until = time.monotonic() + 2
    while time.monotonic() < until:
        body = rng.choice(seeds)
        changed = changed_bytes(Fuzzed(path="", query="", body=body, events=None), rng).body
        targets.capture(bytes([rng.randrange(256)]) + changed[1:])


def test_targets_see_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> object:
        raise IndexError("a bug")

    monkeypatch.setattr(targets, "open_envelope", broken)
    with pytest.raises(IndexError, match="a bug"):
        targets.capture(b"\x00" + json.dumps({"event": "x"}).encode())
