"""The activity log: who changed what, when, and what it was before. One facility for every product.

A verb that changes something calls `record_activity` inside its own transaction, so that there is no change without a
line and no line without a change. The log keeps values as they are given: leave out or redact what must not be read by
every member of the project.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from common import clock
from common.json import dumps
from common.pages import Page
from posthog.contracts import Actor
from posthog.models import ActivityLog


class ChangeAction(StrEnum):
    """What happened to one field. The words are PostHog's."""

    CREATED = "created"
    CHANGED = "changed"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field, before and after, as JSON texts, so that the value stays hashable. None: there was or is nothing."""

    field: str
    action: ChangeAction
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """What made the system act: the kind of job, such as `scheduled_change`, and its id."""

    job_type: str
    job_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityUser:
    """Who did it, as far as their account still exists."""

    id: int
    uuid: UUID
    distinct_id: str
    first_name: str
    last_name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityEntry:
    """One line of the log. Without a user it was the system (`is_system`) or somebody whose account is gone."""

    id: UUID
    team_id: int
    organization_id: UUID
    user: ActivityUser | None
    is_system: bool
    key_id: str
    scope: str
    item_id: str
    activity: str
    name: str
    changes: tuple[Change, ...]
    trigger: Trigger | None
    created_at: datetime


def record_activity(
    *,
    team_id: int,
    actor: Actor | None,
    scope: str,
    item_id: str,
    activity: str,
    name: str,
    changes: tuple[Change, ...] = (),
    trigger: Trigger | None = None,
) -> None:
    """Write one line, in the caller's transaction. Without an actor the system did it.

    `scope` is the kind of thing as PostHog names it (`FeatureFlag`, `Cohort`); `activity` is a past participle such as
    `created`, `updated`, `deleted`, `restored`; `name` is what people call the thing.
    """
    ActivityLog.objects.for_team(team_id).create(
        user_id=actor.user_id if actor else None,
        is_system=actor is None,
        key_id=actor.key_id if actor else "",
        scope=scope,
        item_id=item_id,
        activity=activity,
        name=name,
        changes=[
            {
                "field": change.field,
                "action": change.action.value,
                "before": change.before,
                "after": change.after,
            }
            for change in changes
        ],
        trigger={"job_type": trigger.job_type, "job_id": trigger.job_id} if trigger else None,
        created_at=clock.now(),
    )


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """What differs, field by field in the order of `before`, then what is new. Values are anything JSON can say.

    Compared as JSON: `true` is not `1`, and the order of an object's keys does not matter. A missing field and a null
    are the same nothing.
    """
    changes = []
    for field in (*before, *(name for name in after if name not in before)):
        old, new = _as_text(before.get(field)), _as_text(after.get(field))
        if old == new:
            continue
        action = ChangeAction.CREATED if old is None else ChangeAction.DELETED if new is None else ChangeAction.CHANGED
        changes.append(Change(field=field, action=action, before=old, after=new))
    return tuple(changes)


def forget_values(*, team_id: int, scope: str, item_id: str) -> None:
    """Keep of a thing's lines who changed what, and no longer from what to what. In the caller's transaction."""
    rows = list(ActivityLog.objects.for_team(team_id).filter(scope=scope, item_id=item_id).exclude(changes=[]))
    for row in rows:
        row.changes = [{**change, "before": None, "after": None} for change in row.changes]
    ActivityLog.objects.for_team(team_id).bulk_update(rows, ["changes"], batch_size=500)


def list_activity(
    *,
    team_id: int,
    scope: str | None = None,
    item_id: str | None = None,
    user_id: int | None = None,
    search: str = "",
    limit: int = 100,
    offset: int = 0,
) -> Page[ActivityEntry]:
    """A page of the team's log, the newest line first.

    `search` is a part of the thing's name, of who did it, of the activity, or of a value before or after.
    """
    rows = _find(team_id=team_id, scope=scope, item_id=item_id, user_id=user_id, search=search)
    page = rows.select_related("user", "team")[offset : offset + limit]
    return Page(items=tuple(_to_entry(row) for row in page), total=rows.count())


def _find(
    *, team_id: int, scope: str | None, item_id: str | None, user_id: int | None, search: str
) -> QuerySet[ActivityLog]:
    rows: QuerySet[ActivityLog] = ActivityLog.objects.for_team(team_id)
    if scope is not None:
        rows = rows.filter(scope=scope)
    if item_id is not None:
        rows = rows.filter(item_id=item_id)
    if user_id is not None:
        rows = rows.filter(user_id=user_id)
    # One word after the other, each anywhere: "ada rollout" finds what Ada did to rollouts.
    for word in search.split():
        rows = rows.alias(changes_text=Cast("changes", TextField())).filter(
            Q(name__icontains=word)
            | Q(activity__icontains=word)
            | Q(scope__icontains=word)
            | Q(user__email__icontains=word)
            | Q(user__first_name__icontains=word)
            | Q(user__last_name__icontains=word)
            | Q(changes_text__icontains=word)
        )
    return rows.order_by("-created_at", "-id")


def _to_entry(row: ActivityLog) -> ActivityEntry:
    user = row.user
    return ActivityEntry(
        id=row.pk,
        team_id=row.team_id,
        organization_id=row.team.organization_id,
        user=None
        if user is None
        else ActivityUser(
            id=user.pk,
            uuid=user.uuid,
            distinct_id=user.distinct_id,
            first_name=user.first_name,
            last_name=user.last_name,
            email=user.email,
        ),
        is_system=row.is_system,
        key_id=row.key_id,
        scope=row.scope,
        item_id=row.item_id,
        activity=row.activity,
        name=row.name,
        changes=tuple(
            Change(
                field=change["field"],
                action=ChangeAction(change["action"]),
                before=change["before"],
                after=change["after"],
            )
            for change in row.changes
        ),
        trigger=Trigger(**row.trigger) if row.trigger else None,
        created_at=row.created_at,
    )


def _as_text(value: Any) -> str | None:
    return None if value is None else dumps(_sorted(value)).decode()


def _sorted(value: Any) -> Any:
    """The same value with every object's keys in order, so that equal values have equal texts."""
    if isinstance(value, Mapping):
        return {key: _sorted(value[key]) for key in sorted(value)}
    if isinstance(value, list | tuple):
        return [_sorted(item) for item in value]
    return value
