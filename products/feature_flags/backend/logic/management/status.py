"""Whether a flag still does something: active, stale, disabled, archived or deleted, and why one thinks so."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet

from common import clock
from products.feature_flags.backend.facade.contracts import FlagStatus
from products.feature_flags.backend.facade.enums import FlagState
from products.feature_flags.backend.models import FeatureFlag

STALE_AFTER = timedelta(days=30)


def status_of(row: FeatureFlag) -> FlagStatus:
    """What the flag is good for now, with the reason in words."""
    now = clock.now()
    if row.deleted:
        return FlagStatus(state=FlagState.DELETED, reason="The flag has been deleted.")
    if row.archived:
        return FlagStatus(state=FlagState.ARCHIVED, reason="The flag is archived.")
    if not row.active:
        return FlagStatus(state=FlagState.DISABLED, reason="The flag is disabled: it is false for everybody.")
    if row.last_called_at is not None:
        days = (now - row.last_called_at).days
        if row.last_called_at < now - STALE_AFTER:
            return FlagStatus(state=FlagState.STALE, reason=f"No SDK has asked for the flag for {days} days.")
        return FlagStatus(state=FlagState.ACTIVE, reason=f"An SDK last asked for the flag {_ago(days)}.")
    if row.created_at >= now - STALE_AFTER:
        return FlagStatus(state=FlagState.ACTIVE, reason="The flag is new.")
    settled = settled_value(row.filters)
    if settled is not None:
        return FlagStatus(
            state=FlagState.STALE,
            reason=f"The flag is older than {STALE_AFTER.days} days, gives everybody {settled}, and no SDK reports using it.",
        )
    return FlagStatus(state=FlagState.ACTIVE, reason="The flag gives different people different things.")


def only_stale(rows: QuerySet[FeatureFlag]) -> QuerySet[FeatureFlag]:
    """Those of the flags that `status_of` calls stale."""
    before = clock.now() - STALE_AFTER
    live = rows.filter(active=True, archived=False, deleted=False)
    unused = live.filter(last_called_at__isnull=True, created_at__lt=before).values_list("pk", "filters")
    settled = [pk for pk, filters in unused if settled_value(filters) is not None]
    return live.filter(Q(last_called_at__lt=before) | Q(pk__in=settled))


def settled_value(filters: Mapping[str, Any]) -> str | None:
    """What everybody gets, when a definition gives everybody the same; None when it does not, or none can tell.

    Enrolment and holdouts make people differ, whatever the conditions say.
    """
    if filters.get("feature_enrollment") or (filters.get("holdout") or {}).get("exclusion_percentage"):
        return None
    for condition in filters.get("groups") or ():
        share = condition.get("rollout_percentage")
        if condition.get("properties") or (share is not None and share < 100):
            # People whom an earlier condition treats differently make the flag a varied one.
            return None
        if condition.get("variant"):
            return f"'{condition['variant']}'"
        variants = (filters.get("multivariate") or {}).get("variants") or []
        whole = [variant["key"] for variant in variants if variant["rollout_percentage"] == 100]
        if not variants:
            return "true"
        return f"'{whole[0]}'" if whole else None
    return None


def _ago(days: int) -> str:
    return "today" if days == 0 else "yesterday" if days == 1 else f"{days} days ago"
