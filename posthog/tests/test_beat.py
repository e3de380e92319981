"""The beat inside a real worker: it sends what is scheduled, and the worker does not outlive it."""

import os
import shelve
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import pytest
import redis
from celery import Celery
from django.conf import settings
from prometheus_client import CollectorRegistry
from prometheus_client.multiprocess import MultiProcessCollector

from common import clock
from posthog import beat
from posthog.supervisor.datadir import CHECKOUT
from posthog.supervisor.services import worker_command

READY_SECONDS = 60


def start_worker(schedule_file: Path, log: Path, **more: str) -> "subprocess.Popen[bytes]":
    # A database of its own in Redis, so that no other test's tasks are taken.
    broker = settings.REDIS_URL.replace("db=0", "db=9")
    with log.open("wb") as output:
        return subprocess.Popen(
            worker_command(),
            cwd=CHECKOUT,
            env={
                **os.environ,
                "REDIS_URL": broker,
                "BEAT_SCHEDULE_FILE": str(schedule_file),
                "LOG_LEVEL": "info",
                **more,
            },
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


def test_call_that_nobody_had_time_for_is_dropped_without_a_word(tmp_path: Path) -> None:
    """It happens whenever ingestion is busy for longer than the pause between two calls."""
    broker = settings.REDIS_URL.replace("db=0", "db=9")
    queue = redis.Redis.from_url(broker)
    queue.flushdb()
    sender_url = settings.CELERY_BROKER_URL.replace("virtual_host=0", "virtual_host=9")
    sender = Celery("sender", broker=sender_url, set_as_current=False)
    for name in ("events.call_ingestion", "cohorts.flush_changes"):
        sender.send_task(name, expires=0.2)
    assert queue.llen("celery") == 2
    time.sleep(0.5)
    log, counts = tmp_path / "log", tmp_path / "metrics"
    counts.mkdir()
    worker = start_worker(tmp_path / "schedule", log, PROMETHEUS_MULTIPROC_DIR=str(counts))
    try:
        wait_until(lambda: "ready." in log.read_text() and not queue.llen("celery"), log)
        wait_until(lambda: counted(counts) >= 2, log)
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait(30)
    assert "Discarding" not in log.read_text()


def counted(directory: Path) -> float:
    """How many calls the worker has counted as expired."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(directory))  # type: ignore[no-untyped-call]
    names = ("events.call_ingestion", "cohorts.flush_changes")
    return sum(registry.get_sample_value("prickle_tasks_expired_total", {"task": name}) or 0 for name in names)


def test_a_worker_whose_beat_fails_ends(tmp_path: Path) -> None:
    log = tmp_path / "log"
    worker = start_worker(tmp_path / "no" / "such" / "directory" / "schedule", log)
    try:
        wait_until(lambda: worker.poll() is not None, log)
    finally:
        worker.kill()
        worker.wait()
    assert "beat.failed" in log.read_text()


@pytest.mark.parametrize("hours", [-24, -1, 1])
def test_a_clock_that_is_moved_holds_up_no_schedule(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    moved = timedelta()

    def now() -> datetime:
        return datetime.now(UTC) + moved

    app = Celery("moved", broker="memory://", set_as_current=False)
    monkeypatch.setattr(app, "now", now)
    monkeypatch.setattr(clock, "now", now)
    app.conf.beat_schedule = {
        "often": {"task": "often", "schedule": 0.1},
        "seldom": {"task": "seldom", "schedule": 0.5},
    }
    sent: Counter[str] = Counter()
    scheduler = beat.Scheduler(app=app, schedule_filename=str(tmp_path / "schedule"), max_interval=1)
    monkeypatch.setattr(scheduler, "apply_entry", lambda entry, producer=None: sent.update([entry.name]))

    def run(seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            scheduler.tick()
            time.sleep(0.01)

    run(1.5)
    moved = timedelta(hours=hours)
    sent.clear()
    run(2)
    scheduler.close()

    assert sent["often"] >= 5
    assert sent["seldom"] >= 2


def test_a_schedule_written_in_the_future_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock was set back while nobody ran."""
    app = Celery("later", broker="memory://", set_as_current=False)
    app.conf.beat_schedule = {"often": {"task": "often", "schedule": 0.1}}
    sent: list[str] = []
    for ahead in (timedelta(hours=5), timedelta()):
        monkeypatch.setattr(app, "now", lambda ahead=ahead: datetime.now(UTC) + ahead)
        scheduler = beat.Scheduler(app=app, schedule_filename=str(tmp_path / "schedule"), max_interval=1)
        monkeypatch.setattr(scheduler, "apply_entry", lambda entry, producer=None: sent.append(entry.name))
        sent.clear()
        deadline = time.monotonic() + 1
        while time.monotonic() < deadline:
            scheduler.tick()
            time.sleep(0.01)
        scheduler.close()
        assert len(sent) >= 2
