"""`check`, `lint`, `types`, `format`: everything about the code that needs no running store."""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field

import click

from common.hogli import node
from common.hogli.errors import Failure
from common.hogli.processes import ROOT, Outcome, capture, manage, python, run, stateless_environment


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One row of the table. `remedy` says what to do when it fails; `of` is the command it also belongs to."""

    name: str
    argv: Callable[[], list[str]]
    remedy: str
    of: str = ""
    needs_node: bool = False
    env: Callable[[], Mapping[str, str]] = field(default=dict)


def _page_check(name: str, script: str, remedy: str, *, of: str = "", arguments: Sequence[str] = ()) -> Check:
    return Check(
        name=name,
        argv=lambda: [node.pnpm(), "--silent", "--filter", "@posthog/frontend", "run", script, *arguments],
        remedy=remedy,
        of=of,
        needs_node=True,
        env=lambda: node.QUIET,
    )


# The slowest first: two run at a time, and nothing should wait for the last one.
CHECKS: tuple[Check, ...] = (
    Check(
        name="python types",
        argv=lambda: python("-m", "mypy", "--no-error-summary", "."),
        remedy="mend the types named above",
        of="types",
        env=stateless_environment,
    ),
    _page_check("page types", "typecheck", "mend the types named above", of="types"),
    _page_check("page lint and format", "lint", "bin/hogli format, then mend what is left", of="lint"),
    Check(
        name="python lint",
        argv=lambda: python("-m", "ruff", "check", "--quiet", "--output-format", "concise", "."),
        remedy="bin/hogli format, then mend what is left",
        of="lint",
    ),
    Check(
        name="python format",
        argv=lambda: python("-m", "ruff", "format", "--check", "--quiet", "."),
        remedy="bin/hogli format",
        of="lint",
    ),
    Check(
        name="boundaries",
        argv=lambda: python("-m", "tach", "check"),
        remedy="import through a facade, or declare the dependency in tach.toml",
        of="lint",
    ),
    Check(
        name="products",
        argv=lambda: python("-m", "common.hogli", "product:lint"),
        remedy="mend what is named above",
        of="lint",
    ),
    Check(
        name="openapi document",
        argv=lambda: manage("build_openapi", "--check"),
        remedy="bin/hogli build:openapi",
        env=stateless_environment,
    ),
    _page_check("openapi types", "generate", "bin/hogli build:openapi", arguments=("--check",)),
    Check(
        name="migrations",
        argv=lambda: python("-W", "ignore", str(ROOT / "manage.py"), "makemigrations", "--check", "--dry-run"),
        remedy="bin/hogli manage makemigrations",
        env=stateless_environment,
    ),
    Check(
        name="clickhouse migrations",
        argv=lambda: manage("migrate_clickhouse", "--files"),
        remedy="mend the migration named above",
        env=stateless_environment,
    ),
    Check(
        name="docs",
        argv=lambda: python("-m", "pytest", "-q", "--no-header", "tests/docs"),
        remedy="bring the page named above up to date",
    ),
)


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]…")
def check(names: tuple[str, ...]) -> None:
    """Run every check that CI runs before the tests, or those named, and sum up in a table."""
    chosen = [one for one in CHECKS if not names or one.name in names]
    known = [one.name for one in CHECKS]
    for name in names:
        if name not in known:
            raise Failure(f"There is no check '{name}'. The checks are {', '.join(known)}.")
    sys.exit(run_checks(chosen))


@click.command()
def lint() -> None:
    """Look for mistakes, crossed boundaries and unformatted code, in Python and TypeScript."""
    sys.exit(run_checks([one for one in CHECKS if one.of == "lint"]))


@click.command()
def types() -> None:
    """Check the types: mypy for Python, tsc for TypeScript."""
    sys.exit(run_checks([one for one in CHECKS if one.of == "types"]))


@click.command()
def format_code() -> None:
    """Format the code, sort its imports and mend what can be mended safely. Without Node, Python alone."""
    codes = [run(python("-m", "ruff", "check", "--fix", "--quiet", "--exit-zero", "."))]
    codes.append(run(python("-m", "ruff", "format", ".")))
    if reason := node.problem():
        click.echo(f"The pages were not formatted. {reason}")
    else:
        codes.append(run(node.script("format"), env=node.QUIET))
    sys.exit(max(codes))


def run_checks(checks: Sequence[Check]) -> int:
    """Run the checks, two at a time, each to its end; 1 when one has failed."""
    without_node = node.problem() if any(one.needs_node for one in checks) else None
    if any(one.needs_node for one in checks) and without_node is None:
        node.install_packages()
    outcomes: dict[str, Outcome] = {}
    with ThreadPoolExecutor(max_workers=min(2, os.cpu_count() or 1)) as pool:
        running = {pool.submit(_outcome, one, without_node): one for one in checks}
        for done in as_completed(running):
            one = running[done]
            outcomes[one.name] = done.result()
            _report(one, outcomes[one.name])
    _print_table(checks, outcomes)
    return 0 if all(outcome.code == 0 for outcome in outcomes.values()) else 1


def _outcome(check: Check, without_node: str | None) -> Outcome:
    if check.needs_node and without_node is not None:
        return Outcome(code=1, output=without_node, seconds=0.0)
    return capture(check.argv(), env=check.env())


def _report(check: Check, outcome: Outcome) -> None:
    """One line as soon as a check has ended, so that a long run shows that it moves; what it said when it failed."""
    if outcome.code == 0:
        click.echo(f"{check.name}: passed after {outcome.seconds:.1f} s")
        return
    click.secho(f"\n── {check.name}: failed after {outcome.seconds:.1f} s", fg="red", bold=True)
    click.echo(outcome.output.rstrip() + "\n")


def _print_table(checks: Sequence[Check], outcomes: Mapping[str, Outcome]) -> None:
    width = max(len(one.name) for one in checks)
    click.echo()
    for one in checks:
        outcome = outcomes[one.name]
        passed = outcome.code == 0
        mark = click.style("passed", fg="green") if passed else click.style("FAILED", fg="red", bold=True)
        click.echo(f"  {one.name:<{width}}  {mark}  {outcome.seconds:6.1f} s" + ("" if passed else f"  {one.remedy}"))
    failed = sum(outcome.code != 0 for outcome in outcomes.values())
    click.echo()
    if failed:
        click.secho(f"{failed} of {len(checks)} checks failed. What each says stands above the table.", fg="red")
    else:
        click.secho(f"All {len(checks)} checks passed.", fg="green")
