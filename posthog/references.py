"""Who uses what: an action may be in insights, a cohort in flags, which the product that owns it does not know.

Products that keep such references register here how to find them, and the owner asks before something is deleted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from posthog.contracts import Reference

Kind = Literal["action", "cohort"]
# Of each finder. More would help nobody to decide, and some are found by looking into every row.
MAX_REFERENCES: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """The thing that may be used. HogQL calls it by its id or by its name."""

    kind: Kind
    team_id: int
    id: int
    name: str


Finder = Callable[[Used, int], tuple[Reference, ...]]
"""(what is used, how many at most) to what uses it; those that block its deletion first."""

_finders: dict[Kind, list[Finder]] = {}


def register_references(kind: Kind, finder: Finder) -> None:
    """Let `finder` say what uses things of this kind. Called when a product starts."""
    _finders.setdefault(kind, []).append(finder)


def list_references(used: Used) -> tuple[Reference, ...]:
    """What uses this thing, at most MAX_REFERENCES of each kind."""
    return tuple(found for finder in _finders.get(used.kind, ()) for found in finder(used, MAX_REFERENCES))
