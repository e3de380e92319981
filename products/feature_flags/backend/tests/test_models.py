"""What the database itself guarantees about flags."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from posthog.contracts import TeamContext
from posthog.models.scoping import UnscopedQueryError
from products.feature_flags.backend.models import FeatureFlag, FeatureFlagHashKeyOverride

pytestmark = pytest.mark.django_db


def test_key_is_unique_among_flags_that_are_not_deleted(team: TeamContext, other_team: TeamContext) -> None:
    flags = FeatureFlag.objects.for_team(team.id)
    flags.create(key="beta", deleted=True)
    flags.create(key="beta")
    FeatureFlag.objects.for_team(other_team.id).create(key="beta")
    with pytest.raises(IntegrityError, match="feature_flag_key_unique_per_team"), transaction.atomic():
        flags.create(key="beta")


def test_flag_without_key_is_refused(team: TeamContext) -> None:
    with pytest.raises(IntegrityError, match="feature_flag_has_key"), transaction.atomic():
        FeatureFlag.objects.for_team(team.id).create(key="")


def test_person_has_one_hash_key_per_flag(team: TeamContext) -> None:
    flag = FeatureFlag.objects.for_team(team.id).create(key="beta")
    overrides = FeatureFlagHashKeyOverride.objects.for_team(team.id)
    person = uuid4()
    overrides.create(flag=flag, person_uuid=person, hash_key="anonymous-1")
    with pytest.raises(IntegrityError, match="feature_flag_hash_key_unique"), transaction.atomic():
        overrides.create(flag=flag, person_uuid=person, hash_key="anonymous-2")


@pytest.mark.parametrize("model", [FeatureFlag, FeatureFlagHashKeyOverride])
def test_query_that_names_no_team_is_refused(model: type[FeatureFlag]) -> None:
    with pytest.raises(UnscopedQueryError, match="belongs to teams"):
        model.objects.all()
