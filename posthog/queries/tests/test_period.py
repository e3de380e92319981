from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthog.queries.errors import InvalidQueryError
from posthog.queries.nodes.shared import DateRange, Interval
from posthog.queries.period import Calendar, Period, resolve_period

NOW = datetime(2026, 3, 11, 15, 30, tzinfo=UTC)  # a Wednesday


def resolve(
    date_from: str | None,
    date_to: str | None = None,
    *,
    interval: Interval = Interval.DAY,
    zone: str = "UTC",
    week_start_day: int = 0,
    explicit: bool = False,
    first_event: datetime | None = None,
    now: datetime = NOW,
) -> Period:
    return resolve_period(
        DateRange(date_from=date_from, date_to=date_to, explicit_date=explicit),
        interval=interval,
        calendar=Calendar(zone=ZoneInfo(zone), week_start_day=week_start_day, now=now),
        earliest=lambda: first_event,
    )


def span(period: Period) -> tuple[str, str]:
    return period.start.isoformat(), period.end.isoformat()


@pytest.mark.parametrize(
    ("date_from", "date_to", "interval", "expected"),
    [
        (None, None, "day", ("2026-03-04T00:00:00+00:00", "2026-03-11T23:59:59.999999+00:00")),
        ("-7d", "-1d", "day", ("2026-03-04T00:00:00+00:00", "2026-03-10T23:59:59.999999+00:00")),
        ("-24h", None, "hour", ("2026-03-10T15:00:00+00:00", "2026-03-11T15:30:00+00:00")),
        ("dStart", None, "hour", ("2026-03-11T00:00:00+00:00", "2026-03-11T15:30:00+00:00")),
        ("mStart", None, "day", ("2026-03-01T00:00:00+00:00", "2026-03-11T23:59:59.999999+00:00")),
        ("-1mStart", "-1mEnd", "day", ("2026-02-01T00:00:00+00:00", "2026-02-28T23:59:59.999999+00:00")),
        ("2026-01-05", "2026-01-06", "day", ("2026-01-05T00:00:00+00:00", "2026-01-06T23:59:59.999999+00:00")),
        ("2026-01-05T06:00", "2026-01-05T07:30", "hour", ("2026-01-05T06:00:00+00:00", "2026-01-05T07:30:00+00:00")),
        # Buckets are whole unless the range is explicit: the week begins on Sunday, the month on the first.
        ("2026-01-07", "2026-01-20", "week", ("2026-01-04T00:00:00+00:00", "2026-01-20T23:59:59.999999+00:00")),
        ("2026-01-07", "2026-02-20", "month", ("2026-01-01T00:00:00+00:00", "2026-02-20T23:59:59.999999+00:00")),
    ],
)
def test_date_range_means_this_period(
    date_from: str | None, date_to: str | None, interval: str, expected: tuple[str, str]
) -> None:
    assert span(resolve(date_from, date_to, interval=Interval(interval))) == expected


def test_explicit_range_keeps_a_first_bucket_that_is_cut() -> None:
    period = resolve("2026-01-07T12:00", "2026-01-20", interval=Interval.WEEK, explicit=True)
    assert period.start == datetime(2026, 1, 7, 12, tzinfo=UTC)
    assert [bucket.date().isoformat() for bucket in period.buckets()] == ["2026-01-04", "2026-01-11", "2026-01-18"]


def test_weeks_begin_on_the_day_of_the_project() -> None:
    starts = [resolve("-7d", interval=Interval.WEEK, week_start_day=day).start.strftime("%a") for day in (0, 1)]
    assert starts == ["Sun", "Mon"]


def test_all_begins_on_the_day_of_the_first_event_in_the_projects_zone() -> None:
    period = resolve("all", zone="America/New_York", first_event=datetime(2025, 12, 1, 3, tzinfo=UTC))
    assert period.start.isoformat() == "2025-11-30T00:00:00-05:00"


