"""What a project has settled, read for every request and batch, so kept in memory for some seconds."""

import secrets
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import DatabaseError, transaction

from common import clock
from posthog.activity import changes_between, record_activity
from posthog.contracts import Actor
from products.events.backend.facade.contracts import CaptureProtection, ChangeProtection, IdentitySecret
from products.events.backend.facade.enums import BotFilter
from products.events.backend.facade.errors import InvalidProtectionError
from products.events.backend.models import CaptureProtection as Row

REMEMBERED_SECONDS = 10.0
MAX_REMEMBERED = 20_000
# How long nobody is made to wait for a Postgres that has just failed.
TRUSTING_SECONDS = 2.0
# How long a backend may go on signing with the old secret after a rotation.
GRACE = timedelta(hours=24)
SECRET_PREFIX = "phi_"  # noqa: S105 - says what it is, and is none
logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Rules:
    """The settings as capture and ingestion use them. `secrets` are those that signatures may be made with now."""

    person_cap: int | None = None
    project_cap: int | None = None
    origins: tuple[str, ...] = ()
    without_origin: bool = True
    signed: bool = False
    secrets: tuple[bytes, ...] = ()
    bots: BotFilter = BotFilter.MARK


_known: dict[int, tuple[float, Rules]] = {}
_trusting_until = float("-inf")


def rules_of(team_id: int) -> Rules:
    """The project's rules, at most REMEMBERED_SECONDS old. While Postgres does not answer, what was known holds on.

    Raises DatabaseError when nothing was known: to store an event as if there were no rules could not be undone.
    """
    known = _known.get(team_id)
    now = time.monotonic()
    if known is not None and now < known[0]:
        return known[1]
    try:
        rules = _to_rules(_row(team_id), clock.now())
    except DatabaseError as error:
        if known is None:
            raise
        logger.warning("events.protection_not_read", error=type(error).__name__)
        rules = known[1]
    if len(_known) >= MAX_REMEMBERED:
        _known.clear()
    _known[team_id] = (now + REMEMBERED_SECONDS, rules)
    return rules


def rules_or_none_yet(team_id: int) -> Rules:
    """The rules for who only takes events in: without Postgres they are taken on trust, and judged when it is back."""
    global _trusting_until
    if team_id not in _known and time.monotonic() < _trusting_until:
        return Rules()
    try:
        return rules_of(team_id)
    except DatabaseError as error:
        logger.warning("events.protection_not_read", error=type(error).__name__)
        _trusting_until = time.monotonic() + TRUSTING_SECONDS
        return Rules()


def forget() -> None:
    """Read every project's rules anew."""
    global _trusting_until
    _known.clear()
    _trusting_until = float("-inf")


def get_protection(*, team_id: int) -> CaptureProtection:
    return _to_contract(_row(team_id))


def change_protection(change: ChangeProtection, *, team_id: int, actor: Actor | None) -> CaptureProtection:
    """Change some settings; raises InvalidProtectionError."""
    changes = {name: getattr(change, name) for name in change.fields}
    with transaction.atomic():
        row = _locked(team_id)
        before = {name: getattr(row, name) for name in changes}
        for name, value in changes.items():
            setattr(row, name, list(value) if isinstance(value, tuple) else value)
        if row.require_signed_identity and not row.identity_secret:
            raise InvalidProtectionError(
                "There is no secret to sign with yet; make one (POST …/rotate_secret/), sign with it, then require it.",
                attr="require_signed_identity",
            )
        row.save()
        _record(before, {name: getattr(row, name) for name in changes}, team_id, actor)
    forget()
    return _to_contract(row)


def rotate_secret(*, team_id: int, actor: Actor | None) -> IdentitySecret:
    """A new secret. What was signed with the one before counts for a day more."""
    with transaction.atomic():
        row = _locked(team_id)
        had_secret = bool(row.identity_secret)
        row.previous_identity_secret = row.identity_secret
        row.previous_secret_until = clock.now() + GRACE if had_secret else None
        row.identity_secret = SECRET_PREFIX + secrets.token_hex(24)
        row.save()
        _record({"identity_secret": had_secret}, {"identity_secret": "rotated"}, team_id, actor)
    forget()
    return IdentitySecret(secret=row.identity_secret, previous_valid_until=row.previous_secret_until)


def _record(before: dict[str, Any], after: dict[str, Any], team_id: int, actor: Actor | None) -> None:
    if changes := changes_between(before, after):
        record_activity(
            team_id=team_id,
            actor=actor,
            scope="CaptureProtection",
            item_id=str(team_id),
            activity="updated",
            name="Capture protection",
            changes=changes,
        )


def _row(team_id: int) -> Row:
    return Row.objects.for_team(team_id).first() or Row(team_id=team_id)


def _locked(team_id: int) -> Row:
    Row.objects.for_team(team_id).get_or_create(team_id=team_id)
    return Row.objects.for_team(team_id).select_for_update().get()


def _to_rules(row: Row, now: datetime) -> Rules:
    keys = [row.identity_secret]
    if row.previous_secret_until is not None and now < row.previous_secret_until:
        keys.append(row.previous_identity_secret)
    return Rules(
        person_cap=row.person_events_per_minute,
        project_cap=row.project_events_per_minute,
        origins=tuple(row.allowed_origins),
        without_origin=row.allow_without_origin,
        signed=row.require_signed_identity,
        secrets=tuple(key.encode() for key in keys if key),
        bots=BotFilter(row.bot_filter),
    )


def _to_contract(row: Row) -> CaptureProtection:
    return CaptureProtection(
        person_events_per_minute=row.person_events_per_minute,
        project_events_per_minute=row.project_events_per_minute,
        allowed_origins=tuple(row.allowed_origins),
        allow_without_origin=row.allow_without_origin,
        require_signed_identity=row.require_signed_identity,
        has_identity_secret=bool(row.identity_secret),
        previous_secret_until=row.previous_secret_until,
        bot_filter=BotFilter(row.bot_filter),
    )
