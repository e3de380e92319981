"""When an event happened, by the server's clock.

Clients' clocks are wrong by minutes or years; what can be trusted is the difference between two of their readings.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from products.events.backend.facade.enums import WarningKind

FUTURE_TOLERANCE = timedelta(hours=23)
# A back-fill is about the past. What claims to be one and is newer than this gets its clock corrected like any event.
HISTORICAL_AGE = timedelta(hours=48)
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
UNPARSABLE = WarningKind.UNPARSABLE_TIMESTAMP
TOO_FAR_AHEAD = WarningKind.TIMESTAMP_TOO_FAR_AHEAD
TOO_EARLY = WarningKind.TIMESTAMP_BEFORE_1970
_MILLISECONDS_FROM = 100_000_000_000  # as seconds this would be the year 5138


def event_time(
    event: dict[str, Any], *, now: datetime, sent_at: datetime | None, historical: bool
) -> tuple[datetime, WarningKind | None]:
    """The event's time in UTC, and a warning when the one it states could not be used.

    `sent_at` is the client's clock at the moment of sending: with it, the clock's error is known and taken out.
    Historical events keep the time they state, if it is old enough for a back-fill.
    """
    offset = event.get("offset")
    stated = event.get("timestamp")
    try:
        if isinstance(offset, int | float) and not isinstance(offset, bool):
            return _clamp(now - timedelta(milliseconds=offset), now)
        if stated is None:
            return now, None
        timestamp = parse_time(stated)
        if timestamp is None:
            return now, UNPARSABLE
        keeps_time = historical and timestamp <= now - HISTORICAL_AGE
        if sent_at is not None and not keeps_time and not _ignores_sent_at(event):
            timestamp = now + (timestamp - sent_at)
        return _clamp(timestamp, now)
    except (OverflowError, ValueError):
        # An offset of ages, or one that is not a number; a year at the end of what a date can be, corrected.
        return now, UNPARSABLE


def parse_time(value: Any) -> datetime | None:
    """A time as SDKs write it: ISO 8601 with or without zone (then UTC), or seconds or milliseconds since 1970."""
    try:
        if type(value) is str:
            parsed = datetime.fromisoformat(value)
        elif type(value) in (int, float):
            parsed = datetime.fromtimestamp(value / 1000 if abs(value) >= _MILLISECONDS_FROM else value, UTC)
        else:
            return None
        return parsed.astimezone(UTC) if parsed.tzinfo is not None else parsed.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        return _parse_loosely(value)


def _parse_loosely(value: Any) -> datetime | None:
    """Blanks around, lower-case letters, and numbers in quotes."""
    if type(value) is not str:
        return None
    text = value.strip().upper()
    if text == value:
        return parse_time(float(text)) if text.replace(".", "", 1).isdigit() and text.isascii() else None
    return parse_time(text)


def _ignores_sent_at(event: dict[str, Any]) -> bool:
    properties = event.get("properties")
    return type(properties) is dict and properties.get("$ignore_sent_at") is True


def _clamp(timestamp: datetime, now: datetime) -> tuple[datetime, WarningKind | None]:
    if timestamp > now + FUTURE_TOLERANCE:
        return now, TOO_FAR_AHEAD
    if timestamp < EARLIEST:
        return EARLIEST, TOO_EARLY
    return timestamp, None
