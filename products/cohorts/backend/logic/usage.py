"""What asks for a cohort, and what of it keeps the cohort from being deleted."""

from posthog.references import Used, list_references
from products.cohorts.backend.facade.contracts import CohortUser
from products.cohorts.backend.facade.errors import CohortInUseError
from products.cohorts.backend.logic import graph
from products.cohorts.backend.models import Cohort

# How many an error names; the page lists all.
NAMED = 5


def users_of(row: Cohort) -> tuple[CohortUser, ...]:
    """Other cohorts, then what other products say: what blocks the deletion before the rest, each by name."""
    names, edges = graph.edges_of(team_id=row.team_id)
    cohorts = (
        CohortUser(kind="cohort", id=str(other), name=names[other], active=True, blocks_deletion=True)
        for other, asked in edges.items()
        if row.pk in asked
    )
    used = Used(kind="cohort", team_id=row.team_id, id=row.pk, name=row.name)
    others = (
        CohortUser(
            kind=found.type, id=found.id, name=found.name, active=found.active, blocks_deletion=found.blocks_deletion
        )
        for found in list_references(used)
    )
    return tuple(
        sorted((*cohorts, *others), key=lambda user: (not user.blocks_deletion, user.kind, user.name, user.id))
    )


def check_not_in_use(row: Cohort) -> None:
    """Refuse to delete what other cohorts or active flags could not do without; raises CohortInUseError."""
    blocking = [user for user in users_of(row) if user.blocks_deletion]
    cohorts = [user.name for user in blocking if user.kind == "cohort"]
    if cohorts:
        raise CohortInUseError(
            f"'{row.name}' is used by {len(cohorts)} other cohort{'s' * (len(cohorts) > 1)}: {_listed(cohorts)}. "
            "Change them first.",
            attr="deleted",
        )
    flags = [user.name for user in blocking]
    if flags:
        raise CohortInUseError(
            f"'{row.name}' decides {len(flags)} feature flag{'s' * (len(flags) > 1)}: {_listed(flags)}. "
            "Change or disable them first.",
            attr="deleted",
        )


def _listed(names: list[str]) -> str:
    return ", ".join(f"'{name}'" for name in names[:NAMED])
