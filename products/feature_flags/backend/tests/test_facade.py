"""The contract of feature flags: frozen values, tenancy, every error."""

import dataclasses

import pytest

from posthog.contracts import TeamContext
from posthog.models import User
from products.feature_flags.backend.facade import FeatureFlagsAPI
from products.feature_flags.backend.facade.errors import FlagKeyTakenError, FlagNotFoundError, InvalidFlagError
from products.feature_flags.backend.tests.factories import make_flag

pytestmark = pytest.mark.django_db


def test_flag_is_a_frozen_value_that_can_be_found_again(team: TeamContext, user: User) -> None:
    flag = make_flag(team.id, user, key="beta", tags=("checkout",))
    assert FeatureFlagsAPI.get_flag(team_id=team.id, flag_id=flag.id) == flag
    assert FeatureFlagsAPI.find_flag_by_key(team_id=team.id, key="beta") == flag
    assert FeatureFlagsAPI.find_flag_by_key(team_id=team.id, key="gamma") is None
    assert (flag.version, flag.active, flag.tags, flag.created_by and flag.created_by.id) == (
        1,
        True,
        ("checkout",),
        user.pk,
    )
    assert hash(flag)
    with pytest.raises(dataclasses.FrozenInstanceError):
        flag.key = "other"  # type: ignore[misc]


def test_flag_of_another_team_is_not_found(team: TeamContext, other_team: TeamContext, user: User) -> None:
    flag = make_flag(team.id, user, key="beta")
    with pytest.raises(FlagNotFoundError):
        FeatureFlagsAPI.get_flag(team_id=other_team.id, flag_id=flag.id)
    assert FeatureFlagsAPI.find_flag_by_key(team_id=other_team.id, key="beta") is None
    assert FeatureFlagsAPI.list_flags(team_id=other_team.id).items == ()


def test_key_that_is_taken_is_refused_with_its_name(team: TeamContext, user: User) -> None:
    make_flag(team.id, user, key="beta")
    with pytest.raises(FlagKeyTakenError, match="'beta'"):
        make_flag(team.id, user, key="beta")


@pytest.mark.parametrize("key", ["", "  ", "k" * 401])
def test_key_that_cannot_be_one_is_refused(team: TeamContext, user: User, key: str) -> None:
    with pytest.raises(InvalidFlagError) as refused:
        make_flag(team.id, user, key=key)
    assert refused.value.attr == "key"


def test_list_is_paged_and_the_newest_comes_first(team: TeamContext, user: User) -> None:
    for key in ("first", "second", "third"):
        make_flag(team.id, user, key=key)
    page = FeatureFlagsAPI.list_flags(team_id=team.id, limit=2, offset=1)
    assert ([flag.key for flag in page.items], page.total) == (["second", "first"], 3)
