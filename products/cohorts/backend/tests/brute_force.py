"""Criteria evaluated the slow and obvious way, person by person and event by event: what queries are held against.

Reads the same JSON as the API does and shares no code with it, its arithmetic of dates included.
"""

import calendar
import operator
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from products.cohorts.backend.tests.histories import Happening, Somebody

_COMPARE: dict[str, Callable[[int, int], bool]] = {
    "gte": operator.ge,
    "lte": operator.le,
    "gt": operator.gt,
    "lt": operator.lt,
    "eq": operator.eq,
}


def back(moment: datetime, count: int, unit: str, zone: ZoneInfo) -> datetime:
    """`count` units before a moment: hours in time, everything longer on the wall calendar of the zone."""
    if unit == "hour":
        return moment - timedelta(hours=count)
    wall = moment.astimezone(zone).replace(tzinfo=None)
    if unit in ("day", "week"):
        wall -= timedelta(days=count * (7 if unit == "week" else 1))
    else:
        month_index = wall.year * 12 + wall.month - 1 - count * (12 if unit == "year" else 1)
        year, month = month_index // 12, month_index % 12 + 1
        wall = wall.replace(year=year, month=month, day=min(wall.day, calendar.monthrange(year, month)[1]))
    return wall.replace(tzinfo=zone).astimezone(UTC)


def holds(criterion: dict[str, Any], somebody: Somebody, now: datetime, zone: ZoneInfo) -> bool:
    """Whether a person meets a criterion or a group of them."""
    if "values" in criterion:
        found = [holds(each, somebody, now, zone) for each in criterion["values"]]
        return all(found) if criterion["type"] == "AND" else any(found)
    if criterion["type"] == "person":
        result = _property(criterion, somebody.properties)
    else:
        result = _behavior(criterion, somebody, now, zone)
    return result != bool(criterion.get("negation"))


def _property(criterion: dict[str, Any], properties: dict[str, Any]) -> bool:
    value = properties.get(criterion["key"])
    if criterion["operator"] == "is_set":
        return value is not None
    if criterion["operator"] == "gt":
        return isinstance(value, int) and value > criterion["value"]
    return bool(value == criterion["value"])


def _matching(criterion: dict[str, Any], name: str | None, events: list[Happening]) -> list[datetime]:
    """When the asked event happened. The only filter of events here is equality."""
    found = [event for event in events if name is None or event.event == name]
    for item in criterion.get("event_filters") or []:
        found = [event for event in found if event.properties.get(item["key"]) == item["value"]]
    return sorted(event.at for event in found)


def _behavior(criterion: dict[str, Any], somebody: Somebody, now: datetime, zone: ZoneInfo) -> bool:
    times = [at for at in _matching(criterion, criterion["key"], somebody.events) if at <= now]
    if "explicit_datetime" in criterion:
        start = datetime.fromisoformat(criterion["explicit_datetime"]).replace(tzinfo=zone)
        if "explicit_datetime_to" in criterion:
            end = datetime.fromisoformat(criterion["explicit_datetime_to"]).replace(tzinfo=zone) + timedelta(days=1)
            times = [at for at in times if at < end]
    else:
        start = back(now, criterion["time_value"], criterion["time_interval"], zone)
    inside = [at for at in times if at >= start]
    kind = criterion["value"]
    if kind == "performed_event":
        return bool(inside)
    if kind == "performed_event_multiple":
        return _COMPARE[criterion["operator"]](len(inside), criterion["operator_value"])
    if kind == "performed_event_first_time":
        return bool(times) and times[0] >= start
    if kind == "performed_event_regularly":
        return _regularly(criterion, times, now, zone)
    if kind == "performed_event_sequence":
        # The filters are those of the first event.
        plain = {**criterion, "event_filters": []}
        seconds = [at for at in _matching(plain, criterion["seq_event"], somebody.events) if at <= now]
        count, unit = criterion["seq_time_value"], criterion["seq_time_interval"]
        return any(
            first < second and second <= back(first, -count, unit, zone) for first in inside for second in seconds
        )
    recent = back(now, criterion["seq_time_value"], criterion["seq_time_interval"], zone)
    if kind == "stopped_performing_event":
        return bool(inside) and not [at for at in inside if at >= recent]
    before = [at for at in times if at < start]
    quiet = [at for at in inside if at < recent]
    return bool(before) and not quiet and bool([at for at in inside if at >= recent])


def _regularly(criterion: dict[str, Any], times: list[datetime], now: datetime, zone: ZoneInfo) -> bool:
    met = 0
    for index in range(criterion["total_periods"]):
        length, unit = criterion["time_value"], criterion["time_interval"]
        later, earlier = back(now, length * index, unit, zone), back(now, length * (index + 1), unit, zone)
        count = sum(1 for at in times if earlier <= at and (at <= later if index == 0 else at < later))
        met += _COMPARE[criterion.get("operator", "gte")](count, criterion.get("operator_value", 1))
    return bool(met >= criterion["min_periods"])
