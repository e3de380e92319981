"""Project secret keys: made once, shown once, replaced with a time of grace, and only ever for reading."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from common import clock
from common.ids import random_token
from posthog.accounts.errors import InvalidChangeError, NotFoundError
from posthog.accounts.organizations import require_level
from posthog.models import ProjectSecretKey, Team, User
from posthog.models.organization import MembershipLevel
from posthog.models.personal_api_key import hash_key, mask_key

MAX_KEYS_PER_PROJECT = 20
# What a key without a person behind it may do: read what SDKs decide by, and nothing about people.
SCOPES = ("feature_flag:read", "experiment:read")
MAX_GRACE = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretKeyForm:
    """A new key: what it is called and which of SCOPES it has."""

    label: str
    scopes: tuple[str, ...] = ("feature_flag:read",)


def list_keys(*, team_id: int) -> QuerySet[ProjectSecretKey]:
    return ProjectSecretKey.objects.for_team(team_id).order_by("-created_at", "pk")


def get_key(key_id: str, *, team_id: int) -> ProjectSecretKey:
    key = ProjectSecretKey.objects.for_team(team_id).filter(pk=key_id).first()
    if key is None:
        raise NotFoundError("This project has no such secret key.")
    return key


def create_key(form: SecretKeyForm, *, team_id: int, user: User) -> tuple[ProjectSecretKey, str]:
    """A new key and its value, which cannot be read again. For administrators, as it outlives their membership."""
    team = _administered(team_id, user)
    unknown = [scope for scope in form.scopes if scope not in SCOPES]
    if unknown or not form.scopes:
        raise InvalidChangeError(f"A secret key may have the scopes {', '.join(SCOPES)}.", attr="scopes")
    value = random_token("phs_")
    with transaction.atomic():
        # The project's row serialises two requests that would both see the last free place.
        Team.objects.select_for_update().get(pk=team.pk)
        keys = ProjectSecretKey.objects.for_team(team_id)
        if keys.count() >= MAX_KEYS_PER_PROJECT:
            raise InvalidChangeError(
                f"This project has {MAX_KEYS_PER_PROJECT} secret keys, which is the limit. Delete one first."
            )
        key = keys.create(
            label=form.label,
            secure_value=hash_key(value),
            mask_value=mask_key(value),
            scopes=list(form.scopes),
            created_by=user,
        )
    return key, value


def roll_key(key_id: str, *, grace: timedelta, team_id: int, user: User) -> tuple[ProjectSecretKey, str]:
    """Give a key a new value. The old one works for the time of grace; one that was old already stops at once."""
    _administered(team_id, user)
    if not timedelta() <= grace <= MAX_GRACE:
        raise InvalidChangeError(f"The time of grace is between 0 and {MAX_GRACE.days * 24} hours.", attr="grace_hours")
    value = random_token("phs_")
    with transaction.atomic():
        key = get_key(key_id, team_id=team_id)
        now = clock.now()
        key.previous_secure_value = key.secure_value if grace else None
        key.previous_valid_until = now + grace if grace else None
        key.secure_value = hash_key(value)
        key.mask_value = mask_key(value)
        key.rolled_at = now
        key.save()
    return key, value


def delete_key(key_id: str, *, team_id: int, user: User) -> None:
    """Delete a key with both its values; it stops working at once."""
    _administered(team_id, user)
    get_key(key_id, team_id=team_id).delete()


def _administered(team_id: int, user: User) -> Team:
    team = Team.objects.select_related("organization").get(pk=team_id)
    require_level(user, team.organization, MembershipLevel.ADMIN)
    return team
