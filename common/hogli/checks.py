"""`bin/hogli check`: everything that must be green before a commit, with a table at the end."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import click

from common.hogli import node
from common.hogli.product import lint
from common.hogli.shell import PYTHON, WITHOUT_STORES, Problem, run, tool


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One line of the table. `run` gives an exit code; `remedy` says what to do when it is not 0."""

    name: str
    run: Callable[[], int]
    remedy: str


def _manage(*arguments: str) -> int:
    return run([PYTHON, "manage.py", *arguments], env=WITHOUT_STORES)


CHECKS = (
    Check(
        name="format", run=lambda: run([tool("ruff"), "format", "--check", "--quiet", "."]), remedy="bin/hogli format"
    ),
    Check(name="lint", run=lambda: run([tool("ruff"), "check", "--quiet", "."]), remedy="bin/hogli lint --fix"),
    Check(
        name="types", run=lambda: run([tool("mypy"), "."], env=WITHOUT_STORES), remedy="correct the types named above"
    ),
    Check(
        name="boundaries",
        run=lambda: run([tool("tach"), "check"]),
        remedy="import through a facade (docs/architecture.md)",
    ),
    Check(name="product:lint", run=lint.run_all, remedy="correct what is named above"),
    Check(
        name="migrations",
        run=lambda: _manage("makemigrations", "--check", "--dry-run"),
        remedy="bin/hogli manage makemigrations",
    ),
    Check(name="OpenAPI", run=lambda: _manage("build_openapi", "--check"), remedy="bin/hogli build:openapi"),
    Check(
        name="docs",
        run=lambda: run([PYTHON, "-m", "pytest", "-q", "tests/docs", "-p", "no:cacheprovider"]),
        remedy="correct the pages named above",
    ),
    Check(name="front end: lint", run=lambda: node.run_script("lint"), remedy="bin/hogli format"),
    Check(name="front end: types", run=lambda: node.run_script("typecheck"), remedy="correct the types named above"),
    Check(name="front end: API types", run=lambda: node.run_script("generate:check"), remedy="bin/hogli build:openapi"),
)


def run_all() -> None:
    """Run every check, also after one has failed; raises Problem naming the failed ones."""
    rows: list[tuple[Check, bool, float]] = []
    for check in CHECKS:
        click.secho(f"── {check.name}", bold=True)
        started = time.monotonic()
        rows.append((check, check.run() == 0, time.monotonic() - started))
    click.echo()
    for check, passed, seconds in rows:
        mark = click.style("✓", fg="green") if passed else click.style("✗", fg="red")
        click.echo(f"{mark} {check.name:<22} {seconds:6.1f} s" + ("" if passed else f"   → {check.remedy}"))
    failed = [check.name for check, passed, _ in rows if not passed]
    if failed:
        raise Problem(f"{len(failed)} of {len(rows)} checks failed: {', '.join(failed)}.")
    click.secho(f"All {len(rows)} checks passed.", fg="green")
