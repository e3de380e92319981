"""Early access: features that people opt into, each with a flag that follows their choice."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify

from common.json import dumps, loads
from posthog.activity import changes_between, record_activity
from posthog.contracts import Actor
from products.feature_flags.backend.facade.contracts import (
    ChangeFeatureFlag,
    ChangeOffer,
    CreateFeatureFlag,
    OfferFeature,
)
from products.feature_flags.backend.facade.enums import EarlyAccessStage
from products.feature_flags.backend.facade.errors import (
    EarlyAccessFeatureNotFoundError,
    InvalidFlagError,
    OfferConflictError,
)
from products.feature_flags.backend.logic.management import flags
from products.feature_flags.backend.models import EarlyAccessFeature, FeatureFlag

SCOPE = "EarlyAccessFeature"
MAX_KEY = 80
# What the browser's library gets when it names no stage.
USUAL_STAGES = (EarlyAccessStage.BETA,)
_NEVER_OFFERED = (EarlyAccessStage.DRAFT.value, EarlyAccessStage.ARCHIVED.value)
_FIELDS = ("name", "description", "stage", "documentation_url", "payload")


def find_features(*, team_id: int) -> QuerySet[EarlyAccessFeature]:
    """The team's early access features, the newest first."""
    return EarlyAccessFeature.objects.for_team(team_id).select_related("flag").order_by("-created_at", "-pk")


def list_offered(*, team_id: int, stages: tuple[EarlyAccessStage, ...]) -> list[EarlyAccessFeature]:
    """What is offered to people in these stages, the usual ones when none is named. Drafts never leave the project."""
    wanted = [stage.value for stage in stages or USUAL_STAGES]
    rows = find_features(team_id=team_id).filter(stage__in=wanted, flag__deleted=False, flag__archived=False)
    return list(rows.exclude(stage__in=_NEVER_OFFERED))


def get_feature(*, team_id: int, feature_id: UUID) -> EarlyAccessFeature:
    row = find_features(team_id=team_id).filter(pk=feature_id).first()
    if row is None:
        raise EarlyAccessFeatureNotFoundError("There is no such early access feature in this project.")
    return row


def offer_feature(new: OfferFeature, *, team_id: int, actor: Actor | None) -> EarlyAccessFeature:
    with transaction.atomic():
        flags.lock_flags(team_id)
        flag = _flag_for(new, team_id=team_id, actor=actor)
        row = EarlyAccessFeature(
            team_id=team_id,
            flag=flag,
            name=new.name,
            description=new.description,
            stage=new.stage.value,
            documentation_url=new.documentation_url,
            payload=loads(new.payload),
        )
        row.save()
        _record(row, actor, "created", {})
    return get_feature(team_id=team_id, feature_id=row.pk)


def change_feature(change: ChangeOffer, *, team_id: int, actor: Actor) -> EarlyAccessFeature:
    with transaction.atomic():
        flags.lock_flags(team_id)
        row = get_feature(team_id=team_id, feature_id=change.feature_id)
        before = _snapshot(row)
        for name in ("name", "description", "documentation_url"):
            if (value := getattr(change, name)) is not None:
                setattr(row, name, value)
        if change.stage is not None:
            row.stage = change.stage.value
        if change.payload is not None:
            row.payload = loads(change.payload)
        if _snapshot(row) == before:
            return row
        _refuse_conflict(row, change.version)
        row.version += 1
        row.save()
        _record(row, actor, "updated", before)
    return get_feature(team_id=team_id, feature_id=row.pk)


def _refuse_conflict(row: EarlyAccessFeature, version: int | None) -> None:
    if version is None or version == row.version:
        return
    if version > row.version:
        raise InvalidFlagError(f"This feature is at version {row.version}, got {version}.", attr="version")
    raise OfferConflictError(
        f"Somebody changed this feature after version {version}, which you started from. "
        f"Look at version {row.version} and save again.",
        version=row.version,
    )


def withdraw_feature(*, team_id: int, feature_id: UUID, actor: Actor) -> None:
    """Take the offer away. The flag stays, but follows its conditions again instead of people's choices."""
    with transaction.atomic():
        flags.lock_flags(team_id)
        row = get_feature(team_id=team_id, feature_id=feature_id)
        record_activity(
            team_id=team_id, actor=actor, scope=SCOPE, item_id=str(row.pk), activity="deleted", name=row.name
        )
        flag = row.flag
        row.delete()
        if not flag.deleted:
            _set_enrollment(flag, False, team_id=team_id, actor=actor)


def _flag_for(new: OfferFeature, *, team_id: int, actor: Actor | None) -> FeatureFlag:
    if new.flag_id is None:
        filters = {"groups": [], "feature_enrollment": True}
        made = CreateFeatureFlag(
            key=_free_key(new.name, team_id), name=f"Early access: {new.name}", filters=dumps(filters).decode()
        )
        return flags.create_flag(made, team_id=team_id, actor=actor)
    flag = flags.rows_of(team_id).filter(pk=new.flag_id, deleted=False).first()
    if flag is None:
        raise InvalidFlagError("There is no such feature flag in this project.", attr="feature_flag_id")
    if EarlyAccessFeature.objects.for_team(team_id).filter(flag_id=flag.pk).exists():
        raise InvalidFlagError("This flag has an early access feature already.", attr="feature_flag_id")
    if (flag.filters.get("multivariate") or {}).get("variants") or flag.is_remote_configuration:
        raise InvalidFlagError(
            "People opt in or out, so the flag must be one that is on or off.", attr="feature_flag_id"
        )
    return _set_enrollment(flag, True, team_id=team_id, actor=actor)


def _set_enrollment(flag: FeatureFlag, wanted: bool, *, team_id: int, actor: Actor | None) -> FeatureFlag:
    filters = {**flags.shown_filters(flag), "feature_enrollment": wanted}
    filters.pop("super_groups", None)
    change = ChangeFeatureFlag(flag_id=flag.pk, filters=dumps(filters).decode())
    return flags.change_flag(change, team_id=team_id, actor=actor)


def _free_key(name: str, team_id: int) -> str:
    base = slugify(name)[:MAX_KEY] or "early-access"
    taken = set(
        FeatureFlag.objects.for_team(team_id).filter(deleted=False, key__startswith=base).values_list("key", flat=True)
    )
    key, number = base, 2
    while key in taken:
        key, number = f"{base}-{number}", number + 1
    return key


def _snapshot(row: EarlyAccessFeature) -> dict[str, object]:
    return {name: getattr(row, name) for name in _FIELDS}


def _record(row: EarlyAccessFeature, actor: Actor | None, activity: str, before: dict[str, object]) -> None:
    record_activity(
        team_id=row.team_id,
        actor=actor,
        scope=SCOPE,
        item_id=str(row.pk),
        activity=activity,
        name=row.name,
        changes=changes_between(before, _snapshot(row)),
    )
