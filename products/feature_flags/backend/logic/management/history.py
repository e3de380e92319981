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
    values = dict(now)
    for entry in _entries(row):
        made = _version_made_by(entry)
        if made is None:
            continue
        if made == version:
            return PastVersion(values=values, since=entry.created_at, by=entry.user)
        if made < version:
            break
        for change in entry.changes:
            values[change.field] = None if change.before is None else loads(change.before)
    if version == row.version:
        return PastVersion(values=values, since=row.updated_at, by=None)
    raise missing


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
