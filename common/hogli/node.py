"""The front end's tools: a Node that is new enough, pnpm in the version the workspace names, the packages."""

import json
import os
import re
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import click

from common.hogli.shell import ROOT, Problem, run

OLDEST_NODE = (20, 19)
STAMP = ROOT / "node_modules" / ".prickle-lock"


def check_node() -> None:
    """Raise Problem when there is no Node that can build the pages."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        raise Problem("This needs Node 20.19 or newer with npm. Install it and run the command again.")
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
    if numbers < OLDEST_NODE:
        raise Problem(f"This needs Node 20.19 or newer, and {node} is {version}. Install a newer one.")


def pnpm() -> Path:
    """pnpm in the version of package.json, installed into .tools once when the machine has another or none."""
    check_node()
    wanted = str(json.loads((ROOT / "package.json").read_text())["packageManager"]).removeprefix("pnpm@")
    local = ROOT / ".tools" / "node_modules" / ".bin" / "pnpm"
    for candidate in (str(local), shutil.which("pnpm")):
        if candidate and _version(candidate) == wanted:
            return Path(candidate)
    click.secho(f"Installing pnpm {wanted} into .tools …", dim=True, err=True)
    silent = ["--silent", "--no-fund", "--no-audit", "--no-save", "--ignore-scripts"]
    if run(["npm", "install", "--prefix", ROOT / ".tools", *silent, f"pnpm@{wanted}"]):
        raise Problem("pnpm could not be installed. Check the network and try again.")
    return local


def _version(program: str) -> str:
    try:
        return subprocess.run(
            # Outside the checkout, where pnpm would first look at packageManager itself.
            [program, "--version"],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
        ).stdout.strip()
    except OSError:
        return ""


def install_packages() -> Path:
    """pnpm, with the workspace's packages installed as the lock file says."""
    program = pnpm()
    lock = sha256((ROOT / "pnpm-lock.yaml").read_bytes())
    for manifest in sorted(
        [ROOT / "package.json", ROOT / "frontend" / "package.json", *ROOT.glob("products/*/package.json")]
    ):
        lock.update(manifest.read_bytes())
    if STAMP.exists() and STAMP.read_text() == lock.hexdigest():
        return program
    click.secho("Installing front-end packages …", dim=True, err=True)
    if run([program, "install", "--frozen-lockfile", "--prefer-offline", "--reporter", "append-only"], env=_quiet()):
        raise Problem("Front-end packages could not be installed. Check the network and try again.")
    STAMP.write_text(lock.hexdigest())
    return program


def run_script(name: str) -> int:
    """Run a script of frontend/package.json; its exit code."""
    return run([install_packages(), "--filter", "@posthog/frontend", "run", name], env=_quiet())


def _quiet() -> dict[str, str]:
    return {"CI": "true", "npm_config_update_notifier": "false", "TURBO_TELEMETRY_DISABLED": "1"} | (
        {} if os.environ.get("FORCE_COLOR") else {"NO_COLOR": "1"}
    )
