"""Commands about products: make one, and keep all of them in shape."""

import sys
from pathlib import Path

import click

from common.hogli import node
from common.hogli.errors import Failure
from common.hogli.processes import ROOT, capture, python, run, stateless_environment
from common.hogli.product.bootstrap import Draft, draft
from common.hogli.product.lint import lint_checkout, lint_product


@click.command()
@click.argument("name")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
def bootstrap(name: str, dry_run: bool) -> None:
    """Write the product NAME (lower-case words with underscores): a small working slice that passes every check.

    It is registered in the settings, the API scopes, tach.toml and the pnpm workspace, and gets its first migration.
    """
    new = draft(ROOT, name)
    for verb, files in (("new", new.created), ("changed", new.changed)):
        for path, _ in files:
            click.echo(f"  {verb:<8} {path}")
    if dry_run:
        click.echo("Nothing was written.")
        return
    new.write(ROOT)
    finish(ROOT, new)
    build = "" if node.problem() is None else " Without Node its pages were not formatted."
    click.echo(f"products/{name} is ready.{build} Try `bin/hogli test {name}`, then put the real thing in its place.")


def finish(root: Path, new: Draft) -> None:
    """What other programs do better than a template: the first migration, formatting, the OpenAPI document."""
    folder = f"products/{new.name.value}"
    manage = python("-W", "ignore", str(root / "manage.py"))
    _or_fail([*manage, "makemigrations", new.name.value, "--name", "initial"], root, "The first migration")
    _or_fail(python("-m", "ruff", "check", "--fix", "--quiet", folder), root, "Sorting imports")
    _or_fail(python("-m", "ruff", "format", "--quiet", folder), root, "Formatting")
    _or_fail([*manage, "build_openapi"], root, "The OpenAPI document")
    if root == ROOT and node.problem() is None:
        click.echo("Formatting its pages and generating the types …", err=True)
        for script in ("format", "generate"):
            if run([node.install_packages(), "--silent", "--filter", "@posthog/frontend", "run", script]) != 0:
                raise Failure(
                    f"The files are written, but `{script}` failed (see above). Mend that, then run it again."
                )


def _or_fail(argv: list[str], root: Path, what: str) -> None:
    outcome = capture(argv, cwd=root, env=stateless_environment())
    if outcome.code != 0:
        raise Failure(f"The files are written, but this failed: {what}.\n{outcome.output.strip()}")


@click.command()
@click.argument("name", required=False)
def lint(name: str | None) -> None:
    """Check the layout and the boundaries of all products and of the core, or of the product NAME."""
    findings = lint_checkout(ROOT) if name is None else lint_product(ROOT, name)
    for finding in findings:
        click.echo(str(finding))
    subject = name or "the products and the core"
    if findings:
        click.secho(
            f"{len(findings)} finding{'s' * (len(findings) > 1)} in {subject}. docs/architecture.md explains the rules.",
            fg="red",
            err=True,
        )
        sys.exit(1)
    click.echo(f"No findings in {subject}.")
