"""Actions as HogQL asks for them."""

from posthog.hogql.actions import ActionMatch
from posthog.hogql.context import HogQLContext
from products.events.backend.logic.actions.steps import from_stored, steps_expr
from products.events.backend.models import Action

MAX_ID = 2**63


def resolve_action(action: int | str, context: HogQLContext) -> ActionMatch | None:
    """The context's team's action of this id or name, unless it is deleted."""
    rows = Action.objects.for_team(context.team_id).filter(deleted=False)
    if isinstance(action, str):
        row = rows.filter(name=action.replace("\x00", "\ufffd")).first()
    else:
        row = rows.filter(pk=action).first() if 0 < action < MAX_ID else None
    if row is None:
        return None
    return ActionMatch(
        id=row.pk, name=row.name, expr=steps_expr(tuple(from_stored(step) for step in row.steps), context)
    )
