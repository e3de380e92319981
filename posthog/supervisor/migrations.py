"""Knows cheaply whether the embedded stores have every migration, so that a second start need not ask Django.

A stamp in version.json ties the migration files to the very stores they were applied to: a store that was removed or
replaced has another identity, and the stamp no longer fits.
"""

import hashlib
import secrets
from importlib import metadata
from pathlib import Path

from posthog.supervisor.datadir import CHECKOUT, DataDir
from posthog.supervisor.files import read_json, write_json

MIGRATION_GLOBS = (
    "posthog/migrations/*.py",
    "posthog/**/clickhouse/migrations/*.py",
    "products/*/backend/migrations/*.py",
    "products/*/backend/clickhouse/migrations/*.py",
)
IDENTITY_FILE = "instance-id"


def are_applied(data: DataDir) -> bool:
    """Whether exactly these migrations were applied to exactly these stores."""
    return (read_json(data.version) or {}).get("migrations") == _stamp(data)


def record(data: DataDir) -> None:
    """Note that they are."""
    write_json(data.version, {**(read_json(data.version) or {}), "migrations": _stamp(data)}, mode=0o644)


def fingerprint(checkout: Path = CHECKOUT) -> str:
    """A digest over the migrations' names and contents, and over Django, which brings some of its own."""
    digest = hashlib.blake2b(metadata.version("django").encode(), digest_size=20)
    for path in sorted({path for pattern in MIGRATION_GLOBS for path in checkout.glob(pattern)}):
        digest.update(str(path.relative_to(checkout)).encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def _stamp(data: DataDir) -> str:
    parts = (fingerprint(), _postgres_identity(data.postgres), _directory_identity(data.clickhouse))
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=20).hexdigest()


def _postgres_identity(directory: Path) -> str:
    """The number initdb gave the cluster, which leads its control file."""
    try:
        with (directory / "cluster" / "global" / "pg_control").open("rb") as file:
            return file.read(8).hex()
    except OSError:
        return ""


def _directory_identity(directory: Path) -> str:
    """A random name that lies in the store's directory and goes when it goes."""
    path = directory / IDENTITY_FILE
    if not directory.exists():
        return ""
    if not path.exists():
        path.write_text(secrets.token_hex(16))
    return path.read_text()
