from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from posthog.queries.errors import InvalidQueryError
from posthog.queries.tests.given import Event, answer, given_events, make_team
from posthog.queries.trends.formula import FormulaError

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 11, 15, 30, tzinfo=UTC)  # a Wednesday


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def trends(*series: dict[str, Any] | str, **fields: Any) -> dict[str, Any]:
    """A query over the first five days of March."""
    nodes = [{"event": each} if isinstance(each, str) else each for each in series]
    return {
        "kind": "TrendsQuery",
        "series": [{"kind": "EventsNode", **node} for node in nodes],
        "dateRange": {"date_from": "2026-03-01", "date_to": "2026-03-05"},
        **fields,
    }


def numbers(results: list[dict[str, Any]]) -> list[tuple[str, list[float]]]:
    return [(result["label"], result["data"]) for result in results]


def totals(results: list[dict[str, Any]]) -> list[tuple[str, float]]:
    return [(result["label"], result["aggregated_value"]) for result in results]


def test_result_has_the_published_form() -> None:
    team = make_team()
    given_events(team, Event(event="paid", at=at(1)), Event(event="paid", at=at(3)), Event(event="other", at=at(3)))
    series = {
        "event": "paid",
        "custom_name": "Payments",
        "properties": [{"type": "event", "key": "x", "operator": "is_not_set"}],
    }
    body = answer(team, trends(series), now=NOW)
    assert body["results"] == [
        {
            "data": [1.0, 0.0, 1.0, 0.0, 0.0],
            "labels": ["1-Mar-2026", "2-Mar-2026", "3-Mar-2026", "4-Mar-2026", "5-Mar-2026"],
            "days": ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"],
            "count": 2.0,
            "label": "paid",
            "action": {
                "id": "paid",
                "type": "events",
                "order": 0,
                "name": "paid",
                "custom_name": "Payments",
                "math": "total",
                "math_property": None,
                "math_hogql": None,
                "math_group_type_index": None,
                "properties": [{"type": "event", "key": "x", "operator": "is_not_set"}],
                "days": [f"2026-03-0{day}T00:00:00+00:00" for day in range(1, 6)],
            },
            "filter": {
                "insight": "TRENDS",
                "interval": "day",
                "date_from": "2026-03-01T00:00:00+00:00",
                "date_to": "2026-03-05T23:59:59.999999+00:00",
                "breakdown": None,
                "breakdown_type": None,
            },
        }
    ]
    assert body["resolved_date_range"] == {
        "date_from": "2026-03-01T00:00:00+00:00",
        "date_to": "2026-03-05T23:59:59.999999+00:00",
    }
    assert body["hasMore"] is False
    assert "events" in body["hogql"]


def test_project_without_events_gets_zeros() -> None:
    assert numbers(answer(make_team(), trends("paid"))["results"]) == [("paid", [0.0] * 5)]


def test_series_without_an_event_counts_all_events() -> None:
    team = make_team()
    given_events(team, Event(event="a", at=at(1)), Event(event="b", at=at(1)))
    assert numbers(answer(team, trends({"event": None}))["results"]) == [("All events", [2.0, 0, 0, 0, 0])]


def test_several_series_keep_their_order() -> None:
    team = make_team()
    given_events(team, Event(event="a", at=at(1)), Event(event="b", at=at(2)), Event(event="b", at=at(2)))
    results = answer(team, trends("b", "a", "none"))["results"]
    assert numbers(results) == [("b", [0, 2, 0, 0, 0]), ("a", [1, 0, 0, 0, 0]), ("none", [0] * 5)]
    assert [result["action"]["order"] for result in results] == [0, 1, 2]


