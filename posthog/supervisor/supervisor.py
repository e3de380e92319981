"""`bin/hogli start`: from a data directory to a running instance, and back to nothing.

The order: checks that harm nothing, secrets, the three stores at once, the pages while the stores come up, migrations,
web and worker. From then on `Monitor` keeps all of it alive. At the end: web, worker, stores.
"""

import shutil
import threading
import time
from collections.abc import Iterable
from contextlib import ExitStack, suppress

from common.disk import Limits
from posthog.supervisor import frontend, migrations, preflight, redis_risks, services, settings, version
from posthog.supervisor.console import Console
from posthog.supervisor.datadir import CHECKOUT
from posthog.supervisor.disk import DiskReporter
from posthog.supervisor.engines import EngineError, RedisEngine
from posthog.supervisor.errors import ExitCode, StartError, StopRequested
from posthog.supervisor.files import write_json
from posthog.supervisor.leftovers import end_leftovers
from posthog.supervisor.lock import InstanceLock
from posthog.supervisor.monitor import Monitor
from posthog.supervisor.probes import ProbeError, without_password
from posthog.supervisor.secrets import load_or_create
from posthog.supervisor.services import Instance, Options, Store

STORE_READY_SECONDS = 60.0
EXTERNAL_STORE_SECONDS = 10.0
WEB_READY_SECONDS = 60.0
MIGRATION_SECONDS = 1800.0
FRONTEND_BUILD_SECONDS = 900.0
LEFTOVER_SECONDS = 6.0
REDIS_SYNC_SECONDS = 1.0


def run(options: Options) -> ExitCode:
    """Start, keep alive until asked to stop, stop. The messages are for the person at the terminal."""
    console = Console()
    try:
        with ExitStack() as stack:
            started = time.monotonic()
            instance = _prepare(options, console, stack)
            return _Run(instance, console).from_start_to_stop(started)
    except StartError as error:
        console.line()
        console.line(error.message)
        return error.code


def _prepare(options: Options, console: Console, stack: ExitStack) -> Instance:
    """All checks, then everything that may be written before a process runs."""
    data = options.data
    _refuse_untouched(options)
    preflight.check_storage(data)
    lock = InstanceLock(data)
    stack.enter_context(lock)
    # Again, now that nobody else can be using the directory.
    version.check(data)
    for name in end_leftovers(data.children, data.root, seconds=LEFTOVER_SECONDS):
        console.line(f"Ended {name}, left behind by a supervisor that was killed.")
    preflight.check_port(options.host, options.port)
    try:
        known = load_or_create(data.secrets)
        instance = services.plan(options, known)
        version.record(data)
        shutil.rmtree(data.metrics, ignore_errors=True)
        data.metrics.mkdir(mode=0o700)
    except EngineError as error:
        raise StartError(str(error), ExitCode.SERVICE_FAILED) from error
    except OSError as error:
        raise StartError(f"{data.root} cannot be written: {error.strerror}.", ExitCode.STORAGE) from error
    lock.describe(url=options.url)
    return instance


def _refuse_untouched(options: Options) -> None:
    """What can be refused without making so much as a directory."""
    data = options.data
    preflight.check_system()
    settings.check()
    # A place that cannot be looked into is the check of the storage's to name.
    with suppress(OSError):
        version.check(data)
        # In a directory that was used before, whoever holds the lock or was left behind may also hold the port: the
        # checks that follow tell which, and find nothing to make.
        if not data.run.exists():
            preflight.check_port(options.host, options.port)


