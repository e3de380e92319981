"""Whoever knows the public token can ask for anybody's flags, and must not settle by it what they will see."""

import pytest

from posthog.contracts import TeamContext
from posthog.models import User
from products.events.backend.facade import ProtectionAPI
from products.events.backend.facade.contracts import ChangeProtection
from products.feature_flags.backend.logic.evaluation import hash_keys
from products.feature_flags.backend.models import FeatureFlagHashKeyOverride
from products.feature_flags.backend.tests.evaluation.given import when
from products.feature_flags.backend.tests.factories import make_flag
from products.feature_flags.backend.tests.people import given_person

pytestmark = pytest.mark.django_db


def test_an_id_is_kept_for_somebody_only_once_it_is_theirs(team: TeamContext, user: User) -> None:
    make_flag(team.id, user, key="sticky", filters={"groups": [when(rollout=50)]}, ensure_experience_continuity=True)
    given_person(team.id, "victim@example.com")
    returning = given_person(team.id, "customer@example.com", "device")
    ProtectionAPI.rotate_identity_secret(team_id=team.id)
    change = ChangeProtection(fields=frozenset({"require_signed_identity"}), require_signed_identity=True)
    ProtectionAPI.change_protection(change, team_id=team.id)
    rows = FeatureFlagHashKeyOverride.objects.for_team(team.id)
    for anonymous_id in ("chosen-by-the-attacker", "device"):
        assert not hash_keys.keep(team_id=team.id, distinct_id="victim@example.com", anonymous_id=anonymous_id)
    assert not rows.exists()
    assert hash_keys.keep(team_id=team.id, distinct_id="customer@example.com", anonymous_id="device")
    assert list(rows.values_list("person_uuid", "hash_key")) == [(returning, "device")]


def test_projects_that_require_no_proof_go_on_as_ever(team: TeamContext, user: User) -> None:
    make_flag(team.id, user, key="sticky", filters={"groups": [when(rollout=50)]}, ensure_experience_continuity=True)
    uuid = given_person(team.id, "customer@example.com")
    assert hash_keys.keep(team_id=team.id, distinct_id="customer@example.com", anonymous_id="device")
    rows = FeatureFlagHashKeyOverride.objects.for_team(team.id)
    assert list(rows.values_list("person_uuid", "hash_key")) == [(uuid, "device")]