@pytest.mark.parametrize(
    ("interval", "days", "labels"),
    [
        ("hour", ["2026-03-01 00:00:00", "2026-03-01 01:00:00"], ["1-Mar 00:00", "1-Mar 01:00"]),
        ("minute", ["2026-03-01 00:00:00", "2026-03-01 00:01:00"], ["1-Mar 00:00", "1-Mar 00:01"]),
        ("week", ["2026-02-22", "2026-03-01"], ["22-Feb-2026", "1-Mar-2026"]),
        ("month", ["2026-02-01", "2026-03-01"], ["Feb 2026", "Mar 2026"]),
    ],
)
def test_buckets_are_named_by_their_interval(interval: str, days: list[str], labels: list[str]) -> None:
    date_from = "2026-02-25" if interval in ("week", "month") else "2026-03-01"
    query = trends("paid", interval=interval, dateRange={"date_from": date_from, "date_to": "2026-03-01"})
    result = answer(make_team(), query, now=NOW)["results"][0]
    assert (result["days"][:2], result["labels"][:2]) == (days, labels)


def test_dau_counts_people_not_distinct_ids() -> None:
    team = make_team()
    given_events(
        team,
        Event(event="seen", at=at(1), who="laptop", person="ada"),
        Event(event="seen", at=at(1), who="phone", person="ada"),
        Event(event="seen", at=at(1), who="bob"),
    )
    assert answer(team, trends({"event": "seen", "math": "dau"}))["results"][0]["data"] == [2, 0, 0, 0, 0]


def test_weekly_active_looks_back_over_seven_days_that_end_with_the_bucket() -> None:
    team = make_team()
    given_events(
        team,
        Event(event="seen", at=datetime(2026, 2, 23, 23, 59, tzinfo=UTC), who="too early for the 2nd"),
        Event(event="seen", at=datetime(2026, 2, 24, 0, 0, tzinfo=UTC), who="bob"),
        Event(event="seen", at=at(3), who="cyd"),
        Event(event="seen", at=at(4), who="cyd"),
    )
    data = answer(team, trends({"event": "seen", "math": "weekly_active"}))["results"][0]["data"]
    # 1 March looks back to 23 February, 2 March to the 24th, 3 March to the 25th.
    assert data == [2, 1, 1, 1, 1]


def test_monthly_active_by_month_looks_back_thirty_days_from_its_end() -> None:
    team = make_team()
    given_events(
        team,
        Event(event="seen", at=datetime(2026, 1, 1, 12, tzinfo=UTC), who="ada"),  # 31 days before January ends
        Event(event="seen", at=datetime(2026, 1, 2, 12, tzinfo=UTC), who="bob"),
        Event(event="seen", at=datetime(2026, 1, 31, 12, tzinfo=UTC), who="cyd"),  # also within February's 30 days
    )
    query = trends(
        {"event": "seen", "math": "monthly_active"},
        interval="month",
        dateRange={"date_from": "2026-01-01", "date_to": "2026-02-28"},
    )
    assert answer(team, query)["results"][0]["data"] == [2, 1]


def test_weekly_active_as_one_number_looks_back_from_the_end() -> None:
    team = make_team()
    given_events(
        team,
        Event(event="seen", at=datetime(2026, 2, 26, 23, 59, tzinfo=UTC), who="ada"),
        Event(event="seen", at=datetime(2026, 2, 27, 0, 0, tzinfo=UTC), who="bob"),
    )
    query = trends({"event": "seen", "math": "weekly_active"}, trendsFilter={"display": "BoldNumber"})
    assert totals(answer(team, query)["results"]) == [("seen", 1)]


def test_first_time_counts_a_person_on_the_day_of_the_first_event_ever() -> None:
    team = make_team()
    given_events(
        team,
        Event(event="paid", at=datetime(2025, 1, 1, tzinfo=UTC), who="old"),
        Event(event="paid", at=at(2), who="old", properties={"plan": "pro"}),
        Event(event="paid", at=at(2), who="new", properties={"plan": "free"}),
        Event(event="paid", at=at(3), who="new", properties={"plan": "pro"}),
        Event(event="paid", at=at(4), who="late", properties={"plan": "pro"}),
    )
    is_pro = [{"type": "event", "key": "plan", "operator": "exact", "value": "pro"}]

    def data(math: str, properties: list[dict[str, Any]]) -> list[float]:
        query = trends({"event": "paid", "math": math, "properties": properties})
        return list(answer(team, query)["results"][0]["data"])

    assert data("first_time_for_user", []) == [0, 1, 0, 1, 0]
    # The first event of all must pass the filter, or the first that passes it.
    assert data("first_time_for_user", is_pro) == [0, 0, 0, 1, 0]
    assert data("first_matching_event_for_user", is_pro) == [0, 1, 1, 1, 0]


