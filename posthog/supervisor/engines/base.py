"""What every embedded engine offers, and the few helpers they share."""

import hashlib
import os
import signal
import socket
import stat
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import psutil

from posthog.supervisor import launch

# A unix socket's address holds 108 bytes on Linux and 104 on macOS, with the closing zero.
MAX_SOCKET_PATH = 100
READY_SECONDS = 2.0
# glibc keeps what a burst has taken, for ever and for each thread. Told to give it back, Redis fell from 109 to 15 MB
# after a burst of 118,000 events. Other allocators ignore the names.
GIVE_MEMORY_BACK = {"MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": "262144"}
LONGEST_SOCKET_NAME = "/postgres/.s.PGSQL.5432"


class EngineError(RuntimeError):
    """An engine cannot be prepared. The message says what to do."""


class Engine(Protocol):
    """One store, as the supervisor and the test plugin see it."""

    name: str
    stop_signal: signal.Signals

    def prepare(self) -> None:
        """Create what is missing on disk. Idempotent, and called before every start."""

    def command(self) -> list[str]:
        """The argv of the process, which stays in the foreground and logs to stderr."""

    def env(self) -> dict[str, str]:
        """Variables to add to the process's environment; secrets go here, never into argv."""

    def is_ready(self) -> bool:
        """Whether it answers a real request now; never takes longer than about two seconds."""

    def is_alive(self) -> bool:
        """Whether the process does anything at all, however busy it is; for a started one that was ready before."""

    @property
    def url(self) -> str:
        """The URL that the rest of Prickle connects to."""


def runtime_dir(data_dir: Path) -> Path:
    """A private directory for the sockets of one data directory, made when it is missing."""
    directory = runtime_dir_for(data_dir)
    private_dir(directory)
    return directory


def runtime_dir_for(data_dir: Path) -> Path:
    """Where that directory is.

    `<data>/run`, unless a socket in it would have too long an address: then a directory under the system's temporary
    one, whose name follows from the data directory so that every process finds the same.
    """
    data_dir = data_dir.resolve()
    candidate = data_dir / "run"
    if len(os.fsencode(f"{candidate}{LONGEST_SOCKET_NAME}")) <= MAX_SOCKET_PATH:
        return candidate
    digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"prickle-{os.getuid()}-{digest}"


def private_dir(path: Path) -> None:
    """Create a directory only we can list, or check that an existing one is ours.

    The check matters in the shared temporary directory, where somebody else could have put a directory or a link of
    that name first and would then own our sockets.
    """
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    facts = path.lstat()
    if stat.S_ISLNK(facts.st_mode) or not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.getuid():
        raise EngineError(f"{path} belongs to somebody else. Remove it, or set POSTHOG_DATA_DIR to a shorter path.")
    # Root passes through for the unprivileged account that Postgres runs as; it still cannot list the directory.
    path.chmod(0o711 if os.getuid() == 0 else 0o700)


def total_memory() -> int:
    """The machine's memory in bytes, or the container's share of it when that is less."""
    total = psutil.virtual_memory().total
    for limit_file in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            total = min(total, int(Path(limit_file).read_text()))
        except (OSError, ValueError):
            continue
    return total


def free_port(host: str = "127.0.0.1") -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def socket_answers(path: Path, *, question: bytes = b"", answer: bytes = b"") -> bool:
    """Whether somebody listens on a unix socket and, when a question is given, answers it like this."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(READY_SECONDS)
        try:
            client.connect(str(path))
            if question:
                client.sendall(question)
                return client.recv(len(answer)) == answer
        except OSError:
            return False
    return True


def supervised(
    argv: Sequence[str], *, death_signal: signal.Signals | None, account: launch.Account | None = None
) -> list[str]:
    """`argv`, started through `launch.py` when it must die with its parent or run as another account."""
    if death_signal is None and account is None:
        return list(argv)
    return [sys.executable, "-I", "-S", launch.__file__, *launch.options(os.getpid(), death_signal, account), *argv]
