"""One process we keep alive: started in a session of its own, watched, started again, stopped in stages."""

import os
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum, auto

import psutil

from posthog.supervisor.datadir import CHECKOUT
from posthog.supervisor.engines.base import EngineError, supervised
from posthog.supervisor.logs import ServiceLog
from posthog.supervisor.watchdog import Pulse

# A process that dies this often within the window is reported with the end of its log.
DEATHS_TO_REPORT = 5
DEATH_WINDOW_SECONDS = 60.0
# One that dies after working is back at once, as long as it does not do so all the time.
FIRST_DELAY_SECONDS = 0.2
LONGEST_DELAY_SECONDS = 5.0
# One that never got to work is left alone for longer: trying fast would only fill its log.
BROKEN_DELAY_SECONDS = 15.0
QUICK_DEATHS_FORGIVEN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class StopStage:
    """A signal, and how long to wait after it before the next stage."""

    signal: signal.Signals
    seconds: float


def _nothing() -> None:
    """Most processes need no preparation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What to run. Every field is used again for every start."""

    name: str
    command: Callable[[], list[str]]
    env: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[], None] = _nothing
    is_ready: Callable[[], bool] | None = None
    """Without a probe a process counts as ready once it has lived for `SETTLED_SECONDS`."""
    stop_stages: tuple[StopStage, ...] = (StopStage(signal=signal.SIGTERM, seconds=3.0),)
    """SIGKILL follows the last stage."""
    pulse: Pulse | None = None
    """How to tell that it hangs. Without one it is believed to work as long as it lives."""
    dies_with_us: bool = True
    """Whether the first stop signal is sent to it when the supervisor itself is killed."""


SETTLED_SECONDS = 1.0


class State(Enum):
    """Where a process is in its life."""

    STOPPED = auto()
    STARTING = auto()
    READY = auto()
    WAITING = auto()
    """Dead, and to be started again at `Child.next_start`."""


class Child:
    """The one process of a service, through all its lives. Used from the supervisor's main thread only."""

    def __init__(self, service: Service, log: ServiceLog) -> None:
        self.service = service
        self.log = log
        self.state = State.STOPPED
        self.process: subprocess.Popen[bytes] | None = None
        self.next_start = 0.0
        self.last_end = ""
        self.reported = False
        self.deaths = 0
        self._started_at = 0.0
        self._was_ready = False
        self._deaths: deque[float] = deque(maxlen=4 * DEATHS_TO_REPORT)

    @property
    def name(self) -> str:
        return self.service.name

    @property
    def pid(self) -> int | None:
        """Its process id while it lives."""
        return None if self.process is None else self.process.pid

    def start(self) -> None:
        """Prepare and spawn. A failure counts as a death, because it may pass (a full disk, say)."""
        self._started_at = time.monotonic()
        self._was_ready = False
        self.log.clear_tail()
        try:
            self.service.prepare()
            self.process = subprocess.Popen(
                supervised(self.service.command(), death_signal=self._death_signal()),
                env={**os.environ, **self.service.env},
                cwd=CHECKOUT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                # Its own session: Ctrl-C reaches only the supervisor, and what it leaves behind can be found.
                start_new_session=True,
            )
        except (OSError, EngineError) as error:
            self.log.write(f"It cannot be started: {error}")
            self._note_death(f"could not be started ({error})")
            return
        if self.process.stdout is not None:
            self.log.follow(self.process.stdout)
        self.state = State.STARTING

    def has_ended(self) -> bool:
        """Whether the process is dead; if so, it is buried together with what it left in its group."""
        process = self.process
        if process is None:
            return False
        # Look without burying first: as long as the dead process keeps its id, no stranger's group can have it.
        try:
            if os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
                return False
            kill_group(process.pid)
        except ChildProcessError:
            # Somebody else has buried it already; its group may be a stranger's by now.
            pass
        code = process.wait()
        self.process = None
        self._note_death(_describe_end(code))
        return True

    def becomes_ready(self) -> bool:
        """True once, when the process turns out to work."""
        if self.state is not State.STARTING:
            return False
        probe = self.service.is_ready
        settled = time.monotonic() - self._started_at >= SETTLED_SECONDS
        if not (settled if probe is None else probe()):
            return False
        self.state = State.READY
        self._was_ready = True
        return True

    def keeps_dying(self) -> bool:
        """Whether the last deaths lie so close together that the owner must hear of it."""
        return self._recent_deaths() >= DEATHS_TO_REPORT

    def forget_deaths_if_calm(self) -> None:
        """A process that has worked for a whole window has recovered."""
        if self.state is State.READY and time.monotonic() - self._started_at > DEATH_WINDOW_SECONDS:
            self._deaths.clear()
            self.reported = False

    def seconds_alive(self) -> float:
        """Since its last start."""
        return time.monotonic() - self._started_at

    def send(self, number: signal.Signals) -> None:
        """Send it a signal, if it lives."""
        if self.process is not None:
            self.process.send_signal(number)

    def _death_signal(self) -> signal.Signals | None:
        return self.service.stop_stages[0].signal if self.service.dies_with_us else None

    def _note_death(self, how: str) -> None:
        self.last_end = how
        self.deaths += 1
        self._deaths.append(time.monotonic())
        self.next_start = time.monotonic() + self._delay()
        self.state = State.WAITING

    def _delay(self) -> float:
        if self.keeps_dying() and not self._was_ready:
            return BROKEN_DELAY_SECONDS
        doublings = max(0, self._recent_deaths() - 1 - QUICK_DEATHS_FORGIVEN)
        return float(min(LONGEST_DELAY_SECONDS, FIRST_DELAY_SECONDS * 2**doublings))

    def _recent_deaths(self) -> int:
        now = time.monotonic()
        return sum(1 for death in self._deaths if now - death < DEATH_WINDOW_SECONDS)


def kill_group(leader: int) -> None:
    """Kill what a dead process has left behind in its group."""
    # macOS answers "not permitted" for a group of zombies.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def adopted_orphans(known: frozenset[int]) -> tuple[psutil.Process, ...]:
    """Children that came to us because their parent died (see `monitor.adopt_orphans`)."""
    return tuple(process for process in psutil.Process().children() if process.pid not in known)


def _describe_end(code: int) -> str:
    if code >= 0:
        return f"exited with code {code}"
    try:
        return f"was killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"was killed by signal {-code}"
