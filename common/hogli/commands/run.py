"""Commands whose work others do: they only find the right environment and hand over."""

from pathlib import Path

import click

from common.hogli import instance
from common.hogli.errors import Failure
from common.hogli.processes import ROOT, become, python, stateless_environment
from common.hogli.processes import manage as manage_py

PASS_ON = {"ignore_unknown_options": True, "allow_extra_args": True}


@click.command(short_help="Run Prickle on this machine.")
@click.option("--port", type=click.IntRange(1, 65535), help="Where to listen. [default: PORT, or 8000]")
@click.option("--host", help="The address to listen on; 0.0.0.0 is everyone's. [default: 127.0.0.1]")
@click.option(
    "--data-dir", type=click.Path(), help="Where everything is kept. [default: POSTHOG_DATA_DIR, or .posthog]"
)
@click.option("--demo", is_flag=True, help="Fill a new instance with a believable history.")
def start(port: int | None, host: str | None, data_dir: str | None, demo: bool) -> None:
    """Run Prickle on this machine and print its address. Ctrl-C stops it.

    The first start builds the pages and creates the databases; later ones take a few seconds and need no network.
    """
    become(python("-m", "posthog.supervisor", "start", *_instance_options(port, host, data_dir), *["--demo"] * demo))


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="The port it would use. [default: PORT, or 8000]")
@click.option("--host", help="The address it would listen on. [default: 127.0.0.1]")
@click.option("--data-dir", type=click.Path(), help="The instance's data. [default: POSTHOG_DATA_DIR, or .posthog]")
def doctor(port: int | None, host: str | None, data_dir: str | None) -> None:
    """Check everything an instance needs on this machine, change nothing, and say what to do."""
    become(python("-m", "posthog.supervisor", "doctor", *_instance_options(port, host, data_dir)))


def _instance_options(port: int | None, host: str | None, data_dir: str | None) -> list[str]:
    options = [] if port is None else ["--port", str(port)]
    options += [] if host is None else ["--host", host]
    # The supervisor runs in the checkout; the path was meant from where the command was called.
    return options + ([] if data_dir is None else ["--data-dir", str(Path(data_dir).expanduser().resolve())])


@click.command(context_settings=PASS_ON, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run a Django management command, in the environment of the running instance."""
    wanted = arguments[0] if arguments else ""
    looks_only = wanted in instance.WITHOUT_STORES or "--help" in arguments
    env = stateless_environment() if looks_only else instance.environment()
    # From where it was called: paths among the arguments are the caller's.
    become(manage_py(*arguments), cwd=None, env=env)


@click.command(context_settings=PASS_ON)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[OPTIONS OF manage.py demo]")
def demo(arguments: tuple[str, ...]) -> None:
    """Fill the running instance with the history of a believable product, through the same path as real events."""
    become(manage_py("demo", *arguments), env=instance.environment())


@click.group(name="import")
def import_group() -> None:
    """Import into the running instance."""


@import_group.command()
@click.argument("file", type=click.Path())
@click.option("--project-id", type=int, metavar="ID", help="The project to import into. [default: the only one]")
@click.option("--url", help="Where the instance answers. [default: SITE_URL, or the one running here]")
@click.option("--restart", is_flag=True, help="Begin with the first line, not where an earlier import stopped.")
@click.option("--no-wait", is_flag=True, help="Return when all is accepted, not when all is stored.")
def events(file: str, project_id: int | None, url: str | None, restart: bool, no_wait: bool) -> None:
    """Import events from a JSONL file, plain or gzip. Importing a file again changes nothing."""
    path = Path(file).expanduser().resolve()
    if not path.is_file():
        raise Failure(f"There is no file {path}. Give a JSONL file of events, plain or compressed with gzip.")
    options = [] if project_id is None else ["--project-id", str(project_id)]
    options += [] if url is None else ["--url", url]
    options += ["--restart"] * restart + ["--no-wait"] * no_wait
    become(manage_py("import_events", str(path), *options), env=instance.environment())


@click.command(context_settings=PASS_ON)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[NAME] [OPTIONS]")
def bench(arguments: tuple[str, ...]) -> None:
    """Run the benchmarks, or one of them, and write docs/benchmarks.md."""
    if not (ROOT / "bench" / "__main__.py").exists():
        raise Failure("This checkout has no benchmarks: bench/__main__.py is missing. Restore it with git.")
    become(python("-m", "bench", *arguments))
