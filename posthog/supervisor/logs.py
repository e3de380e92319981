"""Keeps what the processes say: in a file of bounded size, in memory for reports, and on the console."""

import os
import threading
from collections import deque
from pathlib import Path
from typing import IO

from posthog.supervisor.console import Console

MAX_FILE_BYTES = 5 * 1024 * 1024
OLD_FILES = 2
MAX_LINE_BYTES = 32 * 1024
TAIL_LINES = 30


class ServiceLog:
    """The log of one process over all its lives: at most (1 + OLD_FILES) × MAX_FILE_BYTES on disk."""

    def __init__(self, name: str, directory: Path, console: Console, *, max_bytes: int = MAX_FILE_BYTES) -> None:
        self.name = name
        self.path = directory / f"{name}.log"
        self._console = console
        self._max_bytes = max_bytes
        self._tail: deque[str] = deque(maxlen=TAIL_LINES)
        self._lock = threading.Lock()
        self._size = self.path.stat().st_size if self.path.exists() else 0
        self._file: IO[bytes] | None = None

    def follow(self, stream: IO[bytes]) -> threading.Thread:
        """Read a process's output until it ends, in a thread of its own."""
        thread = threading.Thread(target=self._pump, args=(stream,), name=f"log-{self.name}", daemon=True)
        thread.start()
        return thread

    def write(self, text: str) -> None:
        """Add a line of the supervisor's about this process."""
        self._add(text.encode())

    def tail(self) -> tuple[str, ...]:
        """The last lines, oldest first."""
        with self._lock:
            return tuple(self._tail)

    def clear_tail(self) -> None:
        """Forget the lines of earlier lives, so that a report shows the last one only."""
        with self._lock:
            self._tail.clear()

    def _pump(self, stream: IO[bytes]) -> None:
        with stream:
            # A line without end must not fill our memory; it is cut into pieces.
            while line := stream.readline(MAX_LINE_BYTES):
                self._add(line.rstrip(b"\n"))

    def _add(self, line: bytes) -> None:
        text = line.decode(errors="replace")
        with self._lock:
            self._tail.append(text)
            try:
                self._append(line + b"\n")
            except OSError:
                # A full disk must not block the process that is speaking; its last lines are still in memory.
                self._file = None
        self._console.log(self.name, text)

    def _append(self, line: bytes) -> None:
        if self._file is not None and self._size + len(line) > self._max_bytes:
            self._rotate()
        if self._file is None:
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            self._file = os.fdopen(descriptor, "ab", buffering=0)
            self._size = self.path.stat().st_size
        self._file.write(line)
        self._size += len(line)

    def _rotate(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
        for number in range(OLD_FILES, 0, -1):
            younger = self.path if number == 1 else self.path.with_name(f"{self.name}.log.{number - 1}")
            if younger.exists():
                younger.replace(self.path.with_name(f"{self.name}.log.{number}"))
        self._size = 0
