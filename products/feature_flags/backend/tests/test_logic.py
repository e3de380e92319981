"""Rules that the facade's answers do not show."""

import pytest

from posthog.contracts import TeamContext
from posthog.models import User
from products.feature_flags.backend.models import FeatureFlag
from products.feature_flags.backend.tests.factories import make_flag

pytestmark = pytest.mark.django_db


def test_key_of_a_deleted_flag_is_free_again(team: TeamContext, user: User) -> None:
    first = make_flag(team.id, user, key="beta")
    FeatureFlag.objects.for_team(team.id).filter(pk=first.id).update(deleted=True)
    assert make_flag(team.id, user, key="beta").id != first.id
