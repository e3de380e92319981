"""Finds processes that hang: alive for the system, and yet they answer nobody.

Each service has a question that only a working process answers. A thread of its own asks, so that a slow answer never
holds up the supervisor. What counts is how many answers are missing in a row, not the time between them: a machine that
slept, or a supervisor that was stopped for a while, has missed no answer.

Patience is long. A process that is only slow must not be ended, least of all when the whole machine is; and the worker
has the most of it, because what it waits for may be another process that hangs and is ended first.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from common import env

ASK_EVERY_SECONDS = 2.0
# How many times as long as a store each may be silent. They wait for stores, and the worker also works for long.
WEB_PATIENCE = 2.0
WORKER_PATIENCE = 4.0


def hang_seconds() -> float:
    """How long a store may be silent before it is ended; 0 turns all this off."""
    return env.number("HANG_SECONDS", 60.0, at_least=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """How to tell that a process works, and how long it may be silent."""

    beats: Callable[[], bool]
    patience_seconds: float


@dataclass(slots=True)
class _Silence:
    """How often in a row one life of a process gave no answer."""

    pid: int
    missed: int = 0


@dataclass(slots=True)
class Watchdog:
    """Told by the monitor who is alive; tells it who hangs. `look` and `hung` are called by the main thread."""

    ask_every_seconds: float = ASK_EVERY_SECONDS
    _alive: dict[str, tuple[int, Pulse]] = field(default_factory=dict)
    _silences: dict[str, _Silence] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _ended: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def look(self, alive: dict[str, tuple[int, Pulse]]) -> None:
        """These are to be asked from now on: processes that work or should, with their ids."""
        with self._lock:
            self._alive = alive
        if self._thread is None and alive:
            self._thread = threading.Thread(target=self._run, name="watchdog", daemon=True)
            self._thread.start()

    def hung(self) -> tuple[str, ...]:
        """Those whose patience is over. A process that was started anew begins with a clean slate."""
        with self._lock:
            return tuple(
                name
                for name, (pid, pulse) in self._alive.items()
                if (silence := self._silences.get(name)) is not None
                and silence.pid == pid
                and silence.missed * self.ask_every_seconds >= pulse.patience_seconds
            )

    def close(self) -> None:
        self._ended.set()

    def _run(self) -> None:
        while not self._ended.wait(self.ask_every_seconds):
            with self._lock:
                alive = dict(self._alive)
            for name, (pid, pulse) in alive.items():
                answered = False
                with suppress(Exception):
                    answered = pulse.beats()
                self._note(name, pid, answered=answered)

    def _note(self, name: str, pid: int, *, answered: bool) -> None:
        with self._lock:
            silence = self._silences.get(name)
            if answered or silence is None or silence.pid != pid:
                silence = self._silences[name] = _Silence(pid)
            if not answered:
                silence.missed += 1


class Heartbeat:
    """A file that a process touches again and again. It beats when the file has changed since the last question.

    Whether, not when: the clock may be moved meanwhile. A file that cannot be made (a full disk) says nothing.
    """

    def __init__(self, path: Path, *, every_seconds: float, ask_every_seconds: float = ASK_EVERY_SECONDS) -> None:
        self.path = path
        # It need not have changed between two questions that lie closer together than its beats.
        self._grace = int(2 * every_seconds / ask_every_seconds) + 1
        self._seen = 0
        self._unchanged = 0

    def prepare(self) -> None:
        """Before a start, so that the file of an earlier life says nothing about this one."""
        self._unchanged = 0
        with suppress(OSError):
            self.path.touch(mode=0o600)

    def beats(self) -> bool:
        try:
            changed = self.path.stat().st_mtime_ns
        except OSError:
            return True
        self._unchanged = 0 if changed != self._seen else self._unchanged + 1
        self._seen = changed
        return self._unchanged <= self._grace
