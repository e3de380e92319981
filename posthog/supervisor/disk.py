"""Tells the owner in time when the disk fills up, when events are refused for it, and when that is over."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from common import disk
from common.disk import Level, Limits, Usage
from posthog.supervisor.console import Console

MEGABYTE = 1024 * 1024
REPEAT_SECONDS = 3600.0


class DiskReporter:
    """Asked at every tick; says something when the level changes, and again every hour while it is not well."""

    def __init__(self, root: Path, console: Console, *, limits: Limits, ask: Callable[[], Usage] | None = None) -> None:
        self._root = root
        self._console = console
        self._limits = limits
        self._watch = disk.Watch(ask or partial(disk.measure, root, max_bytes=limits.max_bytes))
        self._said = Level.OK
        self._repeat_at = 0.0

    def look(self) -> None:
        """Say what there is to say now."""
        usage = self._watch.usage()
        level = usage.level(self._limits)
        if level is self._said and (level is Level.OK or time.monotonic() < self._repeat_at):
            return
        self._said, self._repeat_at = level, time.monotonic() + REPEAT_SECONDS
        full = f"The disk of {self._root} is {usage.percent:.0f} % full ({usage.free_bytes // MEGABYTE:,} MB are left)"
        if level is Level.FULL:
            self._console.warning(
                f"{full}, so new events are refused; senders keep them and try again. What was accepted is still "
                "stored. Free some space and it goes on by itself."
            )
        elif level is Level.WARNING:
            self._console.warning(
                f"{full}. Free some space soon: from {self._limits.full_percent:.0f} % on, new events are refused."
            )
        else:
            self._console.line(f"{full} and has room again.")
