"""What is known about the instance that runs on this machine, without importing it."""

import fcntl
import json
import os
from collections.abc import Mapping
from pathlib import Path

from common.hogli.errors import Failure
from common.hogli.processes import ROOT

# Management commands that only look at the code.
WITHOUT_STORES = frozenset(
    {"", "help", "--help", "-h", "--version", "version", "check", "makemigrations", "build_openapi"}
)


def data_dir() -> Path:
    """Where the instance keeps its things: POSTHOG_DATA_DIR, or `.posthog` in the checkout."""
    named = os.environ.get("POSTHOG_DATA_DIR")
    return Path(named).expanduser().resolve() if named else ROOT / ".posthog"


def environment() -> dict[str, str]:
    """The variables that lead to the stores. What is set outside wins over what the running instance says.

    Raises Failure when there is neither.
    """
    run = data_dir() / "run"
    if not _is_held(run / "supervisor.lock"):
        if "DATABASE_URL" in os.environ:
            return {}
        raise Failure(
            f"Prickle is not running with the data directory {data_dir()}. Start it with `bin/hogli start` in another "
            "terminal, set POSTHOG_DATA_DIR to the data directory of the one that runs, or set DATABASE_URL, REDIS_URL "
            "and CLICKHOUSE_URL."
        )
    try:
        known = json.loads((run / "env.json").read_text())
    except FileNotFoundError as error:
        raise Failure("Prickle is still starting. Try again when it has printed its address.") from error
    except PermissionError as error:
        raise Failure(f"{error.filename} belongs to somebody else. Run this as the user who runs Prickle.") from error
    return {str(name): str(value) for name, value in _items(known) if name not in os.environ}


def _items(known: object) -> list[tuple[object, object]]:
    return list(known.items()) if isinstance(known, Mapping) else []


def _is_held(lock: Path) -> bool:
    """Whether a supervisor lives: it holds this lock, and the kernel takes it back when the supervisor dies."""
    try:
        with lock.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
