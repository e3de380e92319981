"""Keeping processes alive and ending them, with small programs in the place of the real ones."""

import os
import signal
import sys
import time
from functools import partial
from pathlib import Path

import psutil
import pytest

from posthog.supervisor.errors import ExitCode, StartError
from posthog.supervisor.files import read_json, write_json
from posthog.supervisor.leftovers import end_leftovers
from posthog.supervisor.monitor import Monitor
from posthog.supervisor.process import DEATHS_TO_REPORT, Child, Service, State, StopStage
from posthog.supervisor.tests.conftest import WatchedMonitor, is_alive, kill, wait_until

SLEEP = "import time; time.sleep(600)"
# Starts a child of its own, says its id, and both sleep.
PARENT = "import subprocess, sys, time; print(subprocess.Popen(['sleep', '600']).pid, flush=True); time.sleep(600)"
# Like PARENT, but the child leaves for a session of its own, as Postgres's sessions do.
PARENT_OF_RUNAWAY = PARENT.replace("'600'])", "'600'], start_new_session=True)")
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
)


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def service(name: str, code: str, *stages: StopStage) -> Service:
    return Service(
        name=name,
        command=partial(python, code),
        stop_stages=stages or (StopStage(signal=signal.SIGTERM, seconds=2.0),),
    )


def said(child: Child) -> bool:
    return bool(child.log.tail())


def is_new(child: Child, gone: tuple[int | None, ...]) -> bool:
    return child.pid not in gone


def test_a_killed_process_is_back_within_a_second(watched: WatchedMonitor) -> None:
    child = watched.monitor.start(service("toy", SLEEP))
    watched.monitor.wait_ready(["toy"], seconds=10)
    killed = kill(child.pid)

    took = watched.watch_until(lambda: child.pid not in (None, killed), seconds=2)

    assert took < 1.0
    assert "toy was killed by SIGKILL; starting it again." in watched.console.text


def test_what_a_killed_process_started_dies_with_it(watched: WatchedMonitor) -> None:
    child = watched.monitor.start(service("toy", PARENT))
    watched.watch_until(lambda: said(child), seconds=10)
    grandchild = int(child.log.tail()[0])
    assert is_alive(grandchild)

    kill(child.pid)

    watched.watch_until(lambda: not is_alive(grandchild), seconds=3)


def test_what_left_for_a_session_of_its_own_is_found_too(watched: WatchedMonitor) -> None:
    watched.monitor.listen_for_signals()
    child = watched.monitor.start(service("toy", PARENT_OF_RUNAWAY))
    watched.watch_until(lambda: said(child), seconds=10)
    runaway = int(child.log.tail()[0])
    assert os.getsid(runaway) == runaway

    kill(child.pid)

    watched.watch_until(lambda: not is_alive(runaway), seconds=3)


def test_one_that_keeps_dying_is_reported_once_with_the_end_of_its_log(watched: WatchedMonitor) -> None:
    child = watched.monitor.start(service("broken", "print('the tables are missing'); raise SystemExit(3)"))

    watched.watch_until(lambda: child.deaths >= DEATHS_TO_REPORT, seconds=20)

    report = watched.console.text
    assert report.count("broken keeps dying") == 1
    assert "the last time it exited with code 3" in report
    assert "    the tables are missing" in report
    assert str(child.log.path) in report
    assert child.next_start - time.monotonic() > 10, "it is no longer tried at a rate that only fills the log"
    assert "the tables are missing" in child.log.path.read_text()


def test_one_that_works_and_is_killed_often_stays_quick_to_return(watched: WatchedMonitor) -> None:
    # What a chaos test does to it: it must not be mistaken for one that is broken.
    child = watched.monitor.start(service("toy", SLEEP))
    for _ in range(DEATHS_TO_REPORT):
        watched.watch_until(lambda: child.state is State.READY, seconds=5)
        gone = (None, kill(child.pid))
        watched.watch_until(partial(is_new, child, gone), seconds=2.5)


def test_one_that_cannot_be_started_is_tried_again(watched: WatchedMonitor, tmp_path: Path) -> None:
    needed = tmp_path / "needed"

    def prepare() -> None:
        needed.read_text()

    child = watched.monitor.start(Service(name="toy", command=partial(python, SLEEP), prepare=prepare))
    assert "No such file" in child.last_end

    needed.touch()

    watched.watch_until(lambda: child.state is State.READY, seconds=5)


def test_waiting_for_a_broken_one_fails_with_the_end_of_its_log(watched: WatchedMonitor) -> None:
    watched.monitor.start(service("broken", "raise SystemExit('no such module')"))

    with pytest.raises(StartError, match=r"broken exited with code 1.*\n +no such module") as caught:
        watched.monitor.wait_ready(["broken"], seconds=20)

    assert caught.value.code is ExitCode.SERVICE_FAILED


def test_waiting_has_an_end_when_it_never_gets_ready(watched: WatchedMonitor) -> None:
    watched.monitor.start(Service(name="slow", command=partial(python, SLEEP), is_ready=lambda: False))

    with pytest.raises(StartError, match=r"slow was not ready after 1 s\. It has logged nothing\."):
        watched.monitor.wait_ready(["slow"], seconds=1)