def test_all_without_events_is_the_default_range() -> None:
    assert resolve("all").start == resolve(None).start


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-03-08", 23), ("2026-11-01", 25), ("2026-06-01", 24)], ids=["spring", "autumn", "summer"]
)
def test_day_has_as_many_hours_as_its_clocks_show(day: str, hours: int) -> None:
    later = datetime(2027, 1, 1, tzinfo=UTC)
    period = resolve(day, day, interval=Interval.HOUR, zone="America/New_York", now=later)
    assert len(period.buckets()) == hours


@pytest.mark.parametrize(
    ("date_from", "date_to", "interval", "compare_to", "expected"),
    [
        ("2026-03-04", "2026-03-11", "day", None, ("2026-02-24", "2026-03-03")),
        ("2026-03-04", "2026-03-11", "day", "-1w", ("2026-02-25", "2026-03-04")),
        ("2026-03-01", "2026-03-31", "day", "-1m", ("2026-02-01", "2026-02-28")),
        ("2026-01-01", "2026-03-15", "month", None, ("2025-10-01", "2025-12-15")),
        ("2026-02-01", "2026-02-14", "week", None, ("2026-01-18", "2026-01-31")),
        ("2026-03-01", "2026-03-10", "day", "-1y", ("2025-03-01", "2025-03-10")),
    ],
)
def test_previous_period_is_as_long_or_shifted(
    date_from: str, date_to: str, interval: str, compare_to: str | None, expected: tuple[str, str]
) -> None:
    previous = resolve(date_from, date_to, interval=Interval(interval)).previous(compare_to)
    assert (previous.start.date().isoformat(), previous.end.date().isoformat()) == expected


@pytest.mark.parametrize(
    ("date_from", "date_to", "problem"),
    [
        ("yesterday", None, "'yesterday' is not a date"),
        ("-7d", "whenever", "'whenever' is not a date"),
        ("-1d", "-7d", "ends before it begins"),
        ("-99999d", None, "is not a date"),
    ],
)
def test_range_that_means_nothing_is_refused(date_from: str, date_to: str | None, problem: str) -> None:
    with pytest.raises(InvalidQueryError, match=problem):
        resolve(date_from, date_to)


def test_too_many_buckets_are_refused_with_the_way_out() -> None:
    period = resolve("2020-01-01", "2026-01-01", interval=Interval.MINUTE)
    with pytest.raises(InvalidQueryError, match="Choose a longer interval"):
        period.buckets()


ZONES = [
    "UTC",
    "America/New_York",
    "Asia/Kolkata",
    "Africa/Cairo",
    "Pacific/Auckland",
    "America/Santiago",
    "Asia/Kathmandu",
]


@given(
    st.sampled_from(ZONES),
    st.sampled_from(list(Interval)),
    st.integers(0, 1),
    st.datetimes(datetime(2023, 1, 1), datetime(2026, 1, 1)),  # noqa: DTZ001  # given a zone below
    st.integers(0, 40 * 24 * 60),
    st.floats(0, 1),
)
def test_every_moment_lies_in_the_bucket_with_its_index(
    zone: str, interval: Interval, week_start_day: int, start: datetime, minutes: int, share: float
) -> None:
    first = start.replace(tzinfo=UTC)
    minutes = min(minutes, 2 * 24 * 60) if interval is Interval.MINUTE else minutes
    last = first + timedelta(minutes=minutes)
    period = resolve(
        first.isoformat(), last.isoformat(), interval=interval, zone=zone, week_start_day=week_start_day, now=last
    )
    moment = first + (last - first) * share
    buckets = [bucket.astimezone(UTC) for bucket in period.buckets()]
    # Independent of the arithmetic in bucket_index: look the moment up among the starts.
    assert period.bucket_index(moment) == sum(bucket <= moment for bucket in buckets) - 1
    assert buckets == sorted(set(buckets))
    assert buckets[0] <= first
    assert buckets[-1] <= last
