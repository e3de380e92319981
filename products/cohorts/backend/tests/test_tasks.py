"""What runs in the background is scheduled under the name it has, and may run again."""

import pytest

from posthog.contracts import TeamContext
from posthog.models import User
from products.cohorts.backend import dispatch
from products.cohorts.backend.facade import CohortsAPI
from products.cohorts.backend.tasks import tasks
from products.cohorts.backend.tasks.schedules import SCHEDULES
from products.cohorts.backend.tests.factories import make_cohort
from products.cohorts.backend.tests.histories import Somebody, given_people

pytestmark = pytest.mark.django_db


def test_scheduled_and_dispatched_tasks_exist() -> None:
    known = {
        tasks.call_calculations.name,
        tasks.calculate.name,
        tasks.flush_changes.name,
        tasks.remove_old_versions.name,
    }
    assert {schedule.task for schedule in SCHEDULES} | {dispatch.CALCULATE, dispatch.FLUSH} == known


def test_calculating_twice_calculates_once(team: TeamContext, user: User) -> None:
    given_people(team.id, [Somebody("ada", {"plan": "pro"})])
    cohort = make_cohort(team.id, user)
    for _ in range(2):
        tasks.calculate(team.id, cohort.id)
    done = CohortsAPI.get_cohort(team_id=team.id, cohort_id=cohort.id)
    assert (done.version, done.count) == (1, 1)


def test_tasks_with_nothing_to_do_change_nothing() -> None:
    for _ in range(2):
        tasks.flush_changes()
        tasks.remove_old_versions()
        tasks.call_calculations()
