"""Fixtures of the tests of management."""

import pytest
from rest_framework.test import APIClient

from posthog.contracts import TeamContext
from products.feature_flags.backend.tests.management.over_rest import Flags


@pytest.fixture
def flags(api_client: APIClient, team: TeamContext) -> Flags:
    return Flags(api_client, team.id)
