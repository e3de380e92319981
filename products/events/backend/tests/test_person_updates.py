"""What events say about their person, wherever SDKs write it. Sent over HTTP, read over REST.

Expected by the protocol: both locations of `$set` and `$set_once` are read, and a key of the top level overrides the
same key under `properties`. From that follows that a top level which says nothing overrides nothing.
"""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from posthog.contracts import TeamContext
from products.events.backend.tests.test_persons import event

Row = dict[str, Any]
KNOWN = {"plan": "free", "seats": 1}


@pytest.mark.parametrize(
    ("outer", "inner", "person"),
    [
        ({"$set": {"plan": "pro"}}, {}, {"plan": "pro", "seats": 1}),
        ({}, {"$set": {"plan": "pro"}}, {"plan": "pro", "seats": 1}),
        ({"$set": {"plan": "pro"}}, {"$set": {"plan": "team", "seats": 2}}, {"plan": "pro", "seats": 2}),
        ({"$set": None}, {"$set": {"plan": "pro"}}, {"plan": "pro", "seats": 1}),
        ({"$set": "oops"}, {"$set": {"plan": "pro"}}, {"plan": "pro", "seats": 1}),
        ({"$set": ["plan"]}, {"$set": {"plan": "pro"}}, {"plan": "pro", "seats": 1}),
        ({"$set": {"plan": "pro"}}, {"$set": "oops"}, {"plan": "pro", "seats": 1}),
        ({"$set": {"plan": "pro"}}, {"$set": None}, {"plan": "pro", "seats": 1}),
        ({"$set": {}}, {"$set": {"plan": "pro"}}, {"plan": "pro", "seats": 1}),
        ({"$set_once": {"a": 1}}, {"$set_once": {"a": 2, "b": 2}}, {**KNOWN, "a": 1, "b": 2}),
        ({"$set_once": None}, {"$set_once": {"b": 2}}, {**KNOWN, "b": 2}),
        ({"$set_once": 5}, {"$set_once": {"b": 2, "plan": "x"}}, {**KNOWN, "b": 2}),
        ({"$unset": ["plan"]}, {"$unset": ["seats"]}, {}),
        ({"$unset": ["plan"]}, {"$unset": {"seats": ""}}, {}),
        ({"$unset": "plan"}, {"$unset": ["plan", "seats"]}, {}),
        ({"$unset": ["plan"]}, {}, {"seats": 1}),
        ({"$unset": None}, {"$unset": ["plan"]}, {"seats": 1}),
        ({"$unset": 5}, {"$unset": ["plan"]}, {"seats": 1}),
        ({"$unset": ["plan"]}, {"$unset": False}, {"seats": 1}),
        ({"$set": {"plan": "pro"}}, {"$unset": ["seats"]}, {"plan": "pro"}),
        ({"$set": "oops", "$set_once": 1, "$unset": 5}, {}, KNOWN),
    ],
)
def test_both_places_of_an_update_are_read(
    send: Callable[..., None], api_client: APIClient, team: TeamContext, outer: Row, inner: Row, person: Row
) -> None:
    send(event("start", "ada", {"$set": KNOWN}), event("x", "ada", inner, **outer))
    [found] = api_client.get(f"/api/projects/{team.id}/persons/", {"distinct_id": "ada"}).json()["results"]
    assert found["properties"] == person
