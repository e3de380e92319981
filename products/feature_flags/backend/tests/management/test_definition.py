"""Every mistake in a definition is refused with its place. Pure: no database."""

from typing import Any

import pytest

from products.feature_flags.backend.facade.errors import InvalidFlagError
from products.feature_flags.backend.logic.management.definition import (
    MAX_DEFINITION_BYTES,
    checked_filters,
    dependencies_of,
)
from products.feature_flags.backend.logic.management.dependencies import MAX_CHAIN, check_chain
from products.feature_flags.backend.logic.management.release_conditions import KnownFlag, Surroundings

AROUND = Surroundings(
    group_types={0: "company", 2: "project"},
    flags={7: KnownFlag(id=7, key="other", variants=("blue", "red"), depends_on=())},
    why_not_cohort=lambda cohort_id: None if cohort_id == 5 else f"There is no cohort {cohort_id}.",
)
VARIANTS = [{"key": "control", "rollout_percentage": 50}, {"key": "test", "rollout_percentage": 50}]


def with_properties(*properties: dict[str, Any], **condition: Any) -> dict[str, Any]:
    return {"groups": [{"properties": list(properties), **condition}]}


def person(**fields: Any) -> dict[str, Any]:
    return {"key": "plan", "type": "person", "operator": "exact", "value": "pro", **fields}


