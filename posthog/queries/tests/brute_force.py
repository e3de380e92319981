"""Trends computed the slow and obvious way, event by event in Python: what answers are held against.

Shares no code with the runner. Dates are given as whole local days; filters are Python functions.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from statistics import mean
from typing import Any
from zoneinfo import ZoneInfo

from posthog.queries.tests.given import Event

Bucket = date | datetime
OTHER = "$$_posthog_breakdown_other_$$"
NULL = "$$_posthog_breakdown_null_$$"


def start_of_bucket(moment: datetime, interval: str, zone: ZoneInfo, week_start_day: int) -> Bucket:
    """The bucket of a moment: a local date, or for hours the moment in UTC at which the local hour began."""
    local = moment.astimezone(zone)
    if interval == "hour":
        past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        # Subtracted in UTC: in local time the second of two equal hours would become the first.
        return moment.astimezone(UTC) - past
    day = local.date()
    if interval == "week":
        # Python counts Monday as 0; weeks that begin on Sunday are one day ahead.
        day -= timedelta(days=(day.weekday() + (0 if week_start_day == 1 else 1)) % 7)
    return day.replace(day=1) if interval == "month" else day


def all_buckets(first: date, last: date, interval: str, zone: ZoneInfo, week_start_day: int) -> list[Bucket]:
    """The buckets of whole local days from `first` to `last`, found by walking through time in small steps."""
    moment = datetime.combine(first, time(), tzinfo=zone).astimezone(UTC)
    end = datetime.combine(last + timedelta(days=1), time(), tzinfo=zone).astimezone(UTC)
    found: dict[Bucket, None] = {}
    while moment < end:
        found[start_of_bucket(moment, interval, zone, week_start_day)] = None
        moment += timedelta(minutes=30)
    return list(found)


def that_count(events: Iterable[Event], math: str) -> list[Event]:
    """The events that have what the math counts."""
    if math == "unique_session":
        return [event for event in events if event.session]
    if math == "unique_group":
        return [event for event in events if any(index == 0 and key for index, key in event.groups)]
    return list(events)


def in_days(events: Iterable[Event], first: date, last: date, zone: ZoneInfo) -> list[Event]:
    return [event for event in events if first <= event.at.astimezone(zone).date() <= last]


def first_day(first: date, interval: str, week_start_day: int) -> date:
    """The day on which the bucket of `first` begins, because buckets are whole."""
    noon = datetime.combine(first, time(12), tzinfo=UTC)
    start = start_of_bucket(noon, interval, ZoneInfo("UTC"), week_start_day)
    return first if interval == "hour" or isinstance(start, datetime) else start


def value_of(events: Sequence[Event], math: str, prop: str = "") -> float:
    """One number from the events of one bucket."""
    numbers = [float(event.properties[prop]) for event in events if _is_number(event.properties.get(prop))]
    simple: dict[str, Callable[[], float]] = {
        "total": lambda: len(events),
        "dau": lambda: len({event.person_id for event in events}),
        "unique_session": lambda: len({event.session for event in events if event.session}),
        "unique_group": lambda: len({key for event in events for index, key in event.groups if index == 0 and key}),
        "sum": lambda: sum(numbers),
        "avg": lambda: mean(numbers) if numbers else 0,
        "min": lambda: min(numbers, default=0),
        "max": lambda: max(numbers, default=0),
    }
    if math in simple:
        return simple[math]()
    counts = sorted(Counter(event.person_id for event in events).values())
    if math.endswith("_count_per_actor"):
        name = math.removesuffix("_count_per_actor")
        numbers = [float(count) for count in counts]
        if name in ("avg", "min", "max"):
            if not numbers:
                return 0
            return mean(numbers) if name == "avg" else min(numbers) if name == "min" else max(numbers)
        return percentile(numbers, name)
    return percentile(numbers, math)


def percentile(numbers: Sequence[float], name: str) -> float:
    """Linear interpolation between the closest ranks, as spreadsheets do."""
    if not numbers:
        return 0
    share = {"median": 0.5, "p75": 0.75, "p90": 0.9, "p95": 0.95, "p99": 0.99}[name]
    ordered = sorted(numbers)
    position = share * (len(ordered) - 1)
    low = int(position)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (position - low)


def series(
    events: Sequence[Event],
    buckets: Sequence[Bucket],
    interval: str,
    zone: ZoneInfo,
    week_start_day: int,
    math: str,
    prop: str = "",
) -> list[float]:
    """A number for every bucket."""
    by_bucket: dict[Bucket, list[Event]] = defaultdict(list)
    for event in events:
        by_bucket[start_of_bucket(event.at, interval, zone, week_start_day)].append(event)
    return [float(value_of(by_bucket[bucket], math, prop)) for bucket in buckets]


def firsts(
    events: Sequence[Event], buckets: Sequence[Bucket], interval: str, zone: ZoneInfo, week_start_day: int, math: str
) -> list[float]:
    """For every bucket, how many appear in it that were in no bucket before."""

    def things(event: Event) -> set[str]:
        if math == "unique_session":
            return {event.session}
        return {key for index, key in event.groups if index == 0 and key} if math == "unique_group" else {event.who}

    seen: set[str] = set()
    result = []
    for bucket in buckets:
        here = [event for event in events if start_of_bucket(event.at, interval, zone, week_start_day) == bucket]
        new = {thing for event in here for thing in things(event)} - seen
        seen |= new
        result.append(float(len(new)))
    return result


def breakdown_text(value: Any) -> str:
    """A property value as the text under which it is shown."""
    if value is None or value == "":
        return NULL
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value)


def broken_down(
    events: Sequence[Event], key: Callable[[Event], Any], limit: int, measure: Callable[[Sequence[Event]], list[float]]
) -> dict[str, list[float]]:
    """A list of numbers for each of the `limit` largest values, and for all others together."""
    by_value: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        by_value[breakdown_text(key(event))].append(event)
    measured = {value: measure(each) for value, each in by_value.items()}
    ranked = sorted(measured, key=lambda value: (-sum(measured[value]), value))
    result = {value: measured[value] for value in ranked[:limit]}
    rest = [event for value in ranked[limit:] for event in by_value[value]]
    return result | ({OTHER: measure(rest)} if rest else {})


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
