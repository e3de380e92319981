"""What the database itself guarantees about insights."""

import pytest
from django.db import IntegrityError, transaction

from common import clock
from posthog.contracts import TeamContext
from products.product_analytics.backend.models import Insight

pytestmark = pytest.mark.django_db


def test_short_id_is_unique_within_a_team_only(team: TeamContext, other_team: TeamContext) -> None:
    for team_id in (team.id, other_team.id):
        Insight.objects.for_team(team_id).create(short_id="same", query={}, last_modified_at=clock.now())
    with pytest.raises(IntegrityError, match="insight_short_id_unique_per_team"), transaction.atomic():
        Insight.objects.for_team(team.id).create(short_id="same", query={}, last_modified_at=clock.now())
