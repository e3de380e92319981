"""Who uses what: an action may be in insights, a cohort in flags, which the product that owns it does not know.

Products that keep such references register here how to find them, and the owner asks before something is deleted.
"""

from collections.abc import Callable
from typing import Final, Literal

from posthog.contracts import Reference

Used = Literal["action", "cohort"]
MAX_REFERENCES: Final = 50


Finder = Callable[[int, int, int], tuple[Reference, ...]]
"""(team id, id of what is used, how many at most) to what uses it."""

_finders: dict[Used, list[Finder]] = {}


def register_references(used: Used, finder: Finder) -> None:
    """Let `finder` say what uses things of the kind `used`. Called when a product starts."""
    _finders.setdefault(used, []).append(finder)


def list_references(used: Used, *, team_id: int, item_id: int) -> tuple[Reference, ...]:
    """What uses this thing, at most MAX_REFERENCES."""
    found: tuple[Reference, ...] = ()
    for finder in _finders.get(used, ()):
        found += finder(team_id, item_id, MAX_REFERENCES - len(found))
        if len(found) >= MAX_REFERENCES:
            break
    return found[:MAX_REFERENCES]
