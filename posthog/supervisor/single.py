"""Becomes one process of an instance, where something else supervises: a container, systemd, Kubernetes.

The commands are the supervisor's own, so that a container runs what `bin/hogli start` runs. The stores come from the
environment; nothing is embedded.
"""

import os
import subprocess
from collections.abc import Callable
from typing import NoReturn

from posthog.supervisor import launch, services, settings
from posthog.supervisor.datadir import CHECKOUT
from posthog.supervisor.errors import ExitCode, StartError
from posthog.supervisor.services import Options

NEEDED = ("DATABASE_URL", "REDIS_URL", "CLICKHOUSE_URL", "SECRET_KEY")


def become(command: str, options: Options) -> NoReturn:
    """Replace this process. Does not return."""
    missing = [name for name in NEEDED if not os.environ.get(name)]
    if missing:
        raise StartError(
            f"{', '.join(missing)} must be set to run only the {command} process. `bin/hogli start` runs everything "
            "and brings the stores along.",
            ExitCode.USAGE,
        )
    settings.check()
    run_dir = options.data.run
    run_dir.mkdir(parents=True, exist_ok=True)
    os.environ.update({"PYTHONPATH": str(CHECKOUT), "PYTHONUNBUFFERED": "1", **services.WORKER_ENV})
    os.chdir(CHECKOUT)
    if command == "migrate":
        # One after the other, and only the last becomes this process.
        subprocess.run(services.manage_command("migrate", "--no-input"), check=True)
    commands: dict[str, Callable[[], list[str]]] = {
        "web": lambda: services.web_command(options.host, options.port),
        "worker": services.worker_command,
        "beat": lambda: services.beat_command(run_dir / services.BEAT_SCHEDULE),
        "migrate": lambda: services.manage_command("migrate_clickhouse"),
    }
    launch.become(commands[command]())
