"""Small JSON files that are either wholly the old ones or wholly the new ones."""

import json
import os
from pathlib import Path
from typing import Any


def write_json(path: Path, value: object, *, mode: int = 0o600) -> None:
    """Replace the file in one step, on disk before this returns."""
    aside = path.with_name(f"{path.name}.{os.getpid()}.new")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "w") as file:
        json.dump(value, file, indent=2)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)


def read_json(path: Path) -> dict[str, Any] | None:
    """The object in the file, or None when there is no such file; raises ValueError when it is not a JSON object."""
    try:
        text = path.read_text()
    except FileNotFoundError:
        return None
    value = json.loads(text)
    if not isinstance(value, dict):
        raise ValueError(f"{path} does not hold a JSON object.")
    return value
