"""What asks for a cohort, and what of it keeps the cohort from being deleted."""

from posthog.references import Used, list_references
from products.cohorts.backend.facade.contracts import CohortUser
from products.cohorts.backend.facade.errors import CohortInUseError
from products.cohorts.backend.logic import graph
from products.cohorts.backend.models import Cohort

# How many an error names; the page lists all.
NAMED = 5
# By kind of user: what it does with the cohort, and what to do about it.
_BLOCKING = {
    "cohort": ("is used by {count} other cohort{s}: {names}", "Change them"),
    "feature_flag": ("decides {count} feature flag{s}: {names}", "Change or disable them"),
    "scheduled_change": ("is in planned changes of {count} feature flag{s}: {names}", "Change or cancel the plans"),
    "test_account_filters": ("is in this project's filter of internal and test users", "Take it out of the filter"),
}
_OTHERS = ("is used by {names}", "Change them")


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
    """Refuse to delete what others could not do without, such as cohorts or active flags; raises CohortInUseError."""
    blocking: dict[str, list[str]] = {}
    for user in users_of(row):
        if user.blocks_deletion:
            blocking.setdefault(user.kind, []).append(user.name)
    if not blocking:
        return
    # One kind is enough to say; the page shows all.
    kind, names = next(iter(blocking.items()))
    says, way_out = _BLOCKING.get(kind, _OTHERS)
    words = says.format(count=len(names), s="s" * (len(names) > 1), names=_listed(names))
    raise CohortInUseError(f"'{row.name}' {words}. {way_out} first.", attr="deleted")


def _listed(names: list[str]) -> str:
    return ", ".join(f"'{name}'" for name in names[:NAMED])
