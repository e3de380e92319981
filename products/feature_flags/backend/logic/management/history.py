"""What a flag was: its earlier versions, read from the activity log, and edits that crossed each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from common.json import loads
from posthog.activity import ActivityEntry, ActivityUser, list_activity
from products.feature_flags.backend.facade.errors import FlagConflictError, FlagVersionNotFoundError, InvalidFlagError
from products.feature_flags.backend.models import FeatureFlag

SCOPE = "FeatureFlag"
PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class PastVersion:
    """The logged fields of a flag as they were in one version, since when, and who made it so."""

    values: dict[str, Any]
    since: datetime
    by: ActivityUser | None


def get_version(row: FeatureFlag, now: dict[str, Any], version: int) -> PastVersion:
    """The flag as it was, walking back from what it is now; raises FlagVersionNotFoundError."""
    missing = FlagVersionNotFoundError(
        f"The flag '{row.key}' is at version {row.version}; its history does not show a version {version}."
    )
    if not 1 <= version <= row.version:
        raise missing
    for made, past in _versions(row, now):
        if made == version:
            return past
        if made < version:
            break
    if version == row.version:
        return PastVersion(values=now, since=row.updated_at, by=None)
    raise missing


def version_at(row: FeatureFlag, now: dict[str, Any], at: datetime) -> PastVersion | None:
    """The flag as it was at a moment; None while there was none, before it was made or while it was deleted.

    Raises FlagVersionNotFoundError when the log does not reach back so far.
    """
    if at < row.created_at:
        return None
    past = None
    for made, past in _versions(row, now):
        # The line about its making is written a moment after the flag has its own time.
        if past.since <= at or made == 1:
            break
    else:
        if past is not None or row.version > 1:
            raise FlagVersionNotFoundError(
                f"The history of the flag '{row.key}' does not reach back to {at:%Y-%m-%d %H:%M}. Choose a later time."
            )
        past = PastVersion(values=now, since=row.created_at, by=None)
    return None if past.values["deleted"] else past


def refuse_conflict(row: FeatureFlag, *, version: int | None, fields: tuple[str, ...]) -> None:
    """Raise FlagConflictError when `fields` were changed after `version`. Edits of different fields do not conflict."""
    if version is None or version == row.version:
        return
    if version > row.version or version < 1:
        raise InvalidFlagError(f"This flag is at version {row.version}, got {version}.", attr="version")
    changed, names = set[str](), list[str]()
    for entry in _entries(row):
        made = _version_made_by(entry)
        if made is not None and made <= version:
            break
        touched = {change.field for change in entry.changes} & set(fields)
        if touched:
            changed |= touched
            names.append(entry.user.first_name or entry.user.email if entry.user else "the system")
    if not changed:
        return
    conflicting = tuple(name for name in fields if name in changed)
    raise FlagConflictError(
        f"{', '.join(dict.fromkeys(names))} changed {', '.join(conflicting)} after version {version}, which you started "
        f"from. Look at version {row.version} and save again.",
        fields=conflicting,
        version=row.version,
    )


def _versions(row: FeatureFlag, now: dict[str, Any]) -> Iterator[tuple[int, PastVersion]]:
    """(version, the flag in it), the newest first, each found by taking back what made the one after it."""
    values = dict(now)
    for entry in _entries(row):
        made = _version_made_by(entry)
        if made is None:
            continue
        yield made, PastVersion(values=dict(values), since=entry.created_at, by=entry.user)
        for change in entry.changes:
            values[change.field] = None if change.before is None else loads(change.before)


def _entries(row: FeatureFlag) -> Iterator[ActivityEntry]:
    """The flag's lines in the log, the newest first."""
    offset = 0
    while True:
        page = list_activity(team_id=row.team_id, scope=SCOPE, item_id=str(row.pk), limit=PAGE, offset=offset).items
        yield from page
        if len(page) < PAGE:
            return
        offset += PAGE


def _version_made_by(entry: ActivityEntry) -> int | None:
    for change in entry.changes:
        if change.field == "version" and change.after is not None:
            return int(change.after)
    return None