def test_property_is_summed_whether_it_came_as_integer_or_float() -> None:
    team = make_team()
    values: list[Any] = [1, 1.0, 2.5, 10, None, "text", True]
    given_events(team, *(Event(event="paid", at=at(1), properties={"amount": value}) for value in values))
    query = trends({"event": "paid", "math": "sum", "math_property": "amount"})
    assert answer(team, query)["results"][0]["data"][0] == pytest.approx(14.5)
    doubled = trends({"event": "paid", "math": "sum", "math_property": "amount", "math_multiplier": 2})
    assert answer(team, doubled)["results"][0]["data"][0] == pytest.approx(29)


def test_person_property_is_averaged() -> None:
    team = make_team()
    given_events(team, *(Event(event="seen", at=at(1), person_properties={"age": age}) for age in (20, 40)))
    series = {"event": "seen", "math": "avg", "math_property": "age", "math_property_type": "person_properties"}
    assert answer(team, trends(series))["results"][0]["data"][0] == 30


def test_hogql_math_computes_any_aggregation() -> None:
    team = make_team()
    given_events(team, *(Event(event="paid", at=at(1), properties={"amount": amount}) for amount in (1, 2, 9)))
    series = {"event": "paid", "math": "hogql", "math_hogql": "sum(properties.amount) / count()"}
    assert answer(team, trends(series))["results"][0]["data"][0] == 4


def test_cumulative_people_are_counted_once() -> None:
    team = make_team()
    given_events(
        team,
        *(Event(event="seen", at=at(day), who=who) for day, who in ((1, "ada"), (2, "ada"), (2, "bob"), (4, "cyd"))),
    )
    display = {"display": "ActionsLineGraphCumulative"}
    result = answer(team, trends({"event": "seen", "math": "dau"}, trendsFilter=display))["results"][0]
    assert (result["data"], result["count"]) == ([1, 2, 2, 3, 3], 3)
    result = answer(team, trends("seen", trendsFilter=display))["results"][0]
    assert (result["data"], result["count"]) == ([1, 3, 3, 4, 4], 4)


def test_smoothing_is_the_mean_of_the_last_intervals() -> None:
    team = make_team()
    given_events(team, *(Event(event="seen", at=at(day)) for day in (1, 1, 1, 3, 3, 3, 3, 3, 3)))
    result = answer(team, trends("seen", trendsFilter={"smoothingIntervals": 3}))["results"][0]
    assert result["data"] == [3, 1.5, 3, 2, 2]
    assert result["count"] == 9


@pytest.mark.parametrize("display", ["BoldNumber", "ActionsPie", "ActionsBarValue", "ActionsTable", "WorldMap"])
def test_total_displays_give_one_number(display: str) -> None:
    team = make_team()
    given_events(team, *(Event(event="seen", at=at(day), who=who) for day, who in ((1, "ada"), (2, "ada"), (3, "bob"))))
    result = answer(team, trends({"event": "seen", "math": "dau"}, trendsFilter={"display": display}))["results"][0]
    assert {key: result[key] for key in ("aggregated_value", "data", "days", "labels", "count")} == {
        "aggregated_value": 2,
        "data": [],
        "days": [],
        "labels": [],
        "count": 0,
    }


