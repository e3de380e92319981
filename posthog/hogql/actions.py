"""Actions: named conditions on events, `matchesAction('Signed up')`. They belong to a product, which registers here.

The core knows no more of an action than the condition it stands for.
"""

from dataclasses import dataclass
from typing import Protocol

from posthog.hogql import ast
from posthog.hogql.context import HogQLContext
from posthog.hogql.errors import NotImplementedError, QueryError


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionMatch:
    """An action as a query needs it. `expr` is a condition on rows of events, written with its columns' own names."""

    id: int
    name: str
    expr: ast.Expr


class ActionResolver(Protocol):
    """Finds the context's team's action by id, or by name when a text is given; None when there is none."""

    def __call__(self, action: int | str, context: HogQLContext) -> ActionMatch | None: ...


_resolver: ActionResolver | None = None


def register_actions(resolver: ActionResolver) -> None:
    """Let `resolver` answer from now on. The last registration wins."""
    global _resolver
    _resolver = resolver


def get_action(action: int | str, context: HogQLContext) -> ActionMatch:
    """The team's action; raises QueryError when it has none of this id or name."""
    if _resolver is None:
        raise NotImplementedError("There are no actions in this installation, so they cannot be matched.")
    found = _resolver(action, context)
    if found is None:
        raise QueryError(f"There is no action {str(action)[:80]!r} in this project; it may have been deleted.")
    return found
