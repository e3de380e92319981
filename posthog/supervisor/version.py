"""Which version of Prickle this is, and which one wrote a data directory."""

import re
import tomllib
from functools import lru_cache

from posthog.supervisor.datadir import CHECKOUT, DataDir
from posthog.supervisor.engines.postgres import MAJOR_VERSION
from posthog.supervisor.errors import ExitCode, StartError
from posthog.supervisor.files import read_json, write_json


@lru_cache(maxsize=1)
def app_version() -> str:
    """The version in pyproject.toml."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    return str(project["version"])


def check(data: DataDir) -> None:
    """Refuse a data directory that a newer version has written; touches nothing."""
    try:
        known = read_json(data.version) or {}
    except ValueError as error:
        raise StartError(
            f"{data.version} cannot be read ({error}). Restore it from a backup, or remove it if you are sure that "
            f"no version newer than {app_version()} has used this directory.",
            ExitCode.NEWER_DATA,
        ) from error
    written_by = str(known.get("app", "0"))
    if _parts(written_by) > _parts(app_version()):
        raise StartError(
            f"{data.root} was last used by Prickle {written_by}, and this is {app_version()}. An older version could "
            f"damage the data, so it was not touched. Update the checkout to {written_by} or newer, or use another "
            "directory with --data-dir.",
            ExitCode.NEWER_DATA,
        )
    cluster_version = data.postgres / "cluster" / "PG_VERSION"
    if cluster_version.exists() and (found := int(cluster_version.read_text())) != MAJOR_VERSION:
        raise StartError(
            f"The database in {cluster_version.parent} was written by Postgres {found}; this version of Prickle "
            f"brings Postgres {MAJOR_VERSION}. It was not touched. Move the data with pg_dump and pg_restore as "
            "docs/operations.md describes, or set DATABASE_URL to a server of that version.",
            ExitCode.NEWER_DATA,
        )


def record(data: DataDir) -> None:
    """Note that this version is about to use the directory. Other keys of the file are kept."""
    known = read_json(data.version) or {}
    wanted = {**known, "app": app_version(), "postgres": MAJOR_VERSION}
    if wanted != known:
        write_json(data.version, wanted, mode=0o644)


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])