def test_breakdown_orders_by_size_with_none_and_other_last() -> None:
    team = make_team()
    sizes = {"big": 5, "mid": 3, "small": 1, "tiny": 1}
    given_events(
        team,
        *(
            Event(event="seen", at=at(1), properties={"plan": plan})
            for plan, size in sizes.items()
            for _ in range(size)
        ),
        *(Event(event="seen", at=at(2)) for _ in range(4)),
    )
    body = answer(team, trends("seen", breakdownFilter={"breakdown": "plan", "breakdown_limit": 3}))
    assert [(result["label"], result["breakdown_value"], result["count"]) for result in body["results"]] == [
        ("big", "big", 5),
        ("mid", "mid", 3),
        ("none", "$$_posthog_breakdown_null_$$", 4),
        ("Other", "$$_posthog_breakdown_other_$$", 2),
    ]
    assert body["hasMore"] is True
    hidden = {"breakdown": "plan", "breakdown_limit": 3, "breakdown_hide_other_aggregation": True}
    body = answer(team, trends("seen", breakdownFilter=hidden))
    assert [result["label"] for result in body["results"]] == ["big", "mid", "none"]
    assert body["hasMore"] is True


def test_other_people_are_counted_once_not_once_per_value() -> None:
    team = make_team()
    given_events(
        team,
        *(Event(event="seen", at=at(1), who=f"u{number}", properties={"plan": "top"}) for number in range(3)),
        *(Event(event="seen", at=at(1), who="ada", properties={"plan": plan}) for plan in ("x", "y", "z")),
    )
    query = trends({"event": "seen", "math": "dau"}, breakdownFilter={"breakdown": "plan", "breakdown_limit": 1})
    assert [(result["label"], result["count"]) for result in answer(team, query)["results"]] == [
        ("top", 3),
        ("Other", 1),
    ]


def test_modern_breakdown_means_the_same_as_the_old_spelling() -> None:
    team = make_team()
    given_events(team, Event(event="seen", at=at(1), person_properties={"plan": "pro"}), Event(event="seen", at=at(1)))
    old = trends("seen", breakdownFilter={"breakdown": "plan", "breakdown_type": "person"})
    new = trends("seen", breakdownFilter={"breakdowns": [{"property": "plan", "type": "person"}]})
    assert answer(team, old)["results"] == answer(team, new)["results"]
    assert [result["label"] for result in answer(team, new)["results"]] == ["pro", "none"]


@pytest.mark.parametrize(
    ("breakdown", "expected"),
    [
        ({"property": "upper(event)", "type": "hogql"}, ["SEEN"]),
        ({"property": "distinct_id", "type": "event_metadata"}, ["ada"]),
        ({"property": "$group_0", "type": "event_metadata"}, ["acme"]),
        ({"property": "flag", "type": "event"}, ["true"]),
        ({"property": "n", "type": "event"}, ["3"]),
        ({"property": "url", "type": "event", "normalize_url": True}, ["https://x.io/a"]),
        ({"property": "root", "type": "event", "normalize_url": True}, ["/"]),
        ({"property": "a.b", "type": "event"}, ["dotted"]),
        ({"property": "o'clock \\ `--", "type": "event"}, ["quoted"]),
    ],
)
def test_breakdown_by_anything(breakdown: dict[str, Any], expected: list[str]) -> None:
    team = make_team()
    properties = {
        "flag": True,
        "n": 3,
        "url": "https://x.io/a/?",
        "root": "/",
        "a.b": "dotted",
        "o'clock \\ `--": "quoted",
    }
    given_events(team, Event(event="seen", at=at(1), properties=properties, groups=((0, "acme"),)))
    results = answer(team, trends("seen", breakdownFilter={"breakdowns": [breakdown]}))["results"]
    assert [result["breakdown_value"] for result in results] == expected


def test_histogram_bins_hold_equal_shares() -> None:
    team = make_team()
    given_events(
        team, *(Event(event="seen", at=at(1), properties={"n": n}) for n in range(1, 9)), Event(event="seen", at=at(1))
    )
    query = trends("seen", breakdownFilter={"breakdowns": [{"property": "n", "histogram_bin_count": 4}]})
    found = {result["breakdown_value"]: result["count"] for result in answer(team, query)["results"]}
    assert found == {"[1,2.75]": 2, "[2.75,4.5]": 2, "[4.5,6.25]": 2, "[6.25,8]": 2, "$$_posthog_breakdown_null_$$": 1}


