"""Every kind of criterion against brute force: generated histories, several time zones, people who were merged."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posthog.hogql.context import HogQLContext
from posthog.hogql.query import execute_hogql
from posthog.hogql.taxonomy import StaticTaxonomy
from products.cohorts.backend.logic.criteria.parse import parse_filters
from products.cohorts.backend.logic.criteria.query import people_query
from products.cohorts.backend.tests import brute_force
from products.cohorts.backend.tests.factories import all_of, any_of, did, person_is
from products.cohorts.backend.tests.histories import Happening, Somebody, given_people, next_team_id

# The projects of these tests are in ClickHouse alone, whose tables this makes.
pytestmark = pytest.mark.usefixtures("django_db_setup")

ZONES = ("UTC", "America/New_York", "Asia/Kolkata", "Pacific/Apia")
# An ordinary day, the day after the clocks changed in New York, and the end of a short month.
NOWS = (
    datetime(2026, 7, 15, 12, tzinfo=UTC),
    datetime(2026, 11, 2, 15, tzinfo=UTC),
    datetime(2026, 3, 31, 9, tzinfo=UTC),
)
EVENTS = ("bought", "looked", "left")
PEOPLE = 10

# Whole hours, so that events lie exactly on the edges of windows; some in the future, as wrong clocks send them.
ago = st.one_of(
    st.integers(-24, 96), st.integers(-24, 24 * 100), st.sampled_from([24, 48, 72, 168, 336, 504, 24 * 31, 24 * 61])
)


@st.composite
def histories(draw: st.DrawFn, now: datetime) -> list[Somebody]:
    people = []
    for index in range(PEOPLE):
        moments = draw(st.lists(st.tuples(st.sampled_from(EVENTS), ago, st.booleans()), max_size=9))
        events = [
            Happening(event, now - timedelta(hours=hours), {"paid": paid} if paid else {})
            for event, hours, paid in moments
        ]
        properties = {"plan": draw(st.sampled_from(["pro", "free"])), "visits": draw(st.integers(0, 5))}
        name = f"somebody-{index}"
        people.append(Somebody(name, properties, events, [f"once-{name}"] if draw(st.booleans()) else []))
    return people


def spans(longest: int = 60) -> st.SearchStrategy[tuple[int, str]]:
    return st.one_of(
        st.tuples(st.integers(1, 48), st.just("hour")),
        st.tuples(st.integers(1, longest), st.just("day")),
        st.tuples(st.integers(1, max(1, longest // 7)), st.just("week")),
        st.tuples(st.integers(1, max(1, longest // 30)), st.just("month")),
    )


@st.composite
def behaviors(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    count, unit = draw(spans())
    more: dict[str, Any] = {"time_value": count, "time_interval": unit}
    if kind == "performed_event_multiple":
        more |= {
            "operator": draw(st.sampled_from(["gte", "lte", "gt", "lt", "eq"])),
            "operator_value": draw(st.integers(1, 3)),
        }
    elif kind == "performed_event_regularly":
        total = draw(st.integers(1, 5))
        count, unit = draw(spans(20))
        more = {
            "time_value": count,
            "time_interval": unit,
            "total_periods": total,
            "min_periods": draw(st.integers(1, total)),
        }
        if draw(st.booleans()):
            more |= {"operator": draw(st.sampled_from(["gte", "lte", "eq"])), "operator_value": draw(st.integers(1, 2))}
    elif kind == "performed_event_sequence":
        value, interval = draw(spans(20))
        more |= {"seq_event": draw(st.sampled_from(EVENTS)), "seq_time_value": value, "seq_time_interval": interval}
    elif kind in ("stopped_performing_event", "restarted_performing_event"):
        more |= {"time_value": draw(st.integers(8, 60)), "time_interval": "day"}
        more |= {"seq_time_value": draw(st.integers(1, 7)), "seq_time_interval": "day"}
    elif draw(st.booleans()):
        more = {"explicit_datetime": draw(st.sampled_from(["2026-02-27", "2026-06-20", "2026-10-31T01:30:00"]))}
        if draw(st.booleans()):
            more["explicit_datetime_to"] = draw(st.sampled_from(["2026-03-20", "2026-07-10", "2026-11-01"]))
    if draw(st.booleans()):
        more["event_filters"] = [{"key": "paid", "value": True, "operator": "exact", "type": "event"}]
    if more.get("operator") == "lt" and more.get("operator_value") == 0:
        more["operator_value"] = 1
    event = draw(st.sampled_from([*EVENTS, None]))
    criterion = {**did(event, kind), **more}
    return {
        name: value
        for name, value in criterion.items()
        if not ("explicit_datetime" in more and name.startswith("time_"))
    }


KINDS = (
    "performed_event",
    "performed_event_multiple",
    "performed_event_sequence",
    "performed_event_first_time",
    "performed_event_regularly",
    "stopped_performing_event",
    "restarted_performing_event",
)


def found(team_id: int, filters: dict[str, Any], now: datetime, zone: str) -> set[str]:
    context = HogQLContext(
        team_id=team_id, timezone=zone, now=now, default_limit=None, max_limit=None, taxonomy=StaticTaxonomy()
    )
    rows = execute_hogql(people_query(parse_filters(filters), context), context=context).rows
    assert len(rows) == len(set(rows))
    return {str(row[0]) for row in rows}


@settings(max_examples=5, deadline=None)
@given(data=st.data(), now=st.sampled_from(NOWS), zone=st.sampled_from(ZONES))
def test_every_kind_of_behavior_finds_whom_brute_force_finds(data: st.DataObject, now: datetime, zone: str) -> None:
    people, team_id = data.draw(histories(now)), next_team_id()
    given_people(team_id, people)
    for kind in KINDS:
        criterion = data.draw(behaviors(kind))
        # A negation needs company; a property that everybody has is company that changes nothing.
        for negation in (False, True):
            asked = all_of(person_is("plan", None, "is_set"), {**criterion, "negation": negation})
            expected = {
                str(somebody.uuid)
                for somebody in people
                if brute_force.holds(asked["properties"], somebody, now, ZoneInfo(zone))
            }
            assert found(team_id, asked, now, zone) == expected, (kind, asked, now, zone)


@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_nested_groups_with_negations_find_whom_brute_force_finds(data: st.DataObject) -> None:
    now = NOWS[0]
    people, team_id = data.draw(histories(now)), next_team_id()
    given_people(team_id, people)
    leaf = st.one_of(
        st.sampled_from(
            [person_is("plan", "pro"), person_is("visits", 2, "gt"), person_is("plan", "free", negation=True)]
        ),
        st.sampled_from(KINDS).flatmap(behaviors),
        st.sampled_from(KINDS).flatmap(behaviors).map(lambda each: {**each, "negation": True}),
    )
    tree = st.recursive(
        leaf,
        lambda inner: st.builds(
            lambda kind, values: {"type": kind, "values": values},
            st.sampled_from(["AND", "OR"]),
            st.lists(inner, min_size=1, max_size=3),
        ),
        max_leaves=6,
    )
    values = data.draw(st.lists(tree, min_size=1, max_size=2))
    for build in (all_of, any_of):
        asked = build(person_is("plan", "pro"), *values)
        expected = {
            str(somebody.uuid)
            for somebody in people
            if brute_force.holds(asked["properties"], somebody, now, ZoneInfo("UTC"))
        }
        assert found(team_id, asked, now, "UTC") == expected, asked