class _Run:
    """One life of an instance."""

    def __init__(self, instance: Instance, console: Console) -> None:
        self._instance = instance
        self._options = instance.options
        self._data = instance.options.data
        self._console = console
        self._monitor = Monitor(console=console, logs=self._data.logs, children_file=self._data.children)
        self._disk = DiskReporter(self._data.root, console, limits=Limits.from_environment())
        self._ended = threading.Event()

    def from_start_to_stop(self, started: float) -> ExitCode:
        """The whole life. What was started is stopped, whatever happens in between."""
        self._monitor.listen_for_signals()
        try:
            self._start()
            self._say_ready(time.monotonic() - started)
            if self._options.demo:
                self._fill_with_demo_data()
            self._monitor.watch(self._disk.look)
            self._console.line("Stopping …")
        except StopRequested:
            self._console.line("\nStopping before the start was complete …")
        finally:
            self._stop()
        return ExitCode.OK

    def _start(self) -> None:
        stores = self._instance.embedded
        began = time.monotonic()
        for store in stores:
            if store.engine is not None:
                self._monitor.start(services.store_service(store, store.engine))
        self._sync_redis()
        self._build_pages()
        if stores:
            self._monitor.wait_ready((store.name for store in stores), seconds=STORE_READY_SECONDS)
            self._console.done(f"{_join(store.title for store in stores)} ready", time.monotonic() - began)
        for store in self._instance.external:
            with self._console.step(f"{store.title} of {store.variable} answers"):
                self._wait_for_external(store)
            for risk in redis_risks.risks(store.url) if store.name == "redis" else ():
                self._console.warning(risk.text)
        write_json(self._data.environment, self._instance.env)
        self._migrate()
        with self._console.step("Web server and worker ready"):
            self._monitor.start(services.web_service(self._instance))
            self._monitor.start(services.worker_service(self._instance))
            self._monitor.wait_ready((services.WEB, services.WORKER), seconds=WEB_READY_SECONDS)

    def _build_pages(self) -> None:
        """Build the pages if their sources have changed. Without them the API still works."""
        if frontend.state().fresh:
            return
        problem = frontend.node_problem()
        if problem is None:
            with frontend.build_lock() as locked:
                # Another instance of this checkout may be building already; what it builds is also ours.
                while not locked():
                    self._monitor.pause(0.5)
                problem = None if frontend.state().fresh else self._run_build()
        if problem is not None:
            served = " The pages of an earlier build are served." if frontend.state().built else ""
            self._console.warning(f"{problem}{served}")

    def _run_build(self) -> str | None:
        """Build the pages; returns what went wrong."""
        began = time.monotonic()
        self._console.line("  Building the pages, which takes a minute the first time …")
        command = [str(CHECKOUT / "bin" / "hogli"), "build:frontend"]
        sources = frontend.fingerprint()
        code, said = self._monitor.run("frontend", command, {}, seconds=FRONTEND_BUILD_SECONDS)
        if code == 0 and frontend.state().built:
            frontend.mark_fresh(sources)
            self._console.done("Pages built", time.monotonic() - began)
            return None
        return "The pages could not be built; the API works without them.\n" + _indented(said)

    def _wait_for_external(self, store: Store) -> None:
        deadline = time.monotonic() + EXTERNAL_STORE_SECONDS
        while True:
            try:
                store.probe(store.url)
            except ProbeError as error:
                if time.monotonic() > deadline:
                    raise StartError(
                        f"{store.title} at {without_password(store.url)} does not answer: {error}. Check "
                        f"{store.variable} and the server, or unset {store.variable} to use the embedded one.",
                        ExitCode.SERVICE_FAILED,
                    ) from error
                self._monitor.pause(0.5)
            else:
                return

    def _migrate(self) -> None:
        # A server elsewhere may have been restored or emptied since; only our own stores can be trusted to a stamp.
        if not self._instance.external and migrations.are_applied(self._data):
            return
        with self._console.step("Database tables up to date"):
            # Django's checks of the code itself are for `bin/hogli check`, not for every start.
            for command in (
                ["migrate", "--no-input", "--verbosity", "1", "--skip-checks"],
                ["migrate_clickhouse", "--skip-checks"],
            ):
                argv = services.manage_command(*command)
                code, said = self._monitor.run("migrate", argv, self._instance.env, seconds=MIGRATION_SECONDS)
                if code != 0:
                    raise StartError(
                        f"The tables could not be brought up to date: `manage.py {command[0]}` failed and says\n"
                        f"{_indented(said)}\nThe data was left as it was before the failing step. The whole log is in "
                        f"{self._data.logs / 'migrate.log'}.",
                        ExitCode.SERVICE_FAILED,
                    )
        migrations.record(self._data)

    def _say_ready(self, seconds: float) -> None:
        options = self._options
        self._console.line()
        self._console.line(f"Prickle is ready at {options.url} after {seconds:.1f} s.")
        if frontend.state().built:
            self._console.line("Open it in a browser. On a new instance, the first account that signs up owns it.")
        else:
            self._console.line("Only the API is served, because the pages are not built (see above).")
        if options.host in ("127.0.0.1", "localhost", "::1"):
            self._console.line("Only this machine can reach it; --host 0.0.0.0 opens it to others.")
        self._console.line(f"Data: {self._data.root}   Logs: {self._data.logs}   Stop: Ctrl-C")
        self._console.line()
        self._console.show_logs = True

    def _fill_with_demo_data(self) -> None:
        command = services.manage_command("demo", "--url", self._options.url)
        with suppress(StopRequested):
            code, said = self._monitor.run("demo", command, self._instance.env, seconds=MIGRATION_SECONDS)
            if code != 0:
                self._console.warning(f"The demo data could not be made:\n{_indented(said)}")

    def _sync_redis(self) -> None:
        engine = next((store.engine for store in self._instance.stores if store.name == "redis"), None)
        if isinstance(engine, RedisEngine):
            threading.Thread(target=self._sync_loop, args=(engine,), name="redis-sync", daemon=True).start()

    def _sync_loop(self, engine: RedisEngine) -> None:
        while not self._ended.wait(REDIS_SYNC_SECONDS):
            # A failing disk is Redis's to report: it then refuses writes, and the web server answers 503.
            with suppress(OSError):
                engine.sync_to_disk()

    def _stop(self) -> None:
        began = time.monotonic()
        self._console.show_logs = False
        with suppress(OSError):
            self._data.environment.unlink(missing_ok=True)
        self._monitor.stop((services.WEB,), patient=False)
        self._monitor.stop((services.WORKER,), patient=False)
        self._monitor.stop((store.name for store in self._instance.embedded), patient=True)
        self._ended.set()
        self._monitor.close()
        self._console.line(f"Stopped after {time.monotonic() - began:.1f} s.")


def _join(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def _indented(lines: Iterable[str]) -> str:
    return "\n".join(f"    {line}" for line in lines)
