"""Flags for tests, with obvious defaults."""

from typing import Any

from common.json import dumps
from posthog.contracts import Actor
from posthog.models import User
from products.feature_flags.backend.facade import FeatureFlagsAPI
from products.feature_flags.backend.facade.contracts import CreateFeatureFlag, FeatureFlag


def actor(user: User) -> Actor:
    return Actor(user_id=user.pk, user_uuid=user.uuid, email=user.email)


def make_flag(
    team_id: int, user: User, *, key: str = "beta", filters: dict[str, Any] | None = None, **fields: Any
) -> FeatureFlag:
    """A flag that is on for everybody unless `filters` says otherwise."""
    given = {"groups": [{"properties": [], "rollout_percentage": 100}]} if filters is None else filters
    new = CreateFeatureFlag(key=key, filters=dumps(given).decode(), **fields)
    return FeatureFlagsAPI.create_flag(new, team_id=team_id, actor=actor(user))
