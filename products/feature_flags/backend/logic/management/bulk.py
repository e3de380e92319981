"""One action on many flags. Each flag succeeds or fails by itself, with its reason."""

from collections.abc import Callable
from typing import Any, TypeVar

from common.errors import ProductError
from posthog.contracts import Actor
from products.feature_flags.backend.facade.contracts import (
    BulkResult,
    ChangeFeatureFlag,
    FailedFlag,
    FlagKey,
    ListFeatureFlags,
    StateResult,
    TaggedFlag,
    TagResult,
    UpdateStates,
    UpdateTags,
)
from products.feature_flags.backend.facade.enums import StateAction, TagAction
from products.feature_flags.backend.facade.errors import InvalidFlagError
from products.feature_flags.backend.logic.management.catalogue import find_flags
from products.feature_flags.backend.logic.management.flags import change_flag
from products.feature_flags.backend.models import FeatureFlag

Done = TypeVar("Done")

MAX_FLAGS = 500
# What of a `ChangeFeatureFlag` puts a flag into the state.
_STATES: dict[StateAction, dict[str, Any]] = {
    StateAction.ENABLE: {"active": True},
    StateAction.DISABLE: {"active": False},
    StateAction.ARCHIVE: {"active": False, "archived": True},
    StateAction.UNARCHIVE: {"archived": False},
    StateAction.RESTORE: {"deleted": False},
}


def delete_flags(
    *, team_id: int, actor: Actor, ids: tuple[int, ...] = (), matching: ListFeatureFlags | None = None
) -> BulkResult:
    """Delete flags by id, or all that a list shows. Dependents go before what they depend on."""
    if matching is not None:
        ids = tuple(find_flags(matching, team_id=team_id).values_list("pk", flat=True)[: MAX_FLAGS + 1])
    known = _known(team_id, ids)

    def delete(flag_id: int) -> FlagKey:
        change = ChangeFeatureFlag(flag_id=flag_id, deleted=True, active=False)
        return _key_of(change_flag(change, team_id=team_id, actor=actor))

    deleted, errors = _for_each(ids, known, delete)
    return BulkResult(deleted=deleted, errors=errors)


def update_states(update: UpdateStates, *, team_id: int, actor: Actor) -> StateResult:
    """Switch, archive or restore many flags, whatever order their dependencies ask for."""
    known = _known(team_id, update.ids, deleted=update.action is StateAction.RESTORE)
    fields = _STATES[update.action]

    def put(flag_id: int) -> FeatureFlag:
        return change_flag(ChangeFeatureFlag(flag_id=flag_id, **fields), team_id=team_id, actor=actor)

    rows, errors = _for_each(update.ids, known, put)
    return StateResult(
        updated=tuple(_key_of(row) for row in rows if row.version != known[row.pk].version),
        unchanged=tuple(_key_of(row) for row in rows if row.version == known[row.pk].version),
        errors=errors,
    )


def keys_of(*, team_id: int, ids: tuple[int, ...]) -> tuple[FlagKey, ...]:
    """The keys of flags by their ids, deleted ones too; ids the team does not have are left out."""
    return tuple(_key_of(row) for _, row in sorted(_known(team_id, ids, deleted=True).items()))


def update_tags(update: UpdateTags, *, team_id: int, actor: Actor) -> TagResult:
    """Add, remove or set the tags of many flags."""
    known = _known(team_id, update.ids)
    tagged, errors = _for_each(update.ids, known, lambda flag_id: _tag(flag_id, update, team_id=team_id, actor=actor))
    return TagResult(updated=tagged, errors=errors)


def _tag(flag_id: int, update: UpdateTags, *, team_id: int, actor: Actor) -> TaggedFlag:
    tags: tuple[str, ...] = update.tags
    if update.action is not TagAction.SET:
        current = FeatureFlag.objects.for_team(team_id).values_list("tags", flat=True).get(pk=flag_id)
        if update.action is TagAction.ADD:
            tags = (*current, *update.tags)
        else:
            tags = tuple(tag for tag in current if tag not in update.tags)
    row = change_flag(ChangeFeatureFlag(flag_id=flag_id, tags=tags), team_id=team_id, actor=actor)
    return TaggedFlag(id=row.pk, tags=tuple(row.tags))


def _for_each(
    ids: tuple[int, ...], known: dict[int, FeatureFlag], act: Callable[[int], Done]
) -> tuple[tuple[Done, ...], tuple[FailedFlag, ...]]:
    """Act on each flag once: (what came of it, those that refused). `known` are the flags that there are.

    Rounds go on as long as one succeeds: switching off a dependent may have freed what it depended on.
    """
    waiting, done = [item for item in dict.fromkeys(ids) if item in known], []
    failed = {item: "There is no such feature flag in this project." for item in ids if item not in known}
    progress = True
    while waiting and progress:
        progress, left = False, []
        for flag_id in waiting:
            try:
                done.append(act(flag_id))
            except ProductError as error:
                failed[flag_id] = error.message
                left.append(flag_id)
            else:
                failed.pop(flag_id, None)
                progress = True
        waiting = left
    return tuple(done), tuple(FailedFlag(id=flag_id, reason=reason) for flag_id, reason in failed.items())


def _known(team_id: int, ids: tuple[int, ...], *, deleted: bool = False) -> dict[int, FeatureFlag]:
    if len(ids) > MAX_FLAGS:
        raise InvalidFlagError(f"At most {MAX_FLAGS} flags at once, got {len(ids):,}.", attr="ids")
    rows = FeatureFlag.objects.for_team(team_id).filter(pk__in=ids)
    return {row.pk: row for row in (rows if deleted else rows.filter(deleted=False))}


def _key_of(row: FeatureFlag) -> FlagKey:
    return FlagKey(id=row.pk, key=row.key)
