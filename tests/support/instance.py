"""A whole running instance for tests: what `bin/hogli start` runs, in a data directory and on a port of its own."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import requests

from posthog.supervisor.engines.base import free_port

CHECKOUT = Path(__file__).resolve().parents[2]
READY_TIMEOUT_SECONDS = 120
PASSWORD = "correct-horse-battery"
T = TypeVar("T")

# What a started instance must take from its own data directory, not from the test run around it.
FOREIGN = (
    "DATABASE_URL",
    "REDIS_URL",
    "CLICKHOUSE_URL",
    "POSTHOG_DATA_DIR",
    "PRICKLE_TEST",
    "SECRET_KEY",
    "LOG_FORMAT",
)


def clean_environment() -> dict[str, str]:
    """The machine's environment without what the test plugin has put into it."""
    environment = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    return {**environment, "PYTHONPATH": str(CHECKOUT)}


def eventually(ask: Callable[[], T], until: Callable[[T], bool], *, seconds: float = 30) -> T:
    """Ask again until the answer is right; gives the last answer, so that the assert of the test shows it."""
    deadline = time.monotonic() + seconds
    while True:
        answer = ask()
        if until(answer) or time.monotonic() > deadline:
            return answer
        time.sleep(0.2)


@dataclass(kw_only=True)
class Project:
    """A project of the instance and the keys to it."""

    instance: "Instance"
    id: int
    api_token: str
    personal_api_key: str

    def get(self, path: str, **params: Any) -> Any:
        response = requests.get(
            f"{self.instance.url}/api/projects/{self.id}/{path}", params=params, headers=self.headers, timeout=30
        )
        response.raise_for_status()
        return response.json()

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.personal_api_key}"}

    def sibling(self, name: str) -> "Project":
        """Another project of the same organization, which the same key opens; made in a moment."""
        response = requests.post(
            f"{self.instance.url}/api/projects/", json={"name": name}, headers=self.headers, timeout=30
        )
        if response.status_code != 201:
            raise AssertionError(f"The project was answered with {response.status_code}: {response.text}")
        made = response.json()
        return Project(
            instance=self.instance,
            id=made["id"],
            api_token=made["api_token"],
            personal_api_key=self.personal_api_key,
        )

    def query(self, node: dict[str, Any]) -> dict[str, Any]:
        """The answer of the query endpoint, computed now."""
        response = requests.post(
            f"{self.instance.url}/api/projects/{self.id}/query/",
            json={"query": node, "refresh": "force_blocking"},
            headers=self.headers,
            timeout=60,
        )
        if not response.ok:
            raise AssertionError(f"The query was answered with {response.status_code}: {response.text}")
        return dict(response.json())

    def sql(self, query: str) -> list[list[Any]]:
        return list(self.query({"kind": "HogQLQuery", "query": query})["results"])

    def count_events(self) -> int:
        return int(self.sql("SELECT count() FROM events")[0][0])


@dataclass(kw_only=True)
class Instance:
    """Started by `start()`, stopped by `stop()`. `log` holds everything the supervisor and its children print."""

    data_dir: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="prk-")))
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None
    environment: dict[str, str] = field(default_factory=dict)
    """What its processes get beside the machine's environment."""
    _bootstrap: "subprocess.Popen[str] | None" = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.data_dir / "instance.log"

    def start(self) -> None:
        """Start and wait until every engine is ready; raises RuntimeError with the end of the log."""
        # Started before, its stores may have been at other addresses.
        self._end_bootstrap()
        argv = [sys.executable, "-m", "posthog.supervisor", "--port", str(self.port), "--data-dir", str(self.data_dir)]
        log = self.log.open("ab")
        self.process = subprocess.Popen(
            argv,
            cwd=CHECKOUT,
            env={**clean_environment(), **self.environment},
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
        )
        ready = eventually(self._is_ready_or_gone, lambda state: state is not None, seconds=READY_TIMEOUT_SECONDS)
        if not ready:
            log_end = self.log.read_text(errors="replace")[-4000:]
            self.stop()
            raise RuntimeError(f"The instance did not become ready:\n{log_end}")

    def signed_in(self, name: str) -> requests.Session:
        """A session of the owner of `project(name)`, for what keys may not do."""
        session = requests.Session()
        session.get(f"{self.url}/_preflight/", timeout=30).raise_for_status()
        session.headers["X-CSRFToken"] = session.cookies["prickle_csrftoken"]
        form = {"email": f"{name}@example.com", "password": PASSWORD}
        session.post(f"{self.url}/api/login/", json=form, timeout=30).raise_for_status()
        # Logging in has changed it.
        session.headers["X-CSRFToken"] = session.cookies["prickle_csrftoken"]
        return session

    def _is_ready_or_gone(self) -> bool | None:
        if self.process is None or self.process.poll() is not None:
            return False
        try:
            return True if requests.get(f"{self.url}/_readyz", timeout=2).ok else None
        except requests.RequestException:
            return None

    def stop(self) -> int | None:
        """SIGTERM, as a service manager sends it; the exit code, or None when it had to be killed."""
        self._end_bootstrap()
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return None

    def manage(self, *arguments: str) -> str:
        """The output of a management command in the instance's environment."""
        result = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=CHECKOUT,
            env=self._own_environment(),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        if result.returncode != 0:
            raise AssertionError(f"manage.py {' '.join(arguments)} failed:\n{result.stdout}\n{result.stderr}")
        return result.stdout

    def project(self, name: str) -> Project:
        """A fresh organization with one project, and a key that may do everything in it."""
        account = ["--email", f"{name}@example.com", "--password", PASSWORD]
        made = json.loads(self._ask_bootstrap(*account, "--organization", name, "--json"))
        return Project(
            instance=self,
            id=made["project_id"],
            api_token=made["api_token"],
            personal_api_key=made["personal_api_key"],
        )

    def _ask_bootstrap(self, *arguments: str) -> str:
        if self._bootstrap is None:
            self._bootstrap = subprocess.Popen(
                [sys.executable, "-m", "tests.support.bootstrap"],
                cwd=CHECKOUT,
                env={**self._own_environment(), "DJANGO_SETTINGS_MODULE": "posthog.settings"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self._bootstrap.stdin is not None
        assert self._bootstrap.stdout is not None
        self._bootstrap.stdin.write(json.dumps(arguments) + "\n")
        self._bootstrap.stdin.flush()
        answer = self._bootstrap.stdout.readline()
        if not answer:
            self._end_bootstrap()
            raise AssertionError(f"No project was made with {arguments}; what went wrong is among what pytest shows.")
        return answer

    def _end_bootstrap(self) -> None:
        if self._bootstrap is not None:
            self._bootstrap.kill()
            self._bootstrap.communicate()
            self._bootstrap = None

    def _own_environment(self) -> dict[str, str]:
        return {**clean_environment(), **json.loads((self.data_dir / "run" / "env.json").read_text())}