def test_compare_puts_the_previous_period_beside_the_current_one() -> None:
    team = make_team()
    given_events(team, Event(event="seen", at=at(1)), Event(event="seen", at=datetime(2026, 2, 24, 12, tzinfo=UTC)))
    results = answer(team, trends("seen", compareFilter={"compare": True}))["results"]
    assert [(result["compare_label"], result["data"], result["days"][0]) for result in results] == [
        ("current", [1, 0, 0, 0, 0], "2026-03-01"),
        ("previous", [1, 0, 0, 0, 0], "2026-02-24"),
    ]
    assert all(result["compare"] for result in results)


def test_compare_with_a_shifted_period() -> None:
    team = make_team()
    given_events(team, Event(event="seen", at=datetime(2025, 3, 2, 12, tzinfo=UTC)))
    results = answer(team, trends("seen", compareFilter={"compare": True, "compare_to": "-1y"}))["results"]
    assert [result["data"] for result in results] == [[0, 0, 0, 0, 0], [0, 1, 0, 0, 0]]


def test_formula_computes_between_series() -> None:
    team = make_team()
    given_events(
        team,
        *(Event(event="seen", at=at(1)) for _ in range(4)),
        Event(event="paid", at=at(1)),
        Event(event="paid", at=at(2)),
    )
    results = answer(team, trends("paid", "seen", trendsFilter={"formula": "A / B * 100"}))["results"]
    assert numbers(results) == [("Formula (A / B * 100)", [25, 0, 0, 0, 0])]
    nodes = [{"formula": "A+B", "custom_name": "All"}, {"formula": "B"}]
    results = answer(team, trends("paid", "seen", trendsFilter={"formulaNodes": nodes}))["results"]
    assert numbers(results) == [("All", [5, 1, 0, 0, 0]), ("Formula (B)", [4, 0, 0, 0, 0])]


def test_formula_with_breakdown_and_total_and_comparison() -> None:
    team = make_team()
    given_events(
        team,
        *(Event(event="seen", at=at(1), properties={"plan": plan}) for plan in ("pro", "pro", "free")),
        Event(event="paid", at=at(1), properties={"plan": "pro"}),
        Event(event="seen", at=datetime(2026, 2, 24, 12, tzinfo=UTC), properties={"plan": "pro"}),
    )
    query = trends(
        "seen",
        "paid",
        breakdownFilter={"breakdown": "plan"},
        compareFilter={"compare": True},
        trendsFilter={"formula": "A + 10*B", "display": "ActionsTable"},
    )
    found = [
        (result["label"], result["compare_label"], result["aggregated_value"])
        for result in answer(team, query)["results"]
    ]
    assert found == [("pro", "current", 12), ("pro", "previous", 1), ("free", "current", 1)]


@pytest.mark.parametrize("formula", ["A + C", "__import__('os')", "A.b", "1e999 * A", "A(" * 50])
def test_formula_that_is_not_arithmetic_is_refused(formula: str) -> None:
    with pytest.raises(FormulaError):
        answer(make_team(), trends("a", "b", trendsFilter={"formula": formula}))


def test_filters_of_query_series_and_test_accounts_all_hold() -> None:
    internal = {"type": "person", "key": "email", "operator": "not_icontains", "value": "@corp.com"}
    team = make_team(test_account_filters=[internal])
    given_events(
        team,
        *(
            Event(
                event="seen",
                at=at(1),
                properties={"browser": browser, "n": n},
                person_properties={"email": email},
            )
            for browser in ("Firefox", "Chrome")
            for n in (1, 2)
            for email in ("ada@corp.com", "bob@home.org")
        ),
    )
    query = trends(
        {"event": "seen", "properties": [{"type": "event", "key": "n", "operator": "gt", "value": 1}]},
        properties=[{"type": "event", "key": "browser", "operator": "exact", "value": ["Firefox", "Safari"]}],
    )
    assert answer(team, query)["results"][0]["count"] == 2
    assert answer(team, {**query, "filterTestAccounts": True})["results"][0]["count"] == 1


