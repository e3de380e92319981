from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.dates import (
    Edge,
    InvalidDateError,
    RelativeDate,
    Unit,
    end_of,
    is_whole_day,
    parse_absolute,
    parse_relative,
    resolve_date,
    start_of,
)

BERLIN = ZoneInfo("Europe/Berlin")
# A Wednesday, half past noon in Berlin, two weeks after the clocks went forward on 29 March 2026.
NOW = datetime(2026, 4, 15, 10, 30, 15, 250_000, tzinfo=UTC)

CASES = [
    ("now", "2026-04-15T12:30:15.250000+02:00"),
    ("-30s", "2026-04-15T12:29:45.250000+02:00"),
    ("-90M", "2026-04-15T11:00:15.250000+02:00"),
    ("-24h", "2026-04-14T12:30:15.250000+02:00"),
    ("24h", "2026-04-14T12:30:15.250000+02:00"),
    ("-7d", "2026-04-08T12:30:15.250000+02:00"),
    # Calendar days keep the wall clock over a change of clocks, hours do not.
    ("-20d", "2026-03-26T12:30:15.250000+01:00"),
    ("-480h", "2026-03-26T11:30:15.250000+01:00"),
    ("-2w", "2026-04-01T12:30:15.250000+02:00"),
    ("-1m", "2026-03-15T12:30:15.250000+01:00"),
    ("-1q", "2026-01-15T12:30:15.250000+01:00"),
    ("-2y", "2024-04-15T12:30:15.250000+02:00"),
    ("hStart", "2026-04-15T12:00:00+02:00"),
    ("dStart", "2026-04-15T00:00:00+02:00"),
    ("dEnd", "2026-04-15T23:59:59.999999+02:00"),
    ("-1dStart", "2026-04-14T00:00:00+02:00"),
    ("-1dEnd", "2026-04-14T23:59:59.999999+02:00"),
    ("wStart", "2026-04-12T00:00:00+02:00"),
    ("-1wEnd", "2026-04-11T23:59:59.999999+02:00"),
    ("mStart", "2026-04-01T00:00:00+02:00"),
    ("-1mStart", "2026-03-01T00:00:00+01:00"),
    ("-1mEnd", "2026-03-31T23:59:59.999999+02:00"),
    ("qStart", "2026-04-01T00:00:00+02:00"),
    ("-1qStart", "2026-01-01T00:00:00+01:00"),
    ("yStart", "2026-01-01T00:00:00+01:00"),
    ("-1yEnd", "2025-12-31T23:59:59.999999+01:00"),
    ("2026-03-01", "2026-03-01T00:00:00+01:00"),
    ("2026-03-01 10:00", "2026-03-01T10:00:00+01:00"),
    ("2026-03-01T10:00:00Z", "2026-03-01T10:00:00+00:00"),
    ("2026-03-01T10:00:00.5-05:00", "2026-03-01T10:00:00.500000-05:00"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_date_resolves_in_zone(text: str, expected: str) -> None:
    assert resolve_date(text, now=NOW, zone=BERLIN).isoformat() == expected


def test_week_starts_on_monday_when_told() -> None:
    assert resolve_date("wStart", now=NOW, zone=BERLIN, week_start_day=1).date().isoformat() == "2026-04-13"


def test_month_clamps_day_in_shorter_month() -> None:
    end_of_march = datetime(2026, 3, 31, 8, tzinfo=UTC)
    assert resolve_date("-1m", now=end_of_march).isoformat() == "2026-02-28T08:00:00+00:00"


def test_day_of_clock_change_has_23_hours() -> None:
    noon = datetime(2026, 3, 29, 12, tzinfo=BERLIN)
    length = end_of(noon, Unit.DAY).astimezone(UTC) - start_of(noon, Unit.DAY).astimezone(UTC)
    assert length == timedelta(hours=23) - timedelta(microseconds=1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "all",
        "-d",
        "7",
        "-7",
        "d",
        "-7D",
        "-7dMiddle",
        "yesterday",
        "2026",
        "2026-13-01",
        "-99999d",
        "--7d",
        "1e5",
        "-7d;",
    ],
)
def test_text_that_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(InvalidDateError, match="is not a date"):
        resolve_date(text, now=NOW)


def test_date_before_the_calendar_is_refused() -> None:
    with pytest.raises(InvalidDateError):
        resolve_date("-9999y", now=NOW)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-01", True),
        ("-7d", True),
        ("-1mStart", True),
        ("-24h", False),
        ("2026-03-01T00:00", False),
        ("x", False),
    ],
)
def test_whole_days_are_told_from_moments(text: str, expected: bool) -> None:
    assert is_whole_day(text) is expected


def test_relative_date_is_parsed_into_parts() -> None:
    assert parse_relative("-14dStart") == RelativeDate(count=14, unit=Unit.DAY, edge=Edge.START)
    assert parse_relative("2026-01-01") is None
    assert parse_absolute("-7d") is None


@given(
    st.integers(0, 9_999),
    st.sampled_from(list(Unit)),
    st.integers(631_152_000, 4_102_444_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Apia"]),
)
def test_start_never_lies_after_end_nor_outside_the_moment(count: int, unit: Unit, now: datetime, zone: str) -> None:
    if unit in (Unit.QUARTER, Unit.YEAR):
        count %= 1_900
    moment = RelativeDate(count=count, unit=unit).resolve(now=now, zone=ZoneInfo(zone))
    start, end = start_of(moment, unit), end_of(moment, unit)
    assert start.astimezone(UTC) <= moment.astimezone(UTC) <= end.astimezone(UTC)
    assert moment.astimezone(UTC) <= now
