"""Starts the embedded ClickHouse: `python -m posthog.clickhouse.embedded --data-dir DIR --port N --password-file F`.

Refuses, with one sentence, a directory in use, one it cannot write, and one that a newer engine wrote.
"""

import argparse
import asyncio
import fcntl
import importlib.metadata
import logging
import os
import shutil
import signal
import sys
import threading
from pathlib import Path
from typing import IO

from posthog.clickhouse.embedded.config import MEGABYTE, default_memory_bytes, write_configuration
from posthog.clickhouse.embedded.deduplication import forget_lost_parts
from posthog.clickhouse.embedded.engine import Engine
from posthog.clickhouse.embedded.errors import ServerError
from posthog.clickhouse.embedded.server import Options, Server

PASSWORD_VARIABLE = "CLICKHOUSE_EMBEDDED_PASSWORD"  # noqa: S105 - the name of a variable, not its value
EXIT_REFUSED = 2
CLOSE_SECONDS = 2.0

logger = logging.getLogger("clickhouse")


class StartRefusedError(Exception):
    """The server cannot start; the message says why and what to do."""


def main() -> None:
    options = _parse_arguments()
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    try:
        _run(options)
    except StartRefusedError as error:
        logger.error("%s", error)
        sys.exit(EXIT_REFUSED)
    # The engine's own threads are not waited for: one may be stuck in a query.
    os._exit(0)


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m posthog.clickhouse.embedded", description="ClickHouse's HTTP protocol over chDB."
    )
    parser.add_argument("--data-dir", type=Path, required=True, help="Where the data lives; created when missing.")
    parser.add_argument("--host", default="127.0.0.1", help="Address to listen on.")
    parser.add_argument("--port", type=int, default=8123, help="Port to listen on; 0 lets the system choose.")
    parser.add_argument("--user", default="default", help="The one user's name.")
    parser.add_argument("--password-file", type=Path, help=f"File with the password; else ${PASSWORD_VARIABLE}.")
    parser.add_argument("--database", default="prickle", help="Database of requests that name none.")
    parser.add_argument(
        "--max-memory", type=int, metavar="MB", help="Memory for all queries; default: half of what is there."
    )
    return parser.parse_args()


def _run(options: argparse.Namespace) -> None:
    password = _read_password(options)
    directory: Path = options.data_dir.absolute()
    lock = _prepare(directory)
    max_memory = options.max_memory * MEGABYTE if options.max_memory else default_memory_bytes()
    # Before the engine loads: it asks for the zone once.
    os.environ["TZ"] = "UTC"
    _check_version(directory, importlib.metadata.version("chdb-core"))
    try:
        forget_lost_parts(directory / "engine")
        configuration = write_configuration(directory, max_memory_bytes=max_memory)
        engine = Engine(directory / "engine", configuration=configuration)
    except OSError as error:
        raise StartRefusedError(
            f"{directory} cannot be written ({error.strerror}). Make room or fix its permissions."
        ) from error
    except ServerError as error:
        raise StartRefusedError(f"The engine cannot open {directory}: {error.message}") from error
    with engine.connect() as connection:
        connection.run(f"CREATE DATABASE IF NOT EXISTS `{options.database}`".encode(), "TSV")
    server = Server(
        engine,
        Options(
            host=options.host,
            port=options.port,
            user=options.user,
            password=password,
            default_database=options.database,
            spool_directory=directory / "tmp",
        ),
    )
    asyncio.run(_serve(server))
    # Everything acknowledged is stored already; closing is only good manners, and must not keep a supervisor waiting.
    impatience = threading.Timer(CLOSE_SECONDS, os._exit, (0,))
    impatience.daemon = True
    impatience.start()
    engine.close()
    lock.close()


async def _serve(server: Server) -> None:
    loop = asyncio.get_running_loop()
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    host, port = server.options.host, server.options.port
    try:
        port = await server.start()
    except OSError as error:
        raise StartRefusedError(
            f"Cannot listen on {host}:{port} ({error.strerror}). Free the port or choose another --port."
        ) from error
    logger.info("ClickHouse answers on http://%s:%d", host, port)
    await stopping.wait()
    logger.info("ClickHouse is stopping.")
    await server.stop()
    logger.info("ClickHouse has stopped.")


def _read_password(options: argparse.Namespace) -> str:
    if options.password_file is None:
        password = os.environ.pop(PASSWORD_VARIABLE, "")
    else:
        try:
            password = options.password_file.read_text().strip()
        except OSError as error:
            raise StartRefusedError(f"{options.password_file} cannot be read ({error.strerror}).") from error
    if not password:
        raise StartRefusedError(f"No password. Name a file with --password-file, or set {PASSWORD_VARIABLE}.")
    return password


def _prepare(directory: Path) -> IO[str]:
    """Make the directory ours; the lock is held until the returned file is closed, or this process is dead."""
    try:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = (directory / "lock").open("a+")
    except OSError as error:
        raise StartRefusedError(
            f"{directory} cannot be written ({error.strerror}). Make room or fix its permissions."
        ) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.seek(0)
        owner = lock.read().strip() or "unknown"
        raise StartRefusedError(
            f"{directory} is in use by another ClickHouse (process {owner}). Stop it or choose another --data-dir."
        ) from error
    lock.seek(0)
    lock.truncate()
    lock.write(str(os.getpid()))
    lock.flush()
    # Leftovers of answers that were being held when the last server died.
    shutil.rmtree(directory / "tmp", ignore_errors=True)
    (directory / "tmp").mkdir()
    return lock


def _check_version(directory: Path, version: str) -> None:
    """Refuse data of a newer engine, and remember this one's version."""
    path = directory / "version"
    if path.exists() and _numbers(path.read_text()) > _numbers(version):
        raise StartRefusedError(
            f"{directory} was written by ClickHouse {path.read_text().strip()}, and this is {version}. Upgrade first."
        )
    path.write_text(version + "\n")


def _numbers(version: str) -> tuple[int, ...]:
    # Major and minor: patch releases read each other's data.
    return tuple(int(part) for part in version.strip().split(".")[:2])


if __name__ == "__main__":
    main()
