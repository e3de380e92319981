"""Rows for tests: events written straight into the table that queries read, under a project of their own.

What ingestion makes of an SDK's request is proven where ingestion lives; here the rows are given.
"""

import itertools
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from common import clock, json
from posthog.clickhouse import client
from posthog.contracts import TeamContext
from posthog.queries.execution import Execution
from posthog.queries.nodes.base import QueryNode
from posthog.queries.registry import parse_query, runner_for, unwrap

NAMESPACE = UUID("6f0b2b52-7a7e-4a83-9f6e-5a1d2f0a9c11")
INSERT_SETTINGS = {
    "input_format_try_infer_dates": 0,
    "input_format_try_infer_datetimes": 0,
    "json_type_escape_dots_in_keys": 1,
    "type_json_skip_duplicated_paths": 1,
    "date_time_input_format": "best_effort",
}
# Beyond what a sequence in Postgres reaches in a test run, and different in each run on kept engines.
_team_ids = itertools.count(random.SystemRandom().randrange(10**9, 10**12))


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event as a test writes it down. `who` is the distinct id, and the person unless `person` says otherwise."""

    event: str
    at: datetime
    who: str = "ada"
    person: str = ""
    properties: dict[str, Any] = field(default_factory=dict)
    person_properties: dict[str, Any] = field(default_factory=dict)
    groups: tuple[tuple[int, str], ...] = ()
    session: str = ""
    uuid: UUID = field(default_factory=uuid4)

    @property
    def person_id(self) -> UUID:
        return person_id(self.person or self.who)


def person_id(name: str) -> UUID:
    return uuid5(NAMESPACE, name)


def make_team(*, timezone: str = "UTC", week_start_day: int = 0, test_account_filters: Any = ()) -> TeamContext:
    """A project that exists in ClickHouse only, which is all that runners need."""
    return TeamContext(
        id=next(_team_ids),
        uuid=uuid4(),
        organization_id=uuid4(),
        name="Given",
        api_token="phc_given",
        timezone=timezone,
        week_start_day=week_start_day,
        anonymize_ips=False,
        created_at=datetime(2020, 1, 1, tzinfo=UTC),
        test_account_filters=json.dumps(list(test_account_filters)).decode(),
    )


def given_events(team: TeamContext, *events: Event) -> None:
    insert_rows(to_row(team.id, event) for event in events)


def insert_rows(rows: Iterable[dict[str, Any]]) -> None:
    payload = b"\n".join(json.dumps(row) for row in rows)
    if payload:
        client.insert_json_rows("events", payload, settings=INSERT_SETTINGS)


def to_row(team_id: int, event: Event) -> dict[str, Any]:
    moment = event.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    return {
        "uuid": str(event.uuid),
        "team_id": team_id,
        "event": event.event,
        "distinct_id": event.who,
        "person_id": str(event.person_id),
        "timestamp": moment,
        "properties": event.properties | ({"$session_id": event.session} if event.session else {}),
        "person_properties": event.person_properties,
        **{f"group_key_{index}": key for index, key in event.groups},
        "elements_chain": "",
        "person_mode": "full",
        "created_at": moment,
    }


def answer(team: TeamContext, query: dict[str, Any] | QueryNode, *, now: datetime | None = None) -> dict[str, Any]:
    """What the runner answers, computed now, without caches."""
    node = unwrap(query if isinstance(query, QueryNode) else parse_query(query))
    execution = Execution(team=team, kind=node.kind, now=now or clock.now())
    return dict(runner_for(node)(node, execution).calculate())
