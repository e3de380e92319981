"""Insights over HTTP: shapes, permissions, errors."""

import pytest
from rest_framework.test import APIClient

from posthog.contracts import TeamContext
from posthog.models import User
from products.product_analytics.backend.tests.factories import TRENDS, make_insight

pytestmark = pytest.mark.django_db


def test_insight_is_saved_found_by_short_id_and_deleted_by_patch(api_client: APIClient, team: TeamContext) -> None:
    base = f"/api/projects/{team.id}/insights/"
    created = api_client.post(base, {"name": "Sign-ups", "query": TRENDS}).json()
    assert (created["name"], created["query"], len(created["short_id"])) == ("Sign-ups", TRENDS, 8)

    found = api_client.get(base, {"short_id": created["short_id"]}).json()
    assert (found["count"], found["results"]) == (1, [created])

    assert api_client.delete(f"{base}{created['id']}/").status_code == 405
    assert api_client.patch(f"{base}{created['id']}/", {"deleted": True}).json()["deleted"] is True
    assert api_client.get(base).json()["results"] == []


def test_other_teams_insights_are_not_found(
    api_client: APIClient, team: TeamContext, other_team: TeamContext, user: User
) -> None:
    theirs = make_insight(other_team.id, user)
    for path in (f"/api/projects/{team.id}/insights/{theirs.id}/", f"/api/projects/{other_team.id}/insights/"):
        assert api_client.get(path).status_code == 404
    assert api_client.patch(f"/api/projects/{team.id}/insights/{theirs.id}/", {"name": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("body", "attr"),
    [
        ({"name": "no query"}, "query"),
        ({"query": {"kind": "Nope"}}, "query"),
        ({"query": TRENDS, "name": "x" * 401}, "name"),
    ],
)
def test_wrong_input_names_the_field(
    api_client: APIClient, team: TeamContext, body: dict[str, object], attr: str
) -> None:
    response = api_client.post(f"/api/projects/{team.id}/insights/", body)
    assert (response.status_code, response.json()["attr"]) == (400, attr)
