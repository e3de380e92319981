"""Projects with people and events for tests of criteria, written straight into the tables that queries read."""

import itertools
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from common import json
from posthog.clickhouse import client

# As ingestion inserts: a text that looks like a date stays a text, a dot in a key is no nesting.
INSERT_SETTINGS = {
    "date_time_input_format": "best_effort",
    "input_format_try_infer_dates": 0,
    "input_format_try_infer_datetimes": 0,
    "json_type_escape_dots_in_keys": 1,
    "type_json_skip_duplicated_paths": 1,
}
_NAMESPACE = UUID("0d1d6a1e-5e0f-4f67-8a4e-3f1c7f6f2d51")
# Beyond what a sequence in Postgres reaches in a test run, and different in each run on kept engines.
_team_ids = itertools.count(random.SystemRandom().randrange(10**9, 10**12))


@dataclass(frozen=True, slots=True)
class Happening:
    """An event as a test writes it down."""

    event: str
    at: datetime
    properties: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Somebody:
    """A person with a history. `was` are distinct ids whose events were stored under another person, before a merge."""

    name: str
    properties: dict[str, Any] = field(default_factory=dict)
    events: list[Happening] = field(default_factory=list)
    was: list[str] = field(default_factory=list)

    @property
    def uuid(self) -> UUID:
        return person_id(self.name)


def person_id(name: str) -> UUID:
    return uuid5(_NAMESPACE, name)


def next_team_id() -> int:
    """A project that exists in ClickHouse only."""
    return next(_team_ids)


def given_people(team_id: int, people: Iterable[Somebody]) -> None:
    """Store people and their events. Of somebody who was merged, every second event is from before."""
    persons, events, overrides = [], [], []
    for somebody in people:
        created = "2026-01-01 00:00:00.000000"
        persons.append(
            {
                "id": str(somebody.uuid),
                "team_id": team_id,
                "properties": somebody.properties,
                "is_identified": True,
                "created_at": created,
                "is_deleted": 0,
                "version": 1,
            }
        )
        for index, happening in enumerate(somebody.events):
            who = somebody.was[index % len(somebody.was)] if somebody.was and index % 2 else somebody.name
            moment = happening.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
            events.append(
                {
                    "uuid": str(uuid4()),
                    "team_id": team_id,
                    "event": happening.event,
                    "distinct_id": who,
                    "person_id": str(person_id(who)),
                    "timestamp": moment,
                    "properties": happening.properties,
                    "person_properties": somebody.properties,
                    "person_mode": "full",
                    "created_at": moment,
                }
            )
        overrides += [
            {"team_id": team_id, "distinct_id": old, "person_id": str(somebody.uuid), "is_deleted": 0, "version": 1}
            for old in somebody.was
        ]
    for table, rows in (("person", persons), ("events", events), ("person_distinct_id_overrides", overrides)):
        if rows:
            payload = b"\n".join(json.dumps(row) for row in rows)
            client.insert_json_rows(table, payload, settings=INSERT_SETTINGS)
