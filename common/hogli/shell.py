"""Starting other programs, and ending with a sentence instead of a traceback."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

import click

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sys.executable
BIN = Path(PYTHON).parent
# Enough for commands that read settings but touch no store: checks, types, migrations made from models.
WITHOUT_STORES = {"PRICKLE_TEST": "1", "LOG_FORMAT": "console", "LOG_LEVEL": "warning"}


class Problem(click.ClickException):
    """An expected failure: shown as one sentence that says what to do."""

    def show(self, file: object = None) -> None:
        click.secho(self.message, fg="red", err=True)


def run(argv: Sequence[str | Path], *, env: Mapping[str, str] | None = None, cwd: Path = ROOT) -> int:
    """Run a program in the foreground; its exit code."""
    words = [str(word) for word in argv]
    try:
        return subprocess.run(words, cwd=cwd, env={**os.environ, **(env or {})}, check=False).returncode
    except FileNotFoundError:
        raise Problem(f"{words[0]} is not installed. Run `bin/hogli doctor` to see what is missing.") from None
    except KeyboardInterrupt:
        return 130


def run_or_exit(argv: Sequence[str | Path], *, env: Mapping[str, str] | None = None, cwd: Path = ROOT) -> None:
    """Run a program and leave with its exit code when it fails; it has said why itself."""
    if code := run(argv, env=env, cwd=cwd):
        raise SystemExit(code)


def become(argv: Sequence[str | Path], *, env: Mapping[str, str] | None = None) -> NoReturn:
    """Replace this process, so that signals reach the program directly."""
    words = [str(word) for word in argv]
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execvpe(words[0], words, {**os.environ, **(env or {})})  # noqa: S606  # no shell is meant


def tool(name: str) -> Path:
    """A program of the Python environment."""
    return BIN / name


def data_dir() -> Path:
    return Path(os.environ.get("POSTHOG_DATA_DIR") or ROOT / ".posthog").expanduser().resolve()


def instance_environment() -> dict[str, str]:
    """What points at the stores: the environment as given, else what the running instance wrote down."""
    if os.environ.get("DATABASE_URL"):
        return {}
    path = data_dir() / "run" / "env.json"
    try:
        return {str(name): str(value) for name, value in json.loads(path.read_text()).items()}
    except FileNotFoundError:
        raise Problem(
            f"No instance is running on {data_dir()}. Start one with `bin/hogli start` in another terminal, "
            "or set DATABASE_URL, REDIS_URL, CLICKHOUSE_URL and SECRET_KEY."
        ) from None
