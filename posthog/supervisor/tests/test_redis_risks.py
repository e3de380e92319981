"""What Debian's Redis is told to do with accepted events, and what we say of it."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from posthog.supervisor import doctor, preflight, probes
from posthog.supervisor.datadir import DataDir
from posthog.supervisor.doctor import Verdict
from posthog.supervisor.engines.base import free_port
from posthog.supervisor.redis_risks import risks
from posthog.supervisor.tests.conftest import wait_until

SAFE = ("--appendonly", "yes", "--appendfsync", "always")
Serve = Callable[..., str]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Starts a server with these options and tells its URL."""
    binary = shutil.which("redis-server", path="/usr/bin")
    assert binary is not None, (
        "Debian's Redis is missing. Install it with `apt-get install redis-server`; .ci/run does."
    )
    started: list[subprocess.Popen[bytes]] = []

    def serve(*options: str) -> str:
        port = free_port()
        argv = [binary, "--port", str(port), "--dir", str(tmp_path), *options]
        started.append(subprocess.Popen(argv, stdout=subprocess.DEVNULL))
        url = f"redis://127.0.0.1:{port}/0"
        wait_until(lambda: answers(url), seconds=20, what="Debian's Redis")
        return url

    yield serve
    for process in started:
        process.kill()
        process.wait()


def answers(url: str) -> bool:
    try:
        probes.redis_server(url)
    except probes.ProbeError:
        return False
    return True


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (SAFE, []),
        (("--save", ""), [(True, "writes nothing to its disk")]),
        (("--save", "60 1"), [(True, "writes only a snapshot now and then to its disk")]),
        (("--appendonly", "yes"), [(False, "has `appendfsync everysec`")]),
        ((*SAFE, "--maxmemory-policy", "allkeys-lru"), [(True, "has `maxmemory-policy allkeys-lru`")]),
        (
            ("--save", "", "--maxmemory-policy", "volatile-ttl"),
            [(True, "writes nothing"), (True, "has `maxmemory-policy volatile-ttl`")],
        ),
    ],
)
def test_settings_that_lose_events_are_named(
    serve: Serve, options: tuple[str, ...], said: list[tuple[bool, str]]
) -> None:
    found = risks(serve(*options))

    assert [risk.grave for risk in found] == [grave for grave, _ in said]
    assert all(text in risk.text for risk, (_, text) in zip(found, said, strict=True))


def test_nothing_is_said_of_a_server_that_keeps_its_settings_to_itself(serve: Serve) -> None:
    assert risks(serve("--save", "", "--rename-command", "CONFIG", "")) == ()


def test_nothing_is_said_of_a_server_that_is_not_there() -> None:
    assert risks(f"redis://127.0.0.1:{free_port()}/0") == ()


def test_the_doctor_tells_what_is_grave_from_what_is_not(
    serve: Serve, fresh_data: DataDir, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", serve("--appendonly", "yes", "--maxmemory-policy", "allkeys-lfu"))
    preflight.check_storage(fresh_data)

    found = doctor.examine(fresh_data, host="127.0.0.1", port=free_port())

    said = {finding.text.split("`")[1]: finding.verdict for finding in found if "The Redis of" in finding.text}
    assert said == {"appendfsync everysec": Verdict.NOTE, "maxmemory-policy allkeys-lfu": Verdict.PROBLEM}
