"""Rules that the facade's answers do not show: what a definition may build on, and what a list may look like."""

import pytest

from posthog.contracts import TeamContext
from posthog.models import User
from products.cohorts.backend.facade.errors import InvalidCohortError, TooManyCohortsError
from products.cohorts.backend.logic import cohorts, graph
from products.cohorts.backend.tests.factories import all_of, in_cohort, make_cohort

pytestmark = pytest.mark.django_db


def test_chain_of_cohorts_has_an_end(team: TeamContext, user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph, "MAX_CHAIN", 2)
    first = make_cohort(team.id, user, name="First")
    second = make_cohort(team.id, user, name="Second", filters=all_of(in_cohort(first)))
    with pytest.raises(InvalidCohortError, match="a longer chain"):
        make_cohort(team.id, user, name="Third", filters=all_of(in_cohort(second)))


def test_full_project_takes_no_more_cohorts(team: TeamContext, user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cohorts, "MAX_COHORTS", 1)
    make_cohort(team.id, user)
    with pytest.raises(TooManyCohortsError, match="has 1 cohorts already"):
        make_cohort(team.id, user, name="One too many")
