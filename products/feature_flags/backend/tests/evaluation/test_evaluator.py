"""How a flag is decided. Hashes are taken from a plain reading of the published formula, written out here again."""

import hashlib
from typing import Any

import pytest

from products.feature_flags.backend.logic.evaluation.definitions import Definitions
from products.feature_flags.backend.logic.evaluation.values import Asked, Properties
from products.feature_flags.backend.tests.evaluation.given import (
    answer,
    asked,
    definitions,
    depends,
    flag,
    person,
    when,
)

UNKNOWN = Properties({}, complete=False)


def place(text: str) -> float:
    return int(hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:15], 16) / 0xFFFFFFFFFFFFFFF


def outcome(made: Definitions, who: Asked, key: str = "beta") -> tuple[Any, str, int | None]:
    found = answer(made, key, who)
    return found.value, found.reason.value, found.condition_index


@pytest.mark.parametrize("rollout", [0, 0.5, 20, 50, 99.9, 100, None])
def test_rollout_lets_in_those_whose_place_is_not_above_it(rollout: float | None) -> None:
    made = definitions(flag(groups=[when(rollout=rollout)]))
    users = [f"user_{number}" for number in range(500)]
    expected = [rollout is None or place(f"beta.{user}") <= rollout / 100 for user in users]
    assert [answer(made, "beta", asked(user)).enabled for user in users] == expected


def test_variants_share_the_places_in_order_and_a_bound_belongs_to_the_next() -> None:
    variants = [("a", 30), ("b", 50), ("c", 10)]
    made = definitions(
        flag(
            groups=[when()],
            multivariate={"variants": [{"key": key, "rollout_percentage": share} for key, share in variants]},
            payloads={"b": '{"x":1}'},
        )
    )
    users = [f"user_{number}" for number in range(500)]
    places = [place(f"beta.{user}variant") for user in users]
    # The last tenth gets no variant and is simply on.
    expected = ["a" if at < 0.3 else "b" if at < 0.8 else "c" if at < 0.9 else True for at in places]
    found = [answer(made, "beta", asked(user)) for user in users]
    assert [each.value for each in found] == expected
    assert {each.payload for each in found if each.value == "b"} == {'{"x":1}'}
    assert {each.payload for each in found if each.value != "b"} == {None}


def test_first_condition_set_that_matches_decides_and_may_choose_the_variant() -> None:
    made = definitions(
        flag(
            groups=[
                when(person("plan", "pro"), variant="b"),
                when(person("plan", "free"), variant="unknown"),
                when(person("plan", "x"), rollout=0),
            ],
            multivariate={"variants": [{"key": "a", "rollout_percentage": 100}, {"key": "b", "rollout_percentage": 0}]},
        )
    )
    assert outcome(made, asked(person={"plan": "pro"})) == ("b", "condition_match", 0)
    assert outcome(made, asked(person={"plan": "free"})) == ("a", "condition_match", 1)
    assert outcome(made, asked(person={"plan": "x"})) == (False, "out_of_rollout_bound", 2)
    assert outcome(made, asked()) == (False, "no_condition_match", None)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"active": False, "groups": [when()]}, (False, "flag_disabled", None)),
        ({"archived": True, "groups": [when()]}, (False, "flag_disabled", None)),
        ({}, (False, "no_condition_match", None)),
        ({"groups": []}, (False, "no_condition_match", None)),
        ({"groups": [when(rollout=0)]}, (False, "out_of_rollout_bound", 0)),
        ({"groups": [when(rollout=0), when()]}, (True, "condition_match", 1)),
        ({"groups": [when(rollout=0), when()], "early_exit": True}, (False, "out_of_rollout_bound", 0)),
        (
            {"groups": [when()], "holdout": {"id": 7, "exclusion_percentage": 100}},
            ("holdout-7", "holdout_condition_value", None),
        ),
        ({"groups": [when()], "holdout": {"id": 7, "exclusion_percentage": 0}}, (True, "condition_match", 0)),
        (
            {"groups": [when()], "holdout_groups": [{"variant": "holdout-9", "rollout_percentage": 100}]},
            ("holdout-9", "holdout_condition_value", None),
        ),
        ({"groups": [when()], "aggregation_group_type_index": 0}, (False, "no_group_type", None)),
        ({"groups": [when(aggregation_group_type_index=1)]}, (False, "no_group_type", None)),
    ],
)
def test_reason_says_what_decided(fields: dict[str, Any], expected: tuple[Any, str, int | None]) -> None:
    assert outcome(definitions(flag(**fields)), asked()) == expected


def test_holdout_keeps_the_same_people_from_every_flag() -> None:
    holdout = {"id": 3, "exclusion_percentage": 25}
    made = definitions(
        flag(1, "one", groups=[when()], holdout=holdout), flag(2, "two", groups=[when()], holdout=holdout)
    )
    users = [f"user_{number}" for number in range(300)]
    expected = ["holdout-3" if place(f"holdout-{user}") <= 0.25 else True for user in users]
    assert [answer(made, "one", asked(user)).value for user in users] == expected
    assert [answer(made, "two", asked(user)).value for user in users] == expected


