"""Forms as the contracts take them: JSON as text, words as enums, lists as tuples."""

from typing import Any

from common.json import dumps
from products.feature_flags.backend.facade.contracts import ListFeatureFlags
from products.feature_flags.backend.facade.enums import (
    BucketingIdentifier,
    EvaluationRuntime,
    FlagActivity,
    FlagOrder,
    FlagType,
)


def list_flags_from(form: dict[str, Any]) -> ListFeatureFlags:
    """What a list's parameters ask for."""
    return ListFeatureFlags(
        search=form.get("search", ""),
        activity=FlagActivity(form["active"]) if "active" in form else None,
        archived=form["archived"],
        type=FlagType(form["type"]) if "type" in form else None,
        tags=tuple(form.get("tags", ())),
        created_by_id=form.get("created_by_id"),
        evaluation_runtime=EvaluationRuntime(form["evaluation_runtime"]) if "evaluation_runtime" in form else None,
        has_evaluation_contexts=form["has_evaluation_contexts"],
        order=FlagOrder(form["order"]) if "order" in form else FlagOrder.CREATED,
    )


def flag_from(form: dict[str, Any]) -> dict[str, Any]:
    """The fields of a flag that a body gives."""
    values = dict(form)
    if "filters" in form:
        values["filters"] = dumps(form["filters"]).decode()
    if "evaluation_runtime" in form:
        values["evaluation_runtime"] = EvaluationRuntime(form["evaluation_runtime"])
    if "bucketing_identifier" in form:
        values["bucketing_identifier"] = BucketingIdentifier(form["bucketing_identifier"])
    for name in ("evaluation_contexts", "tags"):
        if name in form:
            values[name] = tuple(form[name])
    return values
