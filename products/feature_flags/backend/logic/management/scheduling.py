"""Changes that happen by themselves: once at a time, or in a rhythm. Each is done exactly once.

What is due is done in one transaction with noting that it is done, and a row is locked while it is worked on; so a task
that is killed, delivered twice or run by two workers neither skips nor repeats a change.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import structlog
from django.db import transaction
from django.db.models import QuerySet

from common import clock
from common.errors import ProductError
from common.json import dumps, loads
from posthog.activity import Trigger, changes_between, record_activity
from posthog.contracts import Actor
from products.feature_flags.backend.facade.contracts import ChangeFeatureFlag, ChangeSchedule, ScheduleChange
from products.feature_flags.backend.facade.enums import RecurrenceInterval, ScheduledOperation
from products.feature_flags.backend.facade.errors import InvalidFlagError, ScheduledChangeNotFoundError
from products.feature_flags.backend.logic.management import flags
from products.feature_flags.backend.logic.management.history import SCOPE
from products.feature_flags.backend.logic.management.recurrence import is_cron, next_of_cron, next_of_interval
from products.feature_flags.backend.models import FeatureFlag, ScheduledChange

MAX_WAITING = 100
JOB_TYPE = "scheduled_change"

logger = structlog.get_logger(__name__)


def find_scheduled_changes(*, team_id: int, flag_id: int | None = None) -> QuerySet[ScheduledChange]:
    """The team's scheduled changes, done ones too, the next first."""
    rows = ScheduledChange.objects.for_team(team_id).select_related("created_by").order_by("scheduled_at", "pk")
    return rows if flag_id is None else rows.filter(flag_id=flag_id)


def get_scheduled_change(*, team_id: int, change_id: int) -> ScheduledChange:
    row = find_scheduled_changes(team_id=team_id).filter(pk=change_id).first()
    if row is None:
        raise ScheduledChangeNotFoundError("There is no such scheduled change in this project.")
    return row


def schedule_change(new: ScheduleChange, *, team_id: int, actor: Actor | None) -> ScheduledChange:
    flag = flags.get_flag(team_id=team_id, flag_id=new.flag_id)
    if find_scheduled_changes(team_id=team_id, flag_id=flag.pk).filter(executed_at=None).count() >= MAX_WAITING:
        raise InvalidFlagError(f"At most {MAX_WAITING} changes of a flag can wait at once.", attr="record_id")
    row = ScheduledChange(
        team_id=team_id,
        flag=flag,
        operation=new.operation.value,
        value=loads(new.value),
        scheduled_at=new.scheduled_at,
        starts_at=new.scheduled_at,
        timezone=new.timezone,
        recurrence_interval=new.recurrence_interval.value if new.recurrence_interval else "",
        cron_expression=new.cron_expression,
        end_date=new.end_date,
        created_by_id=actor.user_id if actor else None,
    )
    _check(row, flag)
    with transaction.atomic():
        row.save()
        _record(row, flag, before=None, after=_plan(row), actor=actor)
    return get_scheduled_change(team_id=team_id, change_id=row.pk)


def change_schedule(change: ChangeSchedule, *, team_id: int, actor: Actor) -> ScheduledChange:
    """Change what waits; what has been done stays as it was."""
    with transaction.atomic():
        row = ScheduledChange.objects.for_team(team_id).select_for_update().filter(pk=change.change_id).first()
        if row is None:
            raise ScheduledChangeNotFoundError("There is no such scheduled change in this project.")
        if row.executed_at is not None:
            raise InvalidFlagError("This change has been made already. Schedule a new one.", attr="executed_at")
        before = _plan(row)
        if change.value is not None:
            row.value = loads(change.value)
        if change.operation is not None:
            row.operation = change.operation.value
        if change.scheduled_at is not None:
            row.scheduled_at = row.starts_at = change.scheduled_at
        if change.timezone is not None:
            row.timezone = change.timezone
        if change.recurs is not None:
            row.recurrence_interval = change.recurrence_interval.value if change.recurrence_interval else ""
            row.cron_expression = change.cron_expression
            row.end_date = change.end_date
        flag = flags.get_flag(team_id=team_id, flag_id=row.flag_id)
        _check(row, flag)
        row.save()
        _record(row, flag, before=before, after=_plan(row), actor=actor)
    return get_scheduled_change(team_id=team_id, change_id=row.pk)


