"""Stores and one web server without a worker, for benchmarks of a single part; `instance.py` starts everything."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.request import urlopen

from bench.harness import CHECKOUT, BenchmarkError
from posthog.supervisor.engines.base import free_port
from posthog.supervisor.services import worker_command
from posthog.testing import engines as test_engines

READY_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """A web server on `port` with one project, the `urls` of its stores, and the `env` for processes beside it."""

    port: int
    token: str
    project_id: int
    urls: dict[str, str]
    env: dict[str, str]


@contextmanager
def web_stack(*, partitions: int = 2) -> Iterator[Stack]:
    """One web worker with stores of its own, and nobody to work off the queue; all removed at the end."""
    engines = test_engines.start_temporary()
    try:
        env = {
            **os.environ,
            **engines.urls,
            "SECRET_KEY": "only-for-benchmarks-0123456789abcdef",
            "LOG_LEVEL": "error",
            "EVENT_QUEUE_MAX_BYTES": str(4 * 1024**3),
            "EVENT_PARTITIONS": str(partitions),
            # So many that the limit is looked at and never reached.
            "FLAG_DEFINITION_READS_PER_MINUTE": str(10**9),
        }
        project = _prepare(env)
        port = free_port()
        argv = [sys.executable, "-m", "granian", "--interface", "wsgi", "posthog.wsgi:application", "--http", "1"]
        argv += ["--host", "127.0.0.1", "--port", str(port), "--workers", "1", "--blocking-threads", "8", "--no-ws"]
        with _running([*argv, "--log-level", "error"], env):
            _wait_until_it_answers(port)
            yield Stack(
                port=port,
                token=str(project["api_token"]),
                project_id=int(project["project_id"]),
                urls=engines.urls,
                env=env,
            )
    finally:
        test_engines.remove(engines)


@contextmanager
def worker(stack: Stack, *, processes: int = 0) -> Iterator[None]:
    """A worker as the supervisor starts it, with the beat; `processes` instead of as many as it would have."""
    schedule = os.path.join(stack.urls["POSTHOG_DATA_DIR"], "beat")
    argv = worker_command()
    if processes:
        argv[argv.index("--concurrency") + 1] = str(processes)
    with _running([*argv, "--beat", "--schedule", schedule], stack.env):
        yield


@contextmanager
def _running(argv: list[str], env: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(argv, env=env, cwd=CHECKOUT)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _prepare(env: dict[str, str]) -> dict[str, str | int]:
    """Migrate and make a project."""

    def manage(*arguments: str) -> str:
        argv = [sys.executable, "manage.py", *arguments]
        result = subprocess.run(argv, env=env, cwd=CHECKOUT, check=False, capture_output=True, text=True)
        if result.returncode:
            raise BenchmarkError(f"manage.py {arguments[0]} failed:\n{result.stderr[-2000:]}")
        return result.stdout

    manage("migrate", "--verbosity", "0", "--no-input")
    manage("migrate_clickhouse", "--verbosity", "0")
    made = manage("bootstrap_project", "--email", "bench@example.com", "--organization", "Bench", "--json")
    project: dict[str, str | int] = json.loads(made.strip().splitlines()[-1])
    return project


def _wait_until_it_answers(port: int) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while True:
        try:
            with urlopen(f"http://127.0.0.1:{port}/_livez", timeout=2):
                return
        except OSError as error:
            if time.monotonic() > deadline:
                raise BenchmarkError("The web server does not answer.") from error
            time.sleep(0.1)
