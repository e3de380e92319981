"""A process that lives and answers nobody is ended and started again; one that is only slow is left alone."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from posthog.supervisor import watchdog
from posthog.supervisor.datadir import DataDir
from posthog.supervisor.process import Service, StopStage
from posthog.supervisor.tests.conftest import Running, WatchedMonitor, wait_until
from posthog.supervisor.watchdog import Heartbeat, Pulse, Watchdog

# Touches the file given to it ten times a second.
BEATING = "import os, sys, time\nwhile True: os.utime(sys.argv[1]); time.sleep(0.1)"


@pytest.fixture(autouse=True)
def _ask_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchdog.Watchdog, "__init__", _quick_watchdog)


_PLAIN = watchdog.Watchdog.__init__


def _quick_watchdog(self: Watchdog) -> None:
    _PLAIN(self, ask_every_seconds=0.1)


def beating_service(path: Path, *, patience: float) -> Service:
    heartbeat = Heartbeat(path, every_seconds=0.1, ask_every_seconds=0.1)
    return Service(
        name="toy",
        command=lambda: [sys.executable, "-c", BEATING, str(path)],
        prepare=heartbeat.prepare,
        pulse=Pulse(beats=heartbeat.beats, patience_seconds=patience),
        stop_stages=(StopStage(signal=signal.SIGTERM, seconds=2.0),),
    )


def test_a_stopped_process_is_ended_and_replaced(watched: WatchedMonitor, tmp_path: Path) -> None:
    child = watched.monitor.start(beating_service(tmp_path / "beat", patience=1.0))
    watched.monitor.wait_ready(["toy"], seconds=10)
    frozen = child.pid
    assert frozen is not None
    os.kill(frozen, signal.SIGSTOP)

    took = watched.watch_until(lambda: child.pid not in (None, frozen), seconds=10)

    assert took >= 1.0, "not before its patience is over"
    assert "toy has not answered for 1 s; ending it." in watched.console.text
    assert "was killed by SIGKILL; starting it again." in watched.console.text
    # The next life is not blamed for the silence of the one before.
    successor = child.pid
    watched.watch_until(lambda: child.seconds_alive() > 3, seconds=10)
    assert child.pid == successor


def test_one_that_is_silent_for_less_than_its_patience_lives(watched: WatchedMonitor, tmp_path: Path) -> None:
    child = watched.monitor.start(beating_service(tmp_path / "beat", patience=3.0))
    watched.monitor.wait_ready(["toy"], seconds=10)
    pid = child.pid
    assert pid is not None
    for _ in range(3):
        os.kill(pid, signal.SIGSTOP)
        stopped = time.monotonic()
        watched.watch_until(lambda since=stopped: time.monotonic() - since > 1.5, seconds=10)  # type: ignore[misc]
        os.kill(pid, signal.SIGCONT)
        went_on = time.monotonic()
        watched.watch_until(lambda since=went_on: time.monotonic() - since > 0.5, seconds=10)  # type: ignore[misc]
    assert child.pid == pid


def test_time_in_which_nobody_was_asked_is_not_held_against_anyone() -> None:
    """As when the supervisor was stopped, or the machine slept, between a question and the next."""
    pauses = iter([0.0, 0.0, 1.5])
    asked: list[bool] = []

    def beats() -> bool:
        time.sleep(next(pauses, 0.0))
        asked.append(True)
        return True

    dog = Watchdog()
    dog.look({"toy": (1, Pulse(beats=beats, patience_seconds=0.5))})
    found: set[tuple[str, ...]] = set()
    while len(asked) < 6:
        found.add(dog.hung())
        time.sleep(0.01)
    assert found == {()}
    dog.close()


def test_a_question_that_breaks_counts_as_no_answer() -> None:
    def broken() -> bool:
        raise RuntimeError

    dog = Watchdog()
    dog.look({"toy": (1, Pulse(beats=broken, patience_seconds=0.3))})
    wait_until(lambda: dog.hung() == ("toy",), seconds=5, what="noticed")
    dog.close()


def test_a_heartbeat_counts_changes_and_ignores_the_clock(tmp_path: Path) -> None:
    heart = Heartbeat(tmp_path / "beat", every_seconds=1.0, ask_every_seconds=1.0)
    heart.prepare()
    for moment in (5_000, 4_000, 10**12, 10**9):
        os.utime(heart.path, (moment, moment))
        assert heart.beats()
    assert [heart.beats() for _ in range(5)] == [True, True, True, False, False]
    heart.path.unlink()
    assert heart.beats(), "a file that could not be made says nothing"


@pytest.fixture(scope="module")
def impatient(stopped_data: DataDir) -> Iterator[Running]:
    """An instance that gives a store three seconds, the web server six, the worker twelve."""
    with tempfile.TemporaryDirectory(prefix="pk") as directory:
        Path(directory).chmod(0o755)
        subprocess.run(["cp", "-a", str(stopped_data.root), directory], check=True)
        running = Running(DataDir(root=Path(directory) / stopped_data.root.name), env={"HANG_SECONDS": "3"})
        running.wait_ready()
        yield running
        running.stop()


@pytest.mark.slow
@pytest.mark.parametrize("names", [("postgres", "redis", "clickhouse"), ("web", "worker")], ids=", ".join)
def test_every_process_that_hangs_is_replaced(impatient: Running, names: tuple[str, ...]) -> None:
    wait_until(impatient.is_whole, seconds=30, what="whole before")
    frozen = {name: impatient.child(name) for name in names}
    assert all(frozen.values())
    for name, pid in frozen.items():
        # Below the web server's main process is the one that answers.
        for process in psutil.Process(pid).children() if name == "web" else [psutil.Process(pid)]:
            process.suspend()

    wait_until(
        lambda: all(impatient.child(name) not in (0, pid) for name, pid in frozen.items()),
        seconds=60,
        what=f"{', '.join(names)} are started again",
    )
    wait_until(impatient.is_whole, seconds=30, what="whole again")
    for name in names:
        assert f"{name} has not answered for" in impatient.output
