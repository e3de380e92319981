"""The activity log: what counts as a change, who may see which lines, and how they look over HTTP."""

from datetime import UTC, datetime, timedelta

import pytest
from rest_framework.test import APIClient

from common import clock
from posthog.activity import Change, ChangeAction, Trigger, changes_between, list_activity, record_activity
from posthog.contracts import Actor, TeamContext
from posthog.models import User

pytestmark = pytest.mark.django_db


def actor(user: User, key_id: str = "") -> Actor:
    return Actor(user_id=user.pk, user_uuid=user.uuid, email=user.email, key_id=key_id)


def record(team: TeamContext, by: Actor | None, *, item_id: str = "1", **fields: object) -> None:
    given: dict[str, object] = {"scope": "FeatureFlag", "activity": "updated", "name": "checkout", **fields}
    record_activity(team_id=team.id, actor=by, item_id=item_id, **given)  # type: ignore[arg-type]


def test_only_what_differs_as_json_is_a_change() -> None:
    before = {"key": "a", "active": True, "filters": {"x": 1, "y": [1, 2]}, "name": None, "tags": ["x"], "count": 1}
    after = {"key": "a", "active": 1, "filters": {"y": [1, 2], "x": 1}, "name": "New", "count": 1, "extra": 0}
    assert changes_between(before, after) == (
        Change(field="active", action=ChangeAction.CHANGED, before="true", after="1"),
        Change(field="name", action=ChangeAction.CREATED, before=None, after='"New"'),
        Change(field="tags", action=ChangeAction.DELETED, before='["x"]', after=None),
        Change(field="extra", action=ChangeAction.CREATED, before=None, after="0"),
    )


def test_order_of_a_list_is_a_change_and_order_of_keys_is_not() -> None:
    assert changes_between({"a": [{"x": 1, "y": 2}]}, {"a": [{"y": 2, "x": 1}]}) == ()
    assert [change.after for change in changes_between({"a": [1, 2]}, {"a": [2, 1]})] == ["[2,1]"]


