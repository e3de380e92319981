"""Processes that a killed supervisor has left behind, and how its successor ends them.

On Linux the kernel tells each process when the supervisor dies, so usually there is nothing here to do but wait. Two
proofs are asked for before anything is ended: the same process id with the same moment of birth, or, where only
children of such a process are left, our data directory in their environment.
"""

import os
import signal
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

import psutil

from posthog.supervisor.files import read_json

BIRTH_TOLERANCE_SECONDS = 1.0


def end_leftovers(children_file: Path, data_root: Path, *, seconds: float) -> tuple[str, ...]:
    """End what is still there; returns the names of the processes found."""
    try:
        entries = (read_json(children_file) or {}).get("children", [])
    except ValueError:
        # Half a file can only come from a failing disk. The kernel's message to the processes has to do.
        return ()
    found: list[str] = []
    processes: list[psutil.Process] = []
    for entry in entries:
        leader = _leader(entry)
        members = (leader,) if leader is not None else tuple(_members(int(entry["pid"]), data_root))
        if members:
            found.append(str(entry["name"]))
        for process in members:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(signal.Signals(int(entry["signal"])))
        processes += members
    _, alive = psutil.wait_procs(processes, timeout=seconds)
    for entry in entries:
        alive += _members(int(entry["pid"]), data_root)
    for process in alive:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, timeout=1.0)
    return tuple(found)


def _leader(entry: Mapping[str, object]) -> psutil.Process | None:
    """The process of an entry, unless it is gone and its id belongs to another one now."""
    try:
        process = psutil.Process(int(str(entry["pid"])))
        born = abs(process.create_time() - float(str(entry["created"])))
    except psutil.NoSuchProcess:
        return None
    return process if born < BIRTH_TOLERANCE_SECONDS else None


def _members(group: int, data_root: Path) -> Iterable[psutil.Process]:
    """Processes of a group that were started for this data directory."""
    for process in psutil.process_iter():
        with suppress(psutil.Error, ProcessLookupError, PermissionError):
            ours = process.environ().get("POSTHOG_DATA_DIR") == str(data_root)
            if ours and process.pid != os.getpid() and os.getpgid(process.pid) == group:
                yield process
