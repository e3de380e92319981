"""The command line itself: finds a command in the manifest, imports only that one, and turns failures into sentences."""

import difflib
import os
import sys
from importlib import import_module

import click

from common.hogli.manifest import ENTRIES, GROUPS

PROGRAM = "bin/hogli"


class Hogli(click.Group):
    """Commands come from the manifest and are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(ENTRIES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = ENTRIES.get(cmd_name)
        if entry is None:
            return None
        module, _, attribute = entry.target.partition(":")
        command = getattr(import_module(f"common.hogli.commands.{module}"), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{entry.target} is no click command.")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in ENTRIES and not name.startswith("-"):
            close = difflib.get_close_matches(name, ENTRIES, n=1)
            hint = f" Did you mean '{close[0]}'?" if close else ""
            raise click.UsageError(f"There is no command '{name}'.{hint} `{PROGRAM} --help` lists all.")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        width = max(len(name) for name in ENTRIES)
        for title, entries in GROUPS:
            with formatter.section(title):
                formatter.write_dl([(entry.name.ljust(width), entry.help) for entry in entries])


@click.command(
    cls=Hogli,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    subcommand_metavar="COMMAND …",
    no_args_is_help=True,
    epilog=f"`{PROGRAM} COMMAND --help` says more. docs/commands.md has examples.",
)
def hogli() -> None:
    """The command for developing and running Prickle. Works from any folder."""


def main() -> None:
    """Run the command line. The import path that bin/hogli set was for this process alone."""
    os.environ.pop("PYTHONPATH", None)
    try:
        code = hogli.main(prog_name=PROGRAM, standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as help_wanted:
        help_wanted.show()
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        sys.exit(130)
    except BrokenPipeError:
        # The reader has gone, as in `bin/hogli … | head`. Python would complain once more while closing the output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    sys.exit(code if isinstance(code, int) else 0)
