"""Finding, making and changing flags. Every change goes through `create_flag` or `change_flag`."""

import re
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from common import clock
from common.json import loads
from posthog.activity import Trigger, changes_between, record_activity
from posthog.contracts import Actor
from posthog.definitions import definitions_changed
from products.feature_flags.backend.facade.contracts import ChangeFeatureFlag, CreateFeatureFlag
from products.feature_flags.backend.facade.enums import BucketingIdentifier
from products.feature_flags.backend.facade.errors import (
    FlagInUseError,
    FlagKeyTakenError,
    FlagNotFoundError,
    InvalidFlagError,
)
from products.feature_flags.backend.logic.encryption import REDACTED, redacted, with_encrypted_payloads
from products.feature_flags.backend.logic.management.definition import checked_filters, dependencies_of
from products.feature_flags.backend.logic.management.dependencies import check_chain, refuse_if_needed
from products.feature_flags.backend.logic.management.history import SCOPE, refuse_conflict
from products.feature_flags.backend.logic.management.status import STALE_AFTER
from products.feature_flags.backend.logic.management.surroundings import surroundings_of
from products.feature_flags.backend.models import EarlyAccessFeature, FeatureFlag
from products.feature_flags.backend.models.flags import MAX_KEY_LENGTH

MAX_NAME_LENGTH = 4_000
MAX_WORDS = 100
MAX_WORD_LENGTH = 255
# Keys stand in addresses and in code.
KEY = re.compile(r"[A-Za-z0-9_.:-]+")
LOGGED = (
    "key",
    "name",
    "filters",
    "active",
    "archived",
    "deleted",
    "ensure_experience_continuity",
    "evaluation_runtime",
    "evaluation_contexts",
    "tags",
    "bucketing_identifier",
    "is_remote_configuration",
    "has_encrypted_payloads",
    "version",
)


def get_flag(*, team_id: int, flag_id: int) -> FeatureFlag:
    """The team's flag, deleted or not, so that it can be restored."""
    row = rows_of(team_id).filter(pk=flag_id).first()
    if row is None:
        raise FlagNotFoundError("There is no such feature flag in this project.")
    return row


def find_flag_by_key(*, team_id: int, key: str) -> FeatureFlag | None:
    return rows_of(team_id).filter(key=key, deleted=False).first()


def rows_of(team_id: int) -> QuerySet[FeatureFlag]:
    """All flags of a team, with the people and the early access feature that are shown beside them."""
    return FeatureFlag.objects.for_team(team_id).select_related("created_by", "last_modified_by", "offer")


def create_flag(new: CreateFeatureFlag, *, team_id: int, actor: Actor | None) -> FeatureFlag:
    user_id = actor.user_id if actor else None
    row = FeatureFlag(
        team_id=team_id,
        key=new.key,
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
        created_by_id=user_id,
        last_modified_by_id=user_id,
    )
    with transaction.atomic():
        lock_flags(team_id)
        _settle(row, stored_filters={})
        _save(row)
        record_activity(
            team_id=team_id,
            actor=actor,
            scope=SCOPE,
            item_id=str(row.pk),
            activity="created",
            name=row.key,
            changes=changes_between({}, snapshot(row)),
        )
        definitions_changed(team_id)
    return get_flag(team_id=team_id, flag_id=row.pk)


def change_flag(
    change: ChangeFeatureFlag, *, team_id: int, actor: Actor | None, trigger: Trigger | None = None
) -> FeatureFlag:
    wanted = _wanted(change)
    with transaction.atomic():
        lock_flags(team_id)
        row = get_flag(team_id=team_id, flag_id=change.flag_id)
        refuse_conflict(row, version=change.version, fields=tuple(wanted))
        before, stored_filters = snapshot(row), row.filters
        old = {name: getattr(row, name) for name in LOGGED}
        for name, value in wanted.items():
            setattr(row, name, value)
        _settle(row, stored_filters=stored_filters, old=old)
        if all(getattr(row, name) == value for name, value in old.items()):
            return row
        row.version += 1
        row.updated_at = clock.now()
        row.last_modified_by_id = actor.user_id if actor else None
        _save(row)
        activity = "updated" if old["deleted"] == row.deleted else "deleted" if row.deleted else "restored"
        record_activity(
            team_id=team_id,
            actor=actor,
            scope=SCOPE,
            item_id=str(row.pk),
            activity=activity,
            name=row.key,
            changes=changes_between(before, snapshot(row)),
            trigger=trigger,
        )
        definitions_changed(team_id)
    return get_flag(team_id=team_id, flag_id=row.pk)


