"""The secrets of one instance, generated at its first start and kept with mode 600."""

import secrets
import stat
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from posthog.supervisor.errors import ExitCode, StartError
from posthog.supervisor.files import read_json, write_json


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Secrets:
    """Each is 64 URL-safe characters of randomness. Never printed: there is no repr."""

    secret_key: str
    postgres_password: str
    clickhouse_password: str


def load_or_create(path: Path) -> Secrets:
    """The instance's secrets. One that is missing is made; the others are kept."""
    try:
        known = read_json(path) or {}
    except ValueError as error:
        raise StartError(
            f"{path} cannot be read ({error}). Restore it from a backup, or remove it: new secrets are then made, "
            "everybody has to log in again, and nothing else is lost.",
            ExitCode.FAILED,
        ) from error
    wanted = {field.name: str(known.get(field.name) or secrets.token_urlsafe(48)) for field in fields(Secrets)}
    if wanted != known:
        write_json(path, {**known, **wanted})
    elif stat.S_IMODE(path.stat().st_mode) != 0o600:
        path.chmod(0o600)
    return Secrets(**wanted)


def as_values(known: Secrets) -> tuple[str, ...]:
    """The bare values, for tests and logs that must make sure none of them shows up."""
    return tuple(asdict(known).values())
