"""Commands that make files out of other files."""

import os
from pathlib import Path

import click

from common.hogli import node
from common.hogli.processes import become, manage, run_or_fail, stateless_environment


@click.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def pnpm(arguments: tuple[str, ...]) -> None:
    """Run the pnpm that package.json pins, such as `bin/hogli pnpm turbo run backend:test`."""
    program = node.pnpm()
    # Turborepo looks for pnpm itself.
    path = os.pathsep.join([str(Path(program).parent), os.environ.get("PATH", os.defpath)])
    env = {name: value for name, value in node.QUIET.items() if name != "CI"}
    become([program, *arguments], env={**env, "PATH": path})


@click.command()
def frontend() -> None:
    """Build the pages that Django serves, into frontend/dist."""
    node.run_script("build")


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; fail when either file is out of date.")
def openapi(check: bool) -> None:
    """Write frontend/src/generated/openapi.json from the views, and the front end's types from that."""
    only_check = ["--check"] * check
    run_or_fail(manage("build_openapi", *only_check), env=stateless_environment())
    node.run_script("generate", *only_check)
