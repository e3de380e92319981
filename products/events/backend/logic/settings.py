"""What a project says about its events: read by ingestion for every request, so kept in memory for a little while."""

import time

from django.db import transaction

from posthog.activity import changes_between, record_activity
from posthog.contracts import Actor
from products.events.backend.facade.contracts import ChangeEventsSettings, EventsSettings
from products.events.backend.facade.errors import InvalidSettingsError
from products.events.backend.models import EventsSettings as Row

REMEMBERED_SECONDS = 10.0
MAX_REMEMBERED = 20_000
# Ten years and a bit: a longer time is a mistake for "keep everything".
MIN_RETENTION_DAYS, MAX_RETENTION_DAYS = 1, 4000
MIN_DROP_HOURS, MAX_DROP_HOURS = 1, 24 * MAX_RETENTION_DAYS
LIMITS = ("retention_days", "drop_events_older_than_hours")

_known: dict[int, tuple[float, EventsSettings]] = {}


def settings_of(team_id: int) -> EventsSettings:
    """The project's settings, at most REMEMBERED_SECONDS old."""
    known = _known.get(team_id)
    now = time.monotonic()
    if known is not None and now < known[0]:
        return known[1]
    if len(_known) >= MAX_REMEMBERED:
        _known.clear()
    found = get_settings(team_id=team_id)
    _known[team_id] = (now + REMEMBERED_SECONDS, found)
    return found


def get_settings(*, team_id: int) -> EventsSettings:
    """The project's settings as they are now."""
    return _to_settings(Row.objects.for_team(team_id).first() or Row(team_id=team_id))


def change_settings(change: ChangeEventsSettings, *, team_id: int, actor: Actor | None) -> EventsSettings:
    """Change some of the settings; raises InvalidSettingsError."""
    _check(change)
    changes = {
        name: value
        for name in ("cookieless_enabled", "person_processing_opt_out", *LIMITS)
        if (value := getattr(change, name)) is not None or name in change.cleared
    }
    with transaction.atomic():
        Row.objects.for_team(team_id).get_or_create(team_id=team_id)
        row = Row.objects.for_team(team_id).select_for_update().get()
        before = {name: getattr(row, name) for name in changes}
        for name, value in changes.items():
            setattr(row, name, value)
        row.save()
        if different := changes_between(before, changes):
            record_activity(
                team_id=team_id,
                actor=actor,
                scope="EventsSettings",
                item_id=str(team_id),
                activity="updated",
                name="Events",
                changes=different,
            )
    forget()
    return _to_settings(row)


def _check(change: ChangeEventsSettings) -> None:
    days, hours = change.retention_days, change.drop_events_older_than_hours
    if days is not None and not MIN_RETENTION_DAYS <= days <= MAX_RETENTION_DAYS:
        raise InvalidSettingsError(
            f"Events can be kept for {MIN_RETENTION_DAYS} to {MAX_RETENTION_DAYS} days; send null to keep them all.",
            attr="retention_days",
        )
    if hours is not None and not MIN_DROP_HOURS <= hours <= MAX_DROP_HOURS:
        raise InvalidSettingsError(
            f"Events can be left out from an age of {MIN_DROP_HOURS} to {MAX_DROP_HOURS} hours; send null to take all.",
            attr="drop_events_older_than_hours",
        )


def forget() -> None:
    """Read every project's settings anew."""
    _known.clear()


def _to_settings(row: Row) -> EventsSettings:
    return EventsSettings(
        team_id=row.team_id,
        cookieless_enabled=row.cookieless_enabled,
        retention_days=row.retention_days,
        drop_events_older_than_hours=row.drop_events_older_than_hours,
        person_processing_opt_out=row.person_processing_opt_out,
    )
