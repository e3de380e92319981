"""People under concurrency: random events, identifies and merges through several workers at once, against simple models.

Requests go over HTTP into the real queue; then workers, each a process of its own on the real engines, work off all its
partitions at once. A longer run: `MERGE_EXAMPLES=2000 bin/hogli test <this file> --backend-only`.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test.client import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from posthog.contracts import Actor, TeamContext
from posthog.models import Organization, Team, User
from posthog.teams import to_team_context
from products.events.backend.facade import PersonsAPI
from products.events.backend.facade.errors import ChangeRefusedError, PersonNotFoundError
from products.events.backend.logic.queue import connection, keys
from products.events.backend.logic.reading.hogql import context_of, run
from products.events.backend.models import Person
from products.events.backend.tests.conftest import queue_length, rows_of
from products.events.backend.tests.people_model import (
    PLACEHOLDER,
    Action,
    Human,
    Kind,
    Unions,
    as_event,
    mentioned,
    outcomes,
)
from products.events.backend.tests.test_persons import check_stores_agree, people
from products.events.backend.wire.identifiers import person_uuid

PARTITIONS, WORKERS = 4, 3
EXAMPLES = int(os.environ.get("MERGE_EXAMPLES", "10"))
PROPERTIES = ("plan", "city")
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
Lanes = list[list[Action]]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(max(300, EXAMPLES * 10))]


class Workers:
    """Processes that are told which partitions to work off, and start at the same moment."""

    def __init__(self) -> None:
        self._processes = [self._start(number) for number in range(WORKERS)]

    def work_off(self, orders: Sequence[Sequence[int]]) -> None:
        self.begin(orders)
        self.wait()

    def begin(self, orders: Sequence[Sequence[int]]) -> None:
        for process, order in zip(self._processes, orders, strict=True):
            assert process.stdin is not None
            process.stdin.write(" ".join(map(str, order)) + "\n")
            process.stdin.flush()

    def wait(self) -> None:
        for process in self._processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "done\n", "a worker died"
        assert queue_length() == 0

    def stop(self) -> None:
        for process in self._processes:
            process.communicate(timeout=20)

    @staticmethod
    def _start(number: int) -> "subprocess.Popen[str]":
        argv = [sys.executable, "-m", "products.events.backend.tests.racing_worker", str(number)]
        env = {
            "DJANGO_SETTINGS_MODULE": "posthog.settings",
            "EVENT_BATCH_SECONDS": "0",
            "EVENT_PARTITIONS": str(PARTITIONS),
            # One takes requests one by one, one a few, and one all there are.
            "EVENT_BATCH_MAX_EVENTS": str((1, 4, 1000)[number % 3]),
        }
        return subprocess.Popen(
            argv, env={**os.environ, **env}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    started = Workers()
    yield started
    started.stop()


orders = st.lists(st.permutations(range(PARTITIONS)), min_size=WORKERS, max_size=WORKERS)
changes = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(PROPERTIES) for name in ("assign", "assign_once", "unset")}
)


@st.composite
def requests_of(draw: st.DrawFn, *, kinds: Sequence[Kind], ids: Sequence[str], most: int) -> list[list[Action]]:
    """Requests of one to three events, `most` events in all."""
    sizes = draw(st.lists(st.integers(1, 3), min_size=4, max_size=most))
    found: list[list[Action]] = []
    number = 0
    for size in sizes:
        request = []
        for _ in range(min(size, most - number)):
            kind = draw(st.sampled_from(kinds))
            needs_other = kind not in (Kind.PLAIN, Kind.WITHOUT_PROFILE)
            request.append(
                Action(
                    number=number,
                    kind=kind,
                    who=draw(st.sampled_from(ids)),
                    other=draw(st.sampled_from(ids)) if needs_other else "",
                    **draw(changes),
                )
            )
            number += 1
        if request:
            found.append(request)
    return found


def in_a_new_project(owner: TeamContext) -> TeamContext:
    """Every example has people of its own."""
    return to_team_context(Team.objects.create(organization=Organization.objects.get(teams=owner.id)))


def send_all(requests: list[list[Action]], team: TeamContext) -> Lanes:
    """Send the requests; returns the events by the partition they went to, in their order."""
    client = Client()
    lanes: Lanes = [[] for _ in range(PARTITIONS)]
    redis = connection.client()
    lengths = [0] * PARTITIONS
    for request in requests:
        body = {"api_key": team.api_token, "batch": [as_event(action) for action in request]}
        assert client.post("/batch/", json.dumps(body), content_type="application/json").status_code == 200
        now = [int(redis.xlen(keys.stream(partition))) for partition in range(PARTITIONS)]
        [partition] = [number for number in range(PARTITIONS) if now[number] > lengths[number]]
        lanes[partition] += request
        lengths = now
    return lanes


def in_postgres(team: TeamContext, key: str) -> frozenset[Human]:
    """The people as they are now, in the words of the model."""
    return frozenset(_human(ids, person, team, key) for ids, person in people(team).items())


def _human(ids: frozenset[str], person: Person, team: TeamContext, key: str) -> Human:
    named = [distinct_id for distinct_id in ids if person_uuid(team.id, distinct_id) == person.uuid]
    born = (person.created_at - BEGINNING) / timedelta(seconds=1)
    return Human(
        ids=tuple(sorted(ids)),
        named=named[0] if named else "nobody",
        born=int(born),
        identified=person.is_identified,
        value=person.properties.get(key),
    )


def without_values(world: frozenset[Human]) -> frozenset[tuple[Any, ...]]:
    return frozenset((human.ids, human.named, human.born, human.identified) for human in world)


def check_events_find_their_people(actions: list[Action], team: TeamContext) -> None:
    """Every event is there once, and queries give it to whoever its id belongs to now."""
    rows = run("SELECT properties.n, distinct_id, person_id FROM events", context_of(team.id), {})
    assert sorted(int(number) for number, _, _ in rows) == [action.number for action in actions]
    owner = {distinct_id: str(person.uuid) for ids, person in people(team).items() for distinct_id in ids}
    for action_number, distinct_id, person in rows:
        expected = owner.get(distinct_id) or str(person_uuid(team.id, distinct_id))
        assert str(person) == expected, (action_number, distinct_id)


# Not what is slow or shared is in question here, and a failure that depends on a race cannot be made smaller.
races = hypothesis_settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[phase for phase in hypothesis_settings().phases if phase.name in {"explicit", "reuse", "generate"}],
    print_blob=True,
)


@races
@given(requests=requests_of(kinds=list(Kind), ids=["a", "b", "c", "d", PLACEHOLDER], most=12), orders=orders)
def test_what_comes_out_is_what_some_order_of_the_events_gives(
    workers: Workers, team: TeamContext, settings: Any, requests: list[list[Action]], orders: list[list[int]]
) -> None:
    settings.EVENT_PARTITIONS = PARTITIONS
    project = in_a_new_project(team)
    lanes = send_all(requests, project)
    workers.work_off(orders)
    for key in PROPERTIES:
        found = in_postgres(project, key)
        allowed = outcomes(lanes, key)
        alike = [world for world in allowed if without_values(world) == without_values(found)]
        assert alike, (found, lanes)
        # Each value for itself: whether two people were changed in the same order is not promised.
        for human in found:
            assert any(human in world for world in alike), (human, lanes)
    check_stores_agree(project, rows_of(project))
    check_events_find_their_people([action for request in requests for action in request], project)


@races
@given(
    requests=requests_of(
        kinds=[Kind.PLAIN, Kind.WITHOUT_PROFILE, Kind.MERGE, Kind.MERGE],
        ids=[f"id-{number}" for number in range(12)],
        most=40,
    ),
    orders=orders,
)
def test_wanted_merges_come_out_as_union_find(
    workers: Workers, team: TeamContext, settings: Any, requests: list[list[Action]], orders: list[list[int]]
) -> None:
    settings.EVENT_PARTITIONS = PARTITIONS
    project = in_a_new_project(team)
    send_all(requests, project)
    workers.work_off(orders)
    actions = [action for request in requests for action in request]
    unions = Unions()
    for action in actions:
        if action.kind is not Kind.WITHOUT_PROFILE:
            unions.find(action.who)
        if action.other:
            unions.join(action.who, action.other)
    assert set(people(project)) == unions.groups()
    for ids, person in people(project).items():
        theirs = [
            action for action in actions if action.kind is not Kind.WITHOUT_PROFILE and mentioned([action]) <= ids
        ]
        for key in PROPERTIES:
            check_property(person.properties.get(key), key, theirs)
    check_stores_agree(project, rows_of(project))
    check_events_find_their_people(actions, project)


by_hand = st.lists(
    st.tuples(st.sampled_from(("split", "set", "unset", "delete")), st.sampled_from("abcd"), st.floats(0, 0.15)),
    min_size=2,
    max_size=5,
)


@races
@given(requests=requests_of(kinds=list(Kind), ids=list("abcd"), most=16), orders=orders, by_hand=by_hand)
def test_changes_by_hand_meanwhile_leave_both_stores_agreeing(
    workers: Workers,
    team: TeamContext,
    user: User,
    settings: Any,
    requests: list[list[Action]],
    orders: list[list[int]],
    by_hand: list[tuple[str, str, float]],
) -> None:
    """Splits, deletions and changes through the API get in between what workers have read and what they write."""
    settings.EVENT_PARTITIONS = PARTITIONS
    project = in_a_new_project(team)
    actor = Actor(user_id=user.pk, user_uuid=user.uuid, email=user.email)
    send_all(requests, project)
    workers.begin(orders)
    for verb, distinct_id, pause in by_hand:
        time.sleep(pause)
        change_by_hand(verb, distinct_id, project, actor)
    workers.wait()
    check_stores_agree(project, rows_of(project))
    rows = run(
        "SELECT properties.n, distinct_id, person_id FROM events WHERE properties.n IS NOT NULL",
        context_of(project.id),
        {},
    )
    assert sorted(int(number) for number, _, _ in rows) == list(range(sum(map(len, requests))))
    owner = {distinct_id: str(person.uuid) for ids, person in people(project).items() for distinct_id in ids}
    for number, distinct_id, person in rows:
        # Whose id nobody has any more was deleted without their events.
        assert owner.get(distinct_id, str(person)) == str(person), (number, distinct_id)


def change_by_hand(verb: str, distinct_id: str, project: TeamContext, actor: Actor) -> None:
    found = PersonsAPI.find_person_by_distinct_id(team_id=project.id, distinct_id=distinct_id)
    if found is None:
        return
    with suppress(PersonNotFoundError, ChangeRefusedError):
        if verb == "split":
            PersonsAPI.split_person(
                team_id=project.id, person_uuid=found.uuid, main_distinct_id=distinct_id, actor=actor
            )
        elif verb == "set":
            PersonsAPI.set_properties('{"plan": "by hand"}', team_id=project.id, person_uuid=found.uuid, actor=actor)
        elif verb == "unset":
            PersonsAPI.unset_property("plan", team_id=project.id, person_uuid=found.uuid, actor=actor)
        else:
            PersonsAPI.delete_person(team_id=project.id, person_uuid=found.uuid, delete_events=False, actor=actor)


def check_property(value: Any, key: str, theirs: list[Action]) -> None:
    """Whatever the order: a value that somebody wrote, none only if nobody did or somebody removed it."""
    written = {action.number for action in theirs if key in (action.assign, action.assign_once) and action.unset != key}
    assert value in written | {None}
    if not any(action.unset == key for action in theirs):
        assert (value is None) == (not written)
    if any(action.assign == key for action in theirs) and not any(action.unset == key for action in theirs):
        # Who is merged into somebody with a value loses their own, whichever it was.
        assert value is not None


def test_the_model_knows_the_rules() -> None:
    """By hand: an id belongs to whoever was first, an identified person is merged away only dangerously."""
    first = [Action(number=0, kind=Kind.IDENTIFY, who="a", other="x", assign="plan")]
    second = [Action(number=1, kind=Kind.IDENTIFY, who="b", other="x", assign="plan")]
    assert {
        frozenset((human.ids, human.named, human.value) for human in world)
        for world in outcomes([first, second], "plan")
    } == {
        frozenset({(("a", "b", "x"), "a", 1)}),
        frozenset({(("a", "b", "x"), "b", 0)}),
    }
    refused = [
        *first,
        Action(number=1, kind=Kind.IDENTIFY, who="b", other="b"),
        Action(number=2, kind=Kind.ALIAS, who="a", other="b"),
    ]
    [world] = outcomes([refused], "plan")
    assert {human.ids for human in world} == {("a", "x"), ("b",)}
    [world] = outcomes([[*refused, Action(number=3, kind=Kind.MERGE, who="a", other="b")]], "plan")
    assert {human.ids for human in world} == {("a", "b", "x")}
