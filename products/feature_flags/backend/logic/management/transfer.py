"""Flags as JSON, out of a project and into one: for version control, and for moving between installations.

Numbers mean nothing elsewhere, so a flag that another one depends on is named by its key, and cohorts and kinds of groups
by their names. Encrypted payloads stay behind.
"""

from collections.abc import Mapping
from typing import Any

from common.errors import ProductError
from common.json import dumps, loads
from products.cohorts.backend.facade import CohortsAPI
from products.events.backend.facade import GroupsAPI
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
from products.feature_flags.backend.logic.management.translating import Words, translated
from products.feature_flags.backend.models import FeatureFlag

FORMAT = 2
# The first named cohorts and kinds of groups by their numbers, so its flags with such are refused one by one.
READABLE = (1, FORMAT)
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
    words = _exported_words(team_id, {str(row.pk): row.key for row in rows})
    return {"format": FORMAT, "flags": [_exported(row, words) for row in rows]}


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


def _exported(row: FeatureFlag, words: Words) -> dict[str, Any]:
    filters = redacted(row.filters) if row.has_encrypted_payloads else row.filters
    try:
        return {**{name: getattr(row, name) for name in _FIELDS}, "filters": translated(filters, words)}
    except InvalidFlagError as error:
        raise InvalidFlagError(f"The flag '{row.key}' cannot be exported. {error.message}") from error


def _exported_words(team_id: int, flag_keys: dict[str, str]) -> Words:
    kinds = {kind.group_type_index: kind.group_type for kind in GroupsAPI.list_group_types(team_id=team_id)}
    cohorts = {str(cohort.id): cohort.name for cohort in CohortsAPI.list_for_evaluation(team_id=team_id)}
    return Words(
        flag=lambda key: _found(flag_keys, str(key), "It depends on the flag {}, which is not there."),
        group_type=lambda index: _found(kinds, index, "It asks for groups of the kind {}, which is not there."),
        cohort=lambda cohort_id: _found(cohorts, str(cohort_id), "It asks for the cohort {}, which is not there."),
    )


def _imported_words(team_id: int) -> Words:
    def flag(key: Any) -> int:
        other = find_flag_by_key(team_id=team_id, key=str(key))
        if other is None:
            raise InvalidFlagError(f"It depends on the flag {key}, which is not there.")
        return other.pk

    def cohort(name: Any) -> int:
        wanted = _text(name)
        ids = [each.id for each in CohortsAPI.list_for_evaluation(team_id=team_id) if each.name == wanted]
        if len(ids) != 1:
            found = "several cohorts" if ids else "no cohort"
            raise InvalidFlagError(f"It asks for the cohort '{name}', and this project has {found} of that name.")
        return ids[0]

    kinds = {kind.group_type: kind.group_type_index for kind in GroupsAPI.list_group_types(team_id=team_id)}
    return Words(
        flag=flag,
        group_type=lambda name: _found(
            kinds, _text(name), "It asks for groups of the kind '{}', and this project has none of that kind."
        ),
        cohort=cohort,
    )


def _found(names: Mapping[Any, Any], name: Any, otherwise: str) -> Any:
    if name not in names:
        raise InvalidFlagError(otherwise.format(name))
    return names[name]


def _text(name: Any) -> str:
    if not isinstance(name, str):
        raise InvalidFlagError(
            f"It names a cohort or a kind of groups by its number in another project, {name}. Export the flags anew."
        )
    return name


def _read(text: str) -> list[dict[str, Any]]:
    try:
        document = loads(text)
    except ValueError as error:
        raise InvalidFlagError(f"This is not JSON: {error}.") from error
    given = document.get("flags") if isinstance(document, dict) else None
    if not isinstance(given, list) or document.get("format") not in READABLE:
        raise InvalidFlagError(f'This is no export of flags: expected {{"format": {FORMAT}, "flags": […]}}.')
    for item in given:
        if not isinstance(item, dict) or not isinstance(item.get("key"), str):
            raise InvalidFlagError("Every flag is an object with a key.")
        if unknown := set(item) - {*_FIELDS, "filters"}:
            raise InvalidFlagError(f"The flag '{item['key'][:60]}' has unknown fields: {', '.join(sorted(unknown))}.")
    return list(given)


def _import(given: dict[str, Any], team_id: int) -> int:
    """0 when the flag was made, 1 when it was changed, 2 when it was so already."""

    values = _values(given)
    values["filters"] = dumps(translated(_filters(given), _imported_words(team_id))).decode()
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


def _filters(given: dict[str, Any]) -> dict[str, Any]:
    """The definition, if it looks like one as far as its names are looked for; the rest is checked when it is kept."""
    filters = given.get("filters") or {}
    groups = filters.get("groups") or [] if isinstance(filters, dict) else None
    if not isinstance(filters, dict) or not isinstance(groups, list):
        raise InvalidFlagError("The filters are an object with a list of groups.", attr="filters")
    for group in groups:
        properties = group.get("properties") or [] if isinstance(group, dict) else None
        if not isinstance(properties, list) or not all(isinstance(item, dict) for item in properties):
            raise InvalidFlagError("Every group is an object with a list of properties.", attr="filters__groups")
        for item in properties:
            name = {"cohort": "value", "flag": "key"}.get(str(item.get("type")))
            if name is not None and name not in item:
                raise InvalidFlagError(f"A condition on a {item['type']} has a {name}.", attr="filters__groups")
    return filters


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
