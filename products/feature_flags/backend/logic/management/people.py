"""The people a flag is on for, kept as a cohort: who they are now, which a condition cannot say of a share or a dependency."""

from collections.abc import Iterator
from uuid import UUID

from common import clock
from posthog.contracts import Actor
from products.cohorts.backend.facade import CohortsAPI
from products.cohorts.backend.facade.contracts import Cohort, CreateCohort
from products.events.backend.facade import PersonsAPI
from products.events.backend.facade.contracts import ListPersons, Person
from products.feature_flags.backend.facade.contracts import EvaluateFlags
from products.feature_flags.backend.facade.errors import InvalidFlagError, PeopleUnavailableError
from products.feature_flags.backend.logic.evaluation import service
from products.feature_flags.backend.logic.management.flags import get_flag
from products.feature_flags.backend.models import FeatureFlag

# Each is asked for as an SDK would, and somebody waits for it.
MAX_PEOPLE = 10_000
_PAGE = 500


def cohort_of_flag(*, team_id: int, flag_id: int, actor: Actor) -> Cohort:
    """A new static cohort of everybody for whom the flag is on, asked with their oldest distinct id."""
    flag = get_flag(team_id=team_id, flag_id=flag_id)
    _check(flag)
    lines = ["person_id", *(str(person) for person in _people_with(flag))]
    new = CreateCohort(
        name=f"Users with feature flag {flag.key} enabled at {clock.now():%Y-%m-%d %H:%M:%S}"[:400],
        is_static=True,
        csv="\n".join(lines).encode() if len(lines) > 1 else None,
    )
    return CohortsAPI.create_cohort(new, team_id=team_id, actor=actor)


def _check(flag: FeatureFlag) -> None:
    if flag.deleted or flag.archived or not flag.active:
        raise InvalidFlagError("The flag is off, so it is on for nobody. Switch it on first.", attr="active")
    of_flag = flag.filters.get("aggregation_group_type_index")
    groups = flag.filters.get("groups") or []
    if any(each is not None for each in (of_flag, *(one.get("aggregation_group_type_index") for one in groups))):
        raise InvalidFlagError(
            "The flag decides per group, and people are asked here without one. A cohort cannot say whom it is on for.",
            attr="filters",
        )


def _people_with(flag: FeatureFlag) -> Iterator[UUID]:
    for person in _people(flag.team_id):
        asked = EvaluateFlags(distinct_id=person.distinct_ids[0], flag_keys=(flag.key,))
        found = service.evaluate(asked, team_id=flag.team_id)
        if found.undecided:
            raise PeopleUnavailableError("The people could not be read. Try again in a moment.")
        if any(answer.enabled for answer in found.answers):
            yield person.uuid


def _people(team_id: int) -> Iterator[Person]:
    offset, total = 0, 1
    while offset < total:
        page = PersonsAPI.list_persons(ListPersons(), team_id=team_id, limit=_PAGE, offset=offset)
        offset, total = offset + _PAGE, page.total
        if total > MAX_PEOPLE:
            raise InvalidFlagError(
                f"This is done for at most {MAX_PEOPLE:,} people, and the project has {total:,}. Make a cohort with the "
                "conditions of the flag instead.",
            )
        yield from (person for person in page.items if person.distinct_ids)
