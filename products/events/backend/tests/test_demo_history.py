"""The invented history of `bin/hogli demo`: it repeats, it obeys the product's rules, and it looks like a product's.

Expectations about shares are wide on purpose: they hold for any seed, and catch a history that has died out, exploded
or lost its seasons.
"""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise
from uuid import UUID

import pytest

from products.events.backend.demo import questions, seasons
from products.events.backend.demo.history import history
from products.events.backend.demo.sitting import Event
from products.events.backend.demo.world import Scale

START = date(2025, 3, 3)
SCALE = Scale(start=START, people=300, days=240)
UNTIL = datetime(2025, 3, 3, 15, 30, tzinfo=UTC) + timedelta(days=240)

QUESTIONS = {question.key: question for question in (questions.ONBOARDING, *questions.ON_BOARDS)}


def all_events(scale: Scale = SCALE, until: datetime = UNTIL) -> list[Event]:
    return [event for _, events in history(scale, until=until) for event in events]


@pytest.fixture(scope="module")
def events() -> list[Event]:
    return all_events()


def by_user(events: list[Event]) -> dict[str, list[Event]]:
    """What each signed-up person did under their own id, oldest first."""
    grouped: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event["distinct_id"].startswith("user_"):
            grouped[event["distinct_id"]].append(event)
    return grouped


def by_company(events: list[Event]) -> dict[str, list[Event]]:
    grouped: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if groups := event["properties"].get("$groups"):
            grouped[groups["company"]].append(event)
    return grouped


def first(events: list[Event], name: str) -> int | None:
    return next((index for index, event in enumerate(events) if event["event"] == name), None)


def test_history_is_the_same_every_time(events: list[Event]) -> None:
    assert all_events() == events


def test_other_seed_makes_other_people(events: list[Event]) -> None:
    others = all_events(Scale(start=START, people=300, days=240, seed="another"), until=UNTIL)
    assert not {event["uuid"] for event in others} & {event["uuid"] for event in events}
    assert not set(by_user(others)) & set(by_user(events))


def test_longer_history_begins_like_the_shorter_one(events: list[Event]) -> None:
    longer = all_events(until=UNTIL + timedelta(days=5, hours=3))
    assert longer[: len(events)] == events
    assert len(longer) > len(events)


def test_no_event_is_in_the_future_or_out_of_order(events: list[Event]) -> None:
    times = [datetime.fromisoformat(event["timestamp"]) for event in events]
    assert times == sorted(times)
    assert times[-1] <= UNTIL
    assert times[0] >= datetime(2025, 3, 3, tzinfo=UTC)


def test_event_ids_are_unique_uuids(events: list[Event]) -> None:
    assert len({UUID(event["uuid"]) for event in events}) == len(events)


def test_nobody_does_anything_before_signing_up(events: list[Event]) -> None:
    for steps in by_user(events).values():
        names = [event["event"] for event in steps]
        assert names[:2] == ["$identify", "signed up"]
        assert names.count("signed up") == 1


def test_funnel_of_a_company_keeps_its_order(events: list[Event]) -> None:
    order = ("signed up", "workspace created", "board created", "card added")
    reached = Counter[str]()
    for steps in by_company(events).values():
        positions = [first(steps, name) for name in order]
        found = [position for position in positions if position is not None]
        assert found == sorted(found)
        assert positions[: len(found)] == found, "a step was reached without the one before it"
        reached.update(order[: len(found)])
    counts = [reached[name] for name in order]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] > 0


def test_money_follows_the_plan(events: list[Event]) -> None:
    """A company pays only between an upgrade and a cancellation, and every upgrade starts at the checkout."""
    upgraded = 0
    for steps in by_company(events).values():
        plan = "free"
        checkout = 0
        for event in steps:
            properties = event["properties"]
            match event["event"]:
                case "checkout started":
                    checkout += 1
                case "plan upgraded":
                    assert checkout > 0
                    assert properties["from_plan"] == plan
                    plan = properties["plan"]
                    upgraded += 1
                case "plan downgraded":
                    assert (properties["from_plan"], plan) == ("team", "team")
                    plan = properties["plan"]
                case "invoice paid" | "payment failed":
                    assert properties["plan"] == plan != "free"
                    assert properties["amount"] > 0
                case "subscription cancelled":
                    assert properties["plan"] == plan != "free"
                    plan = "free"
    assert upgraded > 5


def test_paid_features_are_used_by_paying_companies_only(events: list[Event]) -> None:
    for steps in by_company(events).values():
        for index, event in enumerate(steps):
            if event["event"] in ("report viewed", "automation created"):
                before = [step["event"] for step in steps[:index]]
                assert "plan upgraded" in before


