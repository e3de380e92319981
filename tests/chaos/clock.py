"""A wall clock for one instance alone, which a test sets as it likes: the machine's own stays right.

A small library (clock.c), built here and loaded into every process that the instance starts, stands between them and
the machine's clock. libfaketime would do it too, if sleeping worked under it while the monotonic clock goes on.
ClickHouse asks the kernel without any library that could be put in between, so it alone keeps the true time, as a server
on another machine would.
"""

import mmap
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.support.requirements import lacking

SOURCE = Path(__file__).with_name("clock.c")


@dataclass(kw_only=True)
class Clock:
    """`environment` is for the instance's processes; all of them see at once what `set` does."""

    folder: Path

    def __post_init__(self) -> None:
        compiler = shutil.which("cc")
        if compiler is None:
            lacking("Moving a clock needs a C compiler (Debian, Ubuntu: sudo apt-get install gcc libc6-dev).")
        subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(self.library), str(SOURCE)], check=True)
        self._file.write_bytes(bytes(8))

    @property
    def library(self) -> Path:
        return self.folder / "clock.so"

    @property
    def _file(self) -> Path:
        return self.folder / "offset"

    @property
    def environment(self) -> dict[str, str]:
        return {"LD_PRELOAD": str(self.library), "CHAOS_CLOCK_FILE": str(self._file)}

    def set(self, seconds: int) -> None:
        """So many seconds ahead of the machine's clock, or behind it."""
        with self._file.open("r+b") as file, mmap.mmap(file.fileno(), 8) as shared:
            shared[:] = seconds.to_bytes(8, "little", signed=True)
