"""Coming in: the first account, accepting an invitation, logging in."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

import structlog
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from posthog.accounts.errors import (
    EmailTakenError,
    InviteNotFoundError,
    PasswordRefusedError,
    SignupClosedError,
    TooManyAttemptsError,
    WrongCredentialsError,
)
from posthog.accounts.organizations import create_organization
from posthog.models import Organization, OrganizationInvite, OrganizationMembership, Team, User

logger = structlog.get_logger(__name__)

# An arbitrary constant: the advisory lock under which the first account is created.
SIGNUP_LOCK = 4_150_923


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUp:
    """What somebody fills in to open an account."""

    email: str
    password: str
    first_name: str = ""
    organization_name: str = ""


def can_sign_up() -> bool:
    """Whether signing up without an invitation is open, which it is until the first account exists."""
    return not User.objects.exists()


def sign_up(form: SignUp) -> User:
    """The first account of this instance, owner of a new organization with one project."""
    with transaction.atomic():
        # Two people signing up at once must not both become the first.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SIGNUP_LOCK])
        if not can_sign_up():
            raise SignupClosedError("Accounts here are created by invitation. Ask a member to invite you.")
        user = create_user(form)
        organization = create_organization(
            form.organization_name or f"{form.first_name or 'My'} organization", owner=user
        )
        _take_over_demo(organization)
    return user


def _take_over_demo(organization: Organization) -> None:
    """Give the first account the demo project that was made before there was anybody (`bin/hogli start --demo`)."""
    waiting = Organization.objects.filter(memberships__isnull=True, teams__is_demo=True).distinct()
    for placeholder in waiting:
        Team.objects.filter(organization=placeholder).update(organization=organization)
        placeholder.delete()


def create_user(form: SignUp) -> User:
    """A new user; raises PasswordRefusedError or EmailTakenError."""
    candidate = User(email=form.email, first_name=form.first_name)
    try:
        validate_password(form.password, candidate)
    except ValidationError as error:
        raise PasswordRefusedError(" ".join(error.messages), attr="password") from error
    try:
        with transaction.atomic():
            return User.objects.create_user(form.email, form.password, first_name=form.first_name)
    except IntegrityError as error:
        raise EmailTakenError("There is already an account with this e-mail address.", attr="email") from error


def get_invite(invite_id: UUID) -> OrganizationInvite:
    """An invitation that can still be accepted; raises InviteNotFoundError."""
    invite = OrganizationInvite.objects.select_related("organization").filter(pk=invite_id).first()
    if invite is None or invite.is_expired:
        raise InviteNotFoundError("This invitation does not exist or has expired. Ask for a new one.")
    return invite


def accept_invite(invite_id: UUID, *, form: SignUp | None = None, user: User | None = None) -> User:
    """Join the inviting organization, as a new account or as the one that is logged in."""
    with transaction.atomic():
        invite = get_invite(invite_id)
        if user is None:
            if form is None:
                raise InviteNotFoundError("Fill in a name and a password to accept this invitation.")
            user = create_user(SignUp(email=invite.target_email, password=form.password, first_name=form.first_name))
        elif user.email.lower() != invite.target_email.lower():
            raise InviteNotFoundError("This invitation is for another e-mail address. Log out to accept it.")
        organization = invite.organization
        OrganizationMembership.objects.get_or_create(
            organization=organization, user=user, defaults={"level": invite.level}
        )
        user.current_organization = organization
        user.current_team = Team.objects.filter(organization=organization).order_by("pk").first()
        user.save(update_fields=["current_organization", "current_team"])
        invite.delete()
    return user


def log_in(*, email: str, password: str, address: str) -> User:
    """The user with these credentials. After too many failures from one address for one e-mail, further tries wait."""
    digest = hashlib.sha256(f"{address}|{email.lower()}".encode()).hexdigest()[:32]
    key = f"login-failures:{digest}"
    if cache.get(key, 0) >= settings.LOGIN_FAILURE_LIMIT:
        raise TooManyAttemptsError(
            "Too many failed logins. Wait ten minutes and try again.",
            retry_after_seconds=settings.LOGIN_FAILURE_WINDOW_SECONDS,
        )
    user = authenticate(username=email, password=password)
    if not isinstance(user, User):
        cache.add(key, 0, settings.LOGIN_FAILURE_WINDOW_SECONDS)
        cache.incr(key)
        raise WrongCredentialsError("The e-mail address or the password is wrong.")
    cache.delete(key)
    return user
