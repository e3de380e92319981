"""Flags as JSON, out of a project and into one: for version control, and for moving between installations.

Ids mean nothing elsewhere, so a flag that another one depends on is named by its key. Encrypted payloads stay behind.
"""

from typing import Any

from common.errors import ProductError
from common.json import dumps, loads
from products.feature_flags.backend.facade.contracts import ChangeFeatureFlag, CreateFeatureFlag, ImportedFlags
from products.feature_flags.backend.facade.enums import BucketingIdentifier, EvaluationRuntime
from products.feature_flags.backend.facade.errors import InvalidFlagError
from products.feature_flags.backend.logic.encryption import redacted
from products.feature_flags.backend.logic.management.flags import (
    change_flag,
    create_flag,
    find_flag_by_key,
    rows_of,
)
from products.feature_flags.backend.models import FeatureFlag

FORMAT = 1
_FIELDS = (
    "key",
    "name",
    "active",
    "archived",
    "ensure_experience_continuity",
    "evaluation_runtime",
    "evaluation_contexts",
    "tags",
    "bucketing_identifier",
    "is_remote_configuration",
    "has_encrypted_payloads",
)


def export_flags(*, team_id: int) -> dict[str, Any]:
    """All flags that are not deleted, by key, as `import_flags` takes them."""
    rows = list(rows_of(team_id).filter(deleted=False).order_by("key"))
    keys = {row.pk: row.key for row in rows}
    return {"format": FORMAT, "flags": [_exported(row, keys) for row in rows]}


def import_flags(text: str, *, team_id: int) -> ImportedFlags:
    """Make the flags of an export, or bring those with the same keys to its state. Others stay as they are.

    Each flag succeeds or fails by itself; those that depend on others come after them, whatever the order in the text.
    """
    waiting = _read(text)
    created, changed, unchanged = list[str](), list[str](), list[str]()
    failed: dict[str, str] = {}
    progress = True
    while waiting and progress:
        progress, left = False, []
        for given in waiting:
            key = str(given["key"])
            try:
                (created, changed, unchanged)[_import(given, team_id)].append(key)
            except ProductError as error:
                failed[key] = f"{error.message}{f' ({error.attr})' if error.attr else ''}"
                left.append(given)
            else:
                failed.pop(key, None)
                progress = True
        waiting = left
    return ImportedFlags(
        created=tuple(created), changed=tuple(changed), unchanged=tuple(unchanged), failed=tuple(failed.items())
    )


def _exported(row: FeatureFlag, keys: dict[int, str]) -> dict[str, Any]:
    filters = redacted(row.filters) if row.has_encrypted_payloads else row.filters
    return {
        **{name: getattr(row, name) for name in _FIELDS},
        "filters": _renamed(filters, lambda pk: keys.get(int(pk))),
    }


def _renamed(filters: dict[str, Any], name_of: Any) -> dict[str, Any]:
    """The definition with each dependency named by what `name_of` gives for its name."""

    def renamed(item: dict[str, Any]) -> dict[str, Any]:
        if item.get("type") != "flag":
            return item
        name = name_of(item["key"])
        if name is None:
            raise InvalidFlagError(f"It depends on the flag {item['key']}, which is not there.")
        return {**item, "key": str(name)}

    groups = [
        {**group, "properties": [renamed(item) for item in group.get("properties") or []]}
        for group in filters.get("groups") or []
    ]
    return {**filters, "groups": groups}


def _read(text: str) -> list[dict[str, Any]]:
    try:
        document = loads(text)
    except ValueError as error:
        raise InvalidFlagError(f"This is not JSON: {error}.") from error
    given = document.get("flags") if isinstance(document, dict) else None
    if not isinstance(given, list) or document.get("format") != FORMAT:
        raise InvalidFlagError(f'This is no export of flags: expected {{"format": {FORMAT}, "flags": […]}}.')
    for item in given:
        if not isinstance(item, dict) or not isinstance(item.get("key"), str):
            raise InvalidFlagError("Every flag is an object with a key.")
        if unknown := set(item) - {*_FIELDS, "filters"}:
            raise InvalidFlagError(f"The flag '{item['key'][:60]}' has unknown fields: {', '.join(sorted(unknown))}.")
    return list(given)


def _import(given: dict[str, Any], team_id: int) -> int:
    """0 when the flag was made, 1 when it was changed, 2 when it was so already."""

    def id_of(key: str) -> int | None:
        other = find_flag_by_key(team_id=team_id, key=key)
        return other.pk if other else None

    values = _values(given)
    values["filters"] = dumps(_renamed(given.get("filters") or {}, id_of)).decode()
    archived = bool(given.get("archived", False))
    existing = find_flag_by_key(team_id=team_id, key=given["key"])
    if existing is None:
        row = create_flag(CreateFeatureFlag(key=given["key"], **values), team_id=team_id, actor=None)
        if archived:
            change_flag(ChangeFeatureFlag(flag_id=row.pk, archived=True, active=False), team_id=team_id, actor=None)
        return 0
    before = existing.version
    change = ChangeFeatureFlag(flag_id=existing.pk, archived=archived, **values)
    return 2 if change_flag(change, team_id=team_id, actor=None).version == before else 1


def _values(given: dict[str, Any]) -> dict[str, Any]:
    values = {name: given[name] for name in _FIELDS if name in given and name not in ("key", "archived")}
    wrong = [
        name
        for name, value in values.items()
        if not isinstance(value, list if name in ("tags", "evaluation_contexts") else str if name in _TEXTS else bool)
    ]
    if wrong:
        raise InvalidFlagError(f"The field {wrong[0]} has a value of the wrong kind.", attr=wrong[0])
    for name in ("tags", "evaluation_contexts"):
        if name in values:
            values[name] = tuple(str(word) for word in values[name])
    try:
        if "evaluation_runtime" in values:
            values["evaluation_runtime"] = EvaluationRuntime(values["evaluation_runtime"])
        if "bucketing_identifier" in values:
            values["bucketing_identifier"] = BucketingIdentifier(values["bucketing_identifier"])
    except ValueError as error:
        raise InvalidFlagError(f"{error}.") from error
    return values


_TEXTS = ("name", "evaluation_runtime", "bucketing_identifier")
