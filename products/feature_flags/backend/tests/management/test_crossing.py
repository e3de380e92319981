"""Changes that cross each other, really at the same time: each is refused or safe, and none is lost."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.client import Client
from rest_framework.test import APIClient

from common import clock
from posthog.contracts import TeamContext
from posthog.models import User
from products.feature_flags.backend.logic.evaluation.store import store
from products.feature_flags.backend.models import FeatureFlag
from products.feature_flags.backend.tests.evaluation.given import depends, when
from products.feature_flags.backend.tests.factories import make_flag

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*actions: Callable[[APIClient], Any], user: User) -> list[Any]:
    """The answers of actions that begin together, each with a client and a connection of its own."""
    start, answers = threading.Barrier(len(actions)), [None] * len(actions)

    def act(index: int) -> None:
        client = APIClient()
        client.force_login(user)
        start.wait(10)
        try:
            answers[index] = actions[index](client)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(index,)) for index in range(len(actions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def test_of_two_edits_of_a_field_one_is_a_conflict_and_other_fields_are_merged(team: TeamContext, user: User) -> None:
    flag = make_flag(team.id, user)
    address = f"/api/projects/{team.id}/feature_flags/{flag.id}/"

    def edit(**fields: Any) -> Callable[[APIClient], Any]:
        return lambda client: client.patch(address, {"version": 1, **fields})

    answers = at_once(edit(name="One"), edit(name="Two"), edit(tags=["t"]), user=user)
    assert sorted(answer.status_code for answer in answers) == [200, 200, 409]
    (refused,) = (answer.json() for answer in answers if answer.status_code == 409)
    assert refused["extra"]["conflicting_fields"] == ["name"]
    row = FeatureFlag.objects.for_team(team.id).get(pk=flag.id)
    winner = next(name for name, answer in zip(("One", "Two"), answers, strict=False) if answer.status_code == 200)
    assert (row.version, row.name, row.tags) == (3, winner, ["t"])


def test_of_two_flags_with_one_key_one_is_made(team: TeamContext, user: User) -> None:
    address = f"/api/projects/{team.id}/feature_flags/"
    answers = at_once(*[lambda client: client.post(address, {"key": "same"})] * 3, user=user)
    assert sorted(answer.status_code for answer in answers) == [201, 400, 400]
    assert {answer.json()["attr"] for answer in answers if answer.status_code == 400} == {"key"}


def test_two_halves_of_a_circle_do_not_close_it(team: TeamContext, user: User) -> None:
    first, second = make_flag(team.id, user, key="first"), make_flag(team.id, user, key="second")

    def lean(flag_id: int, other_id: int) -> Callable[[APIClient], Any]:
        body = {"filters": {"groups": [when(depends(other_id))]}}
        return lambda client: client.patch(f"/api/projects/{team.id}/feature_flags/{flag_id}/", body)

    answers = at_once(lean(first.id, second.id), lean(second.id, first.id), user=user)
    assert sorted(answer.status_code for answer in answers) == [200, 400]


def test_flag_is_deleted_while_it_is_asked_for(team: TeamContext, user: User) -> None:
    make_flag(team.id, user, key="stays")
    flag = make_flag(team.id, user, key="goes")
    body = {"token": team.api_token, "distinct_id": "u"}

    def ask(_: APIClient) -> Any:
        asked = [Client().post("/flags/?v=2", body, content_type="application/json") for _ in range(30)]
        return {(answer.status_code, tuple(answer.json().get("flags", ()))) for answer in asked}

    def delete(client: APIClient) -> Any:
        return client.patch(f"/api/projects/{team.id}/feature_flags/{flag.id}/", {"deleted": True}).status_code

    try:
        first, second, deleted = at_once(ask, ask, delete, user=user)
        assert deleted == 200
        assert first | second <= {(200, ("stays", "goes")), (200, ("stays",))}
        assert ask(APIClient()) == {(200, ("stays",))}
    finally:
        store.forget()


def test_key_that_sdks_ask_for_or_people_opted_in_by_stays(
    api_client: APIClient, team: TeamContext, user: User
) -> None:
    called, enrolled = make_flag(team.id, user, key="called"), make_flag(team.id, user, key="enrolled")
    address = f"/api/projects/{team.id}/feature_flags/"
    api_client.patch(f"{address}{enrolled.id}/", {"filters": {"groups": [], "feature_enrollment": True}})
    rows = FeatureFlag.objects.for_team(team.id).filter(pk=called.id)
    rows.update(last_called_at=clock.now() - timedelta(days=1))
    for flag in (called, enrolled):
        refused = api_client.patch(f"{address}{flag.id}/", {"key": "renamed"})
        assert (refused.status_code, refused.json()["code"], refused.json()["attr"]) == (409, "flag_in_use", "key")
    rows.update(last_called_at=clock.now() - timedelta(days=31))
    assert api_client.patch(f"{address}{called.id}/", {"key": "renamed"}).json()["key"] == "renamed"
    rows.update(last_called_at=clock.now())
    assert api_client.patch(f"{address}{called.id}/", {"key": "again", "active": False}).json()["key"] == "again"


def test_edits_of_an_offer_that_cross_are_a_conflict(api_client: APIClient, team: TeamContext) -> None:
    base = f"/api/projects/{team.id}/early_access_feature/"
    made = api_client.post(base, {"name": "Beta", "stage": "beta"}).json()
    address = f"{base}{made['id']}/"
    mine = api_client.patch(address, {"stage": "alpha", "version": 1}).json()
    assert (made["version"], mine["version"]) == (1, 2)
    theirs = api_client.patch(address, {"description": "New", "version": 1})
    assert (theirs.status_code, theirs.json()["code"], theirs.json()["attr"]) == (409, "conflict", "version")
    assert api_client.patch(address, {"stage": "alpha", "version": 1}).status_code == 200
    assert api_client.patch(address, {"description": "New"}).json()["version"] == 3
    ahead = api_client.patch(address, {"name": "x", "version": 9})
    assert (ahead.status_code, ahead.json()["attr"]) == (400, "version")