def cancel_scheduled_change(*, team_id: int, change_id: int, actor: Actor) -> None:
    """Forget what waits. What has been done, if only once of many times, stays to be seen."""
    with transaction.atomic():
        row = ScheduledChange.objects.for_team(team_id).select_for_update().filter(pk=change_id).first()
        if row is None:
            raise ScheduledChangeNotFoundError("There is no such scheduled change in this project.")
        if row.executed_at is not None:
            raise InvalidFlagError(
                "This change has been made already, so it stays in the list. Change the flag instead.",
                attr="executed_at",
            )
        flag = flags.get_flag(team_id=team_id, flag_id=row.flag_id)
        _record(row, flag, before=_plan(row), after=None, actor=actor)
        row.delete()


def _plan(row: ScheduledChange) -> dict[str, Any]:
    """What the log keeps of a plan; what it leaves empty is left out."""
    plan = {
        "id": row.pk,
        "operation": row.operation,
        "value": row.value,
        "scheduled_at": row.scheduled_at.isoformat(),
        "timezone": row.timezone,
        "recurrence_interval": row.recurrence_interval,
        "cron_expression": row.cron_expression,
        "end_date": row.end_date.isoformat() if row.end_date else None,
    }
    return {field: value for field, value in plan.items() if value not in ("", None)}


def _record(
    row: ScheduledChange,
    flag: FeatureFlag,
    *,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    actor: Actor | None,
) -> None:
    """A line among the flag's own: who planned is who will have changed it."""
    changes = changes_between({"scheduled_change": before}, {"scheduled_change": after})
    if changes:
        record_activity(
            team_id=row.team_id,
            actor=actor,
            scope=SCOPE,
            item_id=str(flag.pk),
            activity="updated",
            name=flag.key,
            changes=changes,
        )


def run_due_changes() -> int:
    """Make every change whose time has come; answers how many were tried. May be run any number of times, also at once."""
    tried = 0
    due = ScheduledChange.objects.unscoped().filter(executed_at=None, scheduled_at__lte=clock.now())
    for change_id in list(due.order_by("scheduled_at", "pk").values_list("pk", flat=True)):
        try:
            tried += _run(change_id)
        except Exception:
            # Nothing of it is stored, so the next run tries again; the others must not wait for it.
            logger.exception("flags.scheduled_change_not_made", change_id=change_id)
    return tried


def _run(change_id: int) -> bool:
    with transaction.atomic():
        now = clock.now()
        row = (
            ScheduledChange.objects.unscoped()
            .select_for_update(skip_locked=True)
            .filter(pk=change_id, executed_at=None, scheduled_at__lte=now)
            .first()
        )
        if row is None:
            # Another worker has it, or it was moved or done meanwhile.
            return False
        row.failure_reason = ""
        try:
            with transaction.atomic():
                _apply(row)
        except ProductError as error:
            row.failure_reason = error.message
        row.last_executed_at = now
        following = _next(row, now)
        if following is None:
            row.executed_at = now
        else:
            # What was missed while nothing ran is made up for once, not as often as it was missed.
            row.scheduled_at = following
        row.save()
    return True


def _apply(row: ScheduledChange) -> FeatureFlag:
    flag = flags.get_flag(team_id=row.team_id, flag_id=row.flag_id)
    if flag.deleted:
        raise InvalidFlagError("The flag has been deleted.")
    return flags.change_flag(
        _as_change(row, flag),
        team_id=row.team_id,
        actor=_planner(row),
        trigger=Trigger(job_type=JOB_TYPE, job_id=str(row.pk)),
    )


