"""Actions: keeping them. A deleted one stays as a row, so that it can be restored and what refers to it explained."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.datastructures import OrderedSet

from posthog.activity import changes_between, record_activity
from posthog.contracts import Actor
from posthog.queries.cache import meaning_changed
from products.events.backend.facade.contracts import ActionStep, ChangeAction, CreateAction, Event
from products.events.backend.facade.errors import ActionNameTakenError, ActionNotFoundError, InvalidActionError
from products.events.backend.logic.actions.steps import check_steps, steps_expr, to_stored
from products.events.backend.logic.reading import events
from products.events.backend.logic.reading.hogql import context_of
from products.events.backend.models import Action

NAME_CONSTRAINT = "action_name_unique_per_team"


def list_actions(*, team_id: int, search: str, limit: int, offset: int) -> tuple[list[Action], int]:
    """(actions of the page by name, pinned ones first; how many there are in all), without deleted ones."""
    rows: QuerySet[Action] = Action.objects.for_team(team_id).filter(deleted=False).select_related("created_by")
    for word in search.replace("\x00", "\ufffd").split():
        rows = rows.filter(name__icontains=word)
    return list(rows.order_by("pinned_at", "name")[offset : offset + limit]), rows.count()


def get_action(*, team_id: int, action_id: int, lock: bool = False) -> Action:
    """The team's action, deleted or not."""
    rows = Action.objects.for_team(team_id).select_related("created_by")
    if lock:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(pk=action_id).first()
    if row is None:
        raise ActionNotFoundError("There is no such action in this project.")
    return row


def create_action(new: CreateAction, *, team_id: int, actor: Actor | None) -> Action:
    steps = check_steps(new.steps, context_of(team_id))
    with _one_of_its_name(new.name), transaction.atomic():
        row = Action.objects.for_team(team_id).create(
            name=_checked_name(new.name),
            description=new.description,
            tags=list(OrderedSet(new.tags)),
            steps=[to_stored(step) for step in steps],
            pinned_at=new.pinned_at,
            created_by_id=actor.user_id if actor else None,
        )
        _record(row, "created", {}, actor)
        transaction.on_commit(lambda: meaning_changed(team_id))
    return get_action(team_id=team_id, action_id=row.pk)


def change_action(change: ChangeAction, *, team_id: int, action_id: int, actor: Actor) -> Action:
    """Change an action, delete or restore it. Answers that used it are computed anew."""
    fields: dict[str, Any] = {
        name: value for name in ("description", "pinned_at", "deleted") if (value := getattr(change, name)) is not None
    }
    if change.name is not None:
        fields["name"] = _checked_name(change.name)
    if change.tags is not None:
        fields["tags"] = list(OrderedSet(change.tags))
    if change.steps is not None:
        fields["steps"] = [to_stored(step) for step in check_steps(change.steps, context_of(team_id))]
    if change.unpin:
        fields["pinned_at"] = None
    with _one_of_its_name(change.name or ""), transaction.atomic():
        row = get_action(team_id=team_id, action_id=action_id, lock=True)
        changed = {name: value for name, value in fields.items() if getattr(row, name) != value}
        if changed:
            before = _shown(row)
            for name, value in changed.items():
                setattr(row, name, value)
            row.save(update_fields=[*changed, "updated_at"])
            _record(row, _activity(changed), before, actor)
            transaction.on_commit(lambda: meaning_changed(team_id))
    return get_action(team_id=team_id, action_id=action_id)


def preview_matches(steps: tuple[ActionStep, ...], *, team_id: int, limit: int) -> list[Event]:
    """The newest events that steps match which nobody has saved yet."""
    context = context_of(team_id)
    return events.newest_matching(steps_expr(check_steps(steps, context), context), context, limit=limit)


def _activity(changed: dict[str, Any]) -> str:
    return {None: "updated", True: "deleted", False: "restored"}[changed.get("deleted")]


def _record(row: Action, activity: str, before: dict[str, Any], actor: Actor | None) -> None:
    record_activity(
        team_id=row.team_id,
        actor=actor,
        scope="Action",
        item_id=str(row.pk),
        activity=activity,
        name=row.name,
        changes=changes_between(before, _shown(row)),
    )


def _shown(row: Action) -> dict[str, Any]:
    """What the log keeps of an action."""
    pinned = row.pinned_at.isoformat() if row.pinned_at else None
    return {
        "name": row.name,
        "description": row.description,
        "tags": row.tags,
        "steps": row.steps,
        "pinned_at": pinned,
        "deleted": row.deleted,
    }


def _checked_name(name: str) -> str:
    cleaned = name.strip()
    if not cleaned or "\x00" in cleaned:
        raise InvalidActionError("An action needs a name.", attr="name")
    return cleaned


@contextmanager
def _one_of_its_name(name: str) -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        if NAME_CONSTRAINT not in str(error):
            raise
        shown = f"'{name.strip()}'" if name.strip() else "the name of this one"
        raise ActionNameTakenError(f"Another action is called {shown}; choose another name.", attr="name") from error
