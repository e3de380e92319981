"""Published SDKs, each in a process of its own, that are handed events for as long as a test does harm.

What an SDK was handed and did not give up, it has to bring: it keeps events while there is no answer, and sends a batch
again under the same uuids. This is what an application relies on.
"""

import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from tests.sdk import environments
from tests.sdk.environments import CLIENTS
from tests.support.instance import Project, clean_environment, eventually

PYTHON_VERSION = "7.91.1"
# An SDK doubles its pauses up to half a minute.
LAST_SECONDS = 150


@dataclass(kw_only=True)
class SteadySdk:
    """One client that sends for a project of its own. `errors` is what it had to say."""

    project: Project
    argv: list[str]
    cwd: Path
    handed: Path
    """Where it writes the uuid of each event that it was handed."""
    process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    def start(self) -> None:
        """Until it has been handed its first events."""
        environment = clean_environment()
        # SDKs install a package named like our core; they must find their own, not ours.
        environment.pop("PYTHONPATH")
        with self.handed.open("wb") as out, self.errors.open("wb") as errors:
            self.process = subprocess.Popen(
                self.argv, cwd=self.cwd, env=environment, stdin=subprocess.PIPE, stdout=out, stderr=errors
            )
        assert eventually(self.uuids, bool, seconds=60), self.errors.read_text()

    @property
    def errors(self) -> Path:
        return self.handed.with_suffix(".errors")

    def uuids(self) -> set[str]:
        return set(self.handed.read_text().split())

    def finish(self) -> set[str]:
        """Hand it nothing more and wait until it is done; gives the uuids of all that it was handed."""
        assert self.process is not None
        assert self.process.stdin is not None
        self.process.stdin.close()
        code = self.process.wait(LAST_SECONDS)
        assert code == 0, self.errors.read_text()[-3000:]
        return self.uuids()

    def stop(self) -> None:
        """At once, when the test has failed."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def python_sdk(project: Project, folder: Path) -> SteadySdk:
    """The newest Python SDK."""
    script = CLIENTS / "steady_client.py"
    argv = environments.python_argv(PYTHON_VERSION, script, project.instance.url, project.api_token)
    return SteadySdk(project=project, argv=argv, cwd=folder, handed=folder / "python.uuids")


def node_sdk(project: Project, folder: Path) -> SteadySdk:
    """The newest Node SDK."""
    argv = ["node", str(CLIENTS / "steady_client.mjs"), "posthog-node", project.instance.url, project.api_token]
    return SteadySdk(project=project, argv=argv, cwd=environments.node_folder(), handed=folder / "node.uuids")
