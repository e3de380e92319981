"""`x IN COHORT …` in HogQL: the members of the current version, one subquery over their ids."""

from posthog.hogql import ast
from posthog.hogql.context import HogQLContext
from posthog.hogql.errors import QueryError
from products.cohorts.backend.models import Cohort


def cohort_membership(person_id: ast.Expr, cohort: int | str, context: HogQLContext) -> ast.Expr:
    """Whether `person_id` is in the team's cohort, by id or by name; raises QueryError when there is none."""
    cohort_id, version = _find(cohort, context.team_id)
    members = ast.SelectQuery(
        (ast.field("person_id"),),
        select_from=ast.from_("cohort_people"),
        where=ast.and_(
            ast.eq(ast.field("cohort_id"), ast.constant(cohort_id)), ast.eq(ast.field("version"), ast.constant(version))
        ),
    )
    return ast.in_(person_id, members)


def _find(cohort: int | str, team_id: int) -> tuple[int, int]:
    rows = Cohort.objects.for_team(team_id).filter(deleted=False)
    if isinstance(cohort, str):
        rows = rows.filter(name=cohort)
        shown = f"named {cohort[:60]!r}"
    else:
        # An id beyond what Postgres can hold is an id that nobody has.
        rows = rows.filter(pk=cohort) if 0 < cohort < 2**63 else rows.none()
        shown = str(cohort)
    found = list(rows.values_list("pk", "version")[:2])
    if not found:
        raise QueryError(f"There is no cohort {shown} in this project.")
    if len(found) > 1:
        raise QueryError(f"There are several cohorts {shown}. Use the id of the one you mean.")
    cohort_id, version = found[0]
    if version is None:
        raise QueryError(f"The cohort {shown} has not been calculated yet. Try again in a moment.")
    return cohort_id, version