def _planner(row: ScheduledChange) -> Actor | None:
    """Who planned it, as long as their account exists."""
    user = row.created_by
    return Actor(user_id=user.pk, user_uuid=user.uuid, email=user.email) if user else None


def _as_change(row: ScheduledChange, flag: FeatureFlag) -> ChangeFeatureFlag:
    if row.operation == ScheduledOperation.UPDATE_STATUS:
        return ChangeFeatureFlag(flag_id=flag.pk, active=row.value)
    filters = flags.shown_filters(flag)
    if row.operation == ScheduledOperation.ADD_RELEASE_CONDITION:
        filters["groups"] = [*(filters.get("groups") or []), *row.value["groups"]]
    else:
        filters["multivariate"] = {"variants": row.value["variants"]}
        if "payloads" in row.value:
            filters["payloads"] = row.value["payloads"]
    return ChangeFeatureFlag(flag_id=flag.pk, filters=dumps(filters).decode())


def _next(row: ScheduledChange, now: datetime) -> datetime | None:
    """When a recurring change comes again; None when it does not."""
    zone = ZoneInfo(row.timezone)
    if row.recurrence_interval:
        interval = RecurrenceInterval(row.recurrence_interval)
        following: datetime | None = next_of_interval(interval, starts_at=row.starts_at, after=now, zone=zone)
    elif row.cron_expression:
        following = next_of_cron(row.cron_expression, after=now, zone=zone)
    else:
        return None
    if following is None or (row.end_date is not None and following > row.end_date):
        return None
    return following


def _check(row: ScheduledChange, flag: FeatureFlag) -> None:
    if flag.deleted:
        raise InvalidFlagError("This feature flag has been deleted.", attr="record_id")
    if row.timezone not in available_timezones():
        raise InvalidFlagError(
            f"'{row.timezone}' is not a time zone; use a name such as Europe/Berlin.", attr="timezone"
        )
    if row.recurrence_interval and row.cron_expression:
        raise InvalidFlagError("Give either an interval or a cron expression.", attr="cron_expression")
    if row.cron_expression and not is_cron(row.cron_expression):
        raise InvalidFlagError(
            f"'{row.cron_expression[:60]}' is no cron expression that names a time: minute, hour, day, month, weekday.",
            attr="cron_expression",
        )
    if row.end_date is not None and row.end_date <= row.scheduled_at:
        raise InvalidFlagError("The end must be after the first time.", attr="end_date")
    if row.scheduled_at <= clock.now():
        raise InvalidFlagError("The time has passed already. Choose one that is to come.", attr="scheduled_at")
    _check_value(row, flag)


def _check_value(row: ScheduledChange, flag: FeatureFlag) -> None:
    value: Any = row.value
    if row.operation == ScheduledOperation.UPDATE_STATUS:
        if not isinstance(value, bool):
            raise InvalidFlagError("The value of update_status is true or false.", attr="payload__value")
        return
    wanted = "groups" if row.operation == ScheduledOperation.ADD_RELEASE_CONDITION else "variants"
    known = {"groups"} if wanted == "groups" else {"variants", "payloads"}
    if (
        not isinstance(value, dict)
        or not isinstance(value.get(wanted), list)
        or not value[wanted]
        or set(value) - known
    ):
        raise InvalidFlagError(
            f"The value of {row.operation} is an object with {' and '.join(sorted(known))}; {wanted} is a list.",
            attr="payload__value",
        )
    # Tried now and taken back, so that a mistake shows to who makes it and not at night.
    try:
        with transaction.atomic():
            flags.change_flag(_as_change(row, flag), team_id=flag.team_id, actor=None)
            transaction.set_rollback(True)
    except InvalidFlagError as error:
        raise InvalidFlagError(
            error.message, attr=f"payload__value__{(error.attr or '').removeprefix('filters__')}"
        ) from error
