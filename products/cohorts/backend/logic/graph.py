"""Cohorts that ask for other cohorts: who uses whom, and that nobody ends up asking for itself."""

from collections.abc import Mapping

from products.cohorts.backend.facade.errors import InvalidCohortError
from products.cohorts.backend.logic.criteria.parse import parse_filters
from products.cohorts.backend.logic.criteria.tree import CriteriaGroup, cohorts_in
from products.cohorts.backend.models import Cohort

# How long a chain of cohorts may be: each link is a calculation that waits for the one before.
MAX_CHAIN = 10

Names = Mapping[int, str]
Edges = Mapping[int, tuple[int, ...]]


def edges_of(*, team_id: int) -> tuple[Names, Edges]:
    """(names, the cohorts each one asks for) of the team's cohorts that are not deleted."""
    rows = Cohort.objects.for_team(team_id).filter(deleted=False).values_list("pk", "name", "filters")
    names: dict[int, str] = {}
    edges: dict[int, tuple[int, ...]] = {}
    for cohort_id, name, filters in rows:
        names[cohort_id] = name
        edges[cohort_id] = tuple(each.cohort_id for each in cohorts_in(parse_filters(filters))) if filters else ()
    return names, edges


def check_references(group: CriteriaGroup, *, team_id: int, cohort_id: int | None, name: str) -> None:
    """Refuse cohorts that do not exist here, and definitions through which a cohort would ask for itself."""
    references = cohorts_in(group)
    if not references:
        return
    names, edges = edges_of(team_id=team_id)
    for reference in references:
        if reference.cohort_id not in names:
            raise InvalidCohortError(
                f"There is no cohort {reference.cohort_id} in this project.", attr=f"{reference.attr}__value"
            )
        path = _path(edges, reference.cohort_id, cohort_id) if cohort_id else None
        if path is not None:
            shown = " → ".join([name, *(names[each] for each in path[:-1]), name])
            raise InvalidCohortError(
                f"The cohort would ask for itself: {shown}. Remove one of these steps.", attr=f"{reference.attr}__value"
            )
        if _depth(edges, reference.cohort_id) >= MAX_CHAIN:
            raise InvalidCohortError(
                f"Cohorts may build on one another {MAX_CHAIN} times at most; this would be a longer chain.",
                attr=f"{reference.attr}__value",
            )


def dependents_of(cohort_id: int, *, team_id: int) -> tuple[int, ...]:
    """The cohorts that ask for this one directly."""
    _, edges = edges_of(team_id=team_id)
    return tuple(other for other, asked in edges.items() if cohort_id in asked)


def _path(edges: Edges, start: int, goal: int) -> list[int] | None:
    """A way from start to goal, both included; None when there is none."""
    before: dict[int, int | None] = {start: None}
    queue = [start]
    while queue:
        here = queue.pop(0)
        if here == goal:
            path: list[int] = []
            step: int | None = here
            while step is not None:
                path.append(step)
                step = before[step]
            return path[::-1]
        for following in edges.get(here, ()):
            if following not in before:
                before[following] = here
                queue.append(following)
    return None


def _depth(edges: Edges, start: int) -> int:
    """How many cohorts the longest chain from `start` has. There are no circles, for none was ever let in."""
    known: dict[int, int] = {}

    def depth(cohort_id: int) -> int:
        if cohort_id not in known:
            known[cohort_id] = 1 + max((depth(each) for each in edges.get(cohort_id, ())), default=0)
        return known[cohort_id]

    return depth(start)
