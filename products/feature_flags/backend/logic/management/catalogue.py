"""Lists of flags: what to show, and what a bulk action means by its filters."""

from django.db.models import F, Q, QuerySet

from posthog.contracts import Reference
from posthog.references import Used
from products.feature_flags.backend.facade.contracts import ListFeatureFlags
from products.feature_flags.backend.facade.enums import FlagActivity, FlagOrder, FlagType
from products.feature_flags.backend.logic.management.flags import rows_of
from products.feature_flags.backend.logic.management.status import only_stale
from products.feature_flags.backend.models import FeatureFlag, ScheduledChange

_HAS_VARIANTS = Q(filters__multivariate__variants__0__isnull=False)
_TYPES = {
    FlagType.BOOLEAN: Q(is_remote_configuration=False) & ~_HAS_VARIANTS,
    FlagType.MULTIVARIANT: Q(is_remote_configuration=False) & _HAS_VARIANTS,
    FlagType.REMOTE_CONFIG: Q(is_remote_configuration=True),
}
_ORDERS = {
    FlagOrder.CREATED: F("created_at").desc(),
    FlagOrder.CHANGED: F("updated_at").desc(),
    FlagOrder.CALLED: F("last_called_at").desc(nulls_last=True),
    FlagOrder.KEY: F("key").asc(),
}


def find_flags(asked: ListFeatureFlags, *, team_id: int) -> QuerySet[FeatureFlag]:
    """The team's flags that are not deleted and of which everything asked for is true."""
    rows = rows_of(team_id).filter(deleted=False)
    if asked.archived is not None:
        rows = rows.filter(archived=asked.archived)
    if asked.activity is FlagActivity.STALE:
        rows = only_stale(rows)
    elif asked.activity is not None:
        rows = rows.filter(active=asked.activity is FlagActivity.ACTIVE)
    if asked.type is not None:
        rows = rows.filter(_TYPES[asked.type])
    if asked.created_by_id is not None:
        rows = rows.filter(created_by_id=asked.created_by_id)
    if asked.evaluation_runtime is not None:
        rows = rows.filter(evaluation_runtime=asked.evaluation_runtime.value)
    if asked.tags:
        rows = rows.filter(tags__overlap=list(asked.tags))
    if asked.has_evaluation_contexts is not None:
        without = Q(evaluation_contexts=[])
        rows = rows.filter(~without if asked.has_evaluation_contexts else without)
    for word in asked.search.split():
        rows = rows.filter(Q(key__icontains=word) | Q(name__icontains=word) | Q(tags__icontains=word))
    return rows.order_by(_ORDERS[asked.order], "-pk")


def list_tags(*, team_id: int) -> tuple[str, ...]:
    """Every tag that a flag of the team has, in alphabetical order."""
    rows = FeatureFlag.objects.for_team(team_id).filter(deleted=False).values_list("tags", flat=True)
    return tuple(sorted({tag for tags in rows for tag in tags}, key=str.lower))


def find_flags_using_cohort(used: Used, most: int) -> tuple[Reference, ...]:
    """The flags with a condition on this cohort, by key. Those that are off come last, for they can do without it:
    they are checked when they are switched on.
    """
    rows = FeatureFlag.objects.for_team(used.team_id).filter(_asks_for(used, "filters__groups"), deleted=False)
    return tuple(
        Reference(type="feature_flag", id=str(pk), name=key, active=active, blocks_deletion=active)
        for pk, key, active in rows.order_by("-active", "key").values_list("pk", "key", "active")[:most]
    )


def find_plans_using_cohort(used: Used, most: int) -> tuple[Reference, ...]:
    """The flags for which a condition on this cohort is planned, by key, off or not: without it the plan would fail when
    its time comes, and nobody looks then.
    """
    rows = ScheduledChange.objects.for_team(used.team_id).filter(
        _asks_for(used, "value__groups"), executed_at=None, flag__deleted=False
    )
    flags = rows.order_by("flag__key").values_list("flag_id", "flag__key").distinct()
    return tuple(
        Reference(type="scheduled_change", id=str(pk), name=key, blocks_deletion=True) for pk, key in flags[:most]
    )


def _asks_for(used: Used, groups: str) -> Q:
    """Whether conditions in this place of a row name the cohort, which scripts may have written as a text."""
    found = Q()
    for value in (used.id, str(used.id)):
        found |= Q(**{f"{groups}__contains": [{"properties": [{"type": "cohort", "value": value}]}]})
    return found
