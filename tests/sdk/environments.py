"""Where the published SDKs live: environments of their own, made by pip's, npm's and Go's clients and kept for later runs.

Each is made in a folder named after what goes into it, so another version is another folder. Python's are uv's own
business, which keeps them in its cache.
"""

import fcntl
import functools
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.support.instance import CHECKOUT, clean_environment
from tests.support.requirements import lacking

CLIENTS = Path(__file__).parent / "clients"
KEPT = CHECKOUT / ".tools" / "sdks"
UV = CHECKOUT / ".venv" / "bin" / "uv"
GO_OLDEST = (1, 21)
# Under the name by which `require` finds it: the published package and its version.
NPM_PACKAGES = {
    "posthog-node": "5.70.0",
    "posthog-node-oldest": "npm:posthog-node@4.18.0",
    "posthog-react-native": "4.78.0",
    # What React Native itself brings to every application.
    "react": "18.3.1",
    "@babel/runtime": "7.27.0",
}

ATHERIS = "atheris==3.0.0"
OPENFEATURE_PYTHON = ("openfeature-sdk==0.10.0", "openfeature-provider-ofrep==0.3.0")
OPENFEATURE_NODE = {
    "@openfeature/server-sdk": "1.23.0",
    "@openfeature/web-sdk": "1.10.0",
    "@openfeature/ofrep-provider": "0.1.3",
    "@openfeature/ofrep-core": "0.1.4",
    "@openfeature/ofrep-web-provider": "0.4.3",
}


def run(argv: list[str], cwd: Path, *, env: Mapping[str, str] | None = None, seconds: int = 280) -> str:
    """What the program prints; fails with everything it said."""
    environment = {**clean_environment(), **(env or {})}
    # SDKs install a package named like our core; they must find their own, not ours.
    environment.pop("PYTHONPATH")
    result = subprocess.run(
        argv, cwd=cwd, env=environment, capture_output=True, text=True, timeout=seconds, check=False
    )
    assert result.returncode == 0, f"{argv} failed:\n{result.stdout}\n{result.stderr}"
    return result.stdout


def python_argv(version: str, script: Path, *arguments: str) -> list[str]:
    return _python_with((f"posthog=={version}",), script, arguments)


def openfeature_argv(script: Path, *arguments: str) -> list[str]:
    return _python_with(OPENFEATURE_PYTHON, script, arguments)


def _python_with(packages: tuple[str, ...], script: Path, arguments: tuple[str, ...]) -> list[str]:
    uv = [str(UV), "run", "--isolated", "--no-project", "--python", sys.executable]
    return [*uv, *(f"--with={package}" for package in packages), "python", str(script), *arguments]


@functools.cache
def node_folder() -> Path:
    """A folder in which Node finds NPM_PACKAGES."""
    return _folder_with("node", NPM_PACKAGES, ["--legacy-peer-deps"])


@functools.cache
def openfeature_folder() -> Path:
    """A folder in which Node finds OPENFEATURE_NODE."""
    return _folder_with("openfeature", OPENFEATURE_NODE, [])


@functools.cache
def atheris_folder() -> Path:
    """A folder in which Python finds atheris, the fuzzer, beside our own dependencies."""

    def install(folder: Path) -> None:
        run([str(UV), "pip", "install", "--quiet", "--python", sys.executable, "--target", ".", ATHERIS], folder)

    return kept("atheris", ATHERIS, install)


def _folder_with(name: str, packages: Mapping[str, str], more: list[str]) -> Path:
    manifest = json.dumps({"private": True, "dependencies": packages})

    def install(folder: Path) -> None:
        (folder / "package.json").write_text(manifest)
        options = ["--silent", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", *more]
        run(["npm", "install", *options], folder)

    return kept(name, manifest, install)


@functools.cache
def browser_package(version: str) -> Path:
    """The folder of a version's bundles. They hold all they need, so the package alone is fetched."""

    def unpack(folder: Path) -> None:
        run(["npm", "pack", "--silent", f"posthog-js@{version}"], folder)
        run(["tar", "-xzf", f"posthog-js-{version}.tgz", "--strip-components=1"], folder)

    return kept("posthog-js", version, unpack) / "dist"


@functools.cache
def go_client() -> Path:
    """The Go client as a program. Building it takes a minute of both cores where Go has never built anything."""
    go = shutil.which("go") or "/usr/bin/go"
    if not Path(go).exists():
        lacking("The Go SDK needs Go (Debian, Ubuntu: sudo apt-get install golang-go).")
    told = subprocess.run([go, "version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"go(\d+)\.(\d+)", told)
    if found is None or (int(found[1]), int(found[2])) < GO_OLDEST:
        lacking(f"The Go SDK needs Go {'.'.join(map(str, GO_OLDEST))} or newer; this machine has '{told.strip()}'.")
    source = CLIENTS / "go"
    content = "".join((source / name).read_text() for name in ("go.mod", "go.sum", "main.go"))

    def build(folder: Path) -> None:
        # Without optimizing, which would take longer than it saves, and without a C compiler.
        options = ["-gcflags=all=-N -l", "-ldflags=-s -w", "-trimpath"]
        run([go, "build", *options, "-o", str(folder / "client"), "."], source, env={"CGO_ENABLED": "0"})

    return kept("go", content + told, build) / "client"


def kept(name: str, content: str, make: Callable[[Path], None]) -> Path:
    """The folder that `make` fills, made once for this content, also when several processes want it at once."""
    digest = hashlib.sha256(content.encode()).hexdigest()[:16]
    folder = KEPT / f"{name}-{digest}"
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = KEPT / f"{name}-{digest}.{os.getpid()}"
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            make(unfinished)
            unfinished.rename(folder)
    return folder
