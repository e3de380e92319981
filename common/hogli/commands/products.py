"""Commands about products: make one, and keep all of them in shape."""

import sys

import click

from common.hogli.processes import ROOT
from common.hogli.product.lint import lint_checkout, lint_product


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
            f"{len(findings)} findings in {subject}. docs/architecture.md explains the rules.", fg="red", err=True
        )
        sys.exit(1)
    click.echo(f"No findings in {subject}.")
