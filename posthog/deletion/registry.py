"""What products keep of a project besides tables."""

from collections.abc import Callable

# Takes the project's id. May run several times, and when nothing is left.
ProjectEraser = Callable[[int], None]

_erasers: list[ProjectEraser] = []


def register_project_eraser(eraser: ProjectEraser) -> None:
    """Have `eraser(team_id)` called when a project was deleted, to remove what is in Redis or in files. In `apps.py`."""
    _erasers.append(eraser)


def project_erasers() -> tuple[ProjectEraser, ...]:
    return tuple(_erasers)
