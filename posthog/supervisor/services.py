"""What an instance consists of: which stores are ours to run, with which variables, and how web and worker start."""

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from common import env
from common.schedules import HEARTBEAT_SECONDS
from posthog.supervisor import probes, watchdog
from posthog.supervisor.datadir import CHECKOUT, DataDir
from posthog.supervisor.engines import ClickHouseEngine, Engine, PostgresEngine, RedisEngine, runtime_dir
from posthog.supervisor.engines.base import GIVE_MEMORY_BACK
from posthog.supervisor.process import Service, StopStage
from posthog.supervisor.secrets import Secrets

WEB = "web"
WORKER = "worker"
BEAT_SCHEDULE = "celerybeat-schedule"
# Celery warns of root because pickled messages could be forged; ours are JSON.
WORKER_ENV = {"PYTHONWARNINGS": "ignore:You're running the worker with superuser"}

# Together at most 9 s, so that a stop takes less than 10 even when a process has to be killed at each step.
WEB_STAGES = (StopStage(signal=signal.SIGTERM, seconds=2.0),)
# TERM lets the worker finish what it does; QUIT makes it drop it, and the next worker takes it up again.
WORKER_STAGES = (StopStage(signal=signal.SIGTERM, seconds=3.0), StopStage(signal=signal.SIGQUIT, seconds=1.0))
STORE_SECONDS = 2.5
# QUIT ends Postgres at once; it then recovers from its log at the next start, as after a power cut.
POSTGRES_STAGES = (StopStage(signal=signal.SIGINT, seconds=2.0), StopStage(signal=signal.SIGQUIT, seconds=0.5))


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line said."""

    data: DataDir
    host: str
    port: int
    demo: bool

    @property
    def url(self) -> str:
        """Where a browser on this machine finds the instance."""
        everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - compared with, not bound to
        return f"http://{everywhere.get(self.host, self.host)}:{self.port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """One of the three stores, embedded or elsewhere."""

    name: str
    title: str
    variable: str
    url: str
    probe: Callable[[str], None]
    engine: Engine | None
    """None: the owner named a server of their own in the environment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """Everything needed to start."""

    options: Options
    stores: tuple[Store, ...]
    env: dict[str, str] = field(repr=False)
    """What web, worker and `manage.py` need besides the variables they inherit."""

    @property
    def embedded(self) -> tuple[Store, ...]:
        return tuple(store for store in self.stores if store.engine is not None)

    @property
    def external(self) -> tuple[Store, ...]:
        return tuple(store for store in self.stores if store.engine is None)


def plan(options: Options, known: Secrets) -> Instance:
    """Decide what to run from the environment and the data directory. Starts nothing."""
    data = options.data
    run_dir = runtime_dir(data.root)
    stores = (
        _store(
            "postgres",
            "Postgres",
            "DATABASE_URL",
            probes.postgres,
            lambda: PostgresEngine(
                data_dir=data.postgres, run_dir=run_dir, password=known.postgres_password, die_with_parent=True
            ),
        ),
        _store(
            "redis",
            "Redis",
            "REDIS_URL",
            probes.redis_server,
            lambda: RedisEngine(data_dir=data.redis, run_dir=run_dir, die_with_parent=True),
        ),
        _store(
            "clickhouse",
            "ClickHouse",
            "CLICKHOUSE_URL",
            probes.clickhouse,
            lambda: ClickHouseEngine(
                data_dir=data.clickhouse, run_dir=run_dir, password=known.clickhouse_password, die_with_parent=True
            ),
        ),
    )
    return Instance(options=options, stores=stores, env=_environment(data, stores, known))


def store_service(store: Store, engine: Engine) -> Service:
    """An embedded store as something to keep alive."""
    stages = POSTGRES_STAGES if store.name == "postgres" else (_stage(engine.stop_signal, STORE_SECONDS),)
    return Service(
        name=store.name,
        prepare=engine.prepare,
        command=engine.command,
        env=engine.env(),
        is_ready=engine.is_ready,
        pulse=_pulse(engine.is_alive),
        stop_stages=stages,
        # The engine's own command asks for it, after Postgres has changed its account.
        dies_with_us=False,
    )


