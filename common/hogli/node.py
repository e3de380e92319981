"""Node, pnpm and the JavaScript packages: found, or installed once, in the versions that package.json pins."""

import hashlib
import json
import os
import re
import shutil
import sys
from pathlib import Path

import click

from common.hogli.environment import exclusive
from common.hogli.errors import Failure
from common.hogli.processes import ROOT, capture, run, run_or_fail

OLDEST_NODE = (20, 19)
TOOLS = ROOT / ".tools"
# Nothing asks questions, and nothing reports home or looks for updates.
QUIET = {"CI": "true", "TURBO_TELEMETRY_DISABLED": "1", "TURBO_NO_UPDATE_NOTIFIER": "1", "NO_UPDATE_NOTIFIER": "1"}
# pnpm of another version would otherwise fetch the pinned one itself, and say nothing about it.
AS_ITSELF = {**QUIET, "npm_config_manage_package_manager_versions": "false"}


def problem() -> str | None:
    """Why nothing that needs Node can run here, or None."""
    wanted = ".".join(map(str, OLDEST_NODE))
    how = f"Install Node {wanted} or newer (https://nodejs.org), then run this again."
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return f"Node is not installed. {how}"
    said = capture([node, "--version"]).output.strip()
    version = tuple(int(number) for number in re.findall(r"\d+", said)[:2])
    return None if version >= OLDEST_NODE else f"{node} is {said or 'no Node'}, which is too old. {how}"


def pnpm() -> str:
    """The pinned pnpm, installed into .tools if the machine has another or none. Raises Failure."""
    if reason := problem():
        raise Failure(reason)
    wanted = _pinned_pnpm()
    own = TOOLS / "node_modules" / ".bin" / "pnpm"
    if _version_of(str(own)) == wanted:
        return str(own)
    if (found := shutil.which("pnpm")) and _version_of(found) == wanted:
        return found
    TOOLS.mkdir(exist_ok=True)
    with exclusive(TOOLS / "node.lock"):
        if _version_of(str(own)) != wanted:
            click.echo(f"Installing pnpm {wanted} into .tools …", err=True)
            argv = [
                "npm",
                "install",
                "--prefix",
                str(TOOLS),
                "--no-save",
                "--no-audit",
                "--no-fund",
                "--loglevel=error",
            ]
            outcome = capture([*argv, f"pnpm@{wanted}"], env=QUIET)
            if outcome.code != 0:
                said = outcome.output.strip()
                raise Failure(f"pnpm could not be installed. Check the network, then run this again. npm says:\n{said}")
    return str(own)


def install_packages() -> str:
    """Install what pnpm-lock.yaml says, if that has changed since the last time; gives the pnpm to go on with."""
    program = pnpm()
    stamp = ROOT / "node_modules" / ".hogli"
    with exclusive(TOOLS / "node.lock"):
        wanted = _fingerprint()
        if not stamp.exists() or stamp.read_text() != wanted:
            click.echo("Installing the JavaScript packages …", err=True)
            argv = [program, "install", "--frozen-lockfile", "--prefer-offline", "--reporter=append-only"]
            if run(argv, env=QUIET) != 0:
                raise Failure(
                    "The JavaScript packages could not be installed (see above). Check the network and run this again; "
                    "if pnpm-lock.yaml is out of date, run `bin/hogli pnpm install` and commit it."
                )
            stamp.write_text(wanted)
    return program


def run_script(name: str, *arguments: str) -> None:
    """Run a script of frontend/package.json; leaves with its exit code when it fails."""
    run_or_fail(script(name, *arguments), env=QUIET)


def script(name: str, *arguments: str) -> list[str]:
    """The command that runs a script of frontend/package.json, with its packages installed."""
    return [install_packages(), "--filter", "@posthog/frontend", "run", name, *arguments]


def _pinned_pnpm() -> str:
    named = str(json.loads((ROOT / "package.json").read_text())["packageManager"])
    return named.removeprefix("pnpm@").partition("+")[0]


def _version_of(program: str) -> str | None:
    if not os.access(program, os.X_OK):
        return None
    outcome = capture([program, "--version"], env=AS_ITSELF)
    return outcome.output.strip() if outcome.code == 0 else None


def _fingerprint() -> str:
    """Changes when the packages to install change, or the place they are installed in."""
    digest = hashlib.blake2b(f"{ROOT} {sys.platform}".encode(), digest_size=20)
    for path in _manifests():
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _manifests() -> list[Path]:
    named = (ROOT / name for name in ("package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml", "frontend/package.json"))
    return [path for path in (*named, *sorted(ROOT.glob("products/*/package.json"))) if path.exists()]
