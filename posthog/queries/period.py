"""From when to when a query looks, in the project's time zone, and how that time is cut into buckets.

Pure: the clock and the moment of the first event come in. Hours and minutes are counted in real time, so a day has 23
of them when the clocks go forward; days, weeks and months are counted on the project's calendar.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from common.dates import (
    ALL,
    InvalidDateError,
    Unit,
    end_of,
    is_whole_day,
    parse_relative,
    resolve_date,
    shift,
    start_of,
)
from posthog.queries.errors import InvalidQueryError
from posthog.queries.nodes.shared import DateRange, Interval

DEFAULT_DATE_FROM = "-7d"
# Sixty years of days. A chart with more points than this is a mistake, and costs as much as the query.
MAX_BUCKETS = 22_000

UNITS = {
    Interval.MINUTE: Unit.MINUTE,
    Interval.HOUR: Unit.HOUR,
    Interval.DAY: Unit.DAY,
    Interval.WEEK: Unit.WEEK,
    Interval.MONTH: Unit.MONTH,
}
SECONDS = {Interval.MINUTE: 60, Interval.HOUR: 3600}


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """How a project counts days: its zone, on which day weeks begin (0 Sunday, 1 Monday), and what time it is."""

    zone: ZoneInfo
    week_start_day: int
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From `start` to `end`, both included and in the project's zone. `exact` keeps a first bucket that is cut."""

    start: datetime
    end: datetime
    interval: Interval
    calendar: Calendar
    exact: bool = False

    @property
    def first_bucket(self) -> datetime:
        """The start of the bucket that `start` lies in."""
        return start_of(self.start, UNITS[self.interval], week_start_day=self.calendar.week_start_day)

    def buckets(self) -> tuple[datetime, ...]:
        """The start of each bucket, in the project's zone; raises InvalidQueryError when there are too many."""
        return _buckets(self)

    def bucket_index(self, moment: datetime) -> int:
        """The position of the bucket that `moment` lies in."""
        first, local = self.first_bucket, moment.astimezone(self.calendar.zone)
        if self.interval in SECONDS:
            return int((local.astimezone(UTC) - first.astimezone(UTC)) / timedelta(seconds=SECONDS[self.interval]))
        if self.interval is Interval.MONTH:
            return (local.year - first.year) * 12 + local.month - first.month
        days = (local.date() - first.date()).days
        return days // 7 if self.interval is Interval.WEEK else days

    def previous(self, compare_to: str | None) -> "Period":
        """The equally long period just before, or this one shifted by a relative date such as `-1w`."""
        relative = parse_relative(compare_to) if compare_to else None
        if relative is not None:
            count, unit = relative.count, relative.unit
        else:
            count, unit = len(self.buckets()), UNITS[self.interval]
        moved = replace(self, start=shift(self.start, -count, unit), end=shift(self.end, -count, unit))
        return moved if self.exact else replace(moved, start=moved.first_bucket)


@lru_cache(maxsize=16)
def _buckets(period: Period) -> tuple[datetime, ...]:
    # Asked for again and again while one query is answered.
    count = period.bucket_index(period.end) + 1
    if count > MAX_BUCKETS:
        raise InvalidQueryError(
            f"This date range has {count:,} buckets of one {period.interval}; at most {MAX_BUCKETS:,} are possible. "
            "Choose a longer interval or a shorter range.",
            attr="query__interval",
        )
    first, unit = period.first_bucket, UNITS[period.interval]
    return tuple(shift(first, index, unit) for index in range(count))


def resolve_period(
    date_range: DateRange, *, interval: Interval, calendar: Calendar, earliest: Callable[[], datetime | None]
) -> Period:
    """The period that a date range means now.

    Days are whole: `-7d` begins at midnight and `2026-03-01` as an end lasts until midnight. Unless the range is
    explicit, the first bucket is whole too. `earliest` is asked only for `all`.
    """
    start = _resolve_start(date_range.date_from or DEFAULT_DATE_FROM, calendar, earliest)
    end = _resolve_end(date_range.date_to, interval, calendar)
    if start > end:
        raise InvalidQueryError("The date range ends before it begins.", attr="query__dateRange")
    period = Period(start=start, end=end, interval=interval, calendar=calendar, exact=date_range.explicit_date)
    return period if period.exact else replace(period, start=period.first_bucket)


def _resolve_start(text: str, calendar: Calendar, earliest: Callable[[], datetime | None]) -> datetime:
    if text.strip() == ALL:
        first = earliest()
        if first is not None:
            return start_of(first.astimezone(calendar.zone), Unit.DAY)
        text = DEFAULT_DATE_FROM
    moment = _resolve(text, "query__dateRange__date_from", calendar)
    relative = parse_relative(text)
    if relative is not None and relative.edge is not None:
        return moment
    return start_of(moment, Unit.DAY) if is_whole_day(text) else moment


def _resolve_end(text: str | None, interval: Interval, calendar: Calendar) -> datetime:
    if text is None:
        now = calendar.now.astimezone(calendar.zone)
        return now if interval in SECONDS else end_of(now, Unit.DAY)
    moment = _resolve(text, "query__dateRange__date_to", calendar)
    relative = parse_relative(text)
    if relative is not None and relative.edge is not None:
        return moment
    return end_of(moment, Unit.DAY) if is_whole_day(text) else moment


def _resolve(text: str, attr: str, calendar: Calendar) -> datetime:
    try:
        moment = resolve_date(text, now=calendar.now, zone=calendar.zone, week_start_day=calendar.week_start_day)
        return moment.astimezone(calendar.zone)
    except (InvalidDateError, OverflowError) as error:
        raise InvalidQueryError(str(error), attr=attr) from error
