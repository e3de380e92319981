"""What a flag's `filters` may say. Pure: what it must know of the project comes in as `Surroundings`.

Strict, because a mistake here would show as people getting the wrong thing: every error names the place, in the form
`filters__groups__0__properties__1__value`.
"""

from collections.abc import Mapping
from typing import Any

from common.json import dumps
from products.feature_flags.backend.facade.errors import InvalidFlagError
from products.feature_flags.backend.logic.management.fields import (
    boolean,
    json_list,
    json_object,
    percentage,
    refuse_other_keys,
)
from products.feature_flags.backend.logic.management.release_conditions import (
    Surroundings,
    group_index,
    read_condition,
    read_conditions,
)
from products.feature_flags.backend.logic.management.variants import read_payloads, read_variants

MAX_DEFINITION_BYTES = 512 * 1024

ROOT = "filters"
_FILTERS = frozenset(
    {
        "groups",
        "multivariate",
        "payloads",
        "aggregation_group_type_index",
        "feature_enrollment",
        "holdout",
        "early_exit",
        # How older clients of PostHog's API say feature_enrollment and holdout.
        "super_groups",
        "holdout_groups",
    }
)
_HOLDOUT = frozenset({"id", "exclusion_percentage"})


def checked_filters(filters: object, around: Surroundings) -> dict[str, Any]:
    """The definition in the one form in which it is stored; raises InvalidFlagError naming the place of a mistake.

    What was left out is filled in where leaving it out means something (`type` of a property), and old spellings are
    brought up to date. Nothing that was said is dropped.
    """
    given = json_object(filters, ROOT)
    refuse_other_keys(given, _FILTERS, ROOT)
    variants = read_variants(given.get("multivariate"), f"{ROOT}__multivariate")
    keys = tuple(variant["key"] for variant in variants)
    if around.is_remote_configuration and variants:
        raise InvalidFlagError(
            "A remote configuration has one payload and no variants. Remove the variants.", attr=f"{ROOT}__multivariate"
        )
    index = group_index(given.get("aggregation_group_type_index"), around, ROOT)
    settled = {
        "multivariate": {"variants": variants} if variants else None,
        "payloads": read_payloads(given.get("payloads"), keys, f"{ROOT}__payloads"),
        "aggregation_group_type_index": index,
    }
    stored: dict[str, Any] = {
        "groups": read_conditions(given.get("groups"), f"{ROOT}__groups", keys, index, around),
        **{name: value for name, value in settled.items() if name in given},
    }
    if _enrollment(given, index):
        stored["feature_enrollment"] = True
    if holdout := _holdout(given):
        stored["holdout"] = holdout
    if boolean(given.get("early_exit"), f"{ROOT}__early_exit"):
        stored["early_exit"] = True
    size = len(dumps(stored))
    if size > MAX_DEFINITION_BYTES:
        raise InvalidFlagError(
            f"The definition has {size:,} bytes of the {MAX_DEFINITION_BYTES:,} that are possible. Put long lists of "
            "people into a cohort and large payloads behind an address.",
            attr=ROOT,
        )
    return stored


def checked_condition(condition: object, group_type_index: int | None, around: Surroundings) -> dict[str, Any]:
    """One release condition by itself, as it would be stored in a flag that decides per that kind of group."""
    attr = "condition"
    index = group_index(group_type_index, around, attr)
    given = json_object(condition, attr)
    # Which variants there are is the flag's business, and does not matter for whom the condition reaches.
    return read_condition({**given, "variant": None}, attr, (), index, around)


def dependencies_of(filters: Mapping[str, Any]) -> tuple[int, ...]:
    """The ids of the flags that a stored definition depends on, each once, in the order of first use."""
    found: dict[int, None] = {}
    for condition in filters.get("groups") or ():
        for item in condition.get("properties") or ():
            if item.get("type") == "flag" and str(item.get("key", "")).isdecimal():
                found[int(item["key"])] = None
    return tuple(found)


def variant_keys_of(filters: Mapping[str, Any]) -> tuple[str, ...]:
    """The keys of a stored definition's variants, in order."""
    return tuple(variant["key"] for variant in (filters.get("multivariate") or {}).get("variants") or ())


def _enrollment(given: Mapping[str, Any], index: int | None) -> bool:
    wanted = boolean(given.get("feature_enrollment"), f"{ROOT}__feature_enrollment")
    if given.get("super_groups") is not None:
        wanted = bool(json_list(given["super_groups"], f"{ROOT}__super_groups", 1, "super groups")) or wanted
    if wanted and index is not None:
        raise InvalidFlagError(
            "People enrol in early access, groups cannot. Remove aggregation_group_type_index.",
            attr=f"{ROOT}__feature_enrollment",
        )
    return wanted


def _holdout(given: Mapping[str, Any]) -> dict[str, Any] | None:
    attr = f"{ROOT}__holdout"
    if given.get("holdout_groups"):
        raise InvalidFlagError(
            "holdout_groups is an old spelling. Use holdout: {id, exclusion_percentage}.",
            attr=f"{ROOT}__holdout_groups",
        )
    if given.get("holdout") is None:
        return None
    holdout = json_object(given["holdout"], attr)
    refuse_other_keys(holdout, _HOLDOUT, attr)
    if type(holdout.get("id")) is not int:
        raise InvalidFlagError("A holdout has an id, a number.", attr=f"{attr}__id")
    share = percentage(holdout.get("exclusion_percentage"), f"{attr}__exclusion_percentage")
    if share is None:
        raise InvalidFlagError(
            "A holdout needs a share, exclusion_percentage from 0 to 100.", attr=f"{attr}__exclusion_percentage"
        )
    return {"id": holdout["id"], "exclusion_percentage": share}
