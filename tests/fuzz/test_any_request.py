"""Hypothesis against capture and flags: any text in any packing, with headers that lie and bytes that are damaged."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, event, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import Settings

from posthog import known_teams
from posthog.contracts import TeamContext
from products.events.backend.facade.enums import DrainOutcome
from products.events.backend.facade.system import IngestionAPI
from products.events.backend.logic.queue import connection
from tests.fuzz.mutations import KEYS, LIES, ODD, PACKERS
from tests.fuzz.test_fuzz import ANSWERS, CAPTURE, FLAGS

VALUES = st.recursive(
    st.sampled_from(ODD) | st.text(max_size=20) | st.integers() | st.floats(),
    lambda children: st.lists(children, max_size=4) | st.dictionaries(st.sampled_from(KEYS), children, max_size=6),
    max_leaves=12,
)
TEXTS = VALUES.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=300)
ENVELOPE = b'{"token":"%s","distinct_id":"u","event":"x","batch":[{"event":"x","distinct_id":"u"},%s]}'
# One value very often: a few bytes once they are packed.
REPEATED = st.builds(
    lambda unit, times: b"[" + b",".join([unit] * times) + b"]",
    st.sampled_from((b"1", b"{}", b"[]", b'""', b'{"event":"x","distinct_id":"u"}', b"[[[[]]]]", b"-0e1")),
    st.integers(1, 30_000),
)


@pytest.fixture
def _queue_of_its_own(settings: Settings) -> Iterator[None]:
    settings.EVENT_BATCH_SECONDS = 0
    settings.EVENT_PARTITIONS = 1
    connection.client().flushdb()
    known_teams.forget()
    yield
    known_teams.forget()


@pytest.mark.usefixtures("_queue_of_its_own")
@hypothesis_settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    path=st.sampled_from((*CAPTURE, *FLAGS)),
    text=TEXTS | REPEATED,
    with_token=st.booleans(),
    packings=st.lists(st.sampled_from(sorted(PACKERS)), min_size=1, max_size=2),
    lie=st.sampled_from(({}, *LIES)),
    damage=st.none() | st.none() | st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)),
)
def test_any_request_is_answered_and_leaves_a_queue_that_can_be_worked_off(
    client: Client,
    team: TeamContext,
    path: str,
    text: bytes,
    with_token: bool,
    packings: list[str],
    lie: dict[str, str],
    damage: tuple[float, int] | None,
) -> None:
    body = ENVELOPE % (team.api_token.encode(), text) if with_token else text
    headers: dict[str, str] = {}
    query = ""
    for name in packings:
        body, added, query = PACKERS[name](body)
        headers |= added
    if damage and body:
        place, byte = int(damage[0] * len(body)), damage[1]
        body = body[:place] + bytes([byte]) + body[place + 1 :]
    headers |= lie
    kind: Any = headers.pop("Content-Type", "application/octet-stream")
    response = client.generic("POST", f"{path}?{query}", body, content_type=kind, headers=headers)
    event(f"{path} {response.status_code}")
    assert response.status_code in ANSWERS, response.content
    assert isinstance(response.json(), dict)
    while (drained := IngestionAPI.drain_partition(0)).outcome == DrainOutcome.MORE:
        pass
    assert drained.outcome == DrainOutcome.EMPTY, drained
