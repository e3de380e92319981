"""Making, finding, changing and deleting cohorts. Every rule about a definition is checked here, on every way in."""

from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Least

from common import clock
from common.json import loads
from posthog.activity import Change, changes_between, record_activity
from posthog.contracts import Actor
from products.cohorts.backend import dispatch
from products.cohorts.backend.facade.contracts import ChangeCohort, CreateCohort
from products.cohorts.backend.facade.errors import (
    CohortConflictError,
    CohortNotFoundError,
    InvalidCohortError,
    TooManyCohortsError,
)
from products.cohorts.backend.logic import graph
from products.cohorts.backend.logic.carrying import carry_on_commit
from products.cohorts.backend.logic.changes import announce_change
from products.cohorts.backend.logic.criteria.check import check_definition
from products.cohorts.backend.logic.criteria.parse import parse_filters
from products.cohorts.backend.logic.membership import rows
from products.cohorts.backend.logic.usage import check_not_in_use
from products.cohorts.backend.models import Cohort

MAX_COHORTS = 1_000
# What the activity log calls them.
SCOPE = "Cohort"
_LOGGED = ("name", "description", "filters", "is_static", "deleted")


def find_cohorts(*, team_id: int, search: str = "", is_static: bool | None = None) -> QuerySet[Cohort]:
    """The team's cohorts that are not deleted, the newest first."""
    found = Cohort.objects.for_team(team_id).filter(deleted=False).select_related("created_by")
    if search:
        found = found.filter(Q(name__icontains=search) | Q(description__icontains=search))
    if is_static is not None:
        found = found.filter(is_static=is_static)
    return found.order_by("-created_at", "-pk")


def get_cohort(*, team_id: int, cohort_id: int, lock: bool = False) -> Cohort:
    """The team's cohort, deleted or not, so that it can be restored."""
    found = Cohort.objects.for_team(team_id).select_related("created_by")
    if lock:
        found = found.select_for_update(of=("self",))
    row = found.filter(pk=cohort_id).first()
    if row is None:
        raise CohortNotFoundError("There is no such cohort in this project.")
    return row


def create_cohort(new: CreateCohort, *, team_id: int, actor: Actor | None) -> Cohort:
    """Two requests at once may both take the last free place; one cohort too many harms nobody."""
    _check_name(new.name)
    if Cohort.objects.for_team(team_id).filter(deleted=False).count() >= MAX_COHORTS:
        raise TooManyCohortsError(f"This project has {MAX_COHORTS:,} cohorts already. Delete some first.")
    if new.is_static and new.filters:
        raise InvalidCohortError("A static cohort is a list of people, so it has no filters.", attr="filters")
    filters = None if new.is_static else _checked_filters(new.filters, team_id=team_id, cohort_id=None, name=new.name)
    now = clock.now()
    with transaction.atomic():
        row = Cohort.objects.for_team(team_id).create(
            name=new.name,
            description=new.description,
            is_static=new.is_static,
            filters=filters,
            created_by_id=actor.user_id if actor else None,
            # A list is complete from the beginning; what filters find must be calculated first.
            version=1 if new.is_static else None,
            count=0 if new.is_static else None,
            last_calculation=now if new.is_static else None,
            due_at=None if new.is_static else now,
        )
        note(row, "created", actor=actor, changes=changes_between({}, _logged(row)))
        announce_change(team_id)
        _call_calculation(row)
    return get_cohort(team_id=team_id, cohort_id=row.pk)


def change_cohort(change: ChangeCohort, *, team_id: int, actor: Actor) -> Cohort:
    """Change, delete or restore a cohort. New filters are calculated as soon as a worker is free."""
    with transaction.atomic():
        row = get_cohort(team_id=team_id, cohort_id=change.cohort_id, lock=True)
        fields = _changed_fields(row, change, team_id=team_id)
        if fields:
            _refuse_conflict(row, change.definition_version)
            before = _logged(row)
            for name, value in fields.items():
                setattr(row, name, value)
            row.definition_version += 1
            row.save(update_fields=[*fields, "definition_version"])
            did = "updated" if "deleted" not in fields else "deleted" if fields["deleted"] else "restored"
            note(row, did, actor=actor, changes=changes_between(before, _logged(row)))
            announce_change(team_id)
            _call_calculation(row)
    return get_cohort(team_id=team_id, cohort_id=change.cohort_id)


