"""Flags from several web processes: each learns of a change within a second, and nobody is answered wrongly meanwhile."""

import os
import subprocess
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from posthog.supervisor.engines.base import free_port
from posthog.supervisor.services import web_command
from tests.chaos.judge import environment
from tests.support.instance import CHECKOUT, Instance, Project, eventually

pytestmark = [pytest.mark.chaos, pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture
def project(victim: Instance) -> Project:
    return victim.project("flag-processes")


@pytest.fixture
def urls(victim: Instance) -> Iterator[tuple[str, str]]:
    """Two web servers on the same stores, as behind a load balancer."""
    port = free_port()
    process = subprocess.Popen(web_command("127.0.0.1", port), cwd=CHECKOUT, env={**os.environ, **environment(victim)})
    try:
        other = f"http://127.0.0.1:{port}"
        assert eventually(lambda: status_of(other), lambda status: status == 200, seconds=60) == 200
        yield victim.url, other
    finally:
        process.terminate()
        process.wait(20)


def status_of(url: str) -> int:
    try:
        return requests.get(f"{url}/_livez", timeout=5).status_code
    except requests.RequestException:
        return 0


class Flags:
    """The flags of a project by way of one of its web servers."""

    def __init__(self, project: Project, url: str) -> None:
        self.project, self.url = project, url
        self.rest = f"{url}/api/projects/{project.id}/feature_flags/"

    def write(self, method: str, path: str = "", **body: Any) -> dict[str, Any]:
        answer = requests.request(method, f"{self.rest}{path}", json=body, headers=self.project.headers, timeout=30)
        assert answer.status_code in (200, 201), answer.text
        return dict(answer.json())

    def ask(self) -> dict[str, Any]:
        body = {"token": self.project.api_token, "distinct_id": "user"}
        answer = requests.post(f"{self.url}/flags/?v=2", json=body, timeout=30)
        assert answer.status_code == 200, answer.text
        assert answer.json()["errorsWhileComputingFlags"] is False
        return dict(answer.json()["flags"])

    def definitions(self, etag: str) -> requests.Response:
        headers = {**self.project.headers, "If-None-Match": etag}
        return requests.get(f"{self.url}/flags/definitions?token={self.project.api_token}", headers=headers, timeout=30)


def test_every_process_follows_within_a_second(project: Project, urls: tuple[str, str]) -> None:
    here, there = Flags(project, urls[0]), Flags(project, urls[1])
    everybody = {"groups": [{"properties": [], "rollout_percentage": 100}]}
    made = here.write("POST", key="beta", filters=everybody)
    assert eventually(there.ask, bool)["beta"]["enabled"] is True
    tag = there.definitions("").headers["ETag"]
    assert there.definitions(tag).status_code == 304
    path, waited = f"{made['id']}/", list[float]()
    stop, wrong = threading.Event(), list[Any]()

    def watch(flags: Flags) -> None:
        """The versions that a process answers only rise, and a flag is what it is in that version."""
        version = 1
        while not stop.is_set():
            try:
                found = next(iter(flags.ask().values()), None)
            except AssertionError as error:
                wrong.append(error)
                return
            time.sleep(0.01)
            if found is None:
                continue
            known = found["metadata"]["version"]
            # Even versions switch it off; the last two rename and delete it.
            if known < version or (known < 5 and found["enabled"] is not bool(known % 2)):
                wrong.append(found)
            version = known

    watchers = [threading.Thread(target=watch, args=(flags,)) for flags in (here, there)]
    for watcher in watchers:
        watcher.start()
    try:
        for change in ({"active": False}, {"active": True}, {"active": False}, {"active": True, "key": "gamma"}):
            # Changed by one process and asked of the other, in turn.
            writer, reader = (here, there) if len(waited) % 2 == 0 else (there, here)
            version = writer.write("PATCH", path, **change)["version"]
            if len(waited) < 2:
                waited.append(until(reader, version))
            else:
                # Servers that poll for definitions get what is new at once.
                waited.append(0.0)
                answer = reader.definitions(tag)
                assert (answer.status_code, [flag["version"] for flag in answer.json()["flags"]]) == (200, [version])
                tag = answer.headers["ETag"]
                assert until(reader, version) < 0.5
        until(here, version)
        assert list(here.ask()) == list(there.ask()) == ["gamma"]
        here.write("PATCH", path, deleted=True)
        waited.append(until(there, None))
    finally:
        stop.set()
        for watcher in watchers:
            watcher.join(30)
    assert wrong == []
    # The half second beyond is for a machine that is busy with other tests.
    assert max(waited) < 1.5, waited


def until(flags: Flags, version: int | None) -> float:
    """How long it takes until the process answers with this version of the only flag; None: without a flag."""
    started = time.monotonic()
    wanted = [] if version is None else [version]
    while [flag["metadata"]["version"] for flag in flags.ask().values()] != wanted:
        assert time.monotonic() - started < 10
        time.sleep(0.01)
    return time.monotonic() - started
