"""One action on many flags. Each flag succeeds or fails by itself, with its reason."""

from common.errors import ProductError
from posthog.contracts import Actor
from products.feature_flags.backend.facade.contracts import (
    BulkResult,
    ChangeFeatureFlag,
    FailedFlag,
    FlagKey,
    ListFeatureFlags,
    TaggedFlag,
    TagResult,
    UpdateTags,
)
from products.feature_flags.backend.facade.enums import TagAction
from products.feature_flags.backend.facade.errors import InvalidFlagError
from products.feature_flags.backend.logic.management.catalogue import find_flags
from products.feature_flags.backend.logic.management.flags import change_flag
from products.feature_flags.backend.models import FeatureFlag

MAX_FLAGS = 500


def delete_flags(
    *, team_id: int, actor: Actor, ids: tuple[int, ...] = (), matching: ListFeatureFlags | None = None
) -> BulkResult:
    """Delete flags by id, or all that a list shows. Dependents go before what they depend on."""
    if matching is not None:
        ids = tuple(find_flags(matching, team_id=team_id).values_list("pk", flat=True)[: MAX_FLAGS + 1])
    _check_count(ids)
    known = _keys(team_id, ids)
    waiting, deleted = list(dict.fromkeys(ids)), []
    failed: dict[int, str] = {
        item: "There is no such feature flag in this project." for item in waiting if item not in known
    }
    waiting = [item for item in waiting if item in known]
    progress = True
    while waiting and progress:
        # Another round as long as one succeeds: deleting a dependent may have freed what it depended on.
        progress, left = False, []
        for flag_id in waiting:
            try:
                change_flag(
                    ChangeFeatureFlag(flag_id=flag_id, deleted=True, active=False), team_id=team_id, actor=actor
                )
            except ProductError as error:
                failed[flag_id] = error.message
                left.append(flag_id)
            else:
                failed.pop(flag_id, None)
                deleted.append(FlagKey(id=flag_id, key=known[flag_id]))
                progress = True
        waiting = left
    return BulkResult(
        deleted=tuple(deleted),
        errors=tuple(FailedFlag(id=flag_id, reason=reason) for flag_id, reason in failed.items()),
    )


def keys_of(*, team_id: int, ids: tuple[int, ...]) -> tuple[FlagKey, ...]:
    """The keys of flags by their ids, deleted ones too; ids the team does not have are left out."""
    _check_count(ids)
    return tuple(FlagKey(id=pk, key=key) for pk, key in sorted(_keys(team_id, ids, deleted=True).items()))


def update_tags(update: UpdateTags, *, team_id: int, actor: Actor) -> TagResult:
    """Add, remove or set the tags of many flags."""
    _check_count(update.ids)
    known = _keys(team_id, update.ids)
    tagged, failed = [], []
    for flag_id in dict.fromkeys(update.ids):
        if flag_id not in known:
            failed.append(FailedFlag(id=flag_id, reason="There is no such feature flag in this project."))
            continue
        try:
            tagged.append(_tag(flag_id, update, team_id=team_id, actor=actor))
        except ProductError as error:
            failed.append(FailedFlag(id=flag_id, reason=error.message))
    return TagResult(updated=tuple(tagged), errors=tuple(failed))


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


def _keys(team_id: int, ids: tuple[int, ...], *, deleted: bool = False) -> dict[int, str]:
    rows = FeatureFlag.objects.for_team(team_id).filter(pk__in=ids)
    return dict((rows if deleted else rows.filter(deleted=False)).values_list("pk", "key"))


def _check_count(ids: tuple[int, ...]) -> None:
    if len(ids) > MAX_FLAGS:
        raise InvalidFlagError(f"At most {MAX_FLAGS} flags at once, got {len(ids):,}.", attr="ids")
