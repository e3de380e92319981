"""Calculating a dynamic cohort: claim it, compute a new version in ClickHouse, swap, copy to Postgres, note it down.

Nobody waits in a transaction. A claim is a row that says since when; one that is older than a lease belongs to a worker
that died, and may be taken over. Whoever finishes after their claim was taken changes nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Greatest

from common import clock
from common.errors import ErrorKind, ProductError
from common.json import loads
from posthog.clickhouse.client import ClickHouseUnavailableError, QueryMemoryError, QueryTag, QueryTimeoutError
from posthog.hogql import ast
from posthog.hogql.query import execute_hogql
from posthog.queries.cache import meaning_changed
from products.cohorts.backend.logic import cohorts, graph
from products.cohorts.backend.logic.changes import announce_change
from products.cohorts.backend.logic.criteria.check import check_definition, context_of
from products.cohorts.backend.logic.criteria.parse import parse_filters
from products.cohorts.backend.logic.criteria.query import people_query
from products.cohorts.backend.logic.criteria.tree import CriteriaGroup, cohorts_in
from products.cohorts.backend.logic.membership import columns
from products.cohorts.backend.models import Cohort, CohortCalculation

# Longer than any calculation may take, copying included.
LEASE = timedelta(minutes=20)
WAIT_FOR_OTHERS = timedelta(seconds=10)
FIRST_RETRY = timedelta(minutes=1)
LAST_RETRY = timedelta(hours=12)
# Somebody waits for it at a form.
ESTIMATE_SECONDS = 20

logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claim:
    team_id: int
    cohort_id: int
    version: int
    started_at: datetime


def due_cohorts(limit: int) -> list[tuple[int, int]]:
    """(team, cohort) of those that should be calculated, the longest overdue first; no more than may run now."""
    now = clock.now()
    claimed = Cohort.objects.unscoped().filter(is_static=False, is_calculating=True)
    running = claimed.filter(calculating_since__gt=now - LEASE).count()
    due = _free(Cohort.objects.unscoped().filter(due_at__lte=now, deleted=False), now).order_by("due_at", "pk")
    return list(due.values_list("team_id", "pk")[: max(0, limit - running)])


def calculate(*, team_id: int, cohort_id: int) -> bool:
    """Calculate a cohort that is due; False when it is not, or somebody else is at it. Failures are kept, not raised."""
    claim = _claim(team_id=team_id, cohort_id=cohort_id)
    if claim is None:
        return False
    try:
        row = Cohort.objects.for_team(team_id).get(pk=cohort_id)
        group = parse_filters(row.filters)
        if _must_wait(group, claim):
            return False
        count = columns.compute_version(
            people_query(group, context_of(team_id, now=claim.started_at)),
            cohort_id=cohort_id,
            version=claim.version,
            context=context_of(team_id, now=claim.started_at),
            started_at=claim.started_at,
        )
        if not _swap(claim, count):
            return False
        # Before Postgres learns of people who have been merged since.
        columns.flush_changes()
        changed = columns.copy_to_rows(team_id=team_id, cohort_id=cohort_id, version=claim.version)
        _finish(claim, changed)
        _note_definition(row)
    except ProductError as error:
        _fail(claim, _explained(error))
        logger.warning("cohorts.calculation_failed", team_id=team_id, cohort_id=cohort_id, error=type(error).__name__)
        return False
    except Exception:
        _fail(claim, "Something unexpected went wrong on our side. The server's log has the details.")
        raise
    return True


def _free(rows: QuerySet[Cohort], now: datetime) -> QuerySet[Cohort]:
    return rows.filter(Q(is_calculating=False) | Q(calculating_since__lte=now - LEASE))


def _claim(*, team_id: int, cohort_id: int) -> _Claim | None:
    now = clock.now()
    rows = Cohort.objects.for_team(team_id).filter(pk=cohort_id, is_static=False, deleted=False, due_at__lte=now)
    # A number is used once, also when its calculation failed half way and left rows behind.
    following = Greatest(Coalesce(F("version"), Value(0)), Coalesce(F("pending_version"), Value(0))) + 1
    taken = _free(rows, now).update(is_calculating=True, calculating_since=now, pending_version=following)
    if not taken:
        return None
    version = Cohort.objects.for_team(team_id).values_list("pending_version", flat=True).get(pk=cohort_id)
    return _Claim(team_id=team_id, cohort_id=cohort_id, version=version or 1, started_at=now)


def _held(claim: _Claim) -> QuerySet[Cohort]:
    """The cohort, as long as the claim is ours."""
    rows = Cohort.objects.for_team(claim.team_id)
    return rows.filter(pk=claim.cohort_id, is_calculating=True, pending_version=claim.version)


def _must_wait(group: CriteriaGroup, claim: _Claim) -> bool:
    """Whether another cohort that is asked for has no members yet; it comes first, and this one a little later."""
    asked = [each.cohort_id for each in cohorts_in(group)]
    missing = Cohort.objects.for_team(claim.team_id).filter(pk__in=asked, version=None, deleted=False)
    waiting = missing.filter(errors_calculating=0).exists()
    if waiting:
        _held(claim).update(is_calculating=False, calculating_since=None, due_at=clock.now() + WAIT_FOR_OTHERS)
    return waiting


def _swap(claim: _Claim, count: int) -> bool:
    """From here on queries read the new version. False when the claim is no longer ours."""
    return bool(_held(claim).update(version=claim.version, count=count, last_calculation=claim.started_at))


def _finish(claim: _Claim, changed: int) -> None:
    next_time = claim.started_at + timedelta(minutes=settings.COHORT_REFRESH_MINUTES)
    rows = Cohort.objects.for_team(claim.team_id)
    # At once: who sees that it is done looks for it in the history, and only then.
    with transaction.atomic():
        _held(claim).update(is_calculating=False, calculating_since=None, errors_calculating=0, last_error="")
        # Filters that changed meanwhile have made it due again already.
        rows.filter(pk=claim.cohort_id, due_at__lte=claim.started_at).update(due_at=next_time)
        count = rows.values_list("count", flat=True).get(pk=claim.cohort_id)
        _note(claim, count=count)
    if changed:
        announce_change(claim.team_id)
        cohorts.call_dependents(claim.cohort_id, team_id=claim.team_id)


def _note_definition(row: Cohort) -> None:
    """Answers that ask for a cohort may be some hours old, as any; but not from before somebody defined it anew."""
    if row.calculated_definition != row.definition_version:
        rows = Cohort.objects.for_team(row.team_id).filter(pk=row.pk)
        rows.update(calculated_definition=row.definition_version)
        meaning_changed(row.team_id)


def _fail(claim: _Claim, message: str) -> None:
    errors = Cohort.objects.for_team(claim.team_id).values_list("errors_calculating", flat=True).get(pk=claim.cohort_id)
    pause = min(FIRST_RETRY * 2 ** min(errors, 20), LAST_RETRY)
    failed = _held(claim).update(
        is_calculating=False,
        calculating_since=None,
        errors_calculating=F("errors_calculating") + 1,
        last_error=message,
        due_at=clock.now() + pause,
    )
    if failed:
        _note(claim, error=message)


def _note(claim: _Claim, *, count: int | None = None, error: str = "") -> None:
    CohortCalculation.objects.for_team(claim.team_id).create(
        cohort_id=claim.cohort_id,
        version=claim.version,
        started_at=claim.started_at,
        finished_at=clock.now(),
        count=count,
        error=error,
    )


def _explained(error: ProductError) -> str:
    """What the person who made the cohort can do about it."""
    if isinstance(error, QueryTimeoutError):
        return (
            f"The calculation took longer than {settings.COHORT_CALCULATION_SECONDS} seconds and was stopped. "
            "Shorten the time windows or ask for fewer kinds of events."
        )
    if isinstance(error, QueryMemoryError):
        return "The calculation needed too much memory. Shorten the time windows or split the cohort."
    if isinstance(error, ClickHouseUnavailableError):
        return "The database of events did not answer. The calculation is tried again by itself."
    if error.kind is ErrorKind.INVALID:
        return error.message
    return "The database of events could not answer. The calculation is tried again by itself."


def estimate(filters: str, *, team_id: int) -> int:
    """How many people a definition finds now, without keeping them; raises as a calculation would fail."""
    group = parse_filters(loads(filters))
    graph.check_references(group, team_id=team_id, cohort_id=None, name="")
    check_definition(group, team_id=team_id)
    people = people_query(group, context_of(team_id))
    counted = ast.SelectQuery((ast.alias(ast.call("count"), "people"),), select_from=ast.from_(people))
    tag = QueryTag(team_id=team_id, product="cohorts", kind="cohort_estimate")
    limits = {"max_execution_time": ESTIMATE_SECONDS}
    found = execute_hogql(counted, context=context_of(team_id), settings=limits, tag=tag)
    return int(found.rows[0][0])
