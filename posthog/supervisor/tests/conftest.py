"""What several of these tests need: quiet consoles, monitors that are cleaned up, real instances."""

import io
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from posthog.supervisor.console import Console
from posthog.supervisor.monitor import Monitor


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
