"""Disks that cannot take anything, at the start and later: a clear sentence, nothing harmed.

A small file system of its own shows it best, and mounting one takes the rights of an administrator. Without them the
same refusals are provoked by permissions and by the shell's limit on file sizes.
"""

import contextlib
import json
import os
import pwd
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import redis
import requests

from common import disk
from posthog.supervisor import preflight
from posthog.supervisor.datadir import CHECKOUT, DataDir
from posthog.supervisor.engines.base import free_port, supervised
from posthog.supervisor.errors import ExitCode, StartError
from posthog.supervisor.launch import Account
from posthog.supervisor.tests.conftest import NOT_INHERITED, Running, environment, wait_until

SMALL_DISK = 700 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A place to start on, and whom to start as."""

    path: Path
    account: Account | None
    expected: str


def mounted(path: Path, *options: str) -> bool:
    """Put a small file system there, if we may."""
    path.mkdir(exist_ok=True)
    given = ",".join(options)
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", given, "tmpfs", str(path)], capture_output=True, check=False)
    return done.returncode == 0


def start(ground: Ground) -> tuple[int, str]:
    argv = [sys.executable, "-m", "posthog.supervisor", "--data-dir", str(ground.path / "data")]
    argv += ["--port", str(free_port())]
    done = subprocess.run(
        supervised(argv, death_signal=None, account=ground.account),
        env={name: value for name, value in os.environ.items() if name not in NOT_INHERITED},
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Ground]:
    if mounted(tmp_path / "disk", "size=8m", "ro"):
        yield Ground(path=tmp_path / "disk", account=None, expected="lies on a read-only disk")
        subprocess.run(["umount", str(tmp_path / "disk")], check=True)
        return
    closed = tmp_path / "disk"
    closed.mkdir(exist_ok=True)
    closed.chmod(0o555)
    nobody = pwd.getpwnam("nobody")
    account = Account(uid=nobody.pw_uid, gid=nobody.pw_gid, read_search=True) if os.getuid() == 0 else None
    yield Ground(path=closed, account=account, expected="may not be written by this user")


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Ground]:
    """8 MB, or a session that may not write files at all."""
    if mounted(tmp_path / "disk", "size=8m"):
        yield Ground(path=tmp_path / "disk", account=None, expected="is nearly full: ")
        subprocess.run(["umount", str(tmp_path / "disk")], check=True)
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield Ground(path=tmp_path / "disk", account=None, expected="may not get any larger")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_read_only_disk_is_refused(read_only: Ground) -> None:
    code, said = start(read_only)

    assert code == ExitCode.STORAGE
    assert read_only.expected in said
    assert "--data-dir" in said
    assert "Traceback" not in said


def test_a_full_disk_is_refused_and_nothing_is_left_on_it(small: Ground) -> None:
    code, said = start(small)

    assert code == ExitCode.STORAGE, said
    assert small.expected in said
    assert "Traceback" not in said
    data = small.path / "data"
    assert not (data / "postgres").exists()
    assert not (data / "secrets.json").exists()


def test_a_disk_without_room_for_a_single_block_is_told_from_one_that_is_nearly_full(tmp_path: Path) -> None:
    # /dev/full takes nothing, as a full disk; the same error comes from a file of it as from a file on such a disk.
    data = DataDir(root=tmp_path / "data")
    preflight.check_storage(data)
    (data.run / f"write-test.{os.getpid()}").symlink_to("/dev/full")

    with pytest.raises(StartError, match=r"lies on a full disk\. Free some space") as caught:
        preflight.check_storage(data)

    assert caught.value.code is ExitCode.STORAGE
    assert Path("/dev/full").is_char_device(), "the clean-up removes the link, not what it names"


@pytest.mark.slow
def test_an_instance_whose_disk_fills_up_warns_then_refuses_events_and_loses_none() -> None:
    with tempfile.TemporaryDirectory(prefix="pk") as directory:
        root = Path(directory) / "disk"
        on_own_disk = mounted(root, f"size={SMALL_DISK}")
        data = DataDir(root=root / "data")
        ballast = data.root / "ballast"
        # Without a disk of its own, the data directory is given as much as that disk would have.
        running = Running(data, env={} if on_own_disk else {"DATA_DIR_MAX_BYTES": str(SMALL_DISK)})
        try:
            running.wait_ready()
            made = running.manage("bootstrap_project", "--email", "a@example.com", "--organization", "A", "--json")
            sender = Sender(running=running, token=json.loads(made)["api_token"], answers=[])
            assert sender.send() == 200
            assert health(running) == (200, "ok")

            fill_to(ballast, data.root, 0.85)
            wait_until(lambda: health(running) == (200, "warning"), seconds=10, what="warned")
            wait_until(lambda: "Free some space soon" in running.output, seconds=10, what="said")
            assert sender.send() == 200, "a warning refuses nothing"

            fill_to(ballast, data.root, 0.96)
            wait_until(lambda: health(running) == (503, "full"), seconds=10, what="full")
            wait_until(lambda: sender.send() == 503, seconds=10, what="refused")
            assert sender.retry_after == 30
            wait_until(lambda: "so new events are refused" in running.output, seconds=10, what="said")
            assert running.is_whole(), "everything but capture goes on"
            assert 0.95 <= used_ratio(running) <= 1
            wait_until(lambda: stored(running) == sender.accepted, seconds=30, what="what was accepted is stored")

            # Then the last byte goes too. Again and again, because the stores themselves give a little space back.
            if on_own_disk:
                for _ in range(20):
                    fill(ballast)
                    sender.send()

            ballast.unlink()
            wait_until(lambda: sender.send() == 200, seconds=20, what="taken again")
            wait_until(running.is_whole, seconds=20, what="whole")
            wait_until(lambda: health(running) == (200, "ok"), seconds=20, what="well")
            wait_until(lambda: "has room again" in running.output, seconds=10, what="said")

            assert set(sender.answers) == {200, 503}, "a refusal, so that the sender keeps the event and tries again"
            wait_until(lambda: stored(running) >= sender.accepted, seconds=30, what="all stored")
            assert stored(running) == sender.accepted
        finally:
            running.stop()
            if on_own_disk:
                subprocess.run(["umount", str(root)], check=True)
        assert running.process.returncode == 0


@pytest.mark.slow
def test_a_redis_out_of_memory_refuses_events_and_goes_on_by_itself(fresh_data: DataDir) -> None:
    running = Running(fresh_data)
    try:
        running.wait_ready()
        made = running.manage("bootstrap_project", "--email", "a@example.com", "--organization", "A", "--json")
        sender = Sender(running=running, token=json.loads(made)["api_token"], answers=[])
        assert sender.send() == 200
        allow_memory(running, "1")
        wait_until(lambda: sender.send() == 503, seconds=20, what="refused")
        for _ in range(20):
            sender.send()
        allow_memory(running, "256mb")
        wait_until(lambda: sender.send() == 200, seconds=20, what="taken again")
        assert set(sender.answers) == {200, 503}
        wait_until(lambda: stored(running) >= sender.accepted, seconds=30, what="all stored")
        assert stored(running) == sender.accepted
    finally:
        running.stop()
    assert running.process.returncode == 0


@dataclass(slots=True, kw_only=True)
class Sender:
    """Sends one event at a time and remembers the answers."""

    running: Running
    token: str
    answers: list[int]
    retry_after: int = 0

    def send(self) -> int:
        event = {"event": "full", "distinct_id": "somebody", "properties": {"text": "x" * 5000}}
        body = {"api_key": self.token, "batch": [event]}
        response = requests.post(f"{self.running.url}/batch/", json=body, timeout=10)
        self.answers.append(response.status_code)
        self.retry_after = int(response.headers.get("Retry-After", "0"))
        return response.status_code

    @property
    def accepted(self) -> int:
        return self.answers.count(200)


def stored(running: Running) -> int:
    """How many events ClickHouse has."""
    url = environment(running.data)["CLICKHOUSE_URL"]
    return int(requests.post(url.rpartition("/")[0], data="SELECT count() FROM prickle.events", timeout=10).text)


def health(running: Running) -> tuple[int, str]:
    """What /_health says of the disk."""
    response = running.get("/_health")
    return response.status_code, str(response.json()["disk"])


def used_ratio(running: Running) -> float:
    """The disk's share in the metrics."""
    lines = running.get("/_metrics").text.splitlines()
    return float(next(line for line in lines if line.startswith("prickle_disk_used_ratio")).split()[-1])


def fill_to(path: Path, root: Path, share: float) -> None:
    """Write until this share of the small disk is used, be it a disk or an allowance."""
    usage = shutil.disk_usage(root)
    used = usage.used if usage.total == SMALL_DISK else disk.size_of(root)
    with path.open("ab", buffering=0) as file:
        for _ in range((int(SMALL_DISK * share) - used) // 2**20):
            file.write(b"x" * 2**20)


def fill(path: Path) -> None:
    """Write until nothing fits any more."""
    with contextlib.suppress(OSError), path.open("ab", buffering=0) as file:
        for size in (2**20, 2**12):
            with contextlib.suppress(OSError):
                while file.write(b"x" * size):
                    pass


def allow_memory(running: Running, limit: str) -> None:
    """Without a disk to fill, the queue's memory is the other thing that runs out."""
    with redis.Redis.from_url(environment(running.data)["REDIS_URL"]) as client:
        client.config_set("maxmemory", limit)
