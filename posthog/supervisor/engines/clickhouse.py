"""Embedded ClickHouse: `posthog.clickhouse.embedded` in a process of its own, on loopback with a password."""

import secrets
import signal
import sys
from pathlib import Path
from urllib.parse import quote

from posthog.supervisor import probes
from posthog.supervisor.datadir import CHECKOUT
from posthog.supervisor.engines.base import free_port, supervised

USER = "prickle"
DATABASE = "prickle"


class ClickHouseEngine:
    """ClickHouse in `data_dir`, reached over HTTP on a loopback port that stays the same while we run."""

    name = "clickhouse"
    stop_signal = signal.SIGTERM

    def __init__(
        self, *, data_dir: Path, run_dir: Path, port: int = 0, password: str = "", die_with_parent: bool = False
    ) -> None:
        """Port 0 takes a free one; an empty password makes one up, since any account can reach loopback."""
        self.data_dir = data_dir.resolve()
        self.port = port or free_port()
        self._password = password or secrets.token_urlsafe(32)
        self._die_with_parent = die_with_parent

    @property
    def url(self) -> str:
        return f"http://{USER}:{quote(self._password, safe='')}@127.0.0.1:{self.port}/{DATABASE}"

    def prepare(self) -> None:
        """Create the directory."""
        self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)

    def command(self) -> list[str]:
        """The server in the foreground."""
        module = [sys.executable, "-m", "posthog.clickhouse.embedded"]
        argv = [*module, "--data-dir", str(self.data_dir), "--port", str(self.port), "--user", USER]
        return supervised(argv, death_signal=self.stop_signal if self._die_with_parent else None)

    def env(self) -> dict[str, str]:
        # The checkout is on the path whatever directory the command was given in.
        return {"CLICKHOUSE_EMBEDDED_PASSWORD": self._password, "PYTHONPATH": str(CHECKOUT), "TZ": "UTC"}

    def is_ready(self) -> bool:
        """True once it answers a query with our password; a stranger on that port would not."""
        try:
            probes.clickhouse(self.url)
        except probes.ProbeError:
            return False
        return True

    def is_alive(self) -> bool:
        """True when it answers a ping, which waits for no query."""
        return probes.http_status(f"http://127.0.0.1:{self.port}/ping") == 200
