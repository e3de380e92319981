"""A whole instance for benchmarks, started as an owner starts it: `bin/hogli start`."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from bench.harness import CHECKOUT, BenchmarkError
from posthog.supervisor.engines.base import free_port

READY_SECONDS = 180.0
STOP_SECONDS = 30.0
VISIBLE_SECONDS = 120.0
READY_LINE = "Prickle is ready at"
# A benchmark's instance must use its own stores, whatever its caller's environment points at.
FOREIGN = ("DATABASE_URL", "REDIS_URL", "CLICKHOUSE_URL", "POSTHOG_DATA_DIR", "PRICKLE_TEST", "SECRET_KEY")


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchProject:
    """A project of the instance and the keys to it."""

    id: int
    api_token: str
    personal_api_key: str


class RunningInstance:
    """An instance that answers."""

    def __init__(self, process: "subprocess.Popen[bytes]", *, data_dir: Path, port: int) -> None:
        self._process = process
        self._data_dir = data_dir
        self.url = f"http://127.0.0.1:{port}"

    @property
    def pid(self) -> int:
        """The supervisor's: bin/hogli becomes it."""
        return self._process.pid

    def stop(self) -> None:
        """SIGTERM, as a service manager sends it; raises BenchmarkError when that is not enough."""
        if self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise BenchmarkError(f"The instance did not stop within {STOP_SECONDS:.0f} s.") from None

    def make_project(self) -> BenchProject:
        """A project with a key that may do everything in it."""
        environment = {**os.environ, **json.loads((self._data_dir / "run" / "env.json").read_text())}
        argv = [str(CHECKOUT / "bin" / "hogli"), "manage", "bootstrap_project", "--json"]
        argv += ["--email", "bench@example.com", "--organization", "Bench"]
        result = subprocess.run(argv, env=environment, capture_output=True, text=True, check=True)
        made = json.loads(result.stdout)
        return BenchProject(
            id=made["project_id"], api_token=made["api_token"], personal_api_key=made["personal_api_key"]
        )

    def sql(self, project: BenchProject, query: str) -> list[list[Any]]:
        """The rows of a HogQL query, computed now."""
        response = requests.post(
            f"{self.url}/api/projects/{project.id}/query/",
            json={"query": {"kind": "HogQLQuery", "query": query}, "refresh": "force_blocking"},
            headers={"Authorization": f"Bearer {project.personal_api_key}"},
            timeout=60,
        )
        response.raise_for_status()
        return list(response.json()["results"])

    def wait_for_events(self, project: BenchProject, number: int) -> None:
        """Wait until this many events can be queried."""
        deadline = time.monotonic() + VISIBLE_SECONDS
        while (seen := int(self.sql(project, "SELECT count() FROM events")[0][0])) < number:
            if time.monotonic() > deadline:
                raise BenchmarkError(f"Only {seen:,} of {number:,} events were visible after {VISIBLE_SECONDS:.0f} s.")
            time.sleep(0.25)


@contextmanager
def start_instance(data_dir: Path) -> Iterator[RunningInstance]:
    """A ready instance on a port of its own; stopped at the end."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    argv = [str(CHECKOUT / "bin" / "hogli"), "start", "--port", str(port), "--data-dir", str(data_dir)]
    log = data_dir / "instance.log"
    with log.open("wb") as sink:
        process = subprocess.Popen(argv, env=environment, stdout=sink, stderr=sink, stdin=subprocess.DEVNULL)
    instance = RunningInstance(process, data_dir=data_dir, port=port)
    try:
        _wait_until_ready(process, instance.url, log)
        yield instance
    finally:
        instance.stop()


def _wait_until_ready(process: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    """Until the supervisor says that everything is ready, the worker included, and the web server agrees."""
    deadline = time.monotonic() + READY_SECONDS
    while READY_LINE not in log.read_text(errors="replace"):
        if process.poll() is not None or time.monotonic() > deadline:
            raise BenchmarkError(f"The instance did not become ready:\n{log.read_text(errors='replace')[-3000:]}")
        time.sleep(0.02)
    requests.get(f"{url}/_readyz", timeout=5).raise_for_status()
