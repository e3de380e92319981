"""The contract of the facade: frozen values out, other teams' rows never, each error reachable."""

from uuid import uuid4

import pytest

from common import json
from common.property_matching import Operator, PropertyFilter, PropertyGroup
from posthog.contracts import TeamContext
from posthog.models import User
from products.cohorts.backend.facade import CohortsAPI
from products.cohorts.backend.facade.contracts import ChangeCohort, CohortUser, EvaluableCohort
from products.cohorts.backend.facade.errors import CohortInUseError, CohortNotFoundError, InvalidCohortError
from products.cohorts.backend.models import CohortMember
from products.cohorts.backend.tests.factories import ON_PRO, actor, all_of, did, in_cohort, make_cohort, person_is

pytestmark = pytest.mark.django_db


def change(team: TeamContext, user: User, cohort_id: int, **fields: object) -> object:
    asked = ChangeCohort(cohort_id=cohort_id, **fields)  # type: ignore[arg-type]  # as a form would
    return CohortsAPI.change_cohort(asked, team_id=team.id, actor=actor(user))


def test_created_cohort_is_a_hashable_value_and_can_be_read_back(team: TeamContext, user: User) -> None:
    cohort = make_cohort(team.id, user)
    assert {cohort: "kept"}[CohortsAPI.get_cohort(team_id=team.id, cohort_id=cohort.id)] == "kept"
    assert CohortsAPI.list_cohorts(team_id=team.id).items == (cohort,)


def test_cohort_of_another_team_is_not_found(team: TeamContext, other_team: TeamContext, user: User) -> None:
    cohort = make_cohort(team.id, user)
    with pytest.raises(CohortNotFoundError):
        CohortsAPI.get_cohort(team_id=other_team.id, cohort_id=cohort.id)
    with pytest.raises(CohortNotFoundError):
        change(other_team, user, cohort.id, name="Mine now")
    with pytest.raises(InvalidCohortError, match=f"no cohort {cohort.id} in this project"):
        make_cohort(other_team.id, user, filters=all_of(in_cohort(cohort)))
    assert CohortsAPI.list_for_evaluation(team_id=other_team.id) == ()


def test_cohorts_for_evaluation_carry_filters_only_where_properties_decide(team: TeamContext, user: User) -> None:
    by_property = make_cohort(team.id, user, filters=all_of(person_is("plan", ["pro", "max"], negation=False)))
    listed = make_cohort(team.id, user, name="Listed", is_static=True)
    nested = make_cohort(
        team.id,
        user,
        name="Nested",
        filters={
            "properties": {
                "type": "AND",
                "values": [in_cohort(by_property), {"type": "OR", "values": [in_cohort(listed, negation=True)]}],
            }
        },
    )
    active = make_cohort(team.id, user, name="Active", filters=all_of(did("paid"), in_cohort(nested)))

    def ref(cohort_id: int, negation: bool = False) -> PropertyFilter:
        return PropertyFilter(key="id", operator=Operator.IN, type="cohort", value=cohort_id, negation=negation)

    plan = PropertyFilter(key="plan", operator=Operator.EXACT, type="person", value=("pro", "max"))
    not_listed = PropertyGroup(any_of=True, values=(ref(listed.id, negation=True),))
    groups = {
        by_property: PropertyGroup(any_of=False, values=(plan,)),
        listed: None,
        nested: PropertyGroup(any_of=False, values=(ref(by_property.id), not_listed)),
        active: None,
    }
    assert CohortsAPI.list_for_evaluation(team_id=team.id) == tuple(
        EvaluableCohort(id=cohort.id, name=cohort.name, version=1, is_static=cohort.is_static, filters=filters)
        for cohort, filters in groups.items()
    )


def test_memberships_are_those_of_the_asked_cohorts_of_this_team(
    team: TeamContext, other_team: TeamContext, user: User
) -> None:
    first, second, third = (make_cohort(team.id, user, name=name, is_static=True) for name in "abc")
    person = uuid4()
    for cohort in (first, second):
        CohortMember.objects.for_team(team.id).create(cohort_id=cohort.id, person_uuid=person)
    asked = (first.id, third.id)
    assert CohortsAPI.memberships(team_id=team.id, person_uuid=person, cohort_ids=asked) == {first.id}
    assert CohortsAPI.memberships(team_id=other_team.id, person_uuid=person, cohort_ids=asked) == frozenset()
    assert CohortsAPI.memberships(team_id=team.id, person_uuid=uuid4(), cohort_ids=asked) == frozenset()


@pytest.mark.django_db(transaction=True)
def test_every_change_raises_the_version_and_nothing_else_does(
    team: TeamContext, other_team: TeamContext, user: User
) -> None:
    before, theirs = CohortsAPI.version(team_id=team.id), CohortsAPI.version(team_id=other_team.id)
    cohort = make_cohort(team.id, user)
    change(team, user, cohort.id, name="On pro or max")
    change(team, user, cohort.id, name="On pro or max")
    change(team, user, cohort.id, deleted=True)
    assert CohortsAPI.version(team_id=team.id) == before + 3
    assert CohortsAPI.version(team_id=other_team.id) == theirs


def test_circle_of_cohorts_is_refused_naming_the_path(team: TeamContext, user: User) -> None:
    first = make_cohort(team.id, user, name="First")
    second = make_cohort(team.id, user, name="Second", filters=all_of(in_cohort(first)))
    third = make_cohort(team.id, user, name="Third", filters=all_of(person_is("a", 1), in_cohort(second)))
    for target, path in ((third, "First → Third → Second → First"), (first, "First → First")):
        filters = json.dumps(all_of(person_is("plan", "pro"), in_cohort(target))).decode()
        with pytest.raises(InvalidCohortError, match=path) as refused:
            change(team, user, first.id, filters=filters)
        assert refused.value.attr == "filters__properties__values__1__value"


def test_cohort_that_another_one_asks_for_cannot_be_deleted(team: TeamContext, user: User) -> None:
    first = make_cohort(team.id, user, name="First")
    second = make_cohort(team.id, user, name="Second", filters=all_of(in_cohort(first)))
    with pytest.raises(CohortInUseError, match="used by 1 other cohort: 'Second'"):
        change(team, user, first.id, deleted=True)
    used = CohortUser(kind="cohort", id=str(second.id), name="Second", active=True, blocks_deletion=True)
    assert CohortsAPI.list_users(team_id=team.id, cohort_id=first.id) == (used,)
    change(team, user, second.id, deleted=True)
    change(team, user, first.id, deleted=True)
    assert CohortsAPI.list_cohorts(team_id=team.id).total == 0
    # Restored, the second would ask for a cohort that is gone.
    with pytest.raises(InvalidCohortError, match=f"no cohort {first.id}"):
        change(team, user, second.id, deleted=False)
    change(team, user, first.id, deleted=False)
    change(team, user, second.id, deleted=False, filters=json.dumps(ON_PRO).decode())
    assert CohortsAPI.list_cohorts(team_id=team.id).total == 2


def test_static_cohort_takes_no_filters(team: TeamContext, user: User) -> None:
    cohort = make_cohort(team.id, user, is_static=True)
    with pytest.raises(InvalidCohortError, match="a list of people"):
        change(team, user, cohort.id, filters=json.dumps(ON_PRO).decode())