P = "filters__groups__0__properties__0__"
MISTAKES = {
    "not an object": ([], "filters"),
    "unknown key": ({"gruops": []}, "filters__gruops"),
    "groups no list": ({"groups": {}}, "filters__groups"),
    "too many conditions": ({"groups": [{}] * 10_000}, "filters__groups"),
    "condition no object": ({"groups": [7]}, "filters__groups__0"),
    "condition with unknown key": ({"groups": [{}, {"rollout": 5}]}, "filters__groups__1__rollout"),
    "share above 100": ({"groups": [{"rollout_percentage": 100.5}]}, "filters__groups__0__rollout_percentage"),
    "share below 0": ({"groups": [{"rollout_percentage": -1}]}, "filters__groups__0__rollout_percentage"),
    "share a text": ({"groups": [{"rollout_percentage": "50"}]}, "filters__groups__0__rollout_percentage"),
    "share a boolean": ({"groups": [{"rollout_percentage": True}]}, "filters__groups__0__rollout_percentage"),
    "share not a number": (
        {"groups": [{"rollout_percentage": float("nan")}]},
        "filters__groups__0__rollout_percentage",
    ),
    "unknown operator": (with_properties(person(operator="like")), P + "operator"),
    "operator of cohorts": (with_properties(person(operator="in", value=5)), P + "operator"),
    "operator of flags": (with_properties(person(operator="flag_evaluates_to", value=True)), P + "operator"),
    "no key": (with_properties(person(key="")), P + "key"),
    "no value": (with_properties(person(value=None)), P + "value"),
    "empty list": (with_properties(person(value=[])), P + "value"),
    "nested value": (with_properties(person(value={"a": 1})), P + "value"),
    "number that is none": (with_properties(person(operator="gt", value="many")), P + "value"),
    "date that is none": (with_properties(person(operator="is_date_before", value="soon")), P + "value"),
    "version that is none": (with_properties(person(operator="semver_gt", value="new")), P + "value"),
    "look-ahead is not RE2": (with_properties(person(operator="regex", value="a(?=b)")), P + "value"),
    "back-reference is not RE2": (with_properties(person(operator="regex", value=r"(a)\1")), P + "value"),
    "unknown key of a property": (with_properties(person(dependency_chain=[])), P + "dependency_chain"),
    "property of events": (with_properties(person(type="event")), P + "type"),
    "type no text": (with_properties(person(type=["person"])), P + "type"),
    "negation no boolean": (with_properties(person(negation="yes")), P + "negation"),
    "person in a group condition": (
        {**with_properties(person()), "aggregation_group_type_index": 0},
        P + "type",
    ),
    "group in a person condition": (with_properties(person(type="group", group_type_index=0)), P + "group_type_index"),
    "wrong kind of group": (
        with_properties(person(type="group", group_type_index=2), aggregation_group_type_index=0),
        P + "group_type_index",
    ),
    "unknown kind of group": ({"aggregation_group_type_index": 1}, "filters__aggregation_group_type_index"),
    "index out of range": ({"aggregation_group_type_index": 5}, "filters__aggregation_group_type_index"),
    "index a boolean": ({"aggregation_group_type_index": True}, "filters__aggregation_group_type_index"),
    "unknown cohort": (with_properties({"type": "cohort", "key": "id", "value": 6}), P + "value"),
    "cohort no id": (with_properties({"type": "cohort", "key": "id", "value": "friends"}), P + "value"),
    "cohort compared": (with_properties({"type": "cohort", "key": "id", "operator": "gt", "value": 5}), P + "operator"),
    "cohort in a group condition": (
        with_properties({"type": "cohort", "key": "id", "value": 5}, aggregation_group_type_index=0),
        P + "type",
    ),
    "unknown flag": (
        with_properties({"type": "flag", "key": "8", "operator": "flag_evaluates_to", "value": True}),
        P + "key",
    ),
    "flag by key": (
        with_properties({"type": "flag", "key": "other", "operator": "flag_evaluates_to", "value": True}),
        P + "key",
    ),
    "flag with unknown variant": (
        with_properties({"type": "flag", "key": "7", "operator": "flag_evaluates_to", "value": "green"}),
        P + "value",
    ),
    "flag compared": (
        with_properties({"type": "flag", "key": "7", "operator": "exact", "value": True}),
        P + "operator",
    ),
    "variants of 99": (
        {"multivariate": {"variants": [{"key": "a", "rollout_percentage": 99}]}},
        "filters__multivariate__variants",
    ),
    "variants of three times 33.33": (
        {"multivariate": {"variants": [{"key": key, "rollout_percentage": 33.33} for key in "abc"]}},
        "filters__multivariate__variants",
    ),
    "twice the same variant": (
        {"multivariate": {"variants": [VARIANTS[0], VARIANTS[0]]}},
        "filters__multivariate__variants__1__key",
    ),
    "variant without key": (
        {"multivariate": {"variants": [{"key": " ", "rollout_percentage": 100}]}},
        "filters__multivariate__variants__0__key",
    ),
    "variant without share": (
        {"multivariate": {"variants": [{"key": "a"}]}},
        "filters__multivariate__variants__0__rollout_percentage",
    ),
    "override of an unknown variant": (
        {"multivariate": {"variants": VARIANTS}, "groups": [{"variant": "tset"}]},
        "filters__groups__0__variant",
    ),
    "payload for an unknown variant": (
        {"multivariate": {"variants": VARIANTS}, "payloads": {"true": "1"}},
        "filters__payloads__true",
    ),
    "payload for a variant of a boolean flag": ({"payloads": {"control": "1"}}, "filters__payloads__control"),
    "payload no JSON": ({"payloads": {"true": "{color: red}"}}, "filters__payloads__true"),
    "payload no text": ({"payloads": {"true": {"a": 1}}}, "filters__payloads__true"),
    "payload of a megabyte": ({"payloads": {"true": '"' + "x" * 2**20 + '"'}}, "filters__payloads__true"),
    "payload nested 1,000 deep": ({"payloads": {"true": "[" * 1000 + "]" * 1000}}, "filters__payloads__true"),
    "holdout without share": ({"holdout": {"id": 1}}, "filters__holdout__exclusion_percentage"),
    "holdout without id": ({"holdout": {"exclusion_percentage": 5}}, "filters__holdout__id"),
    "old holdout": ({"holdout_groups": [{"rollout_percentage": 5}]}, "filters__holdout_groups"),
    "enrolment of groups": (
        {"feature_enrollment": True, "aggregation_group_type_index": 0},
        "filters__feature_enrollment",
    ),
    "early exit no boolean": ({"early_exit": 1}, "filters__early_exit"),
}


@pytest.mark.parametrize(("filters", "attr"), MISTAKES.values(), ids=MISTAKES.keys())
def test_mistake_is_refused_with_its_place(filters: Any, attr: str) -> None:
    with pytest.raises(InvalidFlagError) as refused:
        checked_filters(filters, AROUND)
    assert refused.value.attr == attr
    assert refused.value.message.endswith(".")


