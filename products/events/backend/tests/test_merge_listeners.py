"""Those who keep something per person are told of merges: all of them, once, while both people still exist."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest

from posthog import identity
from posthog.contracts import TeamContext
from posthog.identity import PersonMerge
from products.events.backend.models import Person, PersonDistinctId
from products.events.backend.tests.conftest import Row
from products.events.backend.tests.test_persons import alias, event, people
from products.events.backend.tests.test_persons import identify as identify_event
from products.events.backend.wire.identifiers import person_uuid

Send = Callable[..., None]


@pytest.fixture(autouse=True)
def _registry_of_its_own() -> Iterator[None]:
    """What a test registers ends with it."""
    before = list(identity._merge_listeners)
    yield
    identity._merge_listeners[:] = before


def merge(team: TeamContext, source: str, target: str, *moved: str) -> PersonMerge:
    return PersonMerge(
        from_person=person_uuid(team.id, source), into_person=person_uuid(team.id, target), from_distinct_ids=moved
    )


def test_listener_hears_of_each_merge_of_stored_people_once(send: Send, team: TeamContext) -> None:
    heard: list[tuple[int, tuple[PersonMerge, ...]]] = []
    identity.register_merge_listener(lambda team_id, merges: heard.append((team_id, merges)))
    send(event("x", "a"), event("x", "b"), event("x", "u"), event("x", "v"))
    # Nobody keeps anything about people who do not exist yet, or about ids that are only attached.
    send(identify_event("new", "fresh"), identify_event("u", "never-seen"))
    assert heard == []
    # `b` joins `a`, and both join `u`: told as two people who became `u`.
    send(alias("a", "b"), alias("u", "a", "$merge_dangerously"))
    [(team_id, merges)] = heard
    assert team_id == team.id
    assert set(merges) == {merge(team, "a", "u", "a"), merge(team, "b", "u", "b")}
    send(alias("v", "u", "$merge_dangerously"))
    _, [last] = heard[-1]
    assert (last.from_person, last.into_person) == (person_uuid(team.id, "u"), person_uuid(team.id, "v"))
    assert set(last.from_distinct_ids) == {"u", "never-seen", "a", "b"}
    assert len(heard) == 2


def test_both_people_exist_while_the_listener_runs(send: Send, team: TeamContext) -> None:
    seen: list[set[UUID]] = []
    owners: list[set[UUID]] = []

    def look(team_id: int, _: tuple[PersonMerge, ...]) -> None:
        seen.append(set(Person.objects.for_team(team_id).values_list("uuid", flat=True)))
        owners.append(set(PersonDistinctId.objects.for_team(team_id).values_list("person__uuid", flat=True)))

    identity.register_merge_listener(look)
    send(event("x", "anon"), event("x", "u"))
    send(identify_event("u", "anon"))
    assert seen == [{person_uuid(team.id, "anon"), person_uuid(team.id, "u")}]
    assert owners == [{person_uuid(team.id, "u")}]


@pytest.mark.django_db(transaction=True)
def test_what_a_listener_wrote_is_undone_with_a_merge_that_starts_over(
    send: Send, team: TeamContext, stored: Callable[..., list[Row]]
) -> None:
    """The first attempt fails after the listener has run, as it does when another worker was faster."""
    from products.events.backend.logic.persons.store import RacedError

    attempts: list[int] = []

    def write_and_fail_once(team_id: int, merges: tuple[PersonMerge, ...]) -> None:
        for each in merges:
            person = Person.objects.for_team(team_id).get(uuid=each.into_person)
            PersonDistinctId.objects.for_team(team_id).create(person=person, distinct_id="kept by a listener")
        attempts.append(len(attempts))
        if len(attempts) == 1:
            raise RacedError("persons")

    send(event("x", "anon"), event("x", "u"))
    identity.register_merge_listener(write_and_fail_once)
    # Were the first attempt's row still there, the second would break the unique constraint for good.
    send(identify_event("u", "anon"))
    assert attempts == [0, 1]
    assert set(people(team)) == {frozenset({"u", "anon", "kept by a listener"})}
    assert len(stored("uuid")) == 3