def lock_flags(team_id: int) -> None:
    """Let one transaction at a time change a team's flags: rules such as "no circles" span several rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('feature_flags'), %s)", [team_id])


def snapshot(row: FeatureFlag) -> dict[str, Any]:
    """What the activity log keeps of a flag. Encrypted payloads never enter the log."""
    return {**{name: getattr(row, name) for name in LOGGED}, "filters": shown_filters(row)}


def shown_filters(row: FeatureFlag) -> dict[str, Any]:
    """The definition as people and logs see it; given back with a change, encrypted payloads stay as they are."""
    return redacted(row.filters) if row.has_encrypted_payloads else dict(row.filters)


def _wanted(change: ChangeFeatureFlag) -> dict[str, Any]:
    """The fields that a change names, as the row holds them."""
    plain = ("key", "name", "active", "archived", "deleted", "ensure_experience_continuity", "has_encrypted_payloads")
    wanted: dict[str, Any] = {name: value for name in plain if (value := getattr(change, name)) is not None}
    if change.is_remote_configuration is not None:
        wanted["is_remote_configuration"] = change.is_remote_configuration
    if change.filters is not None:
        wanted["filters"] = loads(change.filters)
    if change.evaluation_runtime is not None:
        wanted["evaluation_runtime"] = change.evaluation_runtime.value
    if change.bucketing_identifier is not None:
        wanted["bucketing_identifier"] = change.bucketing_identifier.value
    for name in ("evaluation_contexts", "tags"):
        if (words := getattr(change, name)) is not None:
            wanted[name] = list(words)
    return wanted


def _settle(row: FeatureFlag, *, stored_filters: dict[str, Any], old: Mapping[str, Any] | None = None) -> None:
    """Check a flag as it is about to be stored, and bring it into the form in which it is stored."""
    was = old or {}
    # A flag made under older rules can still be renamed or switched off; only a new key must be a good one.
    if row.key != was.get("key"):
        _check_key(row)
    if len(row.name) > MAX_NAME_LENGTH:
        raise InvalidFlagError(f"A description has at most {MAX_NAME_LENGTH:,} characters.", attr="name")
    row.tags = _words(row.tags, "tags")
    row.evaluation_contexts = _words(row.evaluation_contexts, "evaluation_contexts")
    comes_back = bool(was.get("deleted")) and not row.deleted
    starts = row.active and not was.get("active", False)
    redefined = row.filters is not stored_filters or row.is_remote_configuration != was.get("is_remote_configuration")
    if redefined or comes_back or starts:
        _settle_filters(row, stored_filters=stored_filters, encrypted_before=bool(was.get("has_encrypted_payloads")))
    elif row.has_encrypted_payloads != was.get("has_encrypted_payloads", False):
        raise InvalidFlagError(
            "Give the payloads anew together with has_encrypted_payloads.", attr="has_encrypted_payloads"
        )
    _check_bucketing(row)
    _check_states(row, was)


def _settle_filters(row: FeatureFlag, *, stored_filters: dict[str, Any], encrypted_before: bool) -> None:
    unchanged = row.filters is stored_filters
    if row.has_encrypted_payloads and not row.is_remote_configuration:
        raise InvalidFlagError(
            "Only a remote configuration can have encrypted payloads: SDKs in browsers could not read them.",
            attr="has_encrypted_payloads",
        )
    if unchanged and row.has_encrypted_payloads and not encrypted_before:
        raise InvalidFlagError("Give the payloads anew, so that they can be encrypted.", attr="has_encrypted_payloads")
    if encrypted_before and not row.has_encrypted_payloads and (unchanged or _has_redacted(row.filters)):
        raise InvalidFlagError(
            "The payloads are encrypted and stay so. Give new ones to keep them in clear.",
            attr="has_encrypted_payloads",
        )
    around = surroundings_of(row)
    # What is encrypted is no JSON; it was checked before it became so.
    checked = checked_filters(redacted(row.filters) if unchanged and encrypted_before else row.filters, around)
    check_chain(row.pk, dependencies_of(checked), around.flags)
    if row.has_encrypted_payloads:
        _refuse_unknown_redacted(checked, stored_filters if encrypted_before else {})
        checked = with_encrypted_payloads(checked, stored_filters if encrypted_before else {})
    # The form may differ from what was stored by an older version; an unchanged flag must stay equal to itself.
    row.filters = stored_filters if unchanged else checked


def _refuse_unknown_redacted(filters: dict[str, Any], before: dict[str, Any]) -> None:
    known = before.get("payloads") or {}
    for key, payload in (filters.get("payloads") or {}).items():
        if payload == REDACTED and key not in known:
            raise InvalidFlagError(
                "This is what is shown instead of an encrypted payload. Give the payload itself.",
                attr=f"filters__payloads__{key}",
            )


def _has_redacted(filters: Any) -> bool:
    payloads = filters.get("payloads") if isinstance(filters, dict) else None
    return isinstance(payloads, dict) and REDACTED in payloads.values()


def _check_key(row: FeatureFlag) -> None:
    key = row.key
    if not key.strip():
        raise InvalidFlagError("A feature flag needs a key by which SDKs ask for it.", attr="key")
    if len(key) > MAX_KEY_LENGTH:
        raise InvalidFlagError(f"A key has at most {MAX_KEY_LENGTH} characters, got {len(key)}.", attr="key")
    if not KEY.fullmatch(key):
        raise InvalidFlagError(
            f"'{key[:60]}' is not a key. Use letters, digits, hyphens, underscores, dots and colons.", attr="key"
        )


def _check_bucketing(row: FeatureFlag) -> None:
    per_group = row.filters.get("aggregation_group_type_index") is not None
    by_device = row.bucketing_identifier == BucketingIdentifier.DEVICE_ID.value
    if by_device and per_group:
        raise InvalidFlagError("A flag that decides per group cannot count devices.", attr="bucketing_identifier")
    if row.ensure_experience_continuity and (per_group or by_device):
        raise InvalidFlagError(
            "Keeping the answer across a login is for flags that decide per person; this one counts "
            f"{'devices, which stay the same anyway' if by_device else 'groups'}.",
            attr="ensure_experience_continuity",
        )


def _check_states(row: FeatureFlag, was: Mapping[str, Any]) -> None:
    if row.archived and row.active:
        if was.get("archived"):
            raise InvalidFlagError(
                f"The flag '{row.key}' is archived. Take it out of the archive before enabling it.", attr="active"
            )
        raise InvalidFlagError("An archived flag is disabled: set active to false as well.", attr="archived")
    if row.deleted and not was.get("deleted"):
        refuse_if_needed(row, doing="deleted")
        refuse_if_offered(row, doing="deleted")
    elif was.get("active") and not row.active:
        refuse_if_needed(row, doing="archived" if row.archived else "disabled")
    if was and row.key != was["key"]:
        # Who has opted in is a property of people that is named after the key.
        refuse_if_offered(row, doing="renamed")
        _refuse_if_known_by_key(row, str(was["key"]))


def _refuse_if_known_by_key(row: FeatureFlag, key: str) -> None:
    """Raise FlagInUseError when a new key would take the flag from those who know it by the old one."""
    if row.filters.get("feature_enrollment"):
        raise FlagInUseError(
            f"The flag '{key}' cannot be renamed: who has opted in is kept in a property of people that is named after "
            "the key. Take feature_enrollment away first.",
            attr="key",
        )
    if row.active and row.last_called_at is not None and row.last_called_at >= clock.now() - STALE_AFTER:
        raise FlagInUseError(
            f"The flag '{key}' cannot be renamed: SDKs ask for it by this key and would find it off, and a new key deals "
            "its shares anew. Disable it first, or make a flag with the other key.",
            attr="key",
        )


def refuse_if_offered(row: FeatureFlag, *, doing: str) -> None:
    """Raise FlagInUseError when an early access feature stands on this flag; `doing` is what was wanted."""
    offer = EarlyAccessFeature.objects.for_team(row.team_id).filter(flag_id=row.pk).first()
    if offer is not None:
        raise FlagInUseError(
            f"The flag '{row.key}' cannot be {doing}: the early access feature '{offer.name}' offers it. Delete that "
            "first.",
            attr="key" if doing == "renamed" else "deleted",
        )


def _words(words: list[str], attr: str) -> list[str]:
    """Each word once, without spaces around it, in the order given."""
    if len(words) > MAX_WORDS:
        raise InvalidFlagError(f"At most {MAX_WORDS} are possible, got {len(words)}.", attr=attr)
    kept = dict.fromkeys(word.strip() for word in words)
    for word in kept:
        if not word or len(word) > MAX_WORD_LENGTH:
            raise InvalidFlagError(f"'{word[:40]}' has not between 1 and {MAX_WORD_LENGTH} characters.", attr=attr)
    return list(kept)


def _save(row: FeatureFlag) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "feature_flag_key_unique_per_team" not in str(error):
            raise
        raise FlagKeyTakenError(
            f"This project has a feature flag '{row.key}' already. Choose another key.", attr="key"
        ) from error