def test_lines_come_newest_first_and_only_the_teams(
    team: TeamContext, other_team: TeamContext, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = datetime(2026, 3, 1, 12, tzinfo=UTC)
    for minute in range(3):
        monkeypatch.setattr(clock, "now", lambda minute=minute: start + timedelta(minutes=minute))
        record(team, actor(user), item_id=str(minute))
    record(other_team, None, item_id="theirs")
    page = list_activity(team_id=team.id, limit=2)
    assert ([entry.item_id for entry in page.items], page.total) == (["2", "1"], 3)
    assert page.items[0].created_at == start + timedelta(minutes=2)
    assert [entry.item_id for entry in list_activity(team_id=team.id, limit=2, offset=2).items] == ["0"]


def test_a_thing_finds_its_own_lines_even_when_another_kind_has_the_same_id(team: TeamContext, user: User) -> None:
    record(team, actor(user), item_id="7", name="flag seven")
    record(team, actor(user), item_id="7", scope="Cohort", name="cohort seven")
    record(team, actor(user), item_id="8", name="flag eight")
    found = list_activity(team_id=team.id, scope="FeatureFlag", item_id="7")
    assert [entry.name for entry in found.items] == ["flag seven"]


@pytest.mark.parametrize(
    ("search", "names"),
    [
        ("checkout", ["Checkout 50 %"]),
        ("%", ["Checkout 50 %"]),
        ("rollout", ["Checkout 50 %"]),
        ("ada deleted", ["old"]),
        ("example.com", ["old", "Checkout 50 %"]),
        ("größe", ["Checkout 50 %"]),
        ("nothing-like-it", []),
    ],
)
def test_search_looks_at_names_people_and_values(team: TeamContext, user: User, search: str, names: list[str]) -> None:
    changes = changes_between({"rollout": 20}, {"rollout": 50, "description": "Größe \x00"})
    record(team, actor(user), name="Checkout 50 %", changes=changes)
    record(team, actor(user), name="old", activity="deleted")
    record(team, None, name="by itself", activity="archived")
    assert [entry.name for entry in list_activity(team_id=team.id, search=search).items] == names


def test_line_over_http_has_posthogs_shape(api_client: APIClient, team: TeamContext, user: User) -> None:
    changes = changes_between({"active": False, "filters": {"groups": []}}, {"active": True, "filters": None})
    record(team, actor(user, "key123"), item_id="42", changes=changes)
    body = api_client.get(f"/api/projects/{team.id}/activity_log/").json()
    assert {name: body[name] for name in ("count", "total_count", "next", "previous")} == {
        "count": 1,
        "total_count": 1,
        "next": None,
        "previous": None,
    }
    line = body["results"][0]
    assert isinstance(line.pop("id"), str)
    assert datetime.fromisoformat(line.pop("created_at")).tzinfo is not None
    assert line == {
        "team_id": team.id,
        "organization_id": str(team.organization_id),
        "user": {
            "id": user.pk,
            "uuid": str(user.uuid),
            "distinct_id": user.distinct_id,
            "first_name": "Ada",
            "last_name": "",
            "email": user.email,
        },
        "is_system": False,
        "was_impersonated": False,
        "api_key_id": "key123",
        "activity": "updated",
        "item_id": "42",
        "scope": "FeatureFlag",
        "detail": {
            "name": "checkout",
            "short_id": None,
            "type": None,
            "trigger": None,
            "merge": None,
            "changes": [
                {"type": "FeatureFlag", "action": "changed", "field": "active", "before": False, "after": True},
                {
                    "type": "FeatureFlag",
                    "action": "deleted",
                    "field": "filters",
                    "before": {"groups": []},
                    "after": None,
                },
            ],
        },
    }


def test_what_the_system_did_names_its_job_and_nobody(api_client: APIClient, team: TeamContext) -> None:
    record(team, None, trigger=Trigger(job_type="scheduled_change", job_id="9"))
    line = api_client.get(f"/api/projects/{team.id}/activity_log/").json()["results"][0]
    assert (line["user"], line["is_system"], line["api_key_id"]) == (None, True, None)
    assert line["detail"]["trigger"] == {"job_type": "scheduled_change", "job_id": "9"}


def test_lines_of_a_deleted_account_stay_and_are_not_the_systems(team: TeamContext) -> None:
    gone = User.objects.create_user("gone@example.com", None)
    record(team, actor(gone))
    gone.delete()
    entry = list_activity(team_id=team.id).items[0]
    assert (entry.user, entry.is_system) == (None, False)


def test_list_is_filtered_and_paged_by_page_and_by_offset(api_client: APIClient, team: TeamContext, user: User) -> None:
    for number in range(5):
        record(team, actor(user), item_id=str(number))
    record(team, None, scope="Cohort", item_id="c")
    base = f"/api/projects/{team.id}/activity_log/"

    def ids(**query: str | int) -> list[str]:
        return [line["item_id"] for line in api_client.get(base, query).json()["results"]]

    assert ids() == ["c", "4", "3", "2", "1", "0"]
    assert ids(scope="Cohort") == ["c"]
    assert ids(user=user.pk, limit=2) == ["4", "3"]
    assert ids(item_id="3") == ["3"]
    assert ids(limit=4, page=2) == ids(limit=4, offset=4) == ["1", "0"]
    second = api_client.get(base, {"limit": 4, "page": 1}).json()["next"]
    assert [line["item_id"] for line in api_client.get(second).json()["results"]] == ["1", "0"]


@pytest.mark.parametrize("query", [{"page": "0"}, {"user": "x"}, {"scope": "x" * 81}, {"search": "x" * 401}])
def test_wrong_query_names_the_parameter(api_client: APIClient, team: TeamContext, query: dict[str, str]) -> None:
    response = api_client.get(f"/api/projects/{team.id}/activity_log/", query)
    assert (response.status_code, response.json()["attr"]) == (400, next(iter(query)))


def test_log_of_another_project_is_not_found(api_client: APIClient, other_team: TeamContext) -> None:
    record(other_team, None)
    assert api_client.get(f"/api/projects/{other_team.id}/activity_log/").status_code == 404