def test_enrolment_decides_before_conditions_and_only_when_there_is_one() -> None:
    made = definitions(flag(groups=[when(rollout=0)], feature_enrollment=True))
    key = "$feature_enrollment/beta"
    assert outcome(made, asked(person={key: "true"})) == (True, "super_condition_value", None)
    assert outcome(made, asked(person={key: False})) == (False, "super_condition_value", None)
    assert outcome(made, asked()) == (False, "out_of_rollout_bound", 0)
    assert answer(made, "beta", asked(known=UNKNOWN)).failed


def test_group_flag_asks_for_the_groups_key_and_properties() -> None:
    made = definitions(
        flag(groups=[when(person("plan", "pro"), rollout=50)], aggregation_group_type_index=0),
        group_types={0: "company"},
    )
    for number in range(50):
        who = asked("user", group_keys={0: f"company_{number}"}, groups={0: Properties({"plan": "pro"})})
        assert answer(made, "beta", who).enabled is (place(f"beta.company_{number}") <= 0.5)
    assert not answer(made, "beta", asked(group_keys={0: "x"}, groups={0: Properties({"plan": "free"})})).enabled


def test_condition_set_may_be_about_a_group_in_a_flag_about_people() -> None:
    groups = [when(person("plan", "pro"), aggregation_group_type_index=1), when(person("plan", "staff"))]
    made = definitions(flag(groups=groups), group_types={1: "company"})
    member = asked(group_keys={1: "acme"}, groups={1: Properties({"plan": "pro"})})
    assert outcome(made, member) == (True, "condition_match", 0)
    assert outcome(made, asked(person={"plan": "pro"})) == (False, "no_condition_match", None)
    assert outcome(made, asked(person={"plan": "staff"})) == (True, "condition_match", 1)


def test_device_is_bucketed_when_the_flag_says_so() -> None:
    made = definitions(flag(groups=[when(rollout=50)], bucketing_identifier="device_id"))
    for number in range(50):
        expected = place(f"beta.device_{number}") <= 0.5
        assert answer(made, "beta", asked("user", device_id=f"device_{number}")).enabled is expected
        assert answer(made, "beta", asked(f"device_{number}")).enabled is expected


def test_kept_hash_key_replaces_the_distinct_id() -> None:
    made = definitions(flag(7, groups=[when(rollout=50)], ensure_experience_continuity=True))
    for number in range(50):
        expected = place(f"beta.anonymous_{number}") <= 0.5
        assert answer(made, "beta", asked("user", hash_keys={7: f"anonymous_{number}"})).enabled is expected
    assert answer(made, "beta", asked("user", hash_keys=None)).failed


def test_cohorts_by_properties_nest_and_turn_round() -> None:
    cohorts = {
        1: [person("plan", "pro")],
        2: {
            "type": "OR",
            "values": [person("email", "@x.com", "icontains"), {"type": "cohort", "key": "id", "value": 1}],
        },
        3: [],
        4: [{"type": "cohort", "key": "id", "value": 4}],
    }
    inside = {"type": "cohort", "key": "id", "value": 2, "operator": "in"}
    made = definitions(
        flag(1, "in", groups=[when(inside)]),
        flag(2, "out", groups=[when({**inside, "operator": "not_in"})]),
        flag(3, "empty", groups=[when({**inside, "value": 3})]),
        flag(4, "circle", groups=[when({**inside, "value": 4})]),
        flag(5, "gone", groups=[when({**inside, "value": 99})]),
        cohorts=cohorts,
    )
    for who, expected in (
        (asked(person={"plan": "pro"}), True),
        (asked(person={"email": "A@X.com"}), True),
        (asked(), False),
    ):
        assert answer(made, "in", who).enabled is expected
        assert answer(made, "out", who).enabled is not expected
    assert answer(made, "empty", asked()).enabled
    assert answer(made, "circle", asked()).failed
    assert answer(made, "gone", asked()).failed


def test_computed_cohort_is_a_matter_of_membership() -> None:
    made = definitions(flag(groups=[when({"type": "cohort", "key": "id", "value": 5})]), cohorts={5: None})
    assert made.by_key["beta"].needs.cohort_ids == {5}
    assert answer(made, "beta", asked(cohort_ids=frozenset({5}))).enabled
    assert not answer(made, "beta", asked(cohort_ids=frozenset())).enabled
    assert answer(made, "beta", asked(cohort_ids=None)).failed


