"""What Postgres itself guarantees, whatever code writes to it."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model

from posthog.contracts import TeamContext
from posthog.models.scoping import UnscopedQueryError
from products.events.backend.models import (
    EventDefinition,
    EventProperty,
    Group,
    GroupTypeMapping,
    Person,
    PersonDistinctId,
    PropertyDefinition,
    PropertyOwner,
)

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ONCE: list[tuple[type[Model], dict[str, Any]]] = [
    (Person, {"uuid": UUID(int=1), "created_at": NOW}),
    (Group, {"group_type_index": 0, "group_key": "acme", "created_at": NOW}),
    (EventDefinition, {"name": "x"}),
    (EventProperty, {"event": "x", "property": "p"}),
    (PropertyDefinition, {"name": "p"}),
    (PropertyDefinition, {"name": "p", "owner": PropertyOwner.GROUP, "group_type_index": 1}),
]


@pytest.mark.parametrize(("model", "fields"), ONCE)
def test_row_exists_once_per_team(
    team: TeamContext, other_team: TeamContext, model: Any, fields: dict[str, Any]
) -> None:
    model.objects.for_team(team.id).create(**fields)
    model.objects.for_team(other_team.id).create(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.for_team(team.id).create(**fields)


@pytest.mark.parametrize(("model", "fields"), ONCE)
def test_rows_cannot_be_read_without_naming_a_team(db: None, model: Any, fields: dict[str, Any]) -> None:
    with pytest.raises(UnscopedQueryError):
        model.objects.filter(pk=1)


def test_distinct_id_belongs_to_one_person(team: TeamContext) -> None:
    people = [Person.objects.for_team(team.id).create(uuid=UUID(int=n), created_at=NOW) for n in (1, 2)]
    PersonDistinctId.objects.for_team(team.id).create(person=people[0], distinct_id="u")
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonDistinctId.objects.for_team(team.id).create(person=people[1], distinct_id="u")


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (GroupTypeMapping, {"group_type": "sixth", "group_type_index": 5}),
        (GroupTypeMapping, {"group_type": "first", "group_type_index": 1}),
        (GroupTypeMapping, {"group_type": "second", "group_type_index": 0}),
        (PropertyDefinition, {"name": "p", "owner": PropertyOwner.EVENT, "group_type_index": 0}),
        (PropertyDefinition, {"name": "p", "owner": PropertyOwner.GROUP}),
        (EventDefinition, {"name": "x", "verified": True, "hidden": True}),
    ],
)
def test_impossible_row_is_refused(team: TeamContext, model: Any, fields: dict[str, Any]) -> None:
    GroupTypeMapping.objects.for_team(team.id).create(group_type="first", group_type_index=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.for_team(team.id).create(**fields)