def _refuse_conflict(row: Cohort, version: int | None) -> None:
    if version is None or version == row.definition_version:
        return
    if version > row.definition_version:
        raise InvalidCohortError(
            f"This cohort's definition is at version {row.definition_version}, got {version}.",
            attr="definition_version",
        )
    raise CohortConflictError(
        f"Somebody changed this cohort after version {version}, which you started from. "
        f"Look at version {row.definition_version} and save again.",
        version=row.definition_version,
    )


def _changed_fields(row: Cohort, change: ChangeCohort, *, team_id: int) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
    if change.name is not None:
        _check_name(change.name)
        wanted["name"] = change.name
    if change.description is not None:
        wanted["description"] = change.description
    if change.filters is not None:
        if row.is_static:
            raise InvalidCohortError("A static cohort is a list of people, so it has no filters.", attr="filters")
        wanted["filters"] = _checked_filters(
            change.filters, team_id=team_id, cohort_id=row.pk, name=change.name or row.name
        )
    if change.deleted is not None:
        wanted["deleted"] = change.deleted
    fields = {name: value for name, value in wanted.items() if getattr(row, name) != value}
    if fields.get("deleted"):
        check_not_in_use(row)
    elif "deleted" in fields and not row.is_static and "filters" not in wanted:
        # What it asks for may have gone in the meantime.
        graph.check_references(parse_filters(row.filters), team_id=team_id, cohort_id=row.pk, name=row.name)
    if not row.is_static and {"filters", "deleted"} & set(fields):
        fields |= {"due_at": clock.now(), "errors_calculating": 0, "last_error": ""}
    if fields.get("deleted") is False:
        # ClickHouse has forgotten the members of deleted cohorts.
        if row.is_static:
            # Of one that was deleted while it was gathered there is no more than what had been.
            fields["version"] = row.version or 1
            rows.resend_members(team_id=team_id, cohort_id=row.pk)
            carry_on_commit(team_id=team_id, cohort_id=row.pk)
        else:
            fields["version"] = None
    return fields


def recalculate(*, team_id: int, cohort_id: int) -> Cohort:
    """Make a dynamic cohort due now, whatever it waits for."""
    with transaction.atomic():
        row = get_cohort(team_id=team_id, cohort_id=cohort_id, lock=True)
        if row.is_static or row.deleted:
            raise InvalidCohortError("Only a cohort with filters is calculated, and only while it is not deleted.")
        row.due_at = clock.now()
        row.save(update_fields=["due_at"])
        _call_calculation(row)
    return row


def note(row: Cohort, activity: str, *, actor: Actor | None, changes: tuple[Change, ...]) -> None:
    """A line in the activity log, in the caller's transaction."""
    record_activity(
        team_id=row.team_id,
        actor=actor,
        scope=SCOPE,
        item_id=str(row.pk),
        activity=activity,
        name=row.name,
        changes=changes,
    )


def call_dependents(cohort_id: int, *, team_id: int) -> None:
    """Have the cohorts that ask for this one calculated again, because its members changed."""
    dependents = graph.dependents_of(cohort_id, team_id=team_id)
    Cohort.objects.for_team(team_id).filter(pk__in=dependents).update(due_at=Least(F("due_at"), Value(clock.now())))


def _logged(row: Cohort) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _LOGGED}


def _call_calculation(row: Cohort) -> None:
    if row.due_at is not None and not row.deleted:
        transaction.on_commit(lambda: dispatch.calculate(team_id=row.team_id, cohort_id=row.pk))


def _check_name(name: str) -> None:
    if not name.strip() or len(name) > 400:
        raise InvalidCohortError("A cohort needs a name of 1 to 400 characters.", attr="name")


def _checked_filters(text: str, *, team_id: int, cohort_id: int | None, name: str) -> Any:
    """The filters as a value, if they are ones that can be calculated."""
    if not text:
        raise InvalidCohortError("A cohort needs filters, unless it is static.", attr="filters")
    filters = loads(text)
    group = parse_filters(filters)
    graph.check_references(group, team_id=team_id, cohort_id=cohort_id, name=name)
    check_definition(group, team_id=team_id)
    return filters
