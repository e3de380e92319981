"""`bin/hogli test`: prepares what the chosen tests need, then runs pytest and the front end's tests."""

import os
import shutil
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from common.hogli import node
from common.hogli.errors import Failure
from common.hogli.processes import ROOT, python, run, run_or_fail

CHROMIUM = Path("/usr/bin/chromium")
# Tests that start a whole instance and look at its pages; the others need neither pages nor a browser.
WHOLE_INSTANCE = ROOT / "tests"
FRONTEND_SUFFIXES = {".ts", ".tsx"}
# Each process has databases of its own, which take half a gigabyte.
MAX_SPREAD = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """What to run. Empty means all of that part, None leaves it out. vitest wants its paths absolute."""

    backend: tuple[str, ...] | None
    frontend: tuple[str, ...] | None

    @property
    def need_pages(self) -> bool:
        """Whether a test among them opens pages in a browser."""
        if self.backend is None:
            return False
        paths = [ROOT / target.partition("::")[0] for target in self.backend]
        return not paths or any(path == WHOLE_INSTANCE or WHOLE_INSTANCE in path.parents for path in paths)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One program to run."""

    title: str
    argv: list[str]
    env: Mapping[str, str]


@click.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.option("--backend-only", is_flag=True, help="Leave the front end's tests out.")
@click.option("--frontend-only", is_flag=True, help="Run the front end's tests alone.")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[PRODUCT|PATH]… [PYTEST OPTIONS]")
def test(arguments: tuple[str, ...], backend_only: bool, frontend_only: bool) -> None:
    """Run all tests, or those of a product or a path. Sets up everything they need first.

    Options that are not named below go to pytest, such as `-k name`, `-x` or `-m "not slow"`.
    """
    if backend_only and frontend_only:
        raise Failure("--backend-only and --frontend-only leave nothing to run. Give one of them.")
    names, options = split(arguments)
    targets = resolve(names, backend=not frontend_only, frontend=not backend_only)
    prepare(targets, options)
    parts: list[Part] = []
    if targets.frontend is not None:
        parts.append(Part(title="Front end", argv=node.script("test", *targets.frontend), env=node.QUIET))
    if targets.backend is not None:
        parts += backend_parts(targets.backend, options)
    sys.exit(run_parts(parts))


def backend_parts(targets: tuple[str, ...], options: list[str]) -> list[Part]:
    """One run of pytest for chosen tests. The whole suite is spread over the cores first, then come those that kill
    processes: beside hundreds of others they would be judged by what the machine is busy with.

    Two processes more than there are cores for the first, as tests often wait for stores and servers. The order
    in which they are handed out is that of posthog/testing/plugin.py.
    """
    pytest = python("-m", "pytest")
    if targets or chooses(options):
        return [Part(title="Backend", argv=[*pytest, *targets, *options], env={})]
    cores = os.cpu_count() or 1
    return [
        Part(title="Backend", argv=[*pytest, *spread(cores + 2), "-m", "not chaos", *options], env={}),
        Part(title="Chaos", argv=[*pytest, *spread(cores), "-m", "chaos", *options], env={}),
    ]


def spread(processes: int) -> list[str]:
    """pytest's options for so many processes, each of which gets whole files."""
    return ["-n", str(min(processes, MAX_SPREAD)), "--dist", "loadfile", "--no-loadscope-reorder"]


def chooses(options: Iterable[str]) -> bool:
    """Whether pytest's options already say which tests to run, or how."""
    return any(option.startswith(("-k", "-m", "-n", "-p", "--lf", "--last-failed", "--co")) for option in options)


def split(arguments: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """What to test, and pytest's options: everything from the first word with a dash on."""
    first_option = next((index for index, word in enumerate(arguments) if word.startswith("-")), len(arguments))
    return list(arguments[:first_option]), list(arguments[first_option:])


def resolve(names: Iterable[str], *, backend: bool, frontend: bool) -> Targets:
    """Turn names of products and paths into what pytest and vitest understand. Raises Failure for an unknown one."""
    names = list(names)
    if not names:
        return Targets(backend=() if backend else None, frontend=() if frontend else None)
    python_paths: list[str] = []
    pages: list[str] = []
    for name in names:
        product = ROOT / "products" / name
        if name.isidentifier() and (product / "__init__.py").exists():
            python_paths.append(f"products/{name}")
            if any((product / "frontend").rglob("*.test.ts*")):
                pages.append(str(product / "frontend"))
            continue
        path, selection = _find(name)
        if path == ROOT / "frontend" or ROOT / "frontend" in path.parents or path.suffix in FRONTEND_SUFFIXES:
            pages.append(str(path))
        else:
            python_paths.append(str(path.relative_to(ROOT)) + selection)
    return Targets(
        backend=tuple(python_paths) if backend and python_paths else None,
        frontend=tuple(pages) if frontend and pages else None,
    )


def _find(name: str) -> tuple[Path, str]:
    """The file or folder a name means, from here or from the checkout, and the `::part` of it."""
    file, colons, part = name.partition("::")
    for base in (Path.cwd(), ROOT):
        path = Path(os.path.normpath(base / Path(file).expanduser()))
        if path.exists() and path.is_relative_to(ROOT):
            return path, colons + part
    products = ", ".join(sorted(path.parent.name for path in ROOT.glob("products/*/package.json")))
    raise Failure(f"There is no product and no path '{name}'. The products are {products}.")


def prepare(targets: Targets, options: list[str]) -> None:
    """Build the pages and look for a browser when a test needs them. Raises Failure with what to install."""
    if targets.frontend is not None and (reason := node.problem()):
        raise Failure(f"{reason} Without Node, `bin/hogli test --backend-only PRODUCT` runs.")
    if not targets.need_pages or {"--collect-only", "--co", "--help", "-h"} & set(options):
        return
    if not CHROMIUM.exists():
        install_chromium()
    click.echo("Building the pages, if they have changed …")
    run_or_fail(python("-m", "posthog.supervisor.frontend"))


def install_chromium() -> None:
    """Install Debian's Chromium when we may; raises Failure with the command when we may not."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        raise Failure(
            f"The browser tests need Chromium at {CHROMIUM}. Install it (Debian, Ubuntu: sudo apt-get install "
            "chromium), then run this again. `bin/hogli test PRODUCT` needs none."
        )
    click.echo("Installing Chromium, which the browser tests drive …")
    env = {"DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
    if run(["apt-get", "update", "-qq"], env=env) != 0 or run(install, env=env) != 0:
        raise Failure("Chromium could not be installed (see above). Install it, then run this again.")


def run_parts(parts: list[Part]) -> int:
    """Run each part to its end, also after one has failed, and sum up. Gives the first failure's exit code."""
    rows: list[tuple[str, int, float]] = []
    for part in parts:
        click.secho(f"── {part.title}", bold=True)
        began = time.monotonic()
        rows.append((part.title, run(part.argv, env=part.env), time.monotonic() - began))
    click.echo(err=True)
    for title, code, seconds in rows:
        mark = click.style("passed", fg="green") if code == 0 else click.style("FAILED", fg="red", bold=True)
        click.echo(f"{title:<10} {mark}  {seconds:7.1f} s")
    return next((code for _, code, _ in rows if code != 0), 0)
