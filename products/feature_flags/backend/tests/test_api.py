"""Flags over HTTP: shapes, permissions, errors."""

import pytest
from rest_framework.test import APIClient

from posthog.contracts import TeamContext

pytestmark = pytest.mark.django_db


def test_flag_is_added_listed_and_read(api_client: APIClient, team: TeamContext) -> None:
    base = f"/api/projects/{team.id}/feature_flags/"
    filters = {"groups": [{"properties": [], "rollout_percentage": 30}]}
    created = api_client.post(base, {"key": "beta", "name": "New checkout", "filters": filters})
    flag = created.json()
    assert created.status_code == 201
    assert (flag["key"], flag["name"], flag["filters"], flag["version"]) == ("beta", "New checkout", filters, 1)
    assert api_client.get(base).json()["results"] == [flag]
    assert api_client.get(f"{base}{flag['id']}/").json() == flag


def test_key_that_is_taken_is_a_400_that_names_the_field(api_client: APIClient, team: TeamContext) -> None:
    base = f"/api/projects/{team.id}/feature_flags/"
    api_client.post(base, {"key": "beta"})
    refused = api_client.post(base, {"key": "beta"})
    assert (refused.status_code, refused.json()["attr"]) == (400, "key")
