"""Doing harm to the processes of an instance."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psutil
import redis

from tests.chaos.judge import environment
from tests.support.instance import Instance

SERVICES = ("web", "worker", "redis", "postgres", "clickhouse")
SUPERVISOR = "supervisor"
BACK_SECONDS = 60.0


def pid_of(instance: Instance, service: str) -> int:
    """The main process of a service, or 0 while it has none."""
    try:
        known = json.loads((instance.data_dir / "run" / "children.json").read_text())["children"]
    except (OSError, ValueError):
        return 0
    return next((int(child["pid"]) for child in known if child["name"] == service), 0)


def processes_of(instance: Instance, service: str, *, seconds: float = BACK_SECONDS) -> list[psutil.Process]:
    """The main process of a service and its children; waits until there is one."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with suppress(psutil.NoSuchProcess):
            if pid := pid_of(instance, service):
                main = psutil.Process(pid)
                return [main, *main.children(recursive=True)]
        time.sleep(0.05)
    raise AssertionError(f"{service} has no process.")


def kill(instance: Instance, service: str) -> None:
    """`kill -9` of a whole service, of the supervisor alone: what that leaves behind is part of the test."""
    if service == SUPERVISOR:
        assert instance.process is not None
        instance.process.kill()
        instance.process.wait()
        return
    for process in processes_of(instance, service):
        with suppress(psutil.NoSuchProcess):
            process.kill()


def keep_down(instance: Instance, service: str, *, seconds: float) -> None:
    """Kill it whenever it comes back."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with suppress(AssertionError):
            for process in processes_of(instance, service, seconds=0.2):
                with suppress(psutil.NoSuchProcess):
                    process.kill()
        time.sleep(0.05)


@contextmanager
def frozen(processes: list[psutil.Process]) -> Iterator[None]:
    """SIGSTOP, and SIGCONT at the end."""
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.suspend()
    try:
        yield
    finally:
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.resume()


def lease_lives(instance: Instance) -> dict[str, int]:
    """Milliseconds that each partition's lease has left, unless it is renewed."""
    with redis.Redis.from_url(environment(instance)["REDIS_URL"]) as client:
        return {name.decode(): int(client.pttl(name)) for name in client.keys("events:lease:*")}
