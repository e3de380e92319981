"""Annotations over HTTP: kept, found by moment, shared within an organization and with nobody else."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from posthog.contracts import TeamContext
from posthog.models import Team

pytestmark = pytest.mark.django_db
Ask = Callable[..., Any]


@pytest.fixture
def ask(api_client: APIClient, team: TeamContext) -> Ask:
    def _ask(method: str, path: str = "", body: Any = None, status: int = 200, team_id: int = 0, **params: Any) -> Any:
        address = f"/api/projects/{team_id or team.id}/annotations/{path}"
        if method == "get":
            response = api_client.get(address, params)
        else:
            response = getattr(api_client, method)(address, body, format="json")
        assert response.status_code == status, response.content
        return response.json()

    return _ask


def write(ask: Ask, content: str, day: int, **more: Any) -> Any:
    return ask("post", body={"content": content, "date_marker": f"2026-01-{day:02d}T12:00:00Z", **more}, status=201)


def contents(answer: Any) -> list[str]:
    return [each["content"] for each in answer["results"]]


def test_annotation_is_kept_changed_and_deleted_by_patch(ask: Ask, api_client: APIClient, team: TeamContext) -> None:
    made = write(ask, "Launch", 5, is_emoji=False)
    assert (made["scope"], made["creation_type"], made["created_by"]["first_name"]) == ("project", "USR", "Ada")
    assert ask("get", f"{made['id']}/") == made
    changed = ask("patch", f"{made['id']}/", {"content": "Relaunch", "hidden_in_user_interface": True})
    assert (changed["content"], changed["hidden_in_user_interface"]) == ("Relaunch", True)
    assert api_client.delete(f"/api/projects/{team.id}/annotations/{made['id']}/").status_code == 405
    assert ask("patch", f"{made['id']}/", {"deleted": True})["deleted"] is True
    assert contents(ask("get")) == []
    ask("patch", f"{made['id']}/", {"deleted": False})
    assert contents(ask("get")) == ["Relaunch"]
    log = api_client.get(f"/api/projects/{team.id}/activity_log/", {"scope": "Annotation"}).json()["results"]
    assert [line["activity"] for line in log] == ["restored", "deleted", "updated", "created"]


def test_annotations_are_listed_by_moment_and_chosen(ask: Ask) -> None:
    for content, day in (("b", 2), ("c", 3), ("a", 1)):
        write(ask, content, day)
    write(ask, "🚀", 4, is_emoji=True, scope="organization", creation_type="GIT")
    assert contents(ask("get")) == ["🚀", "c", "b", "a"]
    assert contents(ask("get", date_from="2026-01-02T12:00:00Z", date_to="2026-01-03T12:00:00Z")) == ["c", "b"]
    assert contents(ask("get", scope="organization")) == contents(ask("get", is_emoji="true")) == ["🚀"]
    assert contents(ask("get", search="B")) == ["b"]
    assert contents(ask("get", limit=1)) == ["🚀"]


def test_organizations_annotations_are_seen_in_its_projects_and_nowhere_else(
    ask: Ask, team: TeamContext, other_team: TeamContext
) -> None:
    sister = Team.objects.create(organization_id=team.organization_id, name="Sister")
    own, shared = write(ask, "own", 1), write(ask, "shared", 2, scope="organization")
    assert contents(ask("get", team_id=sister.pk)) == ["shared"]
    ask("get", f"{own['id']}/", status=404, team_id=sister.pk)
    ask("patch", f"{own['id']}/", {"content": "x"}, 404, team_id=sister.pk)
    assert ask("patch", f"{shared['id']}/", {"content": "ours"}, team_id=sister.pk)["content"] == "ours"
    # The stranger's own, for their organization, is not ours.
    from products.product_analytics.backend.models import Annotation

    theirs = Annotation.objects.for_team(other_team.id).create(
        content="secret", date_marker="2026-01-01T00:00:00Z", scope="organization"
    )
    assert contents(ask("get")) == ["ours", "own"]
    ask("get", f"{theirs.pk}/", status=404)


@pytest.mark.parametrize(
    ("body", "attr"),
    [
        ({"date_marker": "2026-01-01T00:00:00Z"}, "content"),
        ({"content": " ", "date_marker": "2026-01-01T00:00:00Z"}, "content"),
        ({"content": "x"}, "date_marker"),
        ({"content": "x", "date_marker": "soon"}, "date_marker"),
        ({"content": "x", "date_marker": "2026-01-01T00:00:00Z", "scope": "dashboard_item"}, "scope"),
    ],
)
def test_incomplete_annotation_is_refused_by_field(body: dict[str, Any], attr: str, ask: Ask) -> None:
    assert ask("post", body=body, status=400)["attr"] == attr