def test_anonymous_devices_become_people_once(events: list[Event]) -> None:
    """Every `$identify` joins a device to one person, and that device had been seen without a name before."""
    seen: set[str] = set()
    joined: dict[str, str] = {}
    for event in events:
        if event["event"] == "$identify":
            device = event["properties"]["$anon_distinct_id"]
            assert device in seen
            assert device not in joined
            joined[device] = event["distinct_id"]
        elif not event["distinct_id"].startswith("user_"):
            assert event["distinct_id"] not in joined, "a signed-in device sent under its old name"
            assert event["properties"]["$process_person_profile"] is False
            seen.add(event["distinct_id"])
    assert len(set(joined.values())) < len(joined), "nobody uses a second device"


def test_sessions_have_one_device_and_no_long_silence(events: list[Event]) -> None:
    sessions: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if session := event["properties"].get("$session_id"):
            sessions[session].append(event)
    for session, members in sessions.items():
        assert UUID(session).version == 7
        assert len({event["properties"]["$device_id"] for event in members}) == 1
        times = [datetime.fromisoformat(event["timestamp"]) for event in members]
        assert max((b - a for a, b in pairwise(times)), default=timedelta()) < timedelta(minutes=30)


def test_people_describe_themselves_with_reserved_addresses(events: list[Event]) -> None:
    identified = [event["$set"] for event in events if event["event"] == "$identify"]
    emails = {described["email"] for described in identified}
    assert all(email.endswith(".example.com") for email in emails)
    assert len(emails) == len(by_user(events))
    known = {"email", "name", "role", "plan", "company", "$geoip_country_code"}
    assert all(set(described) == known for described in identified)


def test_scale_decides_how_many_sign_up(events: list[Event]) -> None:
    signed_up = sum(event["event"] == "signed up" for event in events)
    assert 0.9 * SCALE.people <= signed_up <= 1.05 * SCALE.people


def test_signups_grow(events: list[Event]) -> None:
    times = [datetime.fromisoformat(event["timestamp"]) for event in events if event["event"] == "signed up"]
    first_third = sum(time < UNTIL - timedelta(days=160) for time in times)
    last_third = sum(time > UNTIL - timedelta(days=80) for time in times)
    assert last_third > 1.4 * first_third


def test_weekends_are_quiet(events: list[Event]) -> None:
    days = Counter(datetime.fromisoformat(event["timestamp"]).weekday() for event in events)
    working_day = sum(days[index] for index in range(5)) / 5
    weekend_day = (days[5] + days[6]) / 2
    assert 0.1 < weekend_day / working_day < 0.6


def test_retention_falls_and_does_not_die(events: list[Event]) -> None:
    """Shares of people active in their 2nd and 9th week, of those who could have been."""
    shares: list[float] = []
    for week in (1, 8):
        could = did = 0
        for steps in by_user(events).values():
            joined = datetime.fromisoformat(steps[0]["timestamp"])
            begin, end = joined + timedelta(weeks=week), joined + timedelta(weeks=week + 1)
            if end > UNTIL:
                continue
            could += 1
            did += any(begin <= datetime.fromisoformat(step["timestamp"]) < end for step in steps)
        shares.append(did / could)
    second, ninth = shares
    assert 0.3 < second < 0.85
    assert 0.08 < ninth < second


def test_newcomers_add_up_and_go_on_with_the_seasons() -> None:
    counts = list(islice(seasons.newcomers(people=1000, days=365, start=START), 365 + 60))
    assert sum(counts[:365]) == 1000
    assert all(count >= 0 for count in counts)
    assert sum(counts[365:]) > 60


def test_until_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        next(history(SCALE, until=datetime(2025, 4, 1)))  # noqa: DTZ001 - the mistake under test


def test_flags_are_asked_when_they_exist_and_answered_the_same_every_time(events: list[Event]) -> None:
    called = [event for event in events if event["event"] == "$feature_flag_called"]
    answers: dict[tuple[str, str], set[object]] = defaultdict(set)
    for event in called:
        told = event["properties"]
        answers[told["$feature_flag"], event["distinct_id"]].add(told["$feature_flag_response"])
        day = (datetime.fromisoformat(event["timestamp"]).date() - START).days
        question = QUESTIONS[told["$feature_flag"]]
        assert question.is_asked(day, SCALE.days)
    assert {flag for flag, _ in answers} == set(QUESTIONS)
    assert all(len(given) == 1 for given in answers.values())
    variants = Counter(next(iter(given)) for (flag, _), given in answers.items() if flag == questions.ONBOARDING.key)
    assert set(variants) == {"control", "checklist", "guided-tour"}
    assert min(variants.values()) > 0.2 * sum(variants.values())


def test_answer_is_told_with_what_follows_in_the_sitting(events: list[Event]) -> None:
    told = [event for event in events if event["event"] == "onboarding step completed"]
    name = f"$feature/{questions.ONBOARDING.key}"
    since = START + timedelta(days=int(questions.ONBOARDING.since * SCALE.days))
    for event in told:
        is_later = datetime.fromisoformat(event["timestamp"]).date() >= since
        assert (name in event["properties"]) is is_later