def test_whole_definition_is_kept_and_filled_in() -> None:
    filters = {
        "groups": [
            {
                "properties": [
                    {"key": "email", "operator": "icontains", "value": "@example.com"},
                    {"key": "id", "type": "cohort", "value": 5},
                    {"key": 7, "type": "flag", "operator": "flag_evaluates_to", "value": "red"},
                    {"key": "age", "type": "person", "operator": "is_set", "value": None},
                ],
                "rollout_percentage": 12.5,
                "variant": "test",
                "description": "Staff",
            },
            {
                "properties": [{"key": "size", "type": "group", "group_type_index": 2, "operator": "gt", "value": "9"}],
                "aggregation_group_type_index": 2,
            },
        ],
        "multivariate": {"variants": VARIANTS},
        "payloads": {"test": '{"a": 1}', "control": None},
        "holdout": {"id": 3, "exclusion_percentage": 10},
        "super_groups": [{"properties": []}],
    }
    assert checked_filters(filters, AROUND) == {
        "groups": [
            {
                "properties": [
                    {"key": "email", "operator": "icontains", "value": "@example.com", "type": "person"},
                    {"key": "id", "type": "cohort", "value": 5, "operator": "in"},
                    {"key": "7", "type": "flag", "operator": "flag_evaluates_to", "value": "red"},
                    {"key": "age", "type": "person", "operator": "is_set"},
                ],
                "rollout_percentage": 12.5,
                "variant": "test",
                "description": "Staff",
            },
            {
                "properties": [{"key": "size", "type": "group", "group_type_index": 2, "operator": "gt", "value": "9"}],
                "aggregation_group_type_index": 2,
            },
        ],
        "multivariate": {"variants": VARIANTS},
        "payloads": {"test": '{"a": 1}'},
        "feature_enrollment": True,
        "holdout": {"id": 3, "exclusion_percentage": 10},
    }


def test_stored_form_is_accepted_again_unchanged() -> None:
    stored = checked_filters({"groups": [{"properties": [person()]}], "early_exit": True}, AROUND)
    assert checked_filters(stored, AROUND) == stored


def test_thirds_that_add_up_are_accepted() -> None:
    shares = (33.34, 33.33, 33.33)
    variants = [{"key": f"v{i}", "rollout_percentage": share} for i, share in enumerate(shares)]
    assert checked_filters({"multivariate": {"variants": variants}}, AROUND)["multivariate"]["variants"] == variants


def test_remote_configuration_has_no_variants() -> None:
    with pytest.raises(InvalidFlagError) as refused:
        checked_filters({"multivariate": {"variants": VARIANTS}}, Surroundings(is_remote_configuration=True))
    assert refused.value.attr == "filters__multivariate"


def test_definition_that_is_large_in_all_is_refused() -> None:
    long = person(value=["x" * 1000] * (MAX_DEFINITION_BYTES // 1000))
    with pytest.raises(InvalidFlagError, match="bytes") as refused:
        checked_filters(with_properties(long), AROUND)
    assert refused.value.attr == "filters"


def flags(**edges: tuple[int, ...]) -> dict[int, KnownFlag]:
    return {
        int(name[1:]): KnownFlag(id=int(name[1:]), key=name, variants=(), depends_on=targets)
        for name, targets in edges.items()
    }


@pytest.mark.parametrize(("own", "depends_on"), [(1, (1,)), (1, (2,)), (1, (4, 3))])
def test_circle_is_refused_with_its_way(own: int, depends_on: tuple[int, ...]) -> None:
    known = flags(f1=(), f2=(3,), f3=(1,), f4=())
    with pytest.raises(InvalidFlagError, match=r"circle: this flag → .*this flag"):
        check_chain(own, depends_on, known)


def test_diamond_is_no_circle() -> None:
    check_chain(None, (1, 2), flags(f1=(3,), f2=(3,), f3=()))


def test_chain_is_limited_in_both_directions() -> None:
    """Flags 1 → 2 → … → 6 and 11 → … → 16: joining them in the middle makes twelve."""
    known = flags(
        **{f"f{i}": (i + 1,) for i in range(1, 6)}, f6=(), **{f"f{i}": (i + 1,) for i in range(11, 16)}, f16=()
    )
    assert MAX_CHAIN == 10
    check_chain(5, (11,), {k: v for k, v in known.items() if k != 6})
    with pytest.raises(InvalidFlagError, match="chain of 12 flags"):
        check_chain(6, (11,), known)


def test_dependencies_are_read_once_each_in_order() -> None:
    dependency = {"type": "flag", "operator": "flag_evaluates_to", "value": True}
    stored = {
        "groups": [
            {"properties": [{**dependency, "key": "9"}, {**dependency, "key": "2"}]},
            {"properties": [{**dependency, "key": "9"}, person()]},
        ]
    }
    assert dependencies_of(stored) == (9, 2)
