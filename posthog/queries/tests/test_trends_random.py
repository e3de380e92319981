"""Random events and random trends queries against the brute force: totals, people, breakdowns, comparison, clocks."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from posthog.queries.tests import brute_force
from posthog.queries.tests.given import Event, answer, given_events, make_team

pytestmark = pytest.mark.django_db

# Days around which clocks change: in spring at two, in autumn at three, and at midnight, where a day has no 0:00.
PLACES = [
    ("UTC", date(2025, 1, 31)),
    ("America/New_York", date(2025, 3, 9)),
    ("America/New_York", date(2025, 11, 2)),
    ("Europe/Berlin", date(2025, 10, 26)),
    ("Pacific/Auckland", date(2025, 4, 6)),
    ("America/Santiago", date(2025, 9, 7)),
    ("Asia/Kolkata", date(2024, 2, 29)),
]
MATHS = [
    "total",
    "dau",
    "unique_session",
    "unique_group",
    "sum",
    "avg",
    "min",
    "max",
    "median",
    "p90",
    "avg_count_per_actor",
    "max_count_per_actor",
    "p75_count_per_actor",
]
BREAKDOWN_LIMIT = 2

moments = st.integers(-4 * 24 * 60, 6 * 24 * 60)
plans = st.sampled_from([None, "", "free", "pro", "team ü", "O'Brien", True, 7, 2.5])
amounts = st.none() | st.integers(-5, 1000) | st.sampled_from([0.5, 1.25, -2.75, 1e6])


@st.composite
def events_around(draw: st.DrawFn, zone: str, day: date) -> list[Event]:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    events = []
    for minutes in draw(st.lists(moments, max_size=25)):
        plan, amount = draw(plans), draw(amounts)
        given_properties = {"plan": plan, "amount": amount}
        events.append(
            Event(
                event=draw(st.sampled_from(["signed up", "paid"])),
                at=noon + timedelta(minutes=minutes, seconds=draw(st.sampled_from([0, 29, 59]))),
                who=draw(st.sampled_from(["ada", "bob", "cyd"])),
                properties={name: value for name, value in given_properties.items() if value is not None},
                groups=((0, draw(st.sampled_from(["", "acme", "initech"]))),),
                session=draw(st.sampled_from(["", "s1", "s2", "s3"])),
            )
        )
    return events


@pytest.mark.parametrize("interval", ["hour", "day", "week", "month"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_trends_equal_the_brute_force(interval: str, data: st.DataObject) -> None:
    zone_name, day = data.draw(st.sampled_from(PLACES))
    zone, week_start_day = ZoneInfo(zone_name), data.draw(st.integers(0, 1))
    events = data.draw(events_around(zone_name, day))
    first, last = day - timedelta(days=data.draw(st.integers(0, 2))), day + timedelta(days=data.draw(st.integers(0, 3)))
    math, splits = data.draw(st.sampled_from(MATHS)), data.draw(st.booleans())
    compares = interval == "day" and data.draw(st.booleans())
    query: dict[str, Any] = {
        "kind": "TrendsQuery",
        "series": [{"kind": "EventsNode", "event": "paid", "math": math, "math_property": "amount"}],
        "interval": interval,
        "dateRange": {"date_from": first.isoformat(), "date_to": last.isoformat()},
        "compareFilter": {"compare": compares},
    }
    if math == "unique_group":
        query["series"][0]["math_group_type_index"] = 0
    if splits:
        query["breakdownFilter"] = {"breakdown": "plan", "breakdown_type": "event", "breakdown_limit": BREAKDOWN_LIMIT}

    team = make_team(timezone=zone_name, week_start_day=week_start_day)
    given_events(team, *events)
    results = answer(team, query)["results"]

    paid = brute_force.that_count((event for event in events if event.event == "paid"), math)
    start = brute_force.first_day(first, interval, week_start_day)

    def measure(begin: date, end: date) -> Any:
        buckets = brute_force.all_buckets(begin, end, interval, zone, week_start_day)
        return lambda chosen: brute_force.series(chosen, buckets, interval, zone, week_start_day, math, "amount")

    current = brute_force.in_days(paid, start, last, zone)
    expected: dict[tuple[str, str], list[float]] = {}
    shown: list[str] = []
    if splits:
        lines = brute_force.broken_down(
            current, lambda event: event.properties.get("plan"), BREAKDOWN_LIMIT, measure(start, last)
        )
        shown = [value for value in lines if value != brute_force.OTHER]
        expected = {("current", value): numbers for value, numbers in lines.items()}
    else:
        expected["current", ""] = measure(start, last)(current)
    if compares:
        length = timedelta(days=(last - start).days + 1)
        begin, end = start - length, last - length
        previous = brute_force.in_days(paid, begin, end, zone)
        if splits:
            for event in previous:
                text = brute_force.breakdown_text(event.properties.get("plan"))
                expected.setdefault(("previous", text if text in shown else brute_force.OTHER), [])
            for label, value in expected:
                if label == "previous":
                    chosen = [
                        event
                        for event in previous
                        if (text := brute_force.breakdown_text(event.properties.get("plan"))) == value
                        or (value == brute_force.OTHER and text not in shown)
                    ]
                    expected[label, value] = measure(begin, end)(chosen)
        else:
            expected["previous", ""] = measure(begin, end)(previous)

    found = {
        (result.get("compare_label", "current"), result.get("breakdown_value", "")): result["data"]
        for result in results
    }
    assert {key: pytest.approx(numbers) for key, numbers in expected.items()} == found