def test_stopping_goes_through_the_stages_until_it_is_gone(watched: WatchedMonitor) -> None:
    stages = (StopStage(signal=signal.SIGTERM, seconds=0.5), StopStage(signal=signal.SIGINT, seconds=0.5))
    deaf = watched.monitor.start(service("deaf", STUBBORN, stages[0]))
    second = watched.monitor.start(service("second", STUBBORN, *stages))
    watched.watch_until(lambda: said(deaf) and said(second), seconds=10)
    pids = (deaf.pid, second.pid)

    began = time.monotonic()
    watched.monitor.stop(("deaf", "second"), patient=True)

    assert 0.5 <= time.monotonic() - began < 2.0
    assert not any(is_alive(pid) for pid in pids if pid is not None)
    assert deaf.last_end == "was killed by SIGKILL"
    assert second.last_end in ("was killed by SIGINT", "exited with code 1"), "a Python program may catch Ctrl-C"


def test_a_second_request_hurries_only_those_that_keep_nothing(watched: WatchedMonitor) -> None:
    long = StopStage(signal=signal.SIGTERM, seconds=1.5)
    hasty = watched.monitor.start(service("web", STUBBORN, long))
    store = watched.monitor.start(service("store", STUBBORN, long))
    watched.watch_until(lambda: said(hasty) and said(store), seconds=10)
    watched.monitor.stop_requests = 2

    began = time.monotonic()
    watched.monitor.stop(("web",), patient=False)
    hurried = time.monotonic() - began
    watched.monitor.stop(("store",), patient=True)
    patient = time.monotonic() - began - hurried

    assert hurried < 1.0
    assert patient >= 1.5


def test_a_command_is_run_to_its_end_while_services_are_kept_alive(watched: WatchedMonitor) -> None:
    child = watched.monitor.start(service("toy", SLEEP))
    killed = kill(child.pid)

    code, lines = watched.monitor.run(
        "once", python("import time; time.sleep(1); print('done'); raise SystemExit(4)"), {}, seconds=10
    )

    assert (code, lines) == (4, ("done",))
    assert child.pid not in (None, killed)


def test_a_command_that_takes_too_long_is_ended(watched: WatchedMonitor) -> None:
    code, lines = watched.monitor.run("once", python(f"print('thinking', flush=True); {SLEEP}"), {}, seconds=1)

    assert code == -1
    assert lines == ("thinking", "It had not ended after 1 s.")


def test_logs_are_kept_in_files_of_bounded_size(watched: WatchedMonitor, tmp_path: Path) -> None:
    chatty = "import sys\nfor n in range(220_000): sys.stdout.write(f'{n:06d} ' + 'x' * 92 + '\\n')"
    watched.console.show_logs = False

    code, lines = watched.monitor.run("chatty", python(chatty), {}, seconds=60)

    assert code == 0
    assert lines[-1].startswith("219999")
    files = sorted(path.name for path in (tmp_path / "logs").iterdir())
    assert files == ["chatty.log", "chatty.log.1", "chatty.log.2"], "22 MB were written"
    assert sum(path.stat().st_size for path in (tmp_path / "logs").iterdir()) <= 15 * 1024 * 1024
    assert (tmp_path / "logs" / "chatty.log").read_text().splitlines()[-1].startswith("219999")


def test_leftovers_of_a_killed_supervisor_are_ended_and_strangers_are_not(
    watched: WatchedMonitor, tmp_path: Path
) -> None:
    ours = Service(name="ours", command=partial(python, PARENT), env={"POSTHOG_DATA_DIR": str(tmp_path)})
    child = watched.monitor.start(ours)
    stranger = watched.monitor.start(service("stranger", SLEEP))
    watched.watch_until(lambda: said(child), seconds=10)
    grandchild = int(child.log.tail()[0])
    entries = (read_json(watched.children_file) or {})["children"]
    for entry in entries:
        if entry["name"] == "stranger":
            # The id in the file belongs to another process now: one that was born at another moment.
            entry["created"] -= 100
    write_json(watched.children_file, {"children": entries})
    assert child.pid is not None
    assert stranger.pid is not None

    found = end_leftovers(watched.children_file, tmp_path, seconds=3)

    assert found == ("ours",)
    assert not is_alive(grandchild), "also its children, which no longer have a parent"
    assert is_alive(stranger.pid)


def test_processes_end_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    code = f"""
import signal, sys
from pathlib import Path
from posthog.supervisor.console import Console
from posthog.supervisor.monitor import Monitor
from posthog.supervisor.process import Service
monitor = Monitor(console=Console(), logs=Path({str(tmp_path / "logs")!r}), children_file=Path({str(tmp_path / "c.json")!r}))
child = monitor.start(Service(name="toy", command=lambda: [sys.executable, "-c", {SLEEP!r}]))
monitor.wait_ready(["toy"], seconds=10)
print(child.pid, flush=True)
monitor.watch()
"""
    supervisor = psutil.Popen(python(code), stdout=-1, cwd=Path(__file__).parents[3])
    child = int(supervisor.stdout.readline())
    assert is_alive(child)

    supervisor.kill()
    supervisor.wait(5)

    wait_until(lambda: not is_alive(child), seconds=3, what="the kernel told the child")


def test_signals_that_were_ignored_on_purpose_stay_ignored(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        monitor = Monitor(
            console=WatchedMonitor(tmp_path / "logs").console, logs=tmp_path, children_file=tmp_path / "c"
        )
        monitor.listen_for_signals()
        os.kill(os.getpid(), signal.SIGHUP)
        assert monitor.stop_requests == 0
        monitor.close()
    finally:
        signal.signal(signal.SIGHUP, before)
