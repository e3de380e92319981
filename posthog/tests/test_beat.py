"""The beat inside a real worker: it sends what is scheduled, and the worker does not outlive it."""

import os
import shelve
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from django.conf import settings

from posthog.supervisor.datadir import CHECKOUT
from posthog.supervisor.services import worker_command

READY_SECONDS = 60


def start_worker(schedule_file: Path, log: Path) -> "subprocess.Popen[bytes]":
    # A database of its own in Redis, so that no other test's tasks are taken.
    broker = settings.REDIS_URL.replace("db=0", "db=9")
    with log.open("wb") as output:
        return subprocess.Popen(
            worker_command(),
            cwd=CHECKOUT,
            env={**os.environ, "REDIS_URL": broker, "BEAT_SCHEDULE_FILE": str(schedule_file), "LOG_LEVEL": "info"},
            stdout=output,
            stderr=subprocess.STDOUT,
        )


def wait_until(happened: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not happened():
        assert time.monotonic() < deadline, log.read_text()[-3000:]
        time.sleep(0.1)


def times_sent(schedule_file: Path) -> int:
    with shelve.open(str(schedule_file), flag="r") as known:  # noqa: S301 - written by our own worker a moment ago
        return sum(entry.total_run_count for entry in known["entries"].values())


def test_scheduled_tasks_are_sent_and_remembered(tmp_path: Path) -> None:
    schedule, log = tmp_path / "schedule", tmp_path / "log"
    worker = start_worker(schedule, log)
    try:
        wait_until(lambda: "ready." in log.read_text(), log)
        # The most frequent schedule is due every two seconds.
        time.sleep(5)
        command = worker_command()
        pool = int(command[command.index("--concurrency") + 1])
        assert len(psutil.Process(worker.pid).children()) == pool, "the beat is no process of its own"
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait(30)
    assert times_sent(schedule) >= 2


def test_a_worker_whose_beat_fails_ends(tmp_path: Path) -> None:
    log = tmp_path / "log"
    worker = start_worker(tmp_path / "no" / "such" / "directory" / "schedule", log)
    try:
        wait_until(lambda: worker.poll() is not None, log)
    finally:
        worker.kill()
        worker.wait()
    assert "beat.failed" in log.read_text()
