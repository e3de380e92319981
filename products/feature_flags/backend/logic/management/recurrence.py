"""When something recurs: the next time of a rhythm, in the time of a place. Pure."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from common.dates import Unit, shift
from products.feature_flags.backend.facade.enums import RecurrenceInterval

_UNITS = {
    RecurrenceInterval.DAILY: Unit.DAY,
    RecurrenceInterval.WEEKLY: Unit.WEEK,
    RecurrenceInterval.MONTHLY: Unit.MONTH,
    RecurrenceInterval.YEARLY: Unit.YEAR,
}


def next_of_interval(interval: RecurrenceInterval, *, starts_at: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first repetition after `after`, at the same time of day as `starts_at` in the zone.

    Counted from the first time, never from the last one: a 31st comes back after a February.
    """
    start, unit = starts_at.astimezone(zone), _UNITS[interval]
    low, high = 0, 1
    while shift(start, high, unit) <= after:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if shift(start, middle, unit) <= after else (low, middle)
    return shift(start, high, unit)


def next_of_cron(expression: str, *, after: datetime, zone: ZoneInfo) -> datetime | None:
    """The first time after `after` that the expression names; None when it names none in the next 50 years."""
    # In the hour that clocks repeat in autumn it goes by the clock's face, and may name a time of the first round.
    times = CronSim(expression, after.astimezone(zone))
    found: datetime | None = next((time for time in times if _moment(time) > _moment(after)), None)
    return found


def _moment(time: datetime) -> datetime:
    """In UTC: times of one zone are compared by the clock's face."""
    return time.astimezone(UTC)


def is_cron(expression: str) -> bool:
    """Whether this is an expression of five fields that names a time."""
    try:
        return len(expression.split()) == 5 and next(CronSim(expression, datetime(2026, 1, 1)), None) is not None  # noqa: DTZ001 — any wall clock does
    except CronSimError:
        return False
