"""Squashing overrides: no answer changes at any moment, whatever happens in between."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from common import clock
from posthog.clickhouse import client as clickhouse
from posthog.clickhouse import mutations
from posthog.contracts import TeamContext
from posthog.queries.tests.given import answer
from products.events.backend.clickhouse.tables import EVENTS, PERSON_DISTINCT_ID_OVERRIDES
from products.events.backend.facade.system import UpkeepAPI
from products.events.backend.logic.reading.hogql import context_of, run
from products.events.backend.logic.upkeep import squash
from products.events.backend.tests.conftest import Row
from products.events.backend.tests.test_persons import alias, event, identify, people

Send = Callable[..., None]
Stored = Callable[..., list[Row]]

pytestmark = pytest.mark.usefixtures("emptied_tables")
PAGE = {"$process_person_profile": False}
PEOPLE_BY_MONTH = {
    "kind": "TrendsQuery",
    "interval": "month",
    "dateRange": {"date_from": "2020-01-01", "date_to": "2035-12-31", "explicitDate": True},
    "series": [{"kind": "EventsNode", "event": "page", "math": math} for math in ("dau", "total")],
}


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    offset = timedelta()

    def move(by: timedelta) -> None:
        nonlocal offset
        offset += by

    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC) + offset)
    return move


@pytest.fixture
def visitors(send: Send) -> None:
    """Anonymous visits, sign-ups, and an id that moved twice: overrides of the versions 1 and 2."""
    send(
        *(event("page", f"anon-{number % 4}", PAGE) for number in range(12)),
        event("page", "a"),
        event("page", "b"),
        event("page", "bystander"),
    )
    send(identify("user", "anon-0"), identify("user", "anon-1"), alias("a", "b"))
    send(alias("user", "a", "$merge_dangerously"), event("page", "user"))


def answers(team: TeamContext) -> Row:
    """What people ask, through HogQL and trends: it is to be the same at any moment."""
    context = context_of(team.id)
    questions = {
        "people": "SELECT uniq(person_id) FROM events",
        "by event": "SELECT event, count(), uniq(person_id) FROM events GROUP BY event ORDER BY event",
        "who": "SELECT distinct_id, person_id, count() FROM events GROUP BY distinct_id, person_id ORDER BY distinct_id",
        "joined": "SELECT pdi.person.id, count() FROM events GROUP BY pdi.person.id ORDER BY pdi.person.id",
    }
    found = {name: run(sql, context, {}) for name, sql in questions.items()}
    return {**found, "trends": [series["data"] for series in answer(team, PEOPLE_BY_MONTH)["results"]]}


def overrides(stored: Stored) -> set[str]:
    return {row["distinct_id"] for row in stored("distinct_id", "person_distinct_id_overrides")}


@pytest.mark.usefixtures("visitors")
def test_no_answer_changes_before_while_and_after_squashing(
    team: TeamContext, stored: Stored, later: Callable[[timedelta], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = answers(team)
    # Of the 16 pages, all of four people: 12 by anonymous ids, and those of a, b, the bystander and the user.
    assert [sum(data) for data in before["trends"]] == [4, 16]
    assert before["people"] == [(4,)], "anon-2, anon-3, the bystander, and everybody else is `user`"
    assert overrides(stored) == {"anon-0", "anon-1", "a", "b"}
    assert UpkeepAPI.squash_overrides() == 0, "what has just arrived rests first"
    assert overrides(stored) == {"anon-0", "anon-1", "a", "b"}
    later(timedelta(days=1))
    original = clickhouse.command
    seen: list[Row] = []

    def look(*args: Any, **kwargs: Any) -> None:
        original(*args, **kwargs)
        seen.append(answers(team))

    monkeypatch.setattr(clickhouse, "command", look)
    assert UpkeepAPI.squash_overrides() >= 4
    monkeypatch.setattr(clickhouse, "command", original)
    assert [each == before for each in seen] == [True, True, True]
    assert overrides(stored) == set()
    user = str(people(team)[frozenset({"user", "anon-0", "anon-1", "a", "b"})].uuid)
    rows = stored("distinct_id, toString(person_id) AS person", where="distinct_id IN ('anon-0', 'anon-1', 'a', 'b')")
    assert {row["person"] for row in rows} == {user}
    assert answers(team) == before
    assert UpkeepAPI.squash_overrides() == 0


@pytest.mark.usefixtures("visitors")
@pytest.mark.parametrize("step", [1, 2, 3])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_crash_at_any_step_changes_no_answer_and_the_next_run_goes_on(
    team: TeamContext,
    stored: Stored,
    later: Callable[[timedelta], None],
    monkeypatch: pytest.MonkeyPatch,
    step: int,
    moment: str,
) -> None:
    before = answers(team)
    later(timedelta(days=1))
    original = clickhouse.command
    calls = 0

    def die(*args: Any, **kwargs: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == step and moment == "before":
            raise KeyboardInterrupt
        original(*args, **kwargs)
        if calls == step:
            raise KeyboardInterrupt

    monkeypatch.setattr(clickhouse, "command", die)
    with pytest.raises(KeyboardInterrupt):
        UpkeepAPI.squash_overrides()
    monkeypatch.setattr(clickhouse, "command", original)
    assert answers(team) == before
    UpkeepAPI.squash_overrides()
    assert answers(team) == before
    assert overrides(stored) == set()


@pytest.mark.usefixtures("visitors")
def test_id_that_moves_again_while_squashing_keeps_its_newest_override(
    send: Send, team: TeamContext, stored: Stored, later: Callable[[timedelta], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    send(event("page", "somebody"))
    later(timedelta(days=1))
    original = squash._rewrite_events

    def rewrite_and_move_again(parameters: Row) -> None:
        original(parameters)
        # The rows arrive now, hours after what is being squashed.
        monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC))
        send(alias("somebody", "user", "$merge_dangerously"))

    # The cutoff lies between the rows that are here and those that come, as it does when hours pass.
    [row] = stored("max(arrived_at) AS at", "person_distinct_id_overrides")
    monkeypatch.setattr(squash, "_cutoff", lambda: row["at"] + timedelta(microseconds=1))
    monkeypatch.setattr(squash, "_rewrite_events", rewrite_and_move_again)
    UpkeepAPI.squash_overrides()
    after = answers(team)
    assert after["people"] == [(4,)]
    owner = people(team)[frozenset({"somebody", "user", "anon-0", "anon-1", "a", "b"})].uuid
    assert {person for who, person, _ in after["who"] if who in {"user", "anon-0", "a", "b"}} == {owner}
    assert overrides(stored) == {"user", "anon-0", "anon-1", "a", "b"}


@pytest.fixture
def many_visitors(visitors: None, send: Send, stored: Stored) -> int:
    """So many overrides that they cannot all be of one chunk."""
    send(*(event("page", f"device-{number}", PAGE) for number in range(20)))
    send(*(identify(f"user-{number}", f"device-{number}") for number in range(20)))
    return len(overrides(stored))


def test_ids_are_squashed_in_chunks_and_no_answer_changes_between_them(
    team: TeamContext,
    stored: Stored,
    later: Callable[[timedelta], None],
    monkeypatch: pytest.MonkeyPatch,
    many_visitors: int,
) -> None:
    before = answers(team)
    later(timedelta(days=1))
    monkeypatch.setattr(squash, "MAX_IDS", 8)
    original = clickhouse.command
    seen: list[tuple[int, bool]] = []

    def look(*args: Any, **kwargs: Any) -> None:
        original(*args, **kwargs)
        seen.append((len(overrides(stored)), answers(team) == before))

    monkeypatch.setattr(clickhouse, "command", look)
    assert UpkeepAPI.squash_overrides() == many_visitors == 24
    assert all(is_same for _, is_same in seen)
    assert len({left for left, _ in seen}) > 2, "some went before others"
    assert overrides(stored) == set()


def test_run_that_takes_too_long_leaves_the_rest_to_the_next(
    team: TeamContext,
    stored: Stored,
    later: Callable[[timedelta], None],
    monkeypatch: pytest.MonkeyPatch,
    many_visitors: int,
) -> None:
    before = answers(team)
    later(timedelta(days=1))
    monkeypatch.setattr(squash, "MAX_IDS", 8)
    monkeypatch.setattr(squash, "SECONDS", -1.0)
    squashed: list[int] = []
    # A run may look at a chunk that nobody is in.
    while overrides(stored) and len(squashed) < 100:
        squashed.append(UpkeepAPI.squash_overrides())
        assert answers(team) == before
    assert sum(squashed) == many_visitors
    assert max(squashed) < many_visitors


class GaveUp(Exception):
    """What whoever waits for ClickHouse gets when it takes too long; ClickHouse itself goes on."""


@pytest.fixture
def slow_mutations(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """ClickHouse takes mutations but works on none, and who waits for one gives up; until the function is called."""
    original = clickhouse.command

    def give_up(sql: str, *args: Any, settings: Row | None = None, **kwargs: Any) -> None:
        original(sql, *args, settings={**(settings or {}), "mutations_sync": 0}, **kwargs)
        if settings and "mutations_sync" in settings:
            raise GaveUp

    def go_on() -> None:
        monkeypatch.setattr(clickhouse, "command", original)
        original("SYSTEM START MERGES")

    original("SYSTEM STOP MERGES")
    monkeypatch.setattr(clickhouse, "command", give_up)
    yield go_on
    go_on()


def wait_for_mutations() -> None:
    deadline = time.monotonic() + 60
    while mutations.unfinished(EVENTS) or mutations.unfinished(PERSON_DISTINCT_ID_OVERRIDES):
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.usefixtures("visitors")
def test_turn_that_finds_the_last_one_unfinished_adds_nothing_to_it(
    team: TeamContext,
    stored: Stored,
    later: Callable[[timedelta], None],
    slow_mutations: Callable[[], None],
) -> None:
    """Writing a large table again takes longer than anybody waits for an answer, and than the time between two turns."""
    before = answers(team)
    later(timedelta(days=1))
    with pytest.raises(GaveUp):
        UpkeepAPI.squash_overrides()
    [under_way] = mutations.unfinished(EVENTS)
    for _ in range(3):
        assert UpkeepAPI.squash_overrides() == 0
        assert mutations.unfinished(EVENTS) == (under_way,)
        assert answers(team) == before
    assert overrides(stored) == {"anon-0", "anon-1", "a", "b"}, "what is not written into the events yet has to stay"
    slow_mutations()
    wait_for_mutations()
    assert answers(team) == before
    assert UpkeepAPI.squash_overrides() >= 4
    assert overrides(stored) == set()
    assert answers(team) == before


@pytest.mark.usefixtures("visitors")
def test_mutation_that_can_only_fail_is_taken_out_of_the_way(
    team: TeamContext, stored: Stored, later: Callable[[timedelta], None]
) -> None:
    """ClickHouse would try it again for ever, and everything after it would wait: squashing, retention, erasures."""
    before = answers(team)
    with pytest.raises(clickhouse.ClickHouseError):
        clickhouse.command(
            "ALTER TABLE events DELETE WHERE team_id = {team_id:Int64} AND throwIf(event = 'page')",
            {"team_id": team.id},
            settings={"mutations_sync": 1},
        )
    [failing] = mutations.unfinished(EVENTS)
    assert "throwIf" in failing.failure
    assert UpkeepAPI.squash_overrides() == 0, "it may be for lack of memory, and pass"
    assert mutations.unfinished(EVENTS) == (failing,)
    later(timedelta(days=1))
    assert UpkeepAPI.squash_overrides() >= 4
    assert mutations.unfinished(EVENTS) == ()
    assert overrides(stored) == set()
    assert answers(team) == before


@pytest.mark.usefixtures("visitors")
def test_events_that_carry_their_person_already_are_not_written_again(
    send: Send, team: TeamContext, stored: Stored, later: Callable[[timedelta], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise a run that was interrupted after its longest step would take as long again."""
    later(timedelta(days=1))
    monkeypatch.setattr(squash, "_remove_overrides", lambda _: None)
    assert UpkeepAPI.squash_overrides() >= 4
    left = "".join(("SELECT count() FROM events WHERE team_id = {team_id:Int64} AND ", squash._TO_WRITE))
    parameters: Row = {"team_id": team.id, "cutoff": clock.now() - squash.SETTLE, "chunks": 1, "chunk": 0}
    assert clickhouse.query(left, parameters).rows == [(0,)]
    # An id that moves again is to be written again.
    send(event("page", "somebody"), alias("somebody", "user", "$merge_dangerously"))
    later(timedelta(days=1))
    parameters["cutoff"] += timedelta(days=1)
    [(to_write,)] = clickhouse.query(left, parameters).rows
    mine = "distinct_id IN ('user', 'anon-0', 'anon-1', 'a', 'b')"
    assert to_write == len(stored("uuid", where=mine)) > 0


@pytest.fixture(autouse=True)
def _no_rest_of_others() -> None:
    """Squashing is for all projects: what other tests left behind would be counted along."""
    clickhouse.command("TRUNCATE TABLE person_distinct_id_overrides")
