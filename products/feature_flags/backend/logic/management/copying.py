"""The same flag in other projects of the organization: made there, or brought to the state it has here."""

from typing import Any

from django.db import transaction

from common import clock
from common.errors import ProductError
from common.json import dumps
from posthog.contracts import Actor
from products.cohorts.backend.facade import CohortsAPI
from products.events.backend.facade import GroupsAPI
from products.feature_flags.backend.facade.contracts import (
    ChangeFeatureFlag,
    CopyFailure,
    CopyFlag,
    CreateFeatureFlag,
    MadeCohort,
    ScheduleChange,
)
from products.feature_flags.backend.facade.enums import (
    BucketingIdentifier,
    EvaluationRuntime,
    RecurrenceInterval,
    ScheduledOperation,
)
from products.feature_flags.backend.facade.errors import FlagNotFoundError, InvalidFlagError
from products.feature_flags.backend.logic.encryption import decrypt
from products.feature_flags.backend.logic.management.flags import change_flag, create_flag, find_flag_by_key
from products.feature_flags.backend.logic.management.scheduling import find_scheduled_changes, schedule_change
from products.feature_flags.backend.logic.management.translating import Name, Words, translated
from products.feature_flags.backend.models import FeatureFlag, ScheduledChange


def copy_flag(
    copy: CopyFlag, *, team_id: int, actor: Actor
) -> tuple[list[FeatureFlag], list[MadeCohort], list[CopyFailure]]:
    """Copy to each target that the caller has checked the actor may change; each succeeds or fails by itself.

    (copies, cohorts made for them, failures).
    """
    source = find_flag_by_key(team_id=team_id, key=copy.key)
    if source is None:
        raise FlagNotFoundError(f"There is no feature flag '{copy.key[:60]}' in that project.")
    copied, cohorts, failed = list[FeatureFlag](), list[MadeCohort](), list[CopyFailure]()
    for target in copy.target_team_ids:
        try:
            if target == team_id:
                raise InvalidFlagError("A flag cannot be copied onto itself.", attr="target_project_ids")
            there, made = _copy_whole(source, target, copy, actor=actor)
            copied.append(there)
            cohorts += made
        except ProductError as error:
            failed.append(CopyFailure(team_id=target, reason=error.message))
    return copied, cohorts, failed


@transaction.atomic
def _copy_whole(
    source: FeatureFlag, target: int, copy: CopyFlag, *, actor: Actor
) -> tuple[FeatureFlag, list[MadeCohort]]:
    """All of it or nothing, the cohorts too."""
    cohorts = _Cohorts(source.team_id, target, actor)
    words = Words(
        flag=lambda key: _same_flag(key, source, target),
        group_type=_GroupTypes(source.team_id, target).translate,
        cohort=cohorts.bring,
    )
    there = _copy_to(source, target, words, actor=actor, disabled=copy.disabled)
    if copy.with_schedule:
        _copy_schedule(source, there, words, actor=actor)
    return there, cohorts.made


def _copy_to(source: FeatureFlag, target: int, words: Words, *, actor: Actor, disabled: bool) -> FeatureFlag:
    filters = dumps(_translated(source, words)).decode()
    active = source.active and not disabled and not source.archived
    same: dict[str, Any] = {
        "name": source.name,
        "filters": filters,
        "ensure_experience_continuity": source.ensure_experience_continuity,
        "evaluation_runtime": EvaluationRuntime(source.evaluation_runtime),
        "evaluation_contexts": tuple(source.evaluation_contexts),
        "tags": tuple(source.tags),
        "bucketing_identifier": BucketingIdentifier(source.bucketing_identifier),
        "is_remote_configuration": source.is_remote_configuration,
        "has_encrypted_payloads": source.has_encrypted_payloads,
    }
    existing = find_flag_by_key(team_id=target, key=source.key)
    if existing is None:
        new = CreateFeatureFlag(key=source.key, active=active, **same)
        return create_flag(new, team_id=target, actor=actor)
    change = ChangeFeatureFlag(flag_id=existing.pk, active=active, **same)
    return change_flag(change, team_id=target, actor=actor)


def _translated(source: FeatureFlag, words: Words) -> dict[str, Any]:
    """The definition with what names things of one project renamed to the same things of the other."""
    filters = dict(source.filters)
    if source.has_encrypted_payloads:
        filters["payloads"] = {key: _in_clear(value) for key, value in (filters.get("payloads") or {}).items()}
    return translated(filters, words)


def _copy_schedule(source: FeatureFlag, there: FeatureFlag, words: Words, *, actor: Actor) -> None:
    """Plan for the copy what waits for the flag; what waits for it already stays and is not doubled."""
    known = [_as_plan(row, there.pk) for row in _waiting(there)]
    for row in _waiting(source):
        plan = _as_plan(row, there.pk, words)
        if plan not in known:
            schedule_change(plan, team_id=there.team_id, actor=actor)


def _waiting(flag: FeatureFlag) -> list[ScheduledChange]:
    """What is to come. What is due this minute is being done, and then it is the flag's state."""
    rows = find_scheduled_changes(team_id=flag.team_id, flag_id=flag.pk)
    return list(rows.filter(executed_at=None, scheduled_at__gt=clock.now()))


def _as_plan(row: ScheduledChange, flag_id: int, words: Words | None = None) -> ScheduleChange:
    value = row.value
    if words is not None and row.operation == ScheduledOperation.ADD_RELEASE_CONDITION:
        value = translated(value, words)
    return ScheduleChange(
        flag_id=flag_id,
        operation=ScheduledOperation(row.operation),
        value=dumps(value).decode(),
        scheduled_at=row.scheduled_at,
        timezone=row.timezone,
        recurrence_interval=RecurrenceInterval(row.recurrence_interval) if row.recurrence_interval else None,
        cron_expression=row.cron_expression,
        end_date=row.end_date,
    )


def _same_flag(key: str, source: FeatureFlag, target: int) -> int:
    other = FeatureFlag.objects.for_team(source.team_id).get(pk=int(key))
    there = find_flag_by_key(team_id=target, key=other.key)
    if there is None:
        raise InvalidFlagError(f"This flag depends on '{other.key}', which that project does not have. Copy it first.")
    return there.pk


class _Cohorts:
    """Cohorts of one project, found or made in the other; `made` are those that had to be made."""

    def __init__(self, source: int, target: int, actor: Actor) -> None:
        self._source, self._target, self._actor = source, target, actor
        self.made: list[MadeCohort] = []

    def bring(self, cohort_id: Name) -> int:
        brought = CohortsAPI.bring_cohort(
            team_id=self._source, cohort_id=int(cohort_id), target_team_id=self._target, actor=self._actor
        )
        self.made += (MadeCohort(team_id=self._target, id=each.id, name=each.name) for each in brought.made)
        return brought.id


class _GroupTypes:
    """Indexes of kinds of groups in one project, said in the other's."""

    def __init__(self, source: int, target: int) -> None:
        self._names = {kind.group_type_index: kind.group_type for kind in GroupsAPI.list_group_types(team_id=source)}
        self._there = {kind.group_type: kind.group_type_index for kind in GroupsAPI.list_group_types(team_id=target)}

    def translate(self, index: int) -> int:
        name = self._names.get(index, str(index))
        if name not in self._there:
            raise InvalidFlagError(f"This flag decides per '{name}', and that project has no groups of this kind.")
        return self._there[name]


def _in_clear(token: str) -> str:
    payload = decrypt(token)
    if payload is None:
        raise InvalidFlagError("The payload was encrypted with a key that is gone, so it cannot be copied.")
    return payload
