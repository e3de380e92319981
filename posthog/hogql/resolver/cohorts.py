"""`x IN COHORT 'name'`. Cohorts belong to a product, which registers here how to ask for its members."""

from typing import Protocol

from posthog.hogql import ast
from posthog.hogql.context import HogQLContext
from posthog.hogql.errors import NotImplementedError, QueryError


class CohortMembership(Protocol):
    """Says whether a person is in a cohort, as an expression without further cohorts."""

    def __call__(self, person_id: ast.Expr, cohort: int | str, context: HogQLContext) -> ast.Expr: ...


_membership: CohortMembership | None = None


def register_cohort_membership(provider: CohortMembership) -> None:
    """Let `provider` answer from now on. The last registration wins."""
    global _membership
    _membership = provider


def membership(left: ast.Expr, right: ast.Expr, context: HogQLContext, *, negated: bool) -> ast.Expr:
    """The expression that stands for `left [NOT] IN COHORT right`."""
    if _membership is None:
        raise NotImplementedError("There are no cohorts in this installation yet, so IN COHORT cannot be answered.")
    if not isinstance(right, ast.Constant) or type(right.value) not in (int, str):
        raise QueryError("IN COHORT wants the id or the name of a cohort.").at(right.span)
    cohort = right.value if isinstance(right.value, str) else int(str(right.value))
    found = _membership(left, cohort, context)
    return ast.Not(found) if negated else found
