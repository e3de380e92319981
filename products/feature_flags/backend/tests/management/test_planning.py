"""What happens later and what people choose: scheduled changes, early access, and flags as a document."""

import threading
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.test.client import Client
from rest_framework.test import APIClient

from common import clock
from common.json import dumps, loads
from posthog.contracts import TeamContext
from posthog.models import User
from products.feature_flags.backend.facade import FeatureFlagsAPI
from products.feature_flags.backend.facade.enums import RecurrenceInterval
from products.feature_flags.backend.facade.system import FlagSystemAPI
from products.feature_flags.backend.logic.management.recurrence import is_cron, next_of_cron, next_of_interval
from products.feature_flags.backend.models import FeatureFlag, ScheduledChange
from products.feature_flags.backend.tests.factories import make_flag
from products.feature_flags.backend.tests.people import given_person

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def at(text: str, zone: ZoneInfo = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("interval", "start", "after", "following"),
    [
        ("daily", "2026-03-01T09:00", "2026-03-01T09:00", "2026-03-02T09:00"),
        # The clocks change on 29 March; nine o'clock stays nine o'clock.
        ("daily", "2026-03-01T09:00", "2026-03-28T20:00", "2026-03-29T09:00"),
        ("weekly", "2026-03-01T09:00", "2026-07-01T00:00", "2026-07-05T09:00"),
        ("monthly", "2026-01-31T09:00", "2026-02-01T00:00", "2026-02-28T09:00"),
        # Counted from the first time: the 31st comes back.
        ("monthly", "2026-01-31T09:00", "2026-02-28T09:00", "2026-03-31T09:00"),
        ("yearly", "2024-02-29T09:00", "2026-03-01T00:00", "2027-02-28T09:00"),
        ("yearly", "2024-02-29T09:00", "2027-03-01T00:00", "2028-02-29T09:00"),
    ],
)
def test_rhythm_keeps_to_the_calendar_of_its_place(interval: str, start: str, after: str, following: str) -> None:
    found = next_of_interval(RecurrenceInterval(interval), starts_at=at(start), after=at(after), zone=BERLIN)
    assert found == at(following)


