"""The people a flag is on for, kept as a cohort: who they are now, which a condition cannot say of a share or a dependency.

All people are asked one after the other, as SDKs would, some hundred at a time. Whoever wants the cohort waits a moment;
what is left then a worker does, and the cohort says that it is being calculated.
"""

import time
from datetime import timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Q

from common import clock
from common.errors import ProductError
from posthog.contracts import Actor
from products.cohorts.backend.facade import CohortsAPI
from products.cohorts.backend.facade.contracts import Cohort, CreateCohort
from products.events.backend.facade import PersonsAPI
from products.events.backend.facade.contracts import PersonKey
from products.feature_flags.backend import dispatch
from products.feature_flags.backend.facade.contracts import EvaluateFlags
from products.feature_flags.backend.facade.errors import InvalidFlagError, PeopleUnavailableError
from products.feature_flags.backend.logic.evaluation import service
from products.feature_flags.backend.logic.evaluation.past import definitions_at
from products.feature_flags.backend.logic.evaluation.selection import Selector
from products.feature_flags.backend.logic.evaluation.values import Asked
from products.feature_flags.backend.logic.management.flags import get_flag
from products.feature_flags.backend.models import CohortGathering, FeatureFlag

# How long a request gathers by itself, and a worker before it lets others have a turn.
WAITED_SECONDS = 10.0
SLICE_SECONDS = 20.0
# Longer than the slowest page takes; so long nobody goes on after a worker that ended.
HELD = timedelta(minutes=1)
PAGE = 500

logger = structlog.get_logger(__name__)


def cohort_of_flag(*, team_id: int, flag_id: int, actor: Actor) -> Cohort:
    """A new static cohort of everybody for whom the flag is on, asked with their oldest distinct id."""
    flag = get_flag(team_id=team_id, flag_id=flag_id)
    _check(flag)
    now = clock.now()
    name = f"Users with feature flag {flag.key} enabled at {now:%Y-%m-%d %H:%M:%S}"[:400]
    with transaction.atomic():
        made = CohortsAPI.begin_list(CreateCohort(name=name, is_static=True), team_id=team_id, actor=actor)
        row = CohortGathering.objects.for_team(team_id).create(
            # The clock of who changed it last may be ahead of this one.
            flag=flag,
            cohort_id=made.id,
            as_of=max(now, flag.updated_at),
            held_until=now + HELD,
        )
    _gather(row, seconds=WAITED_SECONDS)
    return CohortsAPI.get_cohort(team_id=team_id, cohort_id=made.id)


def gather_some() -> bool:
    """Go on with what waits, the oldest first, for a while; whether something is left that this one may do."""
    until = time.monotonic() + SLICE_SECONDS
    while (left := until - time.monotonic()) > 0:
        row = _claim()
        if row is None:
            return False
        _gather(row, seconds=left)
    return True


def _claim() -> CohortGathering | None:
    now = clock.now()
    free = CohortGathering.objects.unscoped().filter(Q(held_until=None) | Q(held_until__lte=now))
    with transaction.atomic():
        row = free.order_by("pk").select_for_update(skip_locked=True).first()
        if row is not None:
            row.held_until = now + HELD
            row.save(update_fields=["held_until"])
    return row


def _gather(row: CohortGathering, *, seconds: float) -> None:
    """Ask people until all have been asked or the time is over, which leaves the rest to a worker."""
    until = time.monotonic() + seconds
    try:
        asking = _Asking(row)
        while True:
            page = PersonsAPI.walk_people(team_id=row.team_id, after=row.after, limit=PAGE)
            found = tuple(person.uuid for person in page if asking.is_on(person))
            is_last = len(page) < PAGE
            if not _keep(row, found, after=page[-1].uuid if page else row.after, is_last=is_last) or is_last:
                return
            if time.monotonic() >= until:
                break
    except ProductError as error:
        # A store is away. The row stays held for a while, so that nobody asks again at once.
        logger.warning(
            "feature_flags.people_not_gathered", team_id=row.team_id, cohort_id=row.cohort_id, error=error.code
        )
        return
    CohortGathering.objects.for_team(row.team_id).filter(pk=row.pk, after=row.after).update(held_until=None)
    dispatch.gather_people()


@transaction.atomic
def _keep(row: CohortGathering, found: tuple[UUID, ...], *, after: UUID | None, is_last: bool) -> bool:
    """Put a page of people into the list; False when somebody else has gone on with it, or nobody wants it any more."""
    held = CohortGathering.objects.for_team(row.team_id).select_for_update().filter(pk=row.pk).first()
    if held is None or held.after != row.after:
        return False
    wanted = CohortsAPI.gather_people(found, team_id=row.team_id, cohort_id=row.cohort_id)
    if is_last or not wanted:
        CohortsAPI.complete_list(team_id=row.team_id, cohort_id=row.cohort_id)
        held.delete()
        return wanted
    row.after = held.after = after
    held.held_until = clock.now() + HELD
    held.save(update_fields=["after", "held_until"])
    return True


class _Asking:
    """The flag as it was when its people were asked for, whatever has become of it since."""

    def __init__(self, row: CohortGathering) -> None:
        self._team_id = row.team_id
        self._definitions = definitions_at(row.as_of, flag_id=row.flag_id, team_id=row.team_id)
        key = self._definitions.by_id[row.flag_id].source.key
        self._selection = Selector(self._definitions).select(EvaluateFlags(distinct_id="", flag_keys=(key,)))

    def is_on(self, person: PersonKey) -> bool:
        """Raises PeopleUnavailableError when a store does not say enough; what no store could say is not on."""
        if not person.distinct_id:
            return False
        request = EvaluateFlags(distinct_id=person.distinct_id)
        asked = service.gather(request, self._definitions, self._selection, self._team_id)
        (answer,) = self._definitions.evaluate(self._selection.flags, asked)
        if answer.failed and _is_in_the_dark(asked):
            raise PeopleUnavailableError("The people could not be read. Try again in a moment.")
        return answer.enabled and not answer.failed


def _is_in_the_dark(asked: Asked) -> bool:
    return not asked.person.complete or asked.cohort_ids is None or asked.hash_keys is None


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