@pytest.mark.parametrize(
    ("base", "wanted", "expected"),
    [
        ("variant", True, True),
        ("variant", False, False),
        ("variant", "a", True),
        ("variant", "A", False),
        ("on", True, True),
        ("on", "true", False),
        ("off", False, True),
        ("off", True, False),
    ],
)
def test_dependency_compares_with_the_other_flags_answer(base: str, wanted: Any, expected: bool) -> None:
    made = definitions(
        flag(9, "top", groups=[when(depends({"variant": 1, "on": 2, "off": 3}[base], wanted))]),
        flag(1, "variant", groups=[when()], multivariate={"variants": [{"key": "a", "rollout_percentage": 100}]}),
        flag(2, "on", groups=[when()]),
        flag(3, "off", groups=[when()], active=False),
    )
    assert answer(made, "top", asked()).enabled is expected


def test_missing_and_circular_dependencies_turn_a_flag_off() -> None:
    made = definitions(
        flag(1, "a", groups=[when(depends(2))]),
        flag(2, "b", groups=[when(depends(1))]),
        flag(3, "c", groups=[when(depends(1))]),
        flag(4, "d", groups=[when(depends(99))]),
        flag(5, "self", groups=[when(depends(5))]),
        flag(6, "fine", groups=[when()]),
        flag(7, "chain", groups=[when(depends(6))]),
    )
    for key in ("a", "b", "c", "d", "self"):
        assert outcome(made, asked(), key) == (False, "missing_dependency", None)
    assert answer(made, "chain", asked()).enabled
    assert {key: made.chain(made.by_key[key].source.id) for key in ("a", "self", "fine", "chain")} == {
        "a": [],
        "self": [],
        "fine": ["fine"],
        "chain": ["fine", "chain"],
    }


def test_dependencies_thousands_deep_are_decided() -> None:
    flags = [flag(1, "f1", groups=[when()]), *(flag(n, f"f{n}", groups=[when(depends(n - 1))]) for n in range(2, 3001))]
    made = definitions(*reversed(flags))
    assert answer(made, "f3000", asked()).enabled
    assert len(made.chain(3000)) == 3000


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        # Nothing about the person is needed.
        ([when()], True),
        ([when(rollout=0)], False),
        ([when(person("plan", "pro"), rollout=0)], False),
        # An earlier set that may have matched gives the same answer as the one that does.
        ([when(person("plan", "pro")), when()], True),
        # What was sent with the request is known, and decides.
        ([when(person("plan", "pro"), person("sent", "yes"))], None),
        ([when(person("plan", "pro"), person("sent", "no"))], False),
        ([when(person("sent", "yes"))], True),
        ([when(person("plan", "pro"))], None),
        ([when(person("plan", operator="is_not_set"))], None),
        ([when(person("plan", "pro", "is_not"))], None),
        # Here the earlier set would have chosen another variant.
        ([when(person("plan", "pro"), variant="b"), when()], None),
    ],
)
def test_what_is_not_known_is_never_guessed(groups: list[dict[str, Any]], expected: bool | None) -> None:
    multivariate = {"variants": [{"key": "a", "rollout_percentage": 100}, {"key": "b", "rollout_percentage": 0}]}
    made = definitions(flag(groups=groups, multivariate=multivariate))
    found = answer(made, "beta", asked(known=Properties({"sent": "yes"}, complete=False)))
    assert (None if found.failed else found.enabled) is expected


def test_doubt_about_a_set_that_would_end_evaluation_is_doubt_about_the_flag() -> None:
    made = definitions(flag(groups=[when(person("plan", "pro"), rollout=0), when()], early_exit=True))
    assert answer(made, "beta", asked(known=UNKNOWN)).failed
    assert answer(made, "beta", asked(person={"plan": "free"})).enabled


@pytest.mark.parametrize(
    "filters",
    [
        None,
        [],
        "x",
        {"groups": "x"},
        {"groups": [None, 5, {"properties": [None, {}, {"key": 1}]}]},
        {"groups": [when(person("k", "(", "regex"))]},
        {"groups": [when(person("k", "(", "not_regex"))]},
        {"groups": [when(person("k", 1, "no such operator"))]},
        {"groups": [when({"type": "cohort", "value": []})]},
        {"groups": [when({"type": "flag", "key": "x", "operator": "exact"})]},
        {"groups": [when(rollout="x")], "active": 5},
        {"multivariate": {"variants": [{"key": 5}, "x"]}, "payloads": [], "holdout": [], "groups": [when(rollout=0)]},
        {"holdout": {"id": 1}, "holdout_groups": [{}], "groups": [{}]},
    ],
)
def test_broken_definition_is_harmless(filters: Any) -> None:
    made = definitions(flag(filters=filters))
    assert answer(made, "beta", asked(person={"k": "("})).value in (True, False)


def test_encrypted_payload_is_not_part_of_an_answer() -> None:
    made = definitions(flag(groups=[when()], payloads={"true": '"secret"'}, has_encrypted_payloads=True))
    assert answer(made, "beta", asked()).payload is None
