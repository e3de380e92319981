"""Flags that depend on flags: no circles, no long chains, and nobody is switched off under somebody else."""

from collections.abc import Mapping

from products.feature_flags.backend.facade.errors import FlagInUseError, InvalidFlagError
from products.feature_flags.backend.logic.management.definition import dependencies_of, variant_keys_of
from products.feature_flags.backend.logic.management.release_conditions import KnownFlag
from products.feature_flags.backend.models import FeatureFlag

# A chain is walked for every visitor; nobody understands longer ones anyway.
MAX_CHAIN = 10
SHOWN = 5


def known_flags(team_id: int) -> dict[int, KnownFlag]:
    """The team's flags that are not deleted, as far as conditions on them need it."""
    rows = FeatureFlag.objects.for_team(team_id).filter(deleted=False).values_list("pk", "key", "filters")
    return {
        pk: KnownFlag(id=pk, key=key, variants=variant_keys_of(filters), depends_on=dependencies_of(filters))
        for pk, key, filters in rows
    }


def check_chain(flag_id: int | None, depends_on: tuple[int, ...], flags: Mapping[int, KnownFlag]) -> None:
    """Refuse a definition that would close a circle or make a chain too long, above the flag or below it.

    `flags` are the flags as stored; `depends_on` is what flag `flag_id` (None for a new one) is about to depend on.
    """
    edges = {known.id: known.depends_on for known in flags.values()}
    own = -1 if flag_id is None else flag_id
    edges[own] = depends_on
    if circle := _path_to(own, edges):
        names = " → ".join("this flag" if item == own else f"'{flags[item].key}'" for item in circle)
        raise InvalidFlagError(f"Flags cannot depend on each other in a circle: {names}.", attr="filters__groups")
    below = _longest(own, edges)
    upwards: dict[int, list[int]] = {}
    for source, targets in edges.items():
        for target in targets:
            upwards.setdefault(target, []).append(source)
    above = _longest(own, {item: tuple(sources) for item, sources in upwards.items()})
    if above + below > MAX_CHAIN:
        raise InvalidFlagError(
            f"This would make a chain of {above + below + 1} flags that depend on one another; at most "
            f"{MAX_CHAIN + 1} are possible.",
            attr="filters__groups",
        )


def dependents_of(*, team_id: int, flag_id: int, active_only: bool = False) -> list[FeatureFlag]:
    """The flags that depend on this one directly and are not deleted, by key."""
    rows = FeatureFlag.objects.for_team(team_id).filter(deleted=False).order_by("key")
    if active_only:
        rows = rows.filter(active=True)
    # The containment picks rows by their JSON; the exact reading decides.
    candidates = rows.filter(filters__groups__contains=[{"properties": [{"type": "flag", "key": str(flag_id)}]}])
    return [row for row in candidates if flag_id in dependencies_of(row.filters)]


def refuse_if_needed(row: FeatureFlag, *, doing: str) -> None:
    """Raise FlagInUseError when active flags depend on this one; `doing` is what was wanted, such as 'disabled'."""
    dependents = dependents_of(team_id=row.team_id, flag_id=row.pk, active_only=True)
    if dependents:
        names = ", ".join(f"'{item.key}'" for item in dependents[:SHOWN])
        more = f" and {len(dependents) - SHOWN} more" if len(dependents) > SHOWN else ""
        raise FlagInUseError(
            f"The flag '{row.key}' cannot be {doing}: {names}{more} {'depends' if len(dependents) == 1 else 'depend'} "
            "on it. Change or disable these first.",
            attr="active",
        )


def _path_to(start: int, edges: Mapping[int, tuple[int, ...]]) -> tuple[int, ...]:
    """A way from `start` back to itself, ends included; empty when there is none."""
    came_from: dict[int, int] = {}
    waiting = [start]
    while waiting:
        item = waiting.pop()
        for target in edges.get(item, ()):
            if target == start:
                way = [item]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return (*reversed(way), start)
            if target not in came_from:
                came_from[target] = item
                waiting.append(target)
    return ()


def _longest(start: int, edges: Mapping[int, tuple[int, ...]]) -> int:
    """How many steps the longest way from `start` has, not looking further than is allowed. There are no circles."""
    level, steps = {start}, 0
    while steps <= MAX_CHAIN:
        level = {target for item in level for target in edges.get(item, ())}
        if not level:
            return steps
        steps += 1
    return steps
