"""One supervisor per data directory: a lock the kernel gives up when the supervisor dies, however it dies."""

import fcntl
import json
import os
from types import TracebackType
from typing import Self

from posthog.supervisor.datadir import DataDir
from posthog.supervisor.errors import ExitCode, StartError


class InstanceLock:
    """Held from preflight to the end. The file says who holds it, for the message the second one gets."""

    def __init__(self, data: DataDir) -> None:
        self._data = data
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Take the lock or say who has it."""
        descriptor = os.open(self._data.lock, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = _read(descriptor)
            os.close(descriptor)
            at = f" at {holder['url']}" if holder.get("url") else ""
            raise StartError(
                f"Prickle is already running{at} with the data directory {self._data.root} "
                f"(process {holder.get('pid', 'unknown')}). Stop that one first, or start this one with its own "
                "--data-dir and --port.",
                ExitCode.ALREADY_RUNNING,
            ) from None
        self._descriptor = descriptor
        self.describe(url="")

    def describe(self, *, url: str) -> None:
        """Write down who we are."""
        if self._descriptor is not None:
            text = json.dumps({"pid": os.getpid(), "url": url}).encode()
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, text, 0)

    def release(self) -> None:
        """Give the lock up. The file stays: removing it would let two processes lock two files of one name."""
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def holder(data: DataDir) -> dict[str, object] | None:
    """Who holds the lock (`pid`, `url`), or None when nobody does."""
    try:
        descriptor = os.open(data.lock, os.O_RDWR)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _read(descriptor)
    finally:
        os.close(descriptor)
    return None


def _read(descriptor: int) -> dict[str, object]:
    try:
        value = json.loads(os.pread(descriptor, 4096, 0))
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
