"""Whether the pages are built from the sources that are there, and building them when they are not.

`python -m posthog.supervisor.frontend` does just that; `bin/hogli test` calls it before it opens pages in a browser.
"""

import fcntl
import hashlib
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from posthog.supervisor.datadir import CHECKOUT

DIST = Path("frontend") / "dist"
# As package.json says: what Vite needs.
OLDEST_NODE = (20, 19)
# What a build depends on, besides the folders below.
ROOT_FILES = ("package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml")
SOURCE_GLOBS = ("frontend", "products/*/frontend", "products/*/manifest.tsx", "products/*/package.json")
NOT_SOURCES = frozenset({"node_modules", "dist", ".turbo", "__pycache__", "test-results"})
HOW_TO_GET_NODE = f"Install Node {OLDEST_NODE[0]}.{OLDEST_NODE[1]} or newer (https://nodejs.org) and start again; the API works without it."


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontendState:
    """What there is to serve."""

    built: bool
    fresh: bool
    """Built from exactly the sources in the checkout."""


def state(checkout: Path = CHECKOUT) -> FrontendState:
    """What there is to serve now."""
    built = (checkout / DIST / "index.html").exists()
    # A container image holds the pages without their sources: nothing could be fresher.
    if not (checkout / "frontend" / "src").exists():
        return FrontendState(built=built, fresh=built)
    stamp = _stamp(checkout)
    fresh = built and stamp.exists() and stamp.read_text() == fingerprint(checkout)
    return FrontendState(built=built, fresh=fresh)


def mark_fresh(sources: str, checkout: Path = CHECKOUT) -> None:
    """Note which sources, as a fingerprint taken before the build, the build belongs to."""
    _stamp(checkout).write_text(sources)


@contextmanager
def build_lock(checkout: Path = CHECKOUT) -> Iterator[Callable[[], bool]]:
    """Gives a function that tries to become the only builder of this checkout; the end of the block gives it up."""
    with (checkout / "frontend" / "package.json").open("rb") as file:

        def try_lock() -> bool:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

        yield try_lock


def bring_up_to_date(checkout: Path = CHECKOUT) -> int:
    """Build the pages in the foreground if they are not fresh; the exit code of the build."""
    with build_lock(checkout) as locked:
        while not locked():
            time.sleep(0.5)
        if state(checkout).fresh:
            return 0
        sources = fingerprint(checkout)
        code = subprocess.run([checkout / "bin" / "hogli", "build:frontend"], check=False).returncode
        if code == 0:
            mark_fresh(sources, checkout)
        return code


def fingerprint(checkout: Path = CHECKOUT) -> str:
    """A digest over the sources' names and contents."""
    digest = hashlib.blake2b(digest_size=20)
    for path in sorted(_sources(checkout)):
        digest.update(str(path.relative_to(checkout)).encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def node_problem() -> str | None:
    """Why the pages cannot be built here, or None when they can."""
    node = shutil.which("node")
    if node is None:
        return f"Node is not installed. {HOW_TO_GET_NODE}"
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=10, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        said = ""
    found = re.match(r"v(\d+)\.(\d+)", said.strip())
    if found is None:
        return f"{node} does not say its version. {HOW_TO_GET_NODE}"
    if (int(found[1]), int(found[2])) < OLDEST_NODE:
        return f"Node {said.strip()} is too old. {HOW_TO_GET_NODE}"
    return None


def _stamp(checkout: Path) -> Path:
    return checkout / DIST / ".sources"


def _sources(checkout: Path) -> Iterator[Path]:
    for name in ROOT_FILES:
        if (checkout / name).exists():
            yield checkout / name
    for pattern in SOURCE_GLOBS:
        for found in checkout.glob(pattern):
            yield from _files_below(found)


def _files_below(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
        return
    for entry in path.iterdir():
        if entry.name not in NOT_SOURCES and not entry.is_symlink():
            yield from _files_below(entry)


if __name__ == "__main__":
    sys.exit(bring_up_to_date())
