"""`bin/hogli demo` from end to end: the invented history arrives whole, in order, and only once."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from products.events.backend.demo.history import history
from products.events.backend.demo.sitting import Event
from products.events.backend.demo.world import Scale
from tests.support.instance import Project

pytestmark = pytest.mark.slow

PEOPLE, DAYS = 60, 60


def expected_events(project: Project, last: datetime) -> list[Event]:
    """The history as the generator makes it, up to the newest event that arrived."""
    created = datetime.fromisoformat(project.get("")["created_at"])
    scale = Scale(start=created.astimezone(UTC).date() - timedelta(days=DAYS), people=PEOPLE, days=DAYS)
    return [event for _, events in history(scale, until=last) for event in events]


def newest(project: Project) -> datetime:
    stated = project.sql("SELECT toString(toTimeZone(max(timestamp), 'UTC')) FROM events")[0][0]
    return datetime.fromisoformat(stated).replace(tzinfo=UTC)


def test_history_arrives_whole_and_repeating_it_adds_nothing(project: Project) -> None:
    project.instance.manage(
        "demo",
        "--project-id",
        str(project.id),
        "--people",
        str(PEOPLE),
        "--days",
        str(DAYS),
        "--url",
        project.instance.url,
    )
    expected = expected_events(project, newest(project))
    counted = dict(project.sql("SELECT event, count() FROM events GROUP BY event LIMIT 1000"))
    assert counted == Counter(event["event"] for event in expected)
    assert counted["signed up"] > PEOPLE / 2

    people = {event["distinct_id"] for event in expected if event["event"] == "signed up"}
    assert project.sql("SELECT count() FROM persons WHERE is_identified")[0][0] == len(people)
    revenue = sum(event["properties"]["amount"] for event in expected if event["event"] == "invoice paid")
    stored = project.sql("SELECT sum(properties.amount) FROM events WHERE event = 'invoice paid'")[0][0]
    assert (stored or 0) == pytest.approx(revenue)

    # Up to an hour later the command would rightly add that hour's events; up to here nothing may change.
    until = f"timestamp <= '{newest(project):%Y-%m-%d %H:%M:%S.%f}'"
    before = project.sql(f"SELECT count(), uniqExact(uuid), uniq(person_id) FROM events WHERE {until}")
    project.instance.manage(
        "demo",
        "--project-id",
        str(project.id),
        "--people",
        str(PEOPLE),
        "--days",
        str(DAYS),
        "--url",
        project.instance.url,
    )
    assert project.sql(f"SELECT count(), uniqExact(uuid), uniq(person_id) FROM events WHERE {until}") == before
