"""Whether the variables of the environment can be used, before anything is made or started.

The supervisor's own are read at once. Those of Django's settings are read in a child, because importing them takes half
a second and memory that a supervisor never needs otherwise, and only where one of them is set at all.
"""

import os
import re
import subprocess
import sys

from common import env
from common.disk import Limits
from posthog.supervisor import services, watchdog
from posthog.supervisor.datadir import CHECKOUT
from posthog.supervisor.errors import ExitCode, StartError

READ_SECONDS = 60
ANY_SECRET = "-" * 64
# Set by every start or test and free of mistakes: not worth the child.
NOT_WORTH_ASKING = frozenset({"POSTHOG_DATA_DIR", "LOG_FORMAT", "PRICKLE_TEST"})


def check() -> None:
    """Raises StartError with the name of a variable that cannot be used."""
    try:
        services.web_command("127.0.0.1", 1)
        services.worker_command()
        watchdog.hang_seconds()
        Limits.from_environment()
    except env.EnvironmentVariableError as error:
        raise StartError(str(error), ExitCode.USAGE) from error
    if not _names().intersection(os.environ):
        return
    child = subprocess.run(
        [sys.executable, "-m", __name__],
        # The secret is made up only if it is needed: one that is set is checked, too.
        env={**os.environ, "SECRET_KEY": os.environ.get("SECRET_KEY") or ANY_SECRET},
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=READ_SECONDS,
        check=False,
    )
    if child.returncode != 0:
        *_, said = child.stderr.strip().split("\n")
        raise StartError(said, ExitCode.USAGE)


def _names() -> set[str]:
    """What posthog/settings reads, told from its text."""
    text = "".join(path.read_text() for path in (CHECKOUT / "posthog" / "settings").glob("*.py"))
    return set(re.findall(r'\benv\.\w+\(\s*"([A-Z_]+)"', text)) - NOT_WORTH_ASKING


def main() -> int:
    """The child: imports the settings; a mistake is one line on standard error."""
    from django.core.exceptions import ImproperlyConfigured

    try:
        import posthog.settings  # noqa: F401
    except (env.EnvironmentVariableError, ImproperlyConfigured) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
