"""How full a disk is, and what follows from it: nothing, a warning, or that nothing new may be taken in.

Full is said while there is still room, because the stores need some to work: what was accepted has to be written, and
ClickHouse can only shrink its data by writing it anew.
"""

import os
import shutil
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from common import env

LOOK_EVERY_SECONDS = 1.0
# Adding up a large directory takes a while; looking may take this share of one processor at most.
SHARE_OF_TIME = 0.02


class Level(StrEnum):
    """What the fill of a disk means."""

    OK = "ok"
    WARNING = "warning"
    """Works, and its owner should make room soon."""
    FULL = "full"
    """New data is refused until there is room again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """When a disk counts as what. `max_bytes`: what the directory itself may hold; 0 leaves it the whole disk."""

    warning_percent: float
    full_percent: float
    max_bytes: int = 0

    @classmethod
    def from_environment(cls) -> "Limits":
        return cls(
            warning_percent=env.number("DISK_WARNING_PERCENT", 80.0, at_least=1, at_most=100),
            full_percent=env.number("DISK_FULL_PERCENT", 95.0, at_least=1, at_most=100),
            max_bytes=env.integer("DATA_DIR_MAX_BYTES", 0, at_least=0),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """How much of what there is is used, in percent, and how many bytes are left."""

    percent: float
    free_bytes: int

    def level(self, limits: Limits) -> Level:
        if self.percent >= limits.full_percent:
            return Level.FULL
        return Level.WARNING if self.percent >= limits.warning_percent else Level.OK


def measure(directory: Path, *, max_bytes: int = 0) -> Usage:
    """The disk of the directory, or what it may hold itself when that is nearer to its end. Raises OSError."""
    place = next(path for path in (directory, *directory.parents) if path.exists())
    disk = shutil.disk_usage(place)
    # As `df` counts: what is kept for root is neither used nor free.
    usage = Usage(percent=100 * disk.used / max(1, disk.used + disk.free), free_bytes=disk.free)
    if not max_bytes:
        return usage
    size = size_of(directory)
    allowed = Usage(percent=100 * size / max_bytes, free_bytes=max(0, max_bytes - size))
    return max(usage, allowed, key=lambda one: one.percent)


def size_of(directory: Path) -> int:
    """Bytes that the files below a directory take up. Those that vanish meanwhile are left out."""
    total = 0
    waiting = [os.fspath(directory)]
    while waiting:
        with suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                with suppress(OSError):
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    else:
                        total += entry.stat(follow_symlinks=False).st_blocks * 512
    return total


class Watch:
    """Knows how full a disk is without looking each time it is asked. Safe to use from many threads.

    One thread looks; the others go on with what was known.
    """

    def __init__(self, ask: Callable[[], Usage]) -> None:
        self._ask = ask
        self._looking = threading.Lock()
        self._next_look = float("-inf")
        self._usage = Usage(percent=0.0, free_bytes=0)

    def usage(self) -> Usage:
        """As it was a moment ago. A disk that cannot be asked counts as it was."""
        if time.monotonic() < self._next_look:
            return self._usage
        if self._looking.acquire(blocking=self._next_look == float("-inf")):
            try:
                began = time.monotonic()
                with suppress(OSError):
                    self._usage = self._ask()
                took = time.monotonic() - began
                self._next_look = time.monotonic() + max(LOOK_EVERY_SECONDS, took / SHARE_OF_TIME)
            finally:
                self._looking.release()
        return self._usage

    def look_again(self) -> None:
        """Measure at the next question, because a limit has just changed."""
        self._next_look = float("-inf")
