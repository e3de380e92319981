"""What must hold before anything is started. Each check says what is wrong and what to do, and harms nothing."""

import errno
import os
import platform
import shutil
import socket
import sys
from contextlib import suppress
from pathlib import Path

import psutil

from posthog.supervisor.datadir import DataDir
from posthog.supervisor.errors import ExitCode, StartError

MEGABYTE = 1024 * 1024
# Below this the stores would soon fail in the middle of a write; a new instance itself takes about 150 MB.
NEEDED_FREE_BYTES = 400 * MEGABYTE
OLDEST_PYTHON = (3, 11)
SYSTEMS = ("Linux", "Darwin")


def check_system() -> None:
    """The Python and the operating system."""
    if sys.version_info < OLDEST_PYTHON:
        raise StartError(
            f"Prickle needs Python {_dotted(OLDEST_PYTHON)} or newer, and this is {platform.python_version()}. "
            "Install a newer one, remove .venv and run `bin/hogli start` again.",
            ExitCode.UNSUPPORTED,
        )
    if platform.system() not in SYSTEMS:
        raise StartError(
            f"Prickle brings its databases along for Linux and macOS, not for {platform.system()}. "
            "Use docker-compose.yml there.",
            ExitCode.UNSUPPORTED,
        )


def check_storage(data: DataDir, *, needed_bytes: int = NEEDED_FREE_BYTES) -> None:
    """The data directory can be made and written, and its disk has room."""
    try:
        _check_room(data.root, needed_bytes)
        # Root's directory can be passed through, because Postgres runs as another account; it cannot be listed.
        data.root.mkdir(parents=True, exist_ok=True, mode=0o711 if os.getuid() == 0 else 0o700)
        for directory in (data.logs, data.run):
            directory.mkdir(exist_ok=True, mode=0o700)
        _try_to_write(data.run / f"write-test.{os.getpid()}")
    except OSError as error:
        raise StartError(_storage_problem(data.root, error), ExitCode.STORAGE) from error


def check_port(host: str, port: int) -> None:
    """Nobody listens on the port, and we may."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror as error:
        raise StartError(
            f"{host} is not an address of this machine. Give --host 127.0.0.1 for this machine only, or "
            "--host 0.0.0.0 for everyone who can reach it.",
            ExitCode.PORT_TAKEN,
        ) from error
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise StartError(_port_problem(host, port, error), ExitCode.PORT_TAKEN) from error


def _check_room(root: Path, needed_bytes: int) -> None:
    # Asked of what is there already, so that a full disk is refused before a directory is made on it.
    place = next(path for path in (root, *root.parents) if path.exists())
    if is_read_only(place):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))
    free = shutil.disk_usage(place).free
    if free < needed_bytes:
        raise StartError(
            f"The disk of {root} is nearly full: {free // MEGABYTE} MB are free, and Prickle needs "
            f"{needed_bytes // MEGABYTE} MB to start. Free some space, or use another disk with --data-dir.",
            ExitCode.STORAGE,
        )


def is_read_only(path: Path) -> bool:
    """Asked of the file system, because root is told that it may write everywhere."""
    return bool(os.statvfs(path).f_flag & os.ST_RDONLY)


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(str(number) for number in version)


def _try_to_write(path: Path) -> None:
    try:
        with path.open("wb") as file:
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
    finally:
        with suppress(OSError):
            path.unlink()


def _storage_problem(root: Path, error: OSError) -> str:
    known = {
        errno.EROFS: "lies on a read-only disk. Use a writable one with --data-dir, or remount it",
        errno.EACCES: "may not be written by this user. Start as its owner, or use another one with --data-dir",
        errno.EPERM: "may not be written by this user. Start as its owner, or use another one with --data-dir",
        errno.ENOSPC: "lies on a full disk. Free some space, or use another disk with --data-dir",
        errno.EFBIG: "may not get any larger, says a limit of this session. Raise it with `ulimit -f unlimited`",
        errno.EDQUOT: "is over this user's disk quota. Free some space, or use another disk with --data-dir",
        errno.ENOTDIR: "is no directory, or lies in something that is none. Give a directory with --data-dir",
        errno.EEXIST: "is no directory, or lies in something that is none. Give a directory with --data-dir",
    }
    what = known.get(error.errno or 0, f"cannot be used ({error.strerror}). Use another one with --data-dir")
    return f"The data directory {root} {what}."


def _port_problem(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        who = _listener(port)
        return f"Port {port} is used by {who}. Stop it, or start Prickle on another one, for example --port {port + 1}."
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is not an address of this machine. Use --host 127.0.0.1 or --host 0.0.0.0."
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"Only root may listen on port {port}. Use one above 1023, for example --port 8000."
    return f"Port {port} on {host} cannot be used: {error.strerror}."


def _listener(port: int) -> str:
    """Who listens there, as far as we may know."""
    with suppress(psutil.Error, OSError):
        for connection in psutil.net_connections(kind="tcp"):
            listens = connection.status == psutil.CONN_LISTEN and connection.laddr and connection.laddr.port == port
            if listens and connection.pid:
                return f"{psutil.Process(connection.pid).name()} (process {connection.pid})"
    return "another program"
