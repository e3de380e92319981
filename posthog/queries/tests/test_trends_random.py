"""Random events and random trends queries against the brute force: totals, people, breakdowns, comparison, clocks."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
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
UNIQUE = ("dau", "unique_session", "unique_group")
LINE, TOTAL, CUMULATIVE = "ActionsLineGraph", "ActionsTable", "ActionsLineGraphCumulative"
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


@dataclass(frozen=True, kw_only=True)
class Case:
    """A question, its project and the events."""

    zone: str
    week_start_day: int
    interval: str
    first: date
    last: date
    math: str
    display: str
    splits: bool
    compares: bool
    events: tuple[Event, ...]

    @property
    def query(self) -> dict[str, Any]:
        series: dict[str, Any] = {"kind": "EventsNode", "event": "paid", "math": self.math, "math_property": "amount"}
        if self.math == "unique_group":
            series["math_group_type_index"] = 0
        query: dict[str, Any] = {
            "kind": "TrendsQuery",
            "series": [series],
            "interval": self.interval,
            "dateRange": {"date_from": self.first.isoformat(), "date_to": self.last.isoformat()},
            "compareFilter": {"compare": self.compares},
            "trendsFilter": {"display": self.display},
        }
        if self.splits:
            query["breakdownFilter"] = {"breakdown": "plan", "breakdown_limit": BREAKDOWN_LIMIT}
        return query


@st.composite
def cases(draw: st.DrawFn, interval: str) -> Case:
    zone, day = draw(st.sampled_from(PLACES))
    return Case(
        zone=zone,
        week_start_day=draw(st.integers(0, 1)),
        interval=interval,
        first=day - timedelta(days=draw(st.integers(0, 2))),
        last=day + timedelta(days=draw(st.integers(0, 3))),
        math=draw(st.sampled_from(MATHS)),
        display=draw(st.sampled_from([LINE, LINE, TOTAL, CUMULATIVE])),
        splits=draw(st.booleans()),
        # How long other intervals' previous periods are is proven where periods are.
        compares=interval == "day" and draw(st.booleans()),
        events=tuple(draw(events_around(zone, day))),
    )


Expected = dict[tuple[str, str], list[float]]


class BruteForce:
    """What the answer to a case must be."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.zone = ZoneInfo(case.zone)
        self.start = brute_force.first_day(case.first, case.interval, case.week_start_day)
        self.events = brute_force.that_count((event for event in case.events if event.event == "paid"), case.math)

    def lines(self) -> Expected:
        case, length = self.case, timedelta(days=(self.case.last - self.start).days + 1)
        current = brute_force.in_days(self.events, self.start, case.last, self.zone)
        measure = self._measure(self.start, case.last)
        if not case.splits:
            expected: Expected = {("current", ""): measure(current)}
        else:
            split = brute_force.broken_down(current, self._plan, BREAKDOWN_LIMIT, measure)
            expected = {("current", value): numbers for value, numbers in split.items()}
        if case.compares:
            shown = {value for _, value in expected if value != brute_force.OTHER}
            expected |= self._previous(self.start - length, case.last - length, shown)
        if case.display == CUMULATIVE:
            return {key: list(accumulate(numbers)) for key, numbers in expected.items()}
        return expected

    def _previous(self, begin: date, end: date, shown: set[str]) -> Expected:
        """The previous period, split by what the current one shows."""
        events = brute_force.in_days(self.events, begin, end, self.zone)
        measure = self._measure(begin, end)
        if not self.case.splits:
            return {("previous", ""): measure(events)}
        by_line: dict[str, list[Event]] = defaultdict(list)
        for event in events:
            text = brute_force.breakdown_text(self._plan(event))
            by_line[text if text in shown else brute_force.OTHER].append(event)
        return {("previous", value): measure(chosen) for value, chosen in by_line.items()}

    def _measure(self, begin: date, end: date) -> Callable[[Sequence[Event]], list[float]]:
        case = self.case
        buckets = brute_force.all_buckets(begin, end, case.interval, self.zone, case.week_start_day)
        if case.display == TOTAL:
            return lambda events: [float(brute_force.value_of(events, case.math, "amount"))]
        place = (buckets, case.interval, self.zone, case.week_start_day)
        if case.display == CUMULATIVE and case.math in UNIQUE:
            return lambda events: brute_force.firsts(events, *place, case.math)
        return lambda events: brute_force.series(events, *place, case.math, "amount")

    @staticmethod
    def _plan(event: Event) -> Any:
        return event.properties.get("plan")


@pytest.mark.parametrize("interval", ["hour", "day", "week", "month"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_trends_equal_the_brute_force(interval: str, data: st.DataObject) -> None:
    case = data.draw(cases(interval))
    team = make_team(timezone=case.zone, week_start_day=case.week_start_day)
    given_events(team, *case.events)
    found = {
        (result.get("compare_label", "current"), result.get("breakdown_value", "")): (
            [result["aggregated_value"]] if case.display == TOTAL else result["data"]
        )
        for result in answer(team, case.query)["results"]
    }
    assert {key: pytest.approx(numbers) for key, numbers in BruteForce(case).lines().items()} == found
