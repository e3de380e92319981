"""Runs `python -m posthog.clickhouse.embedded` for a test, and speaks plain HTTP to it."""

import base64
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import clickhouse_connect
import psutil
from clickhouse_connect.driver.client import Client

USER = "tester"
PASSWORD = "a pass:word's"
START_SECONDS = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One HTTP answer, read whole. Header names are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class ServerProcess:
    """One server process and the directory it works on. After `kill` or `stop` it may be started again."""

    def __init__(self, directory: Path, arguments: Sequence[str] = ()) -> None:
        self.directory = directory
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self._arguments = arguments
        # Beside the first directory that exists, because the server's own may be what is wrong.
        self._log = next(parent for parent in directory.parents if parent.is_dir()) / f"{directory.name}.log"

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    @property
    def log(self) -> str:
        return self._log.read_text()

    def start(self, *, wait: bool = True) -> None:
        command = [
            *(sys.executable, "-m", "posthog.clickhouse.embedded", "--data-dir", str(self.directory)),
            *("--port", str(self.port), "--user", USER, *self._arguments),
        ]
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                env={**os.environ, "CLICKHOUSE_EMBEDDED_PASSWORD": PASSWORD},
                stdout=log,
                stderr=log,
                cwd=Path(__file__).parents[4],
            )
        if wait:
            self.wait_until_ready()

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            assert self.process is not None
            assert self.process.poll() is None, f"The server ended: {self.log}"
            try:
                if self.request("GET", "/ping").status == 200:
                    return
            except OSError:
                time.sleep(0.02)
        raise AssertionError(f"The server does not answer: {self.log}")

    def stop(self) -> int:
        """Ask it to stop and return its exit status."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=20)

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait(timeout=20)

    def resident_bytes(self) -> int:
        return int(psutil.Process(self.pid).memory_info().rss)

    def cpu_seconds(self) -> float:
        times = psutil.Process(self.pid).cpu_times()
        return float(times.user + times.system)

    def request(
        self,
        method: str,
        path: str = "/",
        body: bytes | Iterable[bytes] = b"",
        *,
        headers: Mapping[str, str] | None = None,
        authenticate: bool = True,
    ) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        given = {**(authorization() if authenticate else {}), **(headers or {})}
        try:
            connection.request(method, path, body or None, given, encode_chunked=not isinstance(body, bytes))
            response = connection.getresponse()
            names = {name.lower(): value for name, value in response.getheaders()}
            return Reply(status=response.status, headers=names, body=response.read())
        finally:
            connection.close()

    def ask(self, sql: str | bytes, data: bytes | None = None, /, **parameters: object) -> Reply:
        """Run a statement: in the body, or in the URL when `data` is given as the body."""
        text = sql.encode() if isinstance(sql, str) else sql
        named = {name: str(value) for name, value in parameters.items()}
        if data is not None:
            named["query"] = text.decode()
        return self.request("POST", "/?" + urlencode(named), text if data is None else data)

    def value(self, sql: str, **parameters: object) -> str:
        """The text of a result that must be there."""
        reply = self.ask(sql, **parameters)
        assert reply.status == 200, reply.text
        return reply.text.rstrip("\n")

    def count(self, sql: str, **parameters: object) -> int:
        return int(self.value(sql, **parameters))

    def driver(self, **options: Any) -> Client:
        return clickhouse_connect.get_client(
            host="127.0.0.1", port=self.port, username=USER, password=PASSWORD, **options
        )

    def raw(self, data: bytes, *, timeout: float = 20.0) -> bytes:
        """Send bytes as they are and read until the server closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as connection:
            connection.sendall(data)
            received = b""
            while piece := connection.recv(65536):
                received += piece
            return received


def authorization() -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(condition: Callable[[], bool], *, seconds: float = 15.0) -> None:
    """Poll until the condition holds; fails the test when it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "The condition did not come true in time."
        time.sleep(0.05)
