"""The command line: `python -m posthog.supervisor [start] [--port 8000] [--data-dir DIR] [--demo]`, and `doctor`.

`web`, `worker`, `beat` and `migrate` become that one process, for containers, where something else supervises.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from common import env
from posthog.supervisor.datadir import CHECKOUT, DataDir
from posthog.supervisor.errors import ExitCode, StartError

COMMANDS = ("start", "doctor", "web", "worker", "beat", "migrate")


def main(argv: Sequence[str]) -> int:
    """Run the command; returns the exit code."""
    try:
        arguments = _parser(default_port=env.integer("PORT", 8000, at_least=1, at_most=65535)).parse_args(argv)
        root = Path(arguments.data_dir).expanduser().resolve()
        if arguments.command == "doctor":
            from posthog.supervisor import doctor

            return doctor.run(DataDir(root=root), host=arguments.host, port=arguments.port)
        from posthog.supervisor import single, supervisor
        from posthog.supervisor.services import Options

        data = DataDir(root=root)
        if arguments.command != "start":
            single.become(arguments.command, Options(data=data, host=arguments.host, port=arguments.port, demo=False))
        return supervisor.run(Options(data=data, host=arguments.host, port=arguments.port, demo=arguments.demo))
    except (env.EnvironmentVariableError, StartError) as error:
        sys.stderr.write(f"{error}\n")
        return error.code if isinstance(error, StartError) else ExitCode.USAGE
    except subprocess.CalledProcessError as error:
        return error.returncode


def _parser(*, default_port: int) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/hogli start", description="Run Prickle on this machine.")
    parser.add_argument("command", nargs="?", choices=COMMANDS, default="start", help="default: start")
    parser.add_argument("--port", type=_port, default=default_port, help="default: 8000")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on; 0.0.0.0 is everyone's")
    parser.add_argument(
        "--data-dir",
        default=os.environ.get("POSTHOG_DATA_DIR") or str(CHECKOUT / ".posthog"),
        help="where everything is kept (default: POSTHOG_DATA_DIR, or .posthog in the checkout)",
    )
    parser.add_argument("--demo", action="store_true", help="fill a new instance with a believable history")
    return parser


def _port(text: str) -> int:
    number = int(text)
    if not 0 < number < 65536:
        raise argparse.ArgumentTypeError(f"{number} is no port; use one from 1 to 65535.")
    return number


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
