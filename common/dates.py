"""The grammar of dates in filters and date ranges: ISO dates and relative ones such as `-7d` or `-1mStart`.

    absolute   2026-03-01, 2026-03-01T10:00, 2026-03-01 10:00:00.5+02:00, 20260301T100000Z
    relative   [-][count]<unit>[Start|End]   count units back from now; `dStart`, `-1mEnd`, `-24h`, `now`
    unit       s second, M minute, h hour, d day, w week, m month, q quarter, y year
    all        the beginning; what that is, only the caller knows

Everything is reckoned in the zone that is passed in, so that a day has 23 hours when the clocks change. A date without
an offset is wall-clock time in that zone. Calendar units clamp the day: a month before 31 March is 28 or 29 February.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

ALL = "all"
NOW = "now"

# Beyond this the year leaves what datetime can hold, and nobody means it.
MAX_COUNT = 9_999

_RELATIVE = re.compile(r"^(?P<sign>-?)(?P<count>[0-9]{0,5})(?P<unit>[sMhdwmqy])(?P<edge>Start|End)?$")


class InvalidDateError(ValueError):
    """A text that is neither an absolute nor a relative date, or a date outside the calendar."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"{text[:60]!r} is not a date. Write an ISO date such as '2026-03-01' or '2026-03-01T10:00:00', "
            "or a relative one such as '-7d', '-24h' or '-1mStart'."
        )


class Unit(StrEnum):
    """The units of relative dates, with the letters they are written with."""

    SECOND = "s"
    MINUTE = "M"
    HOUR = "h"
    DAY = "d"
    WEEK = "w"
    MONTH = "m"
    QUARTER = "q"
    YEAR = "y"

    @property
    def is_calendar(self) -> bool:
        """A day or longer: the units that are counted on the calendar instead of in seconds."""
        return self not in (Unit.SECOND, Unit.MINUTE, Unit.HOUR)


class Edge(StrEnum):
    """To which end of its unit a relative date is moved."""

    START = "Start"
    END = "End"


@dataclass(frozen=True, slots=True, kw_only=True)
class RelativeDate:
    """`count` units before now, moved to the start or the end of that unit if `edge` says so."""

    count: int
    unit: Unit
    edge: Edge | None = None

    def resolve(self, *, now: datetime, zone: tzinfo = UTC, week_start_day: int = 0) -> datetime:
        """The moment meant, aware, in `zone`. `week_start_day` is 0 for Sunday and 1 for Monday."""
        try:
            moment = shift(now.astimezone(zone), -self.count, self.unit)
            if self.edge is Edge.START:
                return start_of(moment, self.unit, week_start_day=week_start_day)
            if self.edge is Edge.END:
                return end_of(moment, self.unit, week_start_day=week_start_day)
        except (OverflowError, ValueError) as error:
            raise InvalidDateError(f"-{self.count}{self.unit}") from error
        return moment


def parse_relative(text: str) -> RelativeDate | None:
    """The relative date that `text` spells, or None when it is not one. `-d` alone means nothing."""
    match = _RELATIVE.match(text.strip())
    if match is None:
        return None
    unit = Unit(match["unit"])
    edge = Edge(match["edge"]) if match["edge"] else None
    if not match["count"]:
        return RelativeDate(count=0, unit=unit, edge=edge) if edge and not match["sign"] else None
    count = int(match["count"])
    return RelativeDate(count=count, unit=unit, edge=edge) if count <= MAX_COUNT else None


def parse_absolute(text: str, *, zone: tzinfo = UTC) -> datetime | None:
    """The moment that an ISO text spells, aware; without an offset it is wall-clock time in `zone`."""
    stripped = text.strip()
    # fromisoformat also reads week dates and bare years in some versions; a date here has at least eight digits.
    if len(stripped) < 8 or not stripped[:4].isdigit():
        return None
    try:
        moment = datetime.fromisoformat(stripped)
    except ValueError:
        return None
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment


def is_whole_day(text: str) -> bool:
    """Whether `text` names a day rather than a moment, as `2026-03-01` and `-7d` do and `-24h` does not."""
    relative = parse_relative(text)
    if relative is not None:
        return relative.unit.is_calendar
    try:
        date.fromisoformat(text.strip())
    except ValueError:
        return False
    return True


def resolve_date(text: str, *, now: datetime, zone: tzinfo = UTC, week_start_day: int = 0) -> datetime:
    """The moment that `text` means, aware; relative ones in `zone`. Raises InvalidDateError, also for `all`."""
    if text.strip() == NOW:
        return now.astimezone(zone)
    relative = parse_relative(text)
    if relative is not None:
        return relative.resolve(now=now, zone=zone, week_start_day=week_start_day)
    absolute = parse_absolute(text, zone=zone)
    if absolute is None:
        raise InvalidDateError(text)
    return absolute


def shift(moment: datetime, count: int, unit: Unit) -> datetime:
    """`moment` moved by `count` units: exact seconds for hours and less, the calendar for days and more."""
    if not unit.is_calendar:
        seconds = {Unit.SECOND: 1, Unit.MINUTE: 60, Unit.HOUR: 3600}[unit] * count
        return (moment.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(moment.tzinfo)
    if unit in (Unit.DAY, Unit.WEEK):
        return moment + timedelta(days=count * (7 if unit is Unit.WEEK else 1))
    return _shift_months(moment, count * {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}[unit])


def start_of(moment: datetime, unit: Unit, *, week_start_day: int = 0) -> datetime:
    """The first moment of the unit that `moment` lies in, in its own zone."""
    if unit is Unit.SECOND:
        return moment.replace(microsecond=0)
    if unit is Unit.MINUTE:
        return moment.replace(second=0, microsecond=0)
    if unit is Unit.HOUR:
        return moment.replace(minute=0, second=0, microsecond=0)
    return datetime.combine(_first_day(moment.date(), unit, week_start_day), time(), tzinfo=moment.tzinfo)


def end_of(moment: datetime, unit: Unit, *, week_start_day: int = 0) -> datetime:
    """The last microsecond of the unit that `moment` lies in."""
    following = shift(start_of(moment, unit, week_start_day=week_start_day), 1, unit)
    return (following.astimezone(UTC) - timedelta(microseconds=1)).astimezone(moment.tzinfo)


def _first_day(day: date, unit: Unit, week_start_day: int) -> date:
    if unit is Unit.WEEK:
        # isoweekday counts Monday as 1; both kinds of week are a shift of it.
        return day - timedelta(days=(day.isoweekday() - week_start_day) % 7)
    if unit is Unit.MONTH:
        return day.replace(day=1)
    if unit is Unit.QUARTER:
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    if unit is Unit.YEAR:
        return day.replace(month=1, day=1)
    return day


def _shift_months(moment: datetime, months: int) -> datetime:
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, calendar.monthrange(year, month + 1)[1]))
