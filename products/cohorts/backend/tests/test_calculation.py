"""From filters to members in both stores, through the doors that people and Celery use."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from rest_framework.test import APIClient

from common import clock
from posthog.clickhouse import client as clickhouse
from posthog.contracts import TeamContext
from posthog.hogql.context import HogQLContext
from posthog.hogql.errors import QueryError
from posthog.hogql.query import execute_hogql
from posthog.identity import erase_people, rows_about_people
from posthog.models import User
from products.cohorts.backend.facade import CohortsAPI
from products.cohorts.backend.facade.contracts import Cohort
from products.cohorts.backend.facade.system import CohortsSystemAPI
from products.cohorts.backend.logic.membership import columns
from products.cohorts.backend.models import Cohort as Row
from products.cohorts.backend.models import CohortMember
from products.cohorts.backend.tests.factories import actor, all_of, any_of, did, in_cohort, make_cohort, person_is
from products.cohorts.backend.tests.histories import Happening, Somebody, given_people

pytestmark = pytest.mark.django_db


def calculate(cohort: Cohort) -> Cohort:
    CohortsSystemAPI.calculate_cohort(team_id=cohort.team_id, cohort_id=cohort.id)
    return CohortsAPI.get_cohort(team_id=cohort.team_id, cohort_id=cohort.id)


def make_due(cohort: Cohort) -> None:
    Row.objects.for_team(cohort.team_id).filter(pk=cohort.id).update(due_at=clock.now())


def in_postgres(cohort: Cohort) -> set[UUID]:
    rows = CohortMember.objects.for_team(cohort.team_id).filter(cohort_id=cohort.id)
    return set(rows.values_list("person_uuid", flat=True))


def in_hogql(cohort: Cohort, condition: str = "id IN COHORT {cohort}") -> set[UUID]:
    context = HogQLContext(team_id=cohort.team_id)
    rows = execute_hogql(
        f"SELECT id FROM persons WHERE {condition}".replace("{cohort}", str(cohort.id)), context=context
    )
    return {row[0] for row in rows.rows}


def people(*names: str, plan: str = "pro") -> list[Somebody]:
    return [Somebody(name, {"plan": plan}) for name in names]


def ids(*names: str) -> set[UUID]:
    return {Somebody(name).uuid for name in names}


def test_calculated_cohort_has_the_same_members_everywhere(
    team: TeamContext, other_team: TeamContext, user: User
) -> None:
    given_people(team.id, [*people("ada", "grace"), *people("alan", plan="free")])
    given_people(other_team.id, people("eve"))
    cohort = make_cohort(team.id, user)
    done = calculate(cohort)
    assert (done.version, done.pending_version, done.count, done.is_calculating) == (1, 1, 2, False)
    assert done.last_calculation is not None
    assert in_postgres(cohort) == in_hogql(cohort) == ids("ada", "grace")
    assert in_hogql(cohort, "id NOT IN COHORT {cohort}") == ids("alan")
    assert in_hogql(cohort, "id IN COHORT 'On pro'") == ids("ada", "grace")


def test_recalculation_swaps_versions_and_writes_differences_only(
    team: TeamContext, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Ranges of two, so that people fall into several.
    monkeypatch.setattr(columns, "COPIED_AT_A_TIME", 2)
    given_people(team.id, people("a", "b", "c", "d", "e"))
    cohort = make_cohort(team.id, user)
    calculate(cohort)
    before = dict(CohortMember.objects.for_team(team.id).values_list("person_uuid", "pk"))
    # Nobody is due again yet.
    assert CohortsSystemAPI.calculate_cohort(team_id=team.id, cohort_id=cohort.id) is False

    left, came = people("b", "e", plan="free"), people("f", "g", "h")
    clickhouse.command(f"ALTER TABLE person DELETE WHERE team_id = {team.id} SETTINGS mutations_sync = 2")
    given_people(team.id, [*people("a", "c", "d"), *left, *came])
    make_due(cohort)
    done = calculate(cohort)
    assert (done.version, done.count) == (2, 6)
    assert in_postgres(cohort) == in_hogql(cohort) == ids("a", "c", "d", "f", "g", "h")
    after = dict(CohortMember.objects.for_team(team.id).values_list("person_uuid", "pk"))
    stayed = ids("a", "c", "d")
    assert {uuid: after[uuid] for uuid in stayed} == {uuid: before[uuid] for uuid in stayed}

    make_due(cohort)
    clickhouse.command(f"ALTER TABLE person DELETE WHERE team_id = {team.id} SETTINGS mutations_sync = 2")
    assert calculate(cohort).count == 0
    assert in_postgres(cohort) == set()


def test_old_versions_are_removed_and_the_current_one_stays(team: TeamContext, user: User) -> None:
    given_people(team.id, people("ada", "grace"))
    cohort = make_cohort(team.id, user)
    for _ in range(3):
        make_due(cohort)
        calculate(cohort)
    listed = make_cohort(team.id, user, name="Gone", is_static=True)
    values = [(team.id, cohort.id, 1, Somebody("old").uuid), (team.id, listed.id, 7, Somebody("ada").uuid)]
    long_ago = datetime.now(UTC) - timedelta(hours=2)
    clickhouse.insert_rows(
        "cohort_people",
        ("team_id", "cohort_id", "version", "person_id", "changed_at"),
        [(*value, long_ago) for value in values],
    )
    CohortsSystemAPI.remove_old_versions()
    rows = clickhouse.query(
        "SELECT cohort_id, version, count() FROM cohort_people WHERE team_id = {team:Int64} GROUP BY 1, 2 ORDER BY 1, 2",
        {"team": team.id},
    ).rows
    # What is younger than an hour may still be read by a query that runs.
    assert rows == [(cohort.id, 1, 2), (cohort.id, 2, 2), (cohort.id, 3, 2), (listed.id, 7, 1)]


def test_nested_cohorts_wait_for_each_other_and_follow_each_other(team: TeamContext, user: User) -> None:
    events = [Happening("paid", clock.now() - timedelta(days=1))]
    given_people(team.id, [Somebody("ada", {"plan": "pro"}, events), *people("grace"), *people("alan", plan="free")])
    inner = make_cohort(team.id, user, name="Inner")
    outer = make_cohort(team.id, user, name="Outer", filters=all_of(in_cohort(inner), did("paid", negation=True)))
    # The inner one has no members yet, so the outer one does not guess.
    assert calculate(outer).version is None
    calculate(inner)
    make_due(outer)
    calculate(outer)
    assert in_postgres(outer) == in_hogql(outer) == ids("grace")

    due_before = Row.objects.for_team(team.id).get(pk=outer.id).due_at
    given_people(team.id, people("linus"))
    make_due(inner)
    calculate(inner)
    due_after = Row.objects.for_team(team.id).get(pk=outer.id).due_at
    assert due_before is not None
    assert due_after is not None
    assert due_after < due_before
    calculate(outer)
    assert in_postgres(outer) == ids("grace", "linus")


def test_failure_is_counted_told_and_tried_again_later(
    team: TeamContext, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_people(team.id, people("ada"))
    cohort = make_cohort(team.id, user)
    calculate(cohort)
    url = "http://default:x@127.0.0.1:9/default"
    pauses = []
    with monkeypatch.context() as broken:
        broken.setattr("django.conf.settings.CLICKHOUSE_URL", url)
        for errors in (1, 2, 3):
            make_due(cohort)
            failed = calculate(cohort)
            assert (failed.errors_calculating, failed.is_calculating) == (errors, False)
            assert failed.last_error == (
                "The database of events did not answer. The calculation is tried again by itself."
            )
            due = Row.objects.for_team(team.id).get(pk=cohort.id).due_at
            assert due is not None
            pauses.append(round((due - clock.now()).total_seconds() / 60))
    assert pauses == [1, 2, 4]
    # The members are those of before, under their number.
    assert (failed.version, failed.count, in_hogql(cohort)) == (1, 1, ids("ada"))
    make_due(cohort)
    recovered = calculate(cohort)
    assert (recovered.errors_calculating, recovered.last_error, recovered.version) == (0, "", 5)
    history = CohortsAPI.list_calculations(team_id=team.id, cohort_id=cohort.id, limit=10, offset=0)
    assert [(each.version, each.count, each.error != "") for each in history.items] == [
        (5, 1, False),
        (4, None, True),
        (3, None, True),
        (2, None, True),
        (1, 1, False),
    ]


def test_the_longest_overdue_come_first_and_only_as_many_as_may_run(
    team: TeamContext, user: User, settings: Any
) -> None:
    settings.COHORT_PARALLEL_CALCULATIONS = 2
    Row.objects.unscoped().update(due_at=None, is_calculating=False)
    made = [make_cohort(team.id, user, name=name) for name in "abcd"]
    now = clock.now()
    for cohort, minutes in zip(made, (5, 20, 10, -5), strict=True):
        Row.objects.for_team(team.id).filter(pk=cohort.id).update(due_at=now - timedelta(minutes=minutes))
    b, c = [(team.id, cohort.id) for cohort in made[1:3]]
    assert CohortsSystemAPI.list_due_cohorts() == (b, c)
    running = Row.objects.for_team(team.id).filter(pk=b[1])
    running.update(is_calculating=True, calculating_since=now)
    assert CohortsSystemAPI.list_due_cohorts() == (c,)
    assert CohortsSystemAPI.calculate_cohort(team_id=team.id, cohort_id=b[1]) is False
    # A worker that died gives its place back.
    running.update(calculating_since=now - timedelta(hours=1))
    assert CohortsSystemAPI.list_due_cohorts() == (b, c)
    assert CohortsSystemAPI.calculate_cohort(team_id=team.id, cohort_id=b[1]) is True


def test_merged_people_take_their_memberships_along(
    team: TeamContext, user: User, arrive: Callable[..., list[UUID]], ingest: Callable[..., None]
) -> None:
    anonymous, known = arrive(**{"anon-1": {"plan": "pro"}, "ada": {"plan": "free"}})
    cohort = make_cohort(team.id, user)
    calculate(cohort)
    listed = make_cohort(team.id, user, name="Listed", is_static=True)
    CohortsAPI.add_people(("anon-1",), team_id=team.id, cohort_id=listed.id, actor=actor(user))
    assert in_postgres(cohort) == in_postgres(listed) == {anonymous}

    ingest({"event": "$merge_dangerously", "distinct_id": "ada", "properties": {"alias": "anon-1"}})
    assert in_postgres(cohort) == in_postgres(listed) == {known}
    assert CohortsAPI.memberships(team_id=team.id, person_uuid=known, cohort_ids=(cohort.id, listed.id)) == {
        cohort.id,
        listed.id,
    }
    CohortsSystemAPI.flush_changes()
    members = f"SELECT person_id FROM cohort_people WHERE cohort_id = {listed.id}"
    assert execute_hogql(members, context=HogQLContext(team_id=team.id)).rows == [(known,)]


def test_erased_people_are_in_no_cohort(team: TeamContext, user: User) -> None:
    given_people(team.id, people("ada", "grace"))
    cohort = make_cohort(team.id, user)
    calculate(cohort)
    ada, grace = Somebody("ada").uuid, Somebody("grace").uuid
    assert rows_about_people(team.id, (ada,))["cohort_members"] == 1
    assert erase_people(team.id, (ada,))["cohort_members"] == 1
    assert rows_about_people(team.id, (ada,))["cohort_members"] == 0
    CohortsSystemAPI.flush_changes()
    assert in_postgres(cohort) == in_hogql(cohort) == {grace}


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("id IN COHORT 'Nobody knows'", "no cohort named 'Nobody knows'"),
        ("id IN COHORT 999999999999999999999", "no cohort 999999999999999999999"),
        ("id IN COHORT {theirs}", "no cohort {theirs}"),
        ("id IN COHORT {new}", "not been calculated yet"),
        ("id IN COHORT 'Twice'", "several cohorts named 'Twice'"),
        ("id IN COHORT 'x\\' OR 1=1 --'", "no cohort named"),
    ],
)
def test_cohort_that_cannot_be_asked_is_explained(
    team: TeamContext, other_team: TeamContext, user: User, condition: str, told: str
) -> None:
    theirs, new = make_cohort(other_team.id, user), make_cohort(team.id, user)
    calculate(theirs)
    for _ in range(2):
        make_cohort(team.id, user, name="Twice")
    filled = condition.format(theirs=theirs.id, new=new.id)
    with pytest.raises(QueryError, match=told.format(theirs=theirs.id)):
        execute_hogql(f"SELECT id FROM persons WHERE {filled}", context=HogQLContext(team_id=team.id))


def test_cohort_filters_trends_and_persons(
    api_client: APIClient, team: TeamContext, user: User, arrive: Callable[..., list[UUID]], ingest: Callable[..., None]
) -> None:
    arrive(ada={"plan": "pro"}, grace={"plan": "pro"}, alan={"plan": "free"})
    ingest(*({"event": "paid", "distinct_id": name, "properties": {}} for name in ("ada", "ada", "grace", "alan")))
    cohort = make_cohort(team.id, user)
    calculate(cohort)

    def trend(operator: str) -> float:
        query = {
            "kind": "TrendsQuery",
            "series": [{"kind": "EventsNode", "event": "paid"}],
            "dateRange": {"date_from": "-1d"},
            "properties": [{"type": "cohort", "key": "id", "value": cohort.id, "operator": operator}],
        }
        answer = api_client.post(f"/api/projects/{team.id}/query/", {"query": query}, format="json")
        assert answer.status_code == 200, answer.content
        return float(sum(answer.json()["results"][0]["data"]))

    assert (trend("in"), trend("not_in")) == (3, 1)
    filters = f'[{{"type": "cohort", "key": "id", "value": {cohort.id}, "operator": "not_in"}}]'
    listed = api_client.get(f"/api/projects/{team.id}/persons/", {"properties": filters}).json()
    assert [person["distinct_ids"] for person in listed["results"]] == [["alan"]]

    # Trends are kept for hours, but not from one definition of a cohort to the next.
    changed = {"filters": all_of(person_is("plan", "free"))}
    path = f"/api/projects/{team.id}/cohorts/{cohort.id}/"
    assert api_client.patch(path, changed, format="json").status_code == 200
    calculate(cohort)
    assert (trend("in"), trend("not_in")) == (1, 3)
    # Nor does every refresh cost everybody their kept answers.
    arrive(eve={"plan": "free"})
    ingest({"event": "paid", "distinct_id": "eve", "properties": {}})
    make_due(cohort)
    calculate(cohort)
    assert (trend("in"), trend("not_in")) == (1, 3)


def test_estimate_counts_without_keeping(api_client: APIClient, team: TeamContext) -> None:
    given_people(team.id, [*people("ada", "grace"), *people("alan", plan="free")])
    path = f"/api/projects/{team.id}/cohorts/estimate/"
    asked = any_of(person_is("plan", "pro"), person_is("plan", "none"))
    assert api_client.post(path, {"filters": asked}, format="json").json() == {"count": 2}
    bad = api_client.post(path, {"filters": all_of(person_is("plan", "(", "regex"))}, format="json")
    assert (bad.status_code, bad.json()["attr"]) == (400, "filters__properties__values__0__value")
    assert CohortsAPI.list_cohorts(team_id=team.id).total == 0


def test_action_that_does_not_exist_is_refused_when_the_cohort_is_defined(
    api_client: APIClient, team: TeamContext
) -> None:
    filters = all_of(did(None, key=987654, event_type="actions"))
    answer = api_client.post(f"/api/projects/{team.id}/cohorts/", {"name": "x", "filters": filters}, format="json")
    assert answer.status_code == 400, answer.content
