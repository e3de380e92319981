"""The number by which processes learn of changes rises once a change is committed, and losing it harms nobody."""

import pytest
import redis
from django.db import transaction

from posthog import definitions
from posthog.contracts import TeamContext
from posthog.redis import get_client


@pytest.mark.django_db(transaction=True)
def test_version_rises_when_the_change_is_committed_and_not_before(team: TeamContext, other_team: TeamContext) -> None:
    client = get_client()
    before = definitions.versions(client, (team.id, other_team.id))
    with transaction.atomic():
        definitions.definitions_changed(team.id)
        assert definitions.versions(client, (team.id, other_team.id)) == before
    after = definitions.versions(client, (team.id, other_team.id))
    assert after == {team.id: before[team.id] + 1, other_team.id: before[other_team.id]}


@pytest.mark.django_db(transaction=True)
def test_change_that_is_rolled_back_is_not_announced(team: TeamContext) -> None:
    before = definitions.versions(get_client(), (team.id,))
    with transaction.atomic():
        definitions.definitions_changed(team.id)
        transaction.set_rollback(True)
    assert definitions.versions(get_client(), (team.id,)) == before


def test_change_is_not_refused_because_redis_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = redis.Redis(host="127.0.0.1", port=1)
    monkeypatch.setattr(definitions, "get_client", lambda: nowhere)
    heard: list[int] = []
    monkeypatch.setattr(definitions, "_listeners", [heard.append])
    definitions.announce(7)
    assert heard == [7]