def web_command(host: str, port: int) -> list[str]:
    """The web server's argv."""
    argv = [sys.executable, "-m", "granian", "--interface", "wsgi", "posthog.wsgi:application"]
    argv += ["--host", host, "--port", str(port)]
    argv += ["--workers", str(env.integer("WEB_WORKERS", 1, at_least=1))]
    argv += ["--blocking-threads", str(env.integer("WEB_THREADS", 8, at_least=1))]
    argv += ["--log-level", "error", "--http", "1", "--no-ws"]
    return [*argv, "--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "2"]


def worker_command() -> list[str]:
    """The Celery worker's argv."""
    argv = [sys.executable, "-m", "celery", "--quiet", "--app", "posthog.worker", "worker", "--loglevel", "warning"]
    argv += [
        "--pool",
        "prefork",
        "--concurrency",
        str(env.integer("WORKER_CONCURRENCY", min(2, os.cpu_count() or 1), at_least=1)),
    ]
    # A child that has grown is replaced after its task. Workers of this size have nothing to tell each other.
    argv += ["--max-memory-per-child", str(env.integer("WORKER_MAX_MEMORY_MB", 400, at_least=1) * 1024)]
    return [*argv, "--without-gossip", "--without-mingle", "--without-heartbeat"]


def beat_command(schedule: Path) -> list[str]:
    """The beat's argv, for where it is a process of its own."""
    argv = [sys.executable, "-m", "celery", "--quiet", "--app", "posthog.worker", "beat", "--loglevel", "warning"]
    return [*argv, "--schedule", str(schedule), "--pidfile", ""]


def web_service(instance: Instance) -> Service:
    """The web server."""
    options = instance.options
    return Service(
        name=WEB,
        command=partial(web_command, options.host, options.port),
        env={**instance.env, **_shared_metrics(instance)},
        is_ready=partial(_answers, options.url),
        pulse=_pulse(partial(_answers, options.url), patience=watchdog.WEB_PATIENCE),
        stop_stages=WEB_STAGES,
    )


def worker_service(instance: Instance) -> Service:
    """The worker, with the beat that sends scheduled tasks inside (see posthog/beat.py)."""
    run_dir = instance.options.data.run
    pid_file = run_dir / "worker.pid"
    heartbeat = watchdog.Heartbeat(run_dir / "worker.heartbeat", every_seconds=HEARTBEAT_SECONDS)

    def prepare() -> None:
        # One left by a killed worker must not be taken for the next one's, neither by us nor by Celery.
        pid_file.unlink(missing_ok=True)
        heartbeat.prepare()

    def beats() -> bool:
        # While a store does not answer, the worker waits for it rightly.
        return heartbeat.beats() or not all(_store_answers(store) for store in instance.stores)

    return Service(
        name=WORKER,
        prepare=prepare,
        # Celery writes it once every task is loaded, so it tells that the worker works.
        command=lambda: [*worker_command(), "--pidfile", str(pid_file)],
        env={
            **instance.env,
            **WORKER_ENV,
            **_shared_metrics(instance),
            "BEAT_SCHEDULE_FILE": str(run_dir / BEAT_SCHEDULE),
            "WORKER_HEARTBEAT_FILE": str(heartbeat.path),
        },
        is_ready=pid_file.exists,
        pulse=_pulse(beats, patience=watchdog.WORKER_PATIENCE),
        stop_stages=WORKER_STAGES,
    )


def manage_command(*arguments: str) -> list[str]:
    """Django's command line."""
    return [sys.executable, str(CHECKOUT / "manage.py"), *arguments]


def _shared_metrics(instance: Instance) -> dict[str, str]:
    """Where web and worker count together, so that `/_metrics` of the web server also tells what the worker did."""
    return {"PROMETHEUS_MULTIPROC_DIR": str(instance.options.data.metrics)}


def _stage(number: signal.Signals, seconds: float) -> StopStage:
    return StopStage(signal=number, seconds=seconds)


def _store(
    name: str, title: str, variable: str, probe: Callable[[str], None], make_engine: Callable[[], Engine]
) -> Store:
    given = env.text(variable, "")
    if given:
        return Store(name=name, title=title, variable=variable, url=given, probe=probe, engine=None)
    engine = make_engine()
    return Store(name=name, title=title, variable=variable, url=engine.url, probe=probe, engine=engine)


def _environment(data: DataDir, stores: tuple[Store, ...], known: Secrets) -> dict[str, str]:
    return {
        **{store.variable: store.url for store in stores},
        "POSTHOG_DATA_DIR": str(data.root),
        "SECRET_KEY": env.text("SECRET_KEY", "") or known.secret_key,
        "DJANGO_SETTINGS_MODULE": "posthog.settings",
        # For `doctor`, which may be run without the service's variables.
        "GEOIP_DATABASE": env.text("GEOIP_DATABASE", ""),
        "LOG_FORMAT": env.text("LOG_FORMAT", "console" if sys.stdout.isatty() else "json"),
        "PYTHONPATH": str(CHECKOUT),
        "PYTHONUNBUFFERED": "1",
        **GIVE_MEMORY_BACK,
    }


def _pulse(beats: Callable[[], bool], *, patience: float = 1.0) -> watchdog.Pulse | None:
    seconds = watchdog.hang_seconds() * patience
    return watchdog.Pulse(beats=beats, patience_seconds=seconds) if seconds > 0 else None


def _store_answers(store: Store) -> bool:
    if store.engine is not None:
        return store.engine.is_alive()
    try:
        store.probe(store.url)
    except probes.ProbeError:
        return False
    return True


def _answers(url: str) -> bool:
    """Whether the web server answers for itself."""
    return probes.http_status(f"{url}/_livez") == 200
