"""How far an import has got, kept beside the instance's data, so that an interrupted one can be taken up again."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from common.json import dumps, loads


@dataclass(slots=True)
class Progress:
    """Lines and events of one file that one project has accepted."""

    path: Path
    lines: int = 0
    events: int = 0

    def save(self) -> None:
        """Replace the note at once: a half written one would be worse than an old one."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = self.path.with_suffix(f".{os.getpid()}.new")
        fresh.write_bytes(dumps({"lines": self.lines, "events": self.events}))
        fresh.replace(self.path)

    def forget(self) -> None:
        self.path.unlink(missing_ok=True)


def progress_of(file: Path, *, team_id: int, data_dir: Path) -> Progress:
    """What is known about this file; a file that was changed since is another file."""
    facts = file.stat()
    identity = f"{file.resolve()}\n{facts.st_size}\n{facts.st_mtime_ns}\n{team_id}"
    path = data_dir / "imports" / f"{hashlib.sha256(identity.encode()).hexdigest()[:24]}.json"
    try:
        known = loads(path.read_bytes())
        return Progress(path=path, lines=int(known["lines"]), events=int(known["events"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Progress(path=path)
