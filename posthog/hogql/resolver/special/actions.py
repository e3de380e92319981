"""`matchesAction(5)`, `matchesAction('Signed up')`: whether an event is one that an action means."""

from typing import TYPE_CHECKING

from posthog.hogql import ast, plan
from posthog.hogql.actions import get_action
from posthog.hogql.errors import QueryError
from posthog.hogql.resolver.special.signature import Special

if TYPE_CHECKING:
    from posthog.hogql.resolver.expressions import ExpressionResolver


def _matches_action(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    wanted = call.args[0]
    if not isinstance(wanted, ast.Constant) or type(wanted.value) not in (int, str):
        raise QueryError("matchesAction wants the id or the name of an action, written out.").at(wanted.span)
    action = wanted.value if isinstance(wanted.value, str) else int(str(wanted.value))
    return resolver.condition(get_action(action, resolver.context).expr)


ACTIONS: dict[str, Special] = {"matchesAction": Special(1, 1, _matches_action)}