def test_groups_of_filters_combine_with_and_and_or() -> None:
    team = make_team()
    given_events(
        team, *(Event(event="seen", at=at(1), properties={"a": a, "b": b}) for a in (1, 2, 3) for b in ("x", "y"))
    )

    def is_(key: str, value: Any) -> dict[str, Any]:
        return {"type": "event", "key": key, "operator": "exact", "value": value}

    either = {"type": "OR", "values": [is_("a", 1), {"type": "AND", "values": [is_("a", 2), is_("b", "y")]}]}
    assert answer(team, trends("seen", properties=either))["results"][0]["count"] == 3


def test_all_begins_with_the_first_event_of_the_project() -> None:
    team = make_team()
    given_events(team, Event(event="first", at=datetime(2026, 2, 27, 3, tzinfo=UTC)), Event(event="seen", at=at(1)))
    query = trends("seen", dateRange={"date_from": "all", "date_to": "2026-03-02"})
    result = answer(team, query, now=NOW)["results"][0]
    assert result["days"] == ["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02"]
    assert result["data"] == [0, 0, 1, 0]


def test_groups_are_counted_instead_of_people() -> None:
    team = make_team()
    given_events(
        team,
        *(
            Event(event="seen", at=at(1), who=who, groups=((0, key),))
            for who, key in (("a", "acme"), ("b", "acme"), ("c", ""))
        ),
    )
    query = trends({"event": "seen", "math": "dau"}, aggregation_group_type_index=0)
    assert answer(team, query)["results"][0]["count"] == 1


def test_sample_is_scaled_to_the_whole() -> None:
    team = make_team()
    given_events(team, *(Event(event="seen", at=at(1), who=f"user {number}") for number in range(2000)))
    whole = answer(team, trends("seen"))["results"][0]["count"]
    sampled = answer(team, trends("seen", samplingFactor=0.5))["results"][0]["count"]
    assert whole == 2000
    # A half of 2000 varies by 22 people (one standard deviation of the binomial); five of them, doubled.
    assert sampled != whole
    assert sampled == pytest.approx(2000, abs=225)


def test_projects_never_see_each_other() -> None:
    mine, theirs = make_team(), make_team()
    given_events(theirs, *(Event(event="seen", at=at(1), properties={"plan": "secret"}) for _ in range(3)))
    given_events(mine, Event(event="seen", at=at(1), properties={"plan": "mine"}))
    either = [{"type": "hogql", "key": "1 = 1 OR team_id > 0"}]
    for query in (
        trends("seen", breakdownFilter={"breakdown": "plan"}),
        trends({"event": None, "math": "first_time_for_user"}),
        trends({"event": "seen", "math": "weekly_active"}),
        trends({"event": "seen", "math": "avg_count_per_actor"}),
    ):
        assert [result["count"] for result in answer(mine, query)["results"]] == [
            1 if "weekly" not in str(query) else 5
        ]
    with pytest.raises(Exception, match="team_id"):
        answer(mine, trends("seen", properties=either))


def test_date_range_with_too_many_buckets_is_refused() -> None:
    query = trends("seen", interval="minute", dateRange={"date_from": "-2y"})
    with pytest.raises(InvalidQueryError, match="Choose a longer interval"):
        answer(make_team(), query, now=NOW)


def test_events_on_the_edges_of_the_range_are_counted() -> None:
    team = make_team(timezone="America/New_York")
    midnight = datetime(2026, 3, 1, 5, tzinfo=UTC)
    tick = timedelta(microseconds=1)
    edges = (midnight - tick, midnight, midnight + timedelta(days=5) - tick, midnight + timedelta(days=5))
    given_events(team, *(Event(event="seen", at=moment) for moment in edges))
    assert answer(team, trends("seen"))["results"][0]["data"] == [1, 0, 0, 0, 1]
