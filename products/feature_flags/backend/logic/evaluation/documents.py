"""Definitions in the form that SDKs decide flags by themselves with, and their tag. Made once per reading of the stores.

Ids of flags in dependencies become keys with the order of evaluation; what only the server can decide (computed
cohorts, circles) is left out in the way that makes SDKs ask the server.
"""

import hashlib
from typing import Any

from common.json import dumps
from common.property_matching import Operator, PropertyFilter, PropertyGroup
from products.feature_flags.backend.facade.contracts import LocalDefinitions
from products.feature_flags.backend.logic.evaluation.definitions import Definitions
from products.feature_flags.backend.logic.evaluation.flags import CompiledFlag
from products.feature_flags.backend.logic.evaluation.store import Held


def document_of(held: Held, *, with_cohorts: bool) -> LocalDefinitions:
    found = held.documents.get(with_cohorts)
    if found is None:
        found = held.documents[with_cohorts] = _make(held.definitions, held.team_id, with_cohorts=with_cohorts)
    return found


def _make(definitions: Definitions, team_id: int, *, with_cohorts: bool) -> LocalDefinitions:
    body = dumps(
        {
            "flags": [_flag(flag, definitions, team_id) for flag in definitions.by_id.values()],
            "group_type_mapping": {str(index): name for index, name in sorted(definitions.group_types.items())},
            "cohorts": _cohorts(definitions) if with_cohorts else {},
        }
    )
    return LocalDefinitions(body=body, etag=f'"{hashlib.sha256(body).hexdigest()[:32]}"')


def _flag(flag: CompiledFlag, definitions: Definitions, team_id: int) -> dict[str, Any]:
    source = flag.source
    return {
        "id": source.id,
        "team_id": team_id,
        "key": source.key,
        "name": source.name,
        "filters": _filters(flag, definitions),
        "active": flag.is_on,
        "deleted": False,
        "version": source.version,
        "ensure_experience_continuity": source.ensure_experience_continuity,
        "evaluation_runtime": source.evaluation_runtime,
        "evaluation_tags": list(source.evaluation_contexts),
        "bucketing_identifier": source.bucketing_identifier,
        "has_encrypted_payloads": source.has_encrypted_payloads,
    }


def _filters(flag: CompiledFlag, definitions: Definitions) -> dict[str, Any]:
    stored = flag.source.filters if isinstance(flag.source.filters, dict) else {}
    filters = {key: value for key, value in stored.items() if key not in ("super_groups", "holdout_groups")}
    groups = stored.get("groups")
    filters["groups"] = [_condition(each, definitions) for each in groups] if isinstance(groups, list) else []
    if flag.source.has_encrypted_payloads:
        filters["payloads"] = {}
    if flag.enrollment_key is not None:
        filters["feature_enrollment"] = True
    if flag.holdout is not None and not isinstance(stored.get("holdout"), dict):
        holdout_id = flag.holdout.variant.removeprefix("holdout-")
        filters["holdout"] = {
            "id": int(holdout_id) if holdout_id.isdecimal() else holdout_id,
            "exclusion_percentage": flag.holdout.share * 100,
        }
    return filters


def _condition(data: Any, definitions: Definitions) -> dict[str, Any]:
    if not isinstance(data, dict):
        return {"properties": [], "rollout_percentage": 0}
    properties = data.get("properties")
    found = [_property(each, definitions) for each in properties] if isinstance(properties, list) else []
    return {**data, "properties": found}


def _property(data: Any, definitions: Definitions) -> Any:
    if not isinstance(data, dict) or data.get("type") != "flag":
        return data
    text = str(data.get("key"))
    flag_id = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
    other = definitions.by_id.get(flag_id)
    key = other.source.key if other else text
    return {**data, "key": key, "dependency_chain": definitions.chain(flag_id)}


def _cohorts(definitions: Definitions) -> dict[str, Any]:
    """Those that properties decide, through and through."""
    by_id = {cohort.id: cohort.filters for cohort in definitions.sources.cohorts}
    verdicts: dict[int, bool] = {}

    def is_local(cohort_id: int) -> bool:
        if cohort_id not in verdicts:
            # Until it is known to end, a cohort that leads back to itself is none of them.
            verdicts[cohort_id] = False
            filters = by_id.get(cohort_id)
            verdicts[cohort_id] = filters is not None and all(is_local(other) for other in _referenced(filters))
        return verdicts[cohort_id]

    return {str(cohort_id): _group(filters) for cohort_id, filters in by_id.items() if filters and is_local(cohort_id)}


def _referenced(group: PropertyGroup) -> set[int]:
    found: set[int] = set()
    for value in group.values:
        if isinstance(value, PropertyGroup):
            found |= _referenced(value)
        elif value.type == "cohort":
            found.add(int(str(value.value)))
    return found


def _group(group: PropertyGroup) -> dict[str, Any]:
    values = [_group(each) if isinstance(each, PropertyGroup) else _filter(each) for each in group.values]
    return {"type": "OR" if group.any_of else "AND", "values": values}


def _filter(item: PropertyFilter) -> dict[str, Any]:
    value = list(item.value) if isinstance(item.value, tuple) else item.value
    written: dict[str, Any] = {"key": item.key, "type": item.type, "operator": item.operator, "value": value}
    if item.type == "cohort" and item.operator is Operator.IN:
        # The one way that every version of the SDKs reads.
        written["operator"] = "in"
    if item.negation:
        written["negation"] = True
    return written
