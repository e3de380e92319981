"""What the database itself guarantees about cohorts."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from posthog.contracts import TeamContext
from posthog.models import User
from posthog.models.scoping import UnscopedQueryError
from products.cohorts.backend.models import Cohort, CohortMember
from products.cohorts.backend.tests.factories import make_cohort

pytestmark = pytest.mark.django_db


def test_dynamic_cohort_without_filters_is_refused(team: TeamContext) -> None:
    with pytest.raises(IntegrityError, match="cohort_dynamic_has_filters"), transaction.atomic():
        Cohort.objects.for_team(team.id).create(name="Nobody knows")


def test_person_is_in_a_cohort_once(team: TeamContext, user: User) -> None:
    cohort, person = make_cohort(team.id, user, is_static=True), uuid4()
    members = CohortMember.objects.for_team(team.id)
    members.create(cohort_id=cohort.id, person_uuid=person)
    with pytest.raises(IntegrityError, match="cohort_member_unique"), transaction.atomic():
        members.create(cohort_id=cohort.id, person_uuid=person)


@pytest.mark.parametrize("model", [Cohort, CohortMember])
def test_query_that_names_no_team_is_refused(model: type[Cohort] | type[CohortMember]) -> None:
    with pytest.raises(UnscopedQueryError, match="belongs to teams"):
        model.objects.all()
