"""Property filters and actions of nodes as conditions on events."""

from common.json import loads
from posthog.contracts import TeamContext
from posthog.hogql import ast
from posthog.hogql.actions import ActionMatch, get_action
from posthog.hogql.context import HogQLContext
from posthog.hogql.errors import QueryError
from posthog.hogql.property import property_to_expr
from posthog.queries.errors import InvalidQueryError
from posthog.queries.nodes.properties import Properties, PropertyGroup


def filters_expr(filters: Properties, context: HogQLContext, *, attr: str = "query__properties") -> ast.Expr:
    """The condition that filters express; no filters at all are true. `attr` is where the client wrote them."""
    if not filters:
        return ast.constant(True)
    nodes = (filters,) if isinstance(filters, PropertyGroup) else filters
    dumped = [node.model_dump(mode="json", by_alias=True, exclude_none=True) for node in nodes]
    return property_to_expr(dumped, context, attr=attr)


def test_account_expr(team: TeamContext, context: HogQLContext) -> ast.Expr:
    """The condition that leaves out the project's own people."""
    return property_to_expr(loads(team.test_account_filters), context, attr="test_account_filters")


def find_action(action_id: int, context: HogQLContext, *, attr: str) -> ActionMatch:
    """The team's action; raises InvalidQueryError for `attr`, where the client wrote it, when there is none."""
    try:
        return get_action(action_id, context)
    except QueryError as error:
        raise InvalidQueryError(str(error), attr=attr) from error


def action_expr(action_id: int, context: HogQLContext, *, attr: str) -> ast.Expr:
    """The condition that an action stands for."""
    return find_action(action_id, context, attr=attr).expr
