"""The contract of the facade: frozen values, never models; another team's things are not found; errors are reachable."""

from collections.abc import Callable
from dataclasses import FrozenInstanceError, fields, is_dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Model

from common.sdk.errors import InvalidTokenError
from posthog.contracts import TeamContext
from products.events.backend.facade import DefinitionsAPI, EventsAPI, GroupsAPI, PersonsAPI
from products.events.backend.facade import contracts as values
from products.events.backend.facade.errors import (
    DefinitionNotFoundError,
    EventNotFoundError,
    GroupNotFoundError,
    InvalidDefinitionError,
    PersonNotFoundError,
)
from products.events.backend.facade.system import IngestionAPI
from products.events.backend.tests.conftest import queue_length, work_off_the_queue
from products.events.backend.wire.identifiers import person_uuid

UUID_OF_EVENT = UUID("01941f29-7c00-7000-8000-000000000001")
NOWHERE = UUID(int=7)
PAGE = {"limit": 10, "offset": 0}


@pytest.fixture
def history(send: Callable[..., None]) -> None:
    send(
        {
            "event": "x",
            "distinct_id": "u",
            "uuid": str(UUID_OF_EVENT),
            "properties": {"n": 1, "$set": {"email": "a@example.com"}, "$groups": {"company": "acme"}},
        },
        {
            "event": "$groupidentify",
            "distinct_id": "u",
            "properties": {"$group_type": "company", "$group_key": "acme", "$group_set": {"name": "Acme"}},
        },
        {"event": 7},
    )


def asked_of(team_id: int) -> dict[str, Any]:
    """Everything that can be listed or found without knowing an id."""
    page: Any = {"team_id": team_id, **PAGE}
    return {
        "events": EventsAPI.list_events(values.ListEvents(), **page).items,
        "people": PersonsAPI.list_persons(values.ListPersons(), **page).items,
        "person": PersonsAPI.find_person_by_distinct_id(team_id=team_id, distinct_id="u"),
        "group types": GroupsAPI.list_group_types(team_id=team_id),
        "groups": GroupsAPI.list_groups(group_type_index=0, **page).items,
        "event names": DefinitionsAPI.list_event_definitions(values.ListEventDefinitions(), **page).items,
        "property names": DefinitionsAPI.list_property_definitions(values.ListPropertyDefinitions(), **page).items,
        "warnings": EventsAPI.list_ingestion_warnings(team_id=team_id),
        "event values": EventsAPI.list_event_values(team_id=team_id, key="n"),
        "person values": PersonsAPI.list_person_values(team_id=team_id, key="email"),
    }


def check_is_a_value(item: Any) -> None:
    assert not isinstance(item, Model | list | dict | set), item
    if isinstance(item, tuple):
        for each in item:
            check_is_a_value(each)
    elif is_dataclass(item):
        hash(item)
        with pytest.raises((FrozenInstanceError, AttributeError)):
            setattr(item, fields(item)[0].name, None)
        for field in fields(item):
            check_is_a_value(getattr(item, field.name))


@pytest.mark.usefixtures("history")
def test_answers_are_frozen_values(team: TeamContext) -> None:
    answers = asked_of(team.id)
    for question, answer in answers.items():
        assert answer, f"{question} is empty, so nothing is proven"
        check_is_a_value(answer)


@pytest.mark.usefixtures("history")
def test_another_team_sees_nothing(other_team: TeamContext) -> None:
    assert not any(asked_of(other_team.id).values())


@pytest.mark.usefixtures("history")
def test_another_teams_things_are_not_found(team: TeamContext, other_team: TeamContext) -> None:
    [event_name, *_] = asked_of(team.id)["event names"]
    [property_name, *_] = asked_of(team.id)["property names"]
    their, person = other_team.id, person_uuid(team.id, "u")
    event, prop = event_name.id, property_name.id
    with pytest.raises(PersonNotFoundError):
        PersonsAPI.get_person(team_id=their, person_uuid=person)
    with pytest.raises(EventNotFoundError):
        EventsAPI.get_event(team_id=their, event_uuid=UUID_OF_EVENT)
    with pytest.raises(GroupNotFoundError):
        GroupsAPI.get_group(team_id=their, group_type_index=0, group_key="acme")
    for attempt in (
        lambda: DefinitionsAPI.get_event_definition(team_id=their, definition_id=event),
        lambda: DefinitionsAPI.describe_event(values.DescribeEvent(hidden=True), team_id=their, definition_id=event),
        lambda: DefinitionsAPI.delete_event_definition(team_id=their, definition_id=event),
        lambda: DefinitionsAPI.get_property_definition(team_id=their, definition_id=prop),
        lambda: DefinitionsAPI.describe_property(values.DescribeProperty(), team_id=their, definition_id=prop),
        lambda: DefinitionsAPI.delete_property_definition(team_id=their, definition_id=prop),
    ):
        with pytest.raises(DefinitionNotFoundError):
            attempt()
    assert DefinitionsAPI.get_event_definition(team_id=team.id, definition_id=event) == event_name


def test_contradiction_in_a_definition_is_refused(send: Callable[..., None], team: TeamContext) -> None:
    send({"event": "x", "distinct_id": "u"})
    [definition] = asked_of(team.id)["event names"]
    with pytest.raises(InvalidDefinitionError):
        DefinitionsAPI.describe_event(
            values.DescribeEvent(verified=True, hidden=True), team_id=team.id, definition_id=definition.id
        )


def test_captured_events_wait_in_the_queue_until_they_are_drained(team: TeamContext) -> None:
    request = values.CaptureEvents(
        body=b'{"event": "x", "distinct_id": "u"}',
        token=team.api_token,
        distinct_id="u",
        received_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    EventsAPI.capture(request, team_id=team.id)
    assert (queue_length(), IngestionAPI.count_waiting_requests()) == (1, 1)
    assert IngestionAPI.list_neglected_partitions() == (0,)
    assert work_off_the_queue() == 1
    assert IngestionAPI.list_neglected_partitions() == ()
    assert [event.event for event in asked_of(team.id)["events"]] == ["x"]


def test_token_of_nobody_is_refused(team: TeamContext) -> None:
    assert IngestionAPI.authorize_token(team.api_token) == team.id
    with pytest.raises(InvalidTokenError):
        IngestionAPI.authorize_token("phc_nobody")
