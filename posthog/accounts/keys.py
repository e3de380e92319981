"""Personal API keys: made once, shown once, stored as a hash."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from common.ids import random_token
from posthog.accounts.errors import InvalidChangeError, NotFoundError
from posthog.models import OrganizationMembership, PersonalAPIKey, Team, User
from posthog.models.personal_api_key import hash_key, mask_key
from posthog.scopes import SCOPES

MAX_KEYS_PER_USER = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyForm:
    """What a key may do: `scopes` of posthog.scopes, optionally only in some projects or organizations."""

    label: str
    scopes: tuple[str, ...]
    scoped_teams: tuple[int, ...] = ()
    scoped_organizations: tuple[UUID, ...] = ()


def create_key(user: User, form: KeyForm) -> tuple[PersonalAPIKey, str]:
    """A new key and its value, which cannot be read again."""
    _check_form(user, form)
    value = random_token("phx_")
    with transaction.atomic():
        # The user's row serialises two requests that would both see nine keys.
        User.objects.select_for_update().get(pk=user.pk)
        if PersonalAPIKey.objects.filter(user=user).count() >= MAX_KEYS_PER_USER:
            raise InvalidChangeError(f"You have {MAX_KEYS_PER_USER} keys, which is the limit. Delete one first.")
        key = PersonalAPIKey.objects.create(
            user=user,
            label=form.label,
            secure_value=hash_key(value),
            mask_value=mask_key(value),
            scopes=list(form.scopes),
            scoped_teams=list(form.scoped_teams),
            scoped_organizations=list(form.scoped_organizations),
        )
    return key, value


def change_key(user: User, key_id: str, form: KeyForm) -> PersonalAPIKey:
    """Rename a key or change what it may do; its value stays."""
    key = get_key(user, key_id)
    _check_form(user, form)
    key.label = form.label
    key.scopes = list(form.scopes)
    key.scoped_teams = list(form.scoped_teams)
    key.scoped_organizations = list(form.scoped_organizations)
    key.save(update_fields=["label", "scopes", "scoped_teams", "scoped_organizations"])
    return key


def roll_key(user: User, key_id: str) -> tuple[PersonalAPIKey, str]:
    """Give a key a new value; the old one stops working at once."""
    key = get_key(user, key_id)
    value = random_token("phx_")
    key.secure_value = hash_key(value)
    key.mask_value = mask_key(value)
    key.save(update_fields=["secure_value", "mask_value"])
    return key, value


def get_key(user: User, key_id: str) -> PersonalAPIKey:
    key = PersonalAPIKey.objects.filter(user=user, pk=key_id).first()
    if key is None:
        raise NotFoundError("You have no such API key.")
    return key


def _check_form(user: User, form: KeyForm) -> None:
    if not form.scopes:
        raise InvalidChangeError("Choose at least one scope.", attr="scopes")
    for scope in form.scopes:
        if scope not in SCOPES:
            raise InvalidChangeError(f"'{scope}' is not a scope.", attr="scopes")
    memberships = OrganizationMembership.objects.filter(user=user).values_list("organization_id", flat=True)
    if set(form.scoped_organizations) - set(memberships):
        raise InvalidChangeError("You are not a member of one of these organizations.", attr="scoped_organizations")
    teams = Team.objects.filter(organization_id__in=memberships, pk__in=form.scoped_teams).values_list("pk", flat=True)
    if set(form.scoped_teams) - set(teams):
        raise InvalidChangeError("You are not a member of one of these projects.", attr="scoped_teams")
