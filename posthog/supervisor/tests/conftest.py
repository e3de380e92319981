"""What several of these tests need: quiet consoles, monitors that are cleaned up, real instances."""

import io
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import psutil
import pytest
import requests

from posthog.supervisor.console import Console
from posthog.supervisor.datadir import CHECKOUT, DataDir
from posthog.supervisor.engines.base import free_port
from posthog.supervisor.files import read_json
from posthog.supervisor.monitor import Monitor

READY_SECONDS = 90
STOP_SECONDS = 10
# What the test run itself has set, and what an instance must take from its own data directory.
NOT_INHERITED = (
    "DATABASE_URL",
    "REDIS_URL",
    "CLICKHOUSE_URL",
    "POSTHOG_DATA_DIR",
    "PRICKLE_TEST",
    "SECRET_KEY",
    "PORT",
)


class RecordedConsole(Console):
    """A console whose text can be read back."""

    def __init__(self) -> None:
        self._recorded = io.StringIO()
        super().__init__(self._recorded)
        self.show_logs = True

    @property
    def text(self) -> str:
        return self._recorded.getvalue()


class WatchedMonitor:
    """A monitor in the test's own process, with a way to let it run until something is true."""

    def __init__(self, directory: Path) -> None:
        self.console = RecordedConsole()
        logs = directory / "logs"
        logs.mkdir()
        self.children_file = directory / "children.json"
        self.monitor = Monitor(console=self.console, logs=logs, children_file=self.children_file)

    def watch_until(self, happened: Callable[[], bool], *, seconds: float) -> float:
        """Keep the services alive until this is true; returns how long it took and fails when it takes longer."""
        started = time.monotonic()

        def look() -> None:
            if happened() or time.monotonic() - started > seconds:
                self.monitor.stop_requests += 1

        self.monitor.watch(look)
        self.monitor.stop_requests = 0
        took = time.monotonic() - started
        assert took <= seconds, f"It did not happen within {seconds} s:\n{self.console.text}"
        return took


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[WatchedMonitor]:
    """A monitor; whatever it started is ended with the test."""
    watched = WatchedMonitor(tmp_path)
    yield watched
    watched.monitor.stop(tuple(watched.monitor.children), patient=False)
    watched.monitor.close()


def is_alive(pid: int) -> bool:
    """Whether a process exists and is no zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def kill(pid: int | None) -> int:
    """`kill -9`; returns the process id."""
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    return pid


def wait_until(happened: Callable[[], bool], *, seconds: float, what: str) -> float:
    """Poll until this is true; returns how long it took."""
    started = time.monotonic()
    while not happened():
        assert time.monotonic() - started < seconds, f"{what}: not within {seconds} s"
        time.sleep(0.02)
    return time.monotonic() - started


def environment(data: DataDir) -> dict[str, str]:
    return {name: str(value) for name, value in (read_json(data.environment) or {}).items()}


class Running:
    """One run of the command."""

    def __init__(
        self,
        data: DataDir,
        *arguments: str,
        port: int | None = None,
        env: Mapping[str, str] | None = None,
        checkout: Path = CHECKOUT,
    ) -> None:
        self.data = data
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = Path(tempfile.mkdtemp(prefix="pk")) / "output"
        inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
        where = ["--data-dir", str(data.root), "--port", str(self.port)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "posthog.supervisor", *where, *arguments],
            cwd=checkout,
            # Without Node on the path no page is built, which would take longer than all the rest.
            env={**inherited, "PATH": "/usr/sbin:/sbin", "PYTHONPATH": str(checkout), **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=self._log.open("wb"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    @property
    def output(self) -> str:
        return self._log.read_text()

    def wait_ready(self) -> float:
        """Until the command says so; returns how long it took."""

        def ready() -> bool:
            assert self.process.poll() is None, f"It ended early:\n{self.output}"
            return "Prickle is ready" in self.output

        return wait_until(ready, seconds=READY_SECONDS, what="ready")

    def wait_end(self) -> tuple[int, str]:
        """Its exit code and what it said."""
        return self.process.wait(READY_SECONDS), self.output

    def child(self, name: str) -> int:
        """The process id of a service now, or 0 while it has none."""
        entries = (read_json(self.data.children) or {})["children"]
        return next((int(entry["pid"]) for entry in entries if entry["name"] == name), 0)

    def processes(self) -> list[psutil.Process]:
        """The supervisor and everything below it."""
        supervisor = psutil.Process(self.process.pid)
        return [supervisor, *supervisor.children(recursive=True)]

    def stores(self) -> dict[str, str]:
        """What /_readyz says of each store."""
        try:
            return dict(requests.get(f"{self.url}/_readyz", timeout=10).json()["stores"])
        except requests.RequestException:
            return {"web": "down"}

    def is_whole(self) -> bool:
        return self.stores() == {"postgres": "ok", "redis": "ok", "clickhouse": "ok"}

    def get(self, path: str) -> requests.Response:
        """GET an address of the instance."""
        return requests.get(f"{self.url}{path}", timeout=10)

    def manage(self, *arguments: str) -> str:
        """What a management command prints, run as `bin/hogli manage` runs it."""
        return subprocess.run(
            [sys.executable, str(CHECKOUT / "manage.py"), *arguments],
            env={"PATH": os.environ["PATH"], **environment(self.data)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    def stop(self) -> float:
        """SIGTERM; returns how long it took to end."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        began = time.monotonic()
        try:
            self.process.wait(3 * STOP_SECONDS)
        finally:
            if self.process.poll() is None:
                self.process.kill()
        return time.monotonic() - began


@pytest.fixture
def fresh_data() -> Iterator[DataDir]:
    """A data directory that does not exist yet, below a short path, because sockets need that."""
    with tempfile.TemporaryDirectory(prefix="pk") as directory:
        Path(directory).chmod(0o755)
        yield DataDir(root=Path(directory) / "data")


@pytest.fixture(scope="session")
def stopped_data() -> Iterator[DataDir]:
    """What a first start and a clean stop leave behind."""
    with tempfile.TemporaryDirectory(prefix="pk") as directory:
        Path(directory).chmod(0o755)
        first = Running(DataDir(root=Path(directory) / "data"))
        try:
            first.wait_ready()
        finally:
            first.stop()
        assert first.process.returncode == 0
        yield first.data


@pytest.fixture
def own_data(stopped_data: DataDir, fresh_data: DataDir) -> DataDir:
    """A copy of it, of the test's own. Starting on it is quick, because its migrations are applied."""
    subprocess.run(["cp", "-a", str(stopped_data.root), str(fresh_data.root)], check=True)
    return fresh_data
