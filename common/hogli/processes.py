"""Starting other programs: in the foreground, captured, or in place of this one."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from common.hogli.errors import Failure

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sys.executable


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a captured program ended."""

    code: int
    output: str
    seconds: float


def run(argv: Sequence[str], *, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> int:
    """Run a program in the foreground and give its exit code."""
    try:
        return subprocess.run(argv, cwd=cwd, env=_environment(env), check=False).returncode
    except FileNotFoundError as error:
        raise Failure(f"{argv[0]} could not be started: {error.strerror}.") from error


def run_or_fail(argv: Sequence[str], *, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> None:
    """Run a program that explains its own failure; leave with its exit code when it fails."""
    code = run(argv, cwd=cwd, env=env)
    if code != 0:
        sys.exit(code if code > 0 else 128 - code)


def capture(argv: Sequence[str], *, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> Outcome:
    """Run a program and keep what it says, errors among the rest."""
    began = time.monotonic()
    try:
        result = subprocess.run(
            argv,
            cwd=cwd,
            env=_environment(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except FileNotFoundError as error:
        return Outcome(code=127, output=f"{argv[0]}: {error.strerror}\n", seconds=time.monotonic() - began)
    return Outcome(code=result.returncode, output=result.stdout, seconds=time.monotonic() - began)


def become(argv: Sequence[str], *, cwd: Path | None = ROOT, env: Mapping[str, str] | None = None) -> NoReturn:
    """Replace this process, so that signals and the exit code pass through untouched."""
    sys.stdout.flush()
    sys.stderr.flush()
    if cwd is not None:
        os.chdir(cwd)
    os.execvpe(argv[0], list(argv), _environment(env))  # noqa: S606 - no shell is wanted here


def python(*arguments: str) -> list[str]:
    """The environment's Python with these arguments."""
    return [PYTHON, *arguments]


def manage(*arguments: str) -> list[str]:
    """manage.py with these arguments; works from any folder."""
    return [PYTHON, str(ROOT / "manage.py"), *arguments]


def stateless_environment() -> dict[str, str]:
    """What code needs that reads the settings but no store, such as a type check: a secret that signs nothing."""
    return {"SECRET_KEY": os.environ.get("SECRET_KEY") or secrets.token_hex(32)}


def _environment(extra: Mapping[str, str] | None) -> dict[str, str]:
    return {**os.environ, **(extra or {})}
