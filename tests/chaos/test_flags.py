"""Flags while stores stand still: always an answer, never a wrong one, and quickly; a process that knows nothing says so."""

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests

from tests.chaos.violence import frozen, kill, processes_of
from tests.support.instance import Instance, Project, eventually

pytestmark = [pytest.mark.chaos, pytest.mark.slow, pytest.mark.timeout(300)]

ASKERS = 4
OUTAGE_SECONDS = 2.5
STORES = ("clickhouse", "redis", "postgres")


def half(distinct_id: str) -> bool:
    """Whether the flag `half` is on, by the published formula."""
    digest = hashlib.sha1(f"half.{distinct_id}".encode(), usedforsecurity=False).hexdigest()
    return int(digest[:15], 16) / 0xFFFFFFFFFFFFFFF <= 0.5


def ask(project: Project, distinct_id: str, **properties: Any) -> requests.Response:
    body = {"token": project.api_token, "distinct_id": distinct_id, "person_properties": properties}
    return requests.post(f"{project.instance.url}/flags/?v=2", json=body, timeout=20)


def given_flag(project: Project, key: str, groups: list[dict[str, Any]]) -> int:
    made = requests.post(
        f"{project.instance.url}/api/projects/{project.id}/feature_flags/",
        json={"key": key, "filters": {"groups": groups}},
        headers=project.headers,
        timeout=30,
    )
    assert made.status_code == 201, made.text
    return int(made.json()["id"])


@dataclass(kw_only=True)
class Asking:
    """What people were answered, and how long they waited."""

    seconds: list[float] = field(default_factory=list)
    wrong: list[Any] = field(default_factory=list)
    undecided: int = 0

    def note(self, distinct_id: str, response: requests.Response, seconds: float) -> None:
        self.seconds.append(seconds)
        if response.status_code != 200:
            self.wrong.append((response.status_code, response.text))
            return
        answer = response.json()
        found = {key: record["enabled"] for key, record in answer["flags"].items()}
        # Nobody is known here, so `pro` is off for everybody, if it can be decided.
        expected = {"half": half(distinct_id), "pro": False, "sent": True}
        missing = expected.keys() - found.keys()
        self.undecided += bool(missing)
        right = found == {key: value for key, value in expected.items() if key not in missing}
        if not right or answer["errorsWhileComputingFlags"] is not bool(missing) or missing - {"pro"}:
            self.wrong.append((distinct_id, found))


@contextmanager
def asking(project: Project) -> Iterator[Asking]:
    """Several people who ask for flags all the time."""
    found, stop = Asking(), threading.Event()

    def go_on(number: int) -> None:
        turn = 0
        while not stop.is_set():
            turn += 1
            distinct_id = f"user-{number}-{turn % 50}"
            started = time.monotonic()
            response = ask(project, distinct_id, channel="beta")
            found.note(distinct_id, response, time.monotonic() - started)
            time.sleep(0.01)

    threads = [threading.Thread(target=go_on, args=(number,)) for number in range(ASKERS)]
    for thread in threads:
        thread.start()
    try:
        yield found
    finally:
        stop.set()
        for thread in threads:
            thread.join(30)


@pytest.fixture(scope="module")
def project(victim: Instance) -> Project:
    """A project with three flags, which every test leaves as they were."""
    made = victim.project("flags")
    given_flag(made, "half", [{"properties": [], "rollout_percentage": 50}])
    plan = {"key": "plan", "type": "person", "operator": "exact", "value": "pro"}
    given_flag(made, "pro", [{"properties": [plan], "rollout_percentage": 100}])
    channel = {"key": "channel", "type": "person", "operator": "exact", "value": "beta"}
    given_flag(made, "sent", [{"properties": [channel], "rollout_percentage": 100}])
    eventually(lambda: len(ask(made, "first").json()["flags"]), lambda number: number == 3)
    return made


@pytest.mark.parametrize("stores", [*((store,) for store in STORES), STORES], ids="-".join)
def test_flags_go_on_while_stores_stand_still(victim: Instance, project: Project, stores: tuple[str, ...]) -> None:
    with asking(project) as before:
        time.sleep(1)
    with asking(project) as found:
        time.sleep(0.3)
        with ExitStack() as stack:
            for store in stores:
                stack.enter_context(frozen(processes_of(victim, store)))
            time.sleep(OUTAGE_SECONDS)
        time.sleep(0.5)
    assert (before.wrong, before.undecided) == ([], 0)
    assert found.wrong == []
    assert bool(found.undecided) is ("postgres" in stores)
    # Those who were waiting when it happened wait for their time-out; the others do not.
    slow = [seconds for seconds in found.seconds if seconds > 0.4]
    assert len(found.seconds) > 100
    assert len(slow) <= 3 * ASKERS, sorted(slow)
    back = eventually(lambda: ask(project, "user").json(), lambda answer: not answer["errorsWhileComputingFlags"])
    assert set(back["flags"]) == {"half", "pro", "sent"}


def test_change_is_answered_within_a_second(project: Project) -> None:
    waited = []
    for active in (False, True):
        flags = requests.get(
            f"{project.instance.url}/api/projects/{project.id}/feature_flags/", headers=project.headers, timeout=30
        ).json()["results"]
        flag_id = next(flag["id"] for flag in flags if flag["key"] == "sent")
        changed = requests.patch(
            f"{project.instance.url}/api/projects/{project.id}/feature_flags/{flag_id}/",
            json={"active": active},
            headers=project.headers,
            timeout=30,
        )
        assert changed.status_code == 200, changed.text
        started = time.monotonic()
        while ask(project, "u", channel="beta").json()["flags"]["sent"]["enabled"] is not active:
            assert time.monotonic() - started < 10
            time.sleep(0.02)
        waited.append(time.monotonic() - started)
    assert max(waited) < 1.5, waited


def test_process_that_knows_nothing_and_can_read_nothing_says_so(victim: Instance, project: Project) -> None:
    with ExitStack() as stack:
        for store in STORES:
            stack.enter_context(frozen(processes_of(victim, store)))
        kill(victim, "web")

        def status() -> int:
            try:
                return ask(project, "user").status_code
            except requests.RequestException:
                return 0

        assert eventually(status, lambda code: code != 0, seconds=60) == 503
        started = time.monotonic()
        refused = ask(project, "user")
        assert (refused.status_code, refused.json()["code"]) == (503, "definitions_unavailable")
        assert time.monotonic() - started < 5
        assert "Retry-After" in refused.headers
    back = eventually(status, lambda code: code == 200, seconds=60)
    assert back == 200
    assert ask(project, "user", channel="beta").json()["flags"]["half"]["enabled"] is half("user")