def test_cron_is_read_in_its_zone() -> None:
    assert next_of_cron("0 9 * * 1-5", after=at("2026-03-27T10:00"), zone=BERLIN) == at("2026-03-30T09:00")
    assert [is_cron(text) for text in ("0 9 * * 1-5", "0 9 * *", "61 * * * *", "0 0 31 2 *", "@daily", "x")] == [
        True,
        False,
        False,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("after", "daily", "cron"),
    [
        # Half past two is skipped on 29 March, and comes twice on 25 October, of which one counts.
        ("2026-03-28T20:00", "2026-03-29T01:30", "2026-03-29T01:00"),
        ("2026-03-29T01:30", "2026-03-30T00:30", "2026-03-30T00:30"),
        ("2026-10-24T20:00", "2026-10-25T00:30", "2026-10-25T00:30"),
        ("2026-10-25T00:30", "2026-10-26T01:30", "2026-10-26T01:30"),
        ("2026-10-25T01:00", "2026-10-26T01:30", "2026-10-26T01:30"),
        ("2026-10-25T01:30", "2026-10-26T01:30", "2026-10-26T01:30"),
    ],
)
def test_what_comes_next_is_never_past_when_clocks_change(after: str, daily: str, cron: str) -> None:
    utc = ZoneInfo("UTC")
    moment, start = at(after, utc), at("2026-03-01T02:30").astimezone(UTC)
    found = next_of_interval(RecurrenceInterval.DAILY, starts_at=start, after=moment, zone=BERLIN)
    by_cron = next_of_cron("30 2 * * *", after=moment, zone=BERLIN)
    assert by_cron is not None
    assert [found.astimezone(UTC), by_cron.astimezone(UTC)] == [at(daily, utc), at(cron, utc)]
    often = next_of_cron("*/5 * * * *", after=moment, zone=BERLIN)
    assert often is not None
    assert often.astimezone(UTC) > moment


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A clock that the test moves."""

    class Clock:
        moment = START

        def move(self, **delta: float) -> None:
            self.moment += timedelta(**delta)

    held = Clock()
    monkeypatch.setattr(clock, "now", lambda: held.moment)
    return held


pytestmark = pytest.mark.django_db


def schedule(client: APIClient, team: TeamContext, flag_id: int, *, status: int = 201, **fields: Any) -> Any:
    body = {
        "record_id": flag_id,
        "model_name": "FeatureFlag",
        "payload": {"operation": "update_status", "value": False},
        "scheduled_at": (clock.now() + timedelta(hours=1)).isoformat(),
        **fields,
    }
    response = client.post(f"/api/projects/{team.id}/scheduled_changes/", body)
    assert response.status_code == status, response.content
    return response.json()


def test_change_is_made_once_at_its_time_and_the_log_names_it(
    api_client: APIClient, team: TeamContext, user: User, now: Any
) -> None:
    flag = make_flag(team.id, user)
    change = schedule(api_client, team, flag.id)
    assert (change["is_recurring"], change["executed_at"], change["timezone"]) == (False, None, "UTC")
    now.move(minutes=59)
    assert FlagSystemAPI.run_scheduled_changes() == 0
    now.move(minutes=2)
    assert [FlagSystemAPI.run_scheduled_changes(), FlagSystemAPI.run_scheduled_changes()] == [1, 0]
    changed = FeatureFlagsAPI.get_flag(team_id=team.id, flag_id=flag.id)
    assert (changed.active, changed.version) == (False, 2)
    base = f"/api/projects/{team.id}/"
    done = api_client.get(f"{base}scheduled_changes/", {"record_id": flag.id}).json()["results"][0]
    assert (done["executed_at"] is not None, done["failure_reason"]) == (True, "")
    line, planned, _made = api_client.get(f"{base}feature_flags/{flag.id}/activity/").json()["results"]
    assert (line["user"]["email"], line["detail"]["trigger"]) == (
        user.email,
        {"job_type": "scheduled_change", "job_id": str(change["id"])},
    )
    assert (planned["user"]["email"], planned["detail"]["changes"][0]["after"]["value"]) == (user.email, False)
    address = f"{base}scheduled_changes/{change['id']}/"
    for refused in (api_client.patch(address, {"timezone": "Europe/Berlin"}), api_client.delete(address)):
        assert (refused.status_code, refused.json()["attr"]) == (400, "executed_at")
    assert api_client.get(address).status_code == 200


def test_every_step_of_a_plan_is_in_the_log_of_its_flag(
    api_client: APIClient, team: TeamContext, user: User, now: Any
) -> None:
    flag = make_flag(team.id, user)
    address = f"/api/projects/{team.id}/scheduled_changes/{schedule(api_client, team, flag.id)['id']}/"
    later = (START + timedelta(days=2)).isoformat()
    assert api_client.patch(address, {"scheduled_at": later}).status_code == 200
    assert api_client.patch(address, {"scheduled_at": later}).status_code == 200
    assert api_client.delete(address).status_code == 204
    log = api_client.get(f"/api/projects/{team.id}/feature_flags/{flag.id}/activity/").json()["results"]
    lines = [(line["user"]["email"], *line["detail"]["changes"]) for line in log[:-1]]
    assert [(email, change["field"], change["action"]) for email, change in lines] == [
        (user.email, "scheduled_change", "deleted"),
        (user.email, "scheduled_change", "changed"),
        (user.email, "scheduled_change", "created"),
    ]
    assert lines[1][1]["after"]["scheduled_at"] == later
    assert api_client.get(f"/api/projects/{team.id}/feature_flags/{flag.id}/").json()["version"] == 1


def test_recurring_change_comes_again_until_its_end(
    api_client: APIClient, team: TeamContext, user: User, now: Any
) -> None:
    flag = make_flag(team.id, user)
    change = schedule(
        api_client,
        team,
        flag.id,
        is_recurring=True,
        recurrence_interval="daily",
        end_date=(START + timedelta(days=5)).isoformat(),
    )
    # Three days nobody was there: made up for once, and the next time is still to come.
    now.move(days=3)
    assert FlagSystemAPI.run_scheduled_changes() == 1
    row = ScheduledChange.objects.for_team(team.id).get(pk=change["id"])
    assert (row.scheduled_at, row.executed_at) == (START + timedelta(days=3, hours=1), None)
    for day in (1, 1):
        now.move(days=day)
        assert FlagSystemAPI.run_scheduled_changes() == 1
    row.refresh_from_db(from_queryset=ScheduledChange.objects.for_team(team.id))
    assert row.executed_at == START + timedelta(days=5)
    assert FeatureFlagsAPI.get_flag(team_id=team.id, flag_id=flag.id).version == 2


def test_failed_change_says_why_and_is_not_tried_again(
    api_client: APIClient, team: TeamContext, user: User, now: Any
) -> None:
    base = make_flag(team.id, user, key="base")
    depends = {"type": "flag", "key": str(base.id), "operator": "flag_evaluates_to", "value": True}
    make_flag(team.id, user, key="top", filters={"groups": [{"properties": [depends]}]})
    change = schedule(api_client, team, base.id)
    now.move(hours=2)
    assert FlagSystemAPI.run_scheduled_changes() == 1
    done = api_client.get(f"/api/projects/{team.id}/scheduled_changes/{change['id']}/").json()
    assert ("'top' depends on it" in done["failure_reason"], done["executed_at"] is not None) == (True, True)
    assert FlagSystemAPI.run_scheduled_changes() == 0
    assert FeatureFlagsAPI.get_flag(team_id=team.id, flag_id=base.id).active is True


def test_conditions_and_variants_can_be_scheduled(
    api_client: APIClient, team: TeamContext, user: User, now: Any
) -> None:
    flag = make_flag(team.id, user)
    more = {"groups": [{"properties": [], "rollout_percentage": 5}]}
    variants = {"variants": [{"key": "a", "rollout_percentage": 100}], "payloads": {"a": "1"}}
    schedule(api_client, team, flag.id, payload={"operation": "add_release_condition", "value": more})
    schedule(api_client, team, flag.id, payload={"operation": "update_variants", "value": variants})
    now.move(hours=2)
    assert FlagSystemAPI.run_scheduled_changes() == 2
    filters = loads(FeatureFlagsAPI.get_flag(team_id=team.id, flag_id=flag.id).filters)
    assert [group["rollout_percentage"] for group in filters["groups"]] == [100, 5]
    assert (filters["multivariate"]["variants"], filters["payloads"]) == (variants["variants"], {"a": "1"})


def test_planned_condition_gives_one_variant_while_the_flag_has_it(
    api_client: APIClient, team: TeamContext, user: User, now: Any
) -> None:
    halves = [{"key": "a", "rollout_percentage": 50}, {"key": "b", "rollout_percentage": 50}]
    flag = make_flag(team.id, user, filters={"groups": [], "multivariate": {"variants": halves}})

    def plan(variant: str, status: int = 201) -> Any:
        condition = {"properties": [], "rollout_percentage": 100, "variant": variant}
        payload = {"operation": "add_release_condition", "value": {"groups": [condition]}}
        return schedule(api_client, team, flag.id, status=status, payload=payload)

    assert plan("c", status=400)["attr"] == "payload__value__groups__0__variant"
    plan("b")
    now.move(hours=2)
    assert FlagSystemAPI.run_scheduled_changes() == 1
    asked = {"distinct_id": "somebody"}
    found = api_client.post(f"/api/projects/{team.id}/feature_flags/{flag.id}/test_evaluation/", asked, format="json")
    assert (found.status_code, found.json()["value"]) == (200, "b"), found.content

    late = schedule(api_client, team, flag.id, scheduled_at="2026-03-01T16:00:00Z", payload=plan("b")["payload"])
    only_a = {"groups": [], "multivariate": {"variants": [{"key": "a", "rollout_percentage": 100}]}}
    changed = api_client.patch(f"/api/projects/{team.id}/feature_flags/{flag.id}/", {"filters": only_a}, format="json")
    assert changed.status_code == 200, changed.content
    now.move(hours=9)
    FlagSystemAPI.run_scheduled_changes()
    failed = api_client.get(f"/api/projects/{team.id}/scheduled_changes/{late['id']}/").json()
    assert (failed["executed_at"] is not None, "'b'" in failed["failure_reason"]) == (True, True), failed


@pytest.mark.parametrize(
    ("fields", "attr"),
    [
        ({"payload": {"operation": "explode", "value": 1}}, "payload__operation"),
        ({"payload": {"operation": "update_status", "value": "no"}}, "payload__value"),
        ({"payload": {"operation": "add_release_condition", "value": {"groups": []}}}, "payload__value"),
        (
            {"payload": {"operation": "add_release_condition", "value": {"groups": [{"rollout_percentage": 200}]}}},
            "payload__value__groups__1__rollout_percentage",
        ),
        (
            {
                "payload": {
                    "operation": "update_variants",
                    "value": {"variants": [{"key": "a", "rollout_percentage": 1}]},
                }
            },
            "payload__value__multivariate__variants",
        ),
        ({"scheduled_at": "2026-03-01T11:59:00Z"}, "scheduled_at"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"is_recurring": True}, "recurrence_interval"),
        ({"is_recurring": False, "recurrence_interval": "daily"}, "is_recurring"),
        ({"cron_expression": "every day"}, "cron_expression"),
        ({"cron_expression": "0 0 * * *", "recurrence_interval": "daily"}, "cron_expression"),
        ({"recurrence_interval": "daily", "end_date": "2026-03-01T12:30:00Z"}, "end_date"),
        ({"model_name": "Cohort"}, "model_name"),
    ],
)
def test_schedule_that_cannot_be_is_refused_with_its_place(
    api_client: APIClient, team: TeamContext, user: User, now: Any, fields: dict[str, Any], attr: str
) -> None:
    flag = make_flag(team.id, user)
    assert schedule(api_client, team, flag.id, status=400, **fields)["attr"] == attr
    # Trying a definition out leaves nothing behind.
    assert FeatureFlagsAPI.get_flag(team_id=team.id, flag_id=flag.id).version == 1


def test_scheduled_changes_of_other_projects_are_not_found(
    api_client: APIClient, team: TeamContext, other_team: TeamContext, user: User, now: Any
) -> None:
    theirs = make_flag(other_team.id, user)
    schedule(api_client, team, theirs.id, status=404)
    mine = schedule(api_client, team, make_flag(team.id, user).id)
    ScheduledChange.objects.unscoped().filter(pk=mine["id"]).update(team_id=other_team.id, flag_id=theirs.id)
    address = f"/api/projects/{team.id}/scheduled_changes/{mine['id']}/"
    for method in (api_client.get, api_client.patch, api_client.delete):
        assert method(address).status_code == 404


def test_waiting_change_can_be_moved_and_forgotten(
    api_client: APIClient, team: TeamContext, user: User, now: Any
) -> None:
    flag = make_flag(team.id, user)
    change = schedule(api_client, team, flag.id, cron_expression="0 9 * * *", timezone="Europe/Berlin")
    address = f"/api/projects/{team.id}/scheduled_changes/{change['id']}/"
    later = (START + timedelta(days=2)).isoformat()
    moved = api_client.patch(address, {"scheduled_at": later}).json()
    assert (moved["cron_expression"], datetime.fromisoformat(moved["scheduled_at"])) == (
        "0 9 * * *",
        START + timedelta(days=2),
    )
    assert api_client.patch(address, {"is_recurring": False}).json()["cron_expression"] == ""
    assert api_client.delete(address).status_code == 204
    now.move(days=3)
    assert FlagSystemAPI.run_scheduled_changes() == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_a_change_once(team: TeamContext, user: User) -> None:
    flag = make_flag(team.id, user)
    ScheduledChange.objects.for_team(team.id).create(
        flag_id=flag.id,
        operation="add_release_condition",
        value={"groups": [{"properties": []}]},
        scheduled_at=clock.now(),
        starts_at=clock.now(),
    )
    start = threading.Barrier(4)

    def work() -> None:
        from django.db import connection

        start.wait()
        FlagSystemAPI.run_scheduled_changes()
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(FeatureFlag.objects.for_team(team.id).get(pk=flag.id).filters["groups"]) == 2


# Early access


def test_people_opt_in_and_the_flag_follows(
    api_client: APIClient, client: Client, team: TeamContext, other_team: TeamContext
) -> None:
    base = f"/api/projects/{team.id}/early_access_feature/"
    body = {"name": "New checkout!", "stage": "beta", "description": "Faster", "payload": {"image": "x.png"}}
    feature = api_client.post(base, body).json()
    key = feature["feature_flag"]["key"]
    assert key == "new-checkout"
    given_person(team.id, "in", **{f"$feature_enrollment/{key}": True})
    given_person(team.id, "out", **{f"$feature_enrollment/{key}": False})

    def answer(distinct_id: str) -> Any:
        asked = {"token": team.api_token, "distinct_id": distinct_id}
        return client.post("/flags/?v=2", dumps(asked), content_type="application/json").json()["flags"][key]

    found = {who: (answer(who)["enabled"], answer(who)["reason"]["code"]) for who in ("in", "out", "stranger")}
    assert found == {
        "in": (True, "super_condition_value"),
        "out": (False, "super_condition_value"),
        "stranger": (False, "no_condition_match"),
    }

    public = client.get(
        "/api/early_access_features/", {"token": team.api_token}, headers={"origin": "https://a.example"}
    )
    assert public["Access-Control-Allow-Origin"]
    assert public.json() == {
        "earlyAccessFeatures": [
            {
                "id": feature["id"],
                "name": "New checkout!",
                "description": "Faster",
                "stage": "beta",
                "documentationUrl": "",
                "payload": {"image": "x.png"},
                "flagKey": key,
            }
        ]
    }
    assert client.get("/api/early_access_features/", {"token": other_team.api_token}).json() == {
        "earlyAccessFeatures": []
    }


def test_only_asked_stages_are_offered_and_drafts_never(
    api_client: APIClient, client: Client, team: TeamContext
) -> None:
    for stage in ("draft", "concept", "alpha", "beta", "general-availability", "archived"):
        api_client.post(f"/api/projects/{team.id}/early_access_feature/", {"name": stage, "stage": stage})

    def offered(*stages: str) -> list[str]:
        query = "&".join([f"token={team.api_token}", *(f"stage={stage}" for stage in stages)])
        found = client.get(f"/api/early_access_features/?{query}").json()["earlyAccessFeatures"]
        return sorted(feature["stage"] for feature in found)

    assert offered() == ["beta"]
    assert offered("alpha", "concept", "draft", "archived") == ["alpha", "concept"]
    assert offered("unheard-of") == []


@pytest.mark.parametrize(("query", "status"), [({}, 401), ({"token": "phc_unknown"}, 401)])
def test_offers_need_a_known_token(client: Client, team: TeamContext, query: dict[str, str], status: int) -> None:
    assert client.get("/api/early_access_features/", query).status_code == status
    assert client.post("/api/early_access_features/").status_code == 405
    assert client.options("/api/early_access_features/").status_code in (200, 204)


def test_offered_flag_keeps_its_key_until_the_offer_goes(api_client: APIClient, team: TeamContext, user: User) -> None:
    flag = make_flag(team.id, user)
    base = f"/api/projects/{team.id}/"
    address = f"{base}feature_flags/{flag.id}/"
    body = {"name": "Beta", "stage": "beta", "feature_flag_id": flag.id}
    feature = api_client.post(f"{base}early_access_feature/", body).json()
    assert api_client.get(address).json()["filters"]["feature_enrollment"] is True
    assert api_client.post(f"{base}early_access_feature/", body).json()["attr"] == "feature_flag_id"
    assert api_client.patch(address, {"key": "other"}).json()["code"] == "flag_in_use"
    assert api_client.patch(address, {"deleted": True}).json()["code"] == "flag_in_use"
    changed = api_client.patch(f"{base}early_access_feature/{feature['id']}/", {"stage": "alpha"}).json()
    assert (changed["stage"], changed["name"]) == ("alpha", "Beta")
    assert api_client.delete(f"{base}early_access_feature/{feature['id']}/").status_code == 204
    assert "feature_enrollment" not in api_client.get(address).json()["filters"]
    assert api_client.patch(address, {"key": "other"}).status_code == 200
    log = api_client.get(f"{base}activity_log/", {"scope": "EarlyAccessFeature"}).json()["results"]
    assert [line["activity"] for line in log] == ["deleted", "updated", "created"]


# Flags as a document


def test_flags_go_out_and_come_in_again(team: TeamContext, other_team: TeamContext, user: User, tmp_path: Path) -> None:
    base = make_flag(team.id, user, key="zz-base", tags=("x",))
    depends = {"type": "flag", "key": str(base.id), "operator": "flag_evaluates_to", "value": True}
    make_flag(team.id, user, key="aa-top", filters={"groups": [{"properties": [depends]}]}, active=False)
    file = tmp_path / "flags.json"
    call_command("export_flags", project_id=team.id, output=file, stdout=StringIO())

    def bring() -> str:
        out = StringIO()
        call_command("import_flags", file, project_id=other_team.id, stdout=out)
        return out.getvalue().strip()

    assert bring() == "2 made, 0 changed, 0 were so already."
    assert bring() == "0 made, 0 changed, 2 were so already."
    theirs = FeatureFlagsAPI.find_flag_by_key(team_id=other_team.id, key="aa-top")
    there = FeatureFlagsAPI.find_flag_by_key(team_id=other_team.id, key="zz-base")
    assert theirs is not None
    assert there is not None
    assert (theirs.active, there.tags) == (False, ("x",))
    assert loads(theirs.filters)["groups"][0]["properties"][0]["key"] == str(there.id)
    file.write_text(file.read_text().replace('"x"', '"y"'))
    assert bring() == "0 made, 1 changed, 1 were so already."

    out = StringIO()
    call_command("export_flags", project_id=other_team.id, stdout=out)
    assert loads(out.getvalue()) == loads(file.read_text())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "not JSON"),
        ("[]", "no export of flags"),
        ('{"format": 1, "flags": [{"name": "x"}]}', "object with a key"),
        ('{"format": 1, "flags": [{"key": "a", "secret": 1}]}', "unknown fields: secret"),
        ('{"format": 1, "flags": [{"key": "a", "active": "yes"}]}', "a: The field active"),
        ('{"format": 1, "flags": [{"key": "a", "filters": {"groups": [{"rollout_percentage": 200}]}}]}', "200 is not"),
        (
            '{"format": 1, "flags": [{"key": "a", "filters": {"groups": [{"properties": [{"type": "flag", "key": "b", '
            '"operator": "flag_evaluates_to", "value": true}]}]}}]}',
            "depends on the flag b",
        ),
    ],
)
def test_document_that_is_no_export_is_refused(team: TeamContext, tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "flags.json"
    file.write_text(text)
    with pytest.raises(CommandError, match=words):
        call_command("import_flags", file, project_id=team.id, stdout=StringIO())
    assert FeatureFlagsAPI.list_flags(team_id=team.id).total == 0


def test_flag_is_switched_and_listed_from_the_command_line(team: TeamContext, user: User) -> None:
    make_flag(team.id, user, key="beta", name="New checkout\nsecond line")

    def run(*command: str) -> str:
        out = StringIO()
        call_command(*command, project_id=team.id, stdout=out)
        return out.getvalue().strip()

    assert run("disable_flag", "beta") == "beta is off."
    assert run("list_flags") == "beta  disabled  v2    New checkout"
    assert run("enable_flag", "beta") == "beta is on."
    with pytest.raises(CommandError, match="no feature flag 'gamma'"):
        run("enable_flag", "gamma")
