"""Keeps a set of processes alive until somebody asks for the end, and then ends them in order.

One thread does everything: it sleeps until a signal arrives (also a child's death is one) or a short time has passed,
then looks at each process. Only the reading of logs has threads of its own.
"""

import ctypes
import os
import selectors
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from types import FrameType

import psutil

from posthog.supervisor.console import Console
from posthog.supervisor.errors import ExitCode, StartError, StopRequested
from posthog.supervisor.files import write_json
from posthog.supervisor.logs import ServiceLog
from posthog.supervisor.process import Child, Service, State, StopStage, adopted_orphans
from posthog.supervisor.watchdog import Watchdog

PR_SET_CHILD_SUBREAPER = 36
TICK_SECONDS = 0.25
READY_POLL_SECONDS = 0.05
SWEEP_SECONDS = 10.0
STARTS_TO_GIVE_UP = 3
STOP_POLL_SECONDS = 0.05
HURRIED_STAGE_SECONDS = 0.3
LAST_STAGE = StopStage(signal=signal.SIGKILL, seconds=1.0)
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Monitor:
    """The processes of one instance."""

    def __init__(self, *, console: Console, logs: Path, children_file: Path) -> None:
        self.console = console
        self.children: dict[str, Child] = {}
        self.stop_requests = 0
        self._logs = logs
        self._children_file = children_file
        self._helpers: set[int] = set()
        # Children this process had before are somebody else's; whoever comes later and is not ours is an orphan.
        self._not_ours = frozenset(process.pid for process in psutil.Process().children())
        self._next_sweep = 0.0
        self._watchdog = Watchdog()
        self._wakeup_read, self._wakeup_write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._wakeup_read, selectors.EVENT_READ)

    def listen_for_signals(self) -> None:
        """From here on Ctrl-C, SIGTERM and a closed terminal ask for a clean end."""
        signal.set_wakeup_fd(self._wakeup_write, warn_on_full_buffer=False)
        for number in STOP_SIGNALS:
            # One that is ignored was ignored on purpose, by nohup for example.
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._on_stop_signal)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        adopt_orphans()

    def start(self, service: Service) -> Child:
        """Start a service and keep it alive from now on."""
        child = Child(service, ServiceLog(service.name, self._logs, self.console))
        self.children[service.name] = child
        child.start()
        self._write_children()
        return child

    def wait_ready(self, names: Iterable[str], *, seconds: float) -> None:
        """Wait until these work; raises StartError with the end of the log when one does not come up."""
        waiting = set(names)
        deadline = time.monotonic() + seconds
        while waiting:
            self._tick()
            for name in tuple(waiting):
                child = self.children[name]
                if child.state is State.READY:
                    waiting.discard(name)
                elif child.deaths >= STARTS_TO_GIVE_UP:
                    raise StartError(self._failure(child, f"{name} {child.last_end}."), ExitCode.SERVICE_FAILED)
                elif time.monotonic() > deadline:
                    problem = f"{name} was not ready after {seconds:.0f} s."
                    raise StartError(self._failure(child, problem), ExitCode.SERVICE_FAILED)
            self.pause(READY_POLL_SECONDS)

    def run(self, name: str, argv: list[str], env: Mapping[str, str], *, seconds: float) -> tuple[int, tuple[str, ...]]:
        """Run a command to its end while the services are watched; returns its exit code and its last lines."""
        service = Service(name=name, command=lambda: argv, env=env)
        child = Child(service, ServiceLog(name, self._logs, self.console))
        child.start()
        self._helpers = {pid for pid in (child.pid,) if pid is not None}
        deadline = time.monotonic() + seconds
        try:
            while child.process is not None:
                code = child.process.poll()
                if code is not None:
                    self._drain(child)
                    return code, child.log.tail()
                if time.monotonic() > deadline:
                    return -1, (*child.log.tail(), f"It had not ended after {seconds:.0f} s.")
                self._tick()
                self.pause(READY_POLL_SECONDS)
            return -1, child.log.tail()
        finally:
            if child.process is not None and child.process.poll() is None:
                self._end((child,), patient=False)
            self._helpers = set()

    def watch(self, every_tick: Callable[[], None] = lambda: None) -> None:
        """Keep everything alive until somebody asks for the end."""
        with suppress(StopRequested):
            while True:
                self._tick()
                every_tick()
                self.pause(TICK_SECONDS)

    def stop(self, names: Iterable[str], *, patient: bool) -> None:
        """End these at the same time, in the stages each of them asks for.

        Without patience a second Ctrl-C hurries them through their stages. The stores are ended with patience: they
        need a moment to write everything down, and nothing is gained by taking it from them.
        """
        children = tuple(self.children[name] for name in names if name in self.children)
        self._end(children, patient=patient)
        for child in children:
            child.state = State.STOPPED
        self._sweep()
        self._write_children()

    def check_stop(self) -> None:
        """Raise StopRequested when somebody has asked for the end."""
        if self.stop_requests:
            raise StopRequested

    def pause(self, seconds: float) -> None:
        """Sleep, but wake up for a signal, and raise when it asks for the end."""
        self._sleep_through_signals(seconds)
        self.check_stop()

    def close(self) -> None:
        """Give the signals back."""
        self._watchdog.close()
        signal.set_wakeup_fd(-1)
        self._selector.close()
        os.close(self._wakeup_read)
        os.close(self._wakeup_write)

    def _tick(self) -> None:
        """Look at every process once, and start again what has died."""
        self.check_stop()
        somebody_died = False
        for child in self.children.values():
            if child.has_ended():
                somebody_died = True
                self._on_death(child)
            elif child.state is State.WAITING and time.monotonic() >= child.next_start:
                child.start()
                self._write_children()
                if child.state is State.WAITING:
                    self._on_death(child)
            elif child.becomes_ready() and self.console.show_logs:
                self.console.line(f"{child.name} is ready ({child.seconds_alive():.1f} s after its start).")
            child.forget_deaths_if_calm()
        self._end_hung()
        if somebody_died or time.monotonic() >= self._next_sweep:
            self._sweep()

    def _end_hung(self) -> None:
        """Kill what answers nobody any more; its death is then noticed like any other."""
        asked = {
            child.name: (child.pid, child.service.pulse)
            for child in self.children.values()
            if child.state is State.READY and child.pid is not None and child.service.pulse is not None
        }
        self._watchdog.look(asked)
        for name in self._watchdog.hung():
            child, (_, pulse) = self.children[name], asked[name]
            self.console.warning(f"{name} has not answered for {pulse.patience_seconds:.0f} s; ending it.")
            child.log.write(f"It had not answered for {pulse.patience_seconds:.0f} s and was ended.")
            # Also one that is stopped dies of this; a kind signal would wait until it goes on.
            child.send(signal.SIGKILL)

    def _on_death(self, child: Child) -> None:
        if not self.console.show_logs:
            return
        if child.keeps_dying() and not child.reported:
            child.reported = True
            problem = f"{child.name} keeps dying; the last time it {child.last_end}. It is tried again and again."
            self.console.warning(self._failure(child, problem))
        elif not child.reported:
            self.console.warning(f"{child.name} {child.last_end}; starting it again.")

    def _failure(self, child: Child, problem: str) -> str:
        end = child.log.tail()
        if not end:
            return f"{problem} It has logged nothing."
        lines = "\n".join(f"    {line}" for line in end)
        return f"{problem} The end of its log ({child.log.path}):\n{lines}"

    def _drain(self, child: Child) -> None:
        """Give the log thread a moment to read what a finished command has said."""
        if child.process is not None and child.process.stdout is not None:
            deadline = time.monotonic() + 1.0
            while not child.process.stdout.closed and time.monotonic() < deadline:
                time.sleep(0.005)

    def _sweep(self) -> None:
        """Kill what dead processes have left to us, such as the sessions of a Postgres that was killed."""
        self._next_sweep = time.monotonic() + SWEEP_SECONDS
        ours = {child.pid for child in self.children.values() if child.pid is not None} | self._helpers
        for orphan in adopted_orphans(self._not_ours | ours):
            with suppress(psutil.NoSuchProcess):
                orphan.kill()
            with suppress(ChildProcessError):
                os.waitpid(orphan.pid, 0)

    def _write_children(self) -> None:
        alive = []
        for child in self.children.values():
            with suppress(psutil.NoSuchProcess):
                if child.pid is not None:
                    created = psutil.Process(child.pid).create_time()
                    number = int(child.service.stop_stages[0].signal)
                    alive.append({"name": child.name, "pid": child.pid, "created": created, "signal": number})
        # On a full disk we can do without: the kernel tells the processes when we die.
        with suppress(OSError):
            write_json(self._children_file, {"children": alive})

    def _end(self, children: tuple[Child, ...], *, patient: bool) -> None:
        """Send each process its next signal when the time of the last one is up, until all are gone."""
        endings = {child.name: _Ending(child) for child in children if child.process is not None}
        while endings:
            hurry = not patient and self.stop_requests > 1
            for name, ending in tuple(endings.items()):
                if ending.is_over(hurry=hurry):
                    del endings[name]
            if endings:
                self._sleep_through_signals(STOP_POLL_SECONDS)

    def _on_stop_signal(self, number: int, frame: FrameType | None) -> None:
        self.stop_requests += 1

    def _sleep_through_signals(self, seconds: float) -> None:
        if self._selector.select(seconds):
            with suppress(BlockingIOError):
                os.read(self._wakeup_read, 4096)


def adopt_orphans() -> None:
    """Have the kernel give us the children of children that die, so that none can hide (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


class _Ending:
    """One process on its way out."""

    def __init__(self, child: Child) -> None:
        self._child = child
        self._stages = deque((*child.service.stop_stages, LAST_STAGE))
        self._due = 0.0

    def is_over(self, *, hurry: bool) -> bool:
        """Whether it is gone; sends the next signal when it is time for it."""
        if self._child.has_ended():
            return True
        now = time.monotonic()
        if now < self._due:
            if hurry:
                self._due = min(self._due, now + HURRIED_STAGE_SECONDS)
            return False
        if not self._stages:
            # Not even SIGKILL helps: it hangs in the kernel, and waiting longer would not change that.
            return True
        stage = self._stages.popleft()
        self._child.send(stage.signal)
        self._due = now + (HURRIED_STAGE_SECONDS if hurry else stage.seconds)
        return False
