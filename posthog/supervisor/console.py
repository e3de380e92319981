"""What the person at the terminal sees: one line per step, the processes' logs with a prefix, and warnings."""

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

COLOURS = {"postgres": 34, "redis": 31, "clickhouse": 33, "web": 32, "worker": 35}
OTHER_COLOUR = 36
PREFIX_WIDTH = 10


class Console:
    """Writes whole lines from several threads. A terminal that goes away never stops an instance."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        self._lock = threading.Lock()
        self._colour = self._stream.isatty() and "NO_COLOR" not in os.environ
        # While starting, the steps are the story; the processes' own lines are in their log files.
        self.show_logs = False

    def line(self, text: str = "") -> None:
        """One line of our own."""
        self._write(f"{text}\n")

    def warning(self, text: str) -> None:
        """Something the owner should look at; also shown while logs are."""
        self._write(f"{self._paint('!', 33)} {text}\n")

    def log(self, name: str, text: str) -> None:
        """A line of a process."""
        if self.show_logs:
            prefix = self._paint(f"{name:<{PREFIX_WIDTH}}|", COLOURS.get(name, OTHER_COLOUR))
            self._write(f"{prefix} {text}\n")

    @contextmanager
    def step(self, text: str) -> Iterator[None]:
        """A step that takes a moment: says what begins, then how long it took."""
        if self._colour:
            self._write(f"  {text} …\r")
        started = time.monotonic()
        try:
            yield
        except BaseException:
            self._write(f"{self._paint('✗', 31)} {text}\n")
            raise
        self.done(text, time.monotonic() - started)

    def done(self, text: str, seconds: float) -> None:
        """A step that has ended well."""
        self._write(f"{self._paint('✓', 32)} {text} ({seconds:.1f} s)\n")

    def _paint(self, text: str, colour: int) -> str:
        return f"\x1b[{colour}m{text}\x1b[0m" if self._colour else text

    def _write(self, text: str) -> None:
        with self._lock:
            try:
                self._stream.write(text)
                self._stream.flush()
            except (OSError, ValueError):
                # The terminal or pipe is gone. Point the stream elsewhere so that later writes cost nothing.
                self._stream = open(os.devnull, "w")  # noqa: SIM115 - kept open until the process ends
