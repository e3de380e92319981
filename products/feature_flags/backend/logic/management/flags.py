"""Finding and making flags."""

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from common.json import loads
from posthog.contracts import Actor
from products.feature_flags.backend.facade.contracts import CreateFeatureFlag
from products.feature_flags.backend.facade.errors import FlagKeyTakenError, FlagNotFoundError, InvalidFlagError
from products.feature_flags.backend.models import FeatureFlag
from products.feature_flags.backend.models.flags import MAX_KEY_LENGTH


def find_flags(*, team_id: int) -> QuerySet[FeatureFlag]:
    """The team's flags that are not deleted, the newest first."""
    return _rows(team_id).filter(deleted=False).order_by("-created_at", "-pk")


def get_flag(*, team_id: int, flag_id: int) -> FeatureFlag:
    """The team's flag, deleted or not, so that it can be restored."""
    row = _rows(team_id).filter(pk=flag_id).first()
    if row is None:
        raise FlagNotFoundError("There is no such feature flag in this project.")
    return row


def find_flag_by_key(*, team_id: int, key: str) -> FeatureFlag | None:
    return _rows(team_id).filter(key=key, deleted=False).first()


def create_flag(new: CreateFeatureFlag, *, team_id: int, actor: Actor) -> FeatureFlag:
    try:
        with transaction.atomic():
            row = FeatureFlag.objects.for_team(team_id).create(
                key=_checked_key(new.key),
                name=new.name,
                filters=loads(new.filters),
                active=new.active,
                ensure_experience_continuity=new.ensure_experience_continuity,
                evaluation_runtime=new.evaluation_runtime.value,
                evaluation_contexts=list(new.evaluation_contexts),
                tags=list(new.tags),
                bucketing_identifier=new.bucketing_identifier.value,
                is_remote_configuration=new.is_remote_configuration,
                has_encrypted_payloads=new.has_encrypted_payloads,
                created_by_id=actor.user_id,
                last_modified_by_id=actor.user_id,
            )
    except IntegrityError as error:
        if "feature_flag_key_unique_per_team" not in str(error):
            raise
        raise FlagKeyTakenError(
            f"This project has a feature flag '{new.key}' already. Choose another key.", attr="key"
        ) from error
    return get_flag(team_id=team_id, flag_id=row.pk)


def _rows(team_id: int) -> QuerySet[FeatureFlag]:
    return FeatureFlag.objects.for_team(team_id).select_related("created_by", "last_modified_by")


def _checked_key(key: str) -> str:
    if not key.strip():
        raise InvalidFlagError("A feature flag needs a key by which SDKs ask for it.", attr="key")
    if len(key) > MAX_KEY_LENGTH:
        raise InvalidFlagError(f"A key has at most {MAX_KEY_LENGTH} characters, got {len(key)}.", attr="key")
    return key
