"""Static cohorts: every way in and out, over HTTP."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import Client
from rest_framework.test import APIClient

from posthog.contracts import TeamContext
from posthog.models import User
from products.cohorts.backend.facade import CohortsAPI
from products.cohorts.backend.facade.system import CohortsSystemAPI
from products.cohorts.backend.tests.factories import make_cohort
from products.cohorts.backend.tests.test_calculation import calculate, in_hogql, in_postgres

pytestmark = pytest.mark.django_db

Arrive = Callable[..., list[UUID]]


@pytest.fixture
def people(arrive: Arrive) -> dict[str, UUID]:
    found = arrive(
        ada={"email": "ada@example.com", "plan": "pro"},
        grace={"email": "grace@example.com", "plan": "pro"},
        alan={"email": "Alan@Example.com"},
        **{'comma, semi; "quoted"': {}},
    )
    return dict(zip(("ada", "grace", "alan", "odd"), found, strict=True))


def upload(client: APIClient, path: str, text: str | bytes) -> Any:
    content = text if isinstance(text, bytes) else text.encode()
    return client.post(f"{path}upload/", {"csv": SimpleUploadedFile("people.csv", content)}, format="multipart")


def static(client: APIClient, team: TeamContext) -> tuple[str, int]:
    made = client.post(f"/api/projects/{team.id}/cohorts/", {"name": "Listed", "is_static": True}, format="json").json()
    assert (made["count"], made["version"], made["cohort_type"]) == (0, 1, "static")
    return f"/api/projects/{team.id}/cohorts/{made['id']}/", made["id"]


@pytest.mark.parametrize(
    ("text", "column", "names", "rejected"),
    [
        ("ada\ngrace\n", "", ["ada", "grace"], []),
        ("email\nADA@example.com\nalan@example.com\n", "email", ["ada", "alan"], []),
        ("Name;Distinct ID;Age\r\nAda;ada;36\r\nGrace;grace;85\r\n", "distinct id", ["ada", "grace"], []),
        ("\ufeffdistinct_id\nada\n\n  \nnobody\nada\n", "distinct_id", ["ada"], [(5, "nobody")]),
        ('"comma, semi; ""quoted"""\nada\n', "", ["odd", "ada"], []),
        ("a\tuuid\n1\t{ada}\n2\n", "uuid", ["ada"], [(3, "")]),
        ("person_id,email\nx,ada@example.com\ny,\n", "email", ["ada"], [(3, "")]),
        ("=cmd|' /C calc'!A0\nada\n", "", ["ada"], [(1, "=cmd|' /C calc'!A0")]),
        ("x\x00y\nada\n", "", ["ada"], [(1, "x\x00y")]),
    ],
)
def test_uploaded_people_are_found_and_bad_rows_are_told(
    api_client: APIClient,
    team: TeamContext,
    people: dict[str, UUID],
    text: str,
    column: str,
    names: list[str],
    rejected: list[tuple[int, str]],
) -> None:
    path, _ = static(api_client, team)
    answer = upload(api_client, path, text.replace("{ada}", str(people["ada"])))
    assert answer.status_code == 200, answer.content
    report = answer.json()
    assert {**report, "rows": 0, "rejected": [(row["line"], row["value"]) for row in report["rejected"]]} == {
        "column": column,
        "rows": 0,
        "added": len(names),
        "already": 0,
        "rejected_count": len(rejected),
        "rejected": rejected,
    }
    listed = api_client.get(f"{path}persons/").json()
    assert {person["id"] for person in listed["results"]} == {str(people[name]) for name in names}
    assert api_client.get(path).json()["count"] == len(names)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"name,age\nada,36\n", "none of them is called distinct_id, email, person_id"),
    ],
)
def test_file_that_names_nobody_is_refused(api_client: APIClient, team: TeamContext, text: bytes, told: str) -> None:
    path, _ = static(api_client, team)
    answer = upload(api_client, path, text)
    assert (answer.status_code, answer.json()["attr"]) == (400, "csv")
    assert told in answer.json()["detail"]


def test_people_come_and_go_and_both_stores_follow(
    api_client: APIClient, team: TeamContext, user: User, people: dict[str, UUID]
) -> None:
    path, _ = static(api_client, team)
    added = api_client.patch(
        f"{path}add_persons_to_static_cohort/",
        {"person_ids": [str(people["ada"]), "grace", "alan@example.com", str(uuid4())]},
        format="json",
    ).json()
    assert (added["added"], added["already"], added["rejected_count"]) == (3, 0, 1)
    again = api_client.patch(f"{path}add_persons_to_static_cohort/", {"person_ids": ["ada"]}, format="json").json()
    assert (again["added"], again["already"]) == (0, 1)

    removal = {"person_id": str(people["grace"])}
    for expected in (True, False):
        removed = api_client.patch(f"{path}remove_person_from_static_cohort/", removal, format="json").json()
        assert removed == {"removed": expected}
    CohortsSystemAPI.flush_changes()
    cohort = calculate_nothing(api_client, path, user, team)
    assert in_postgres(cohort) == in_hogql(cohort) == {people["ada"], people["alan"]}

    search = api_client.get(f"{path}persons/", {"search": "ada"}).json()
    assert [person["name"] for person in search["results"]] == ["ada@example.com"]

    # Deleted and restored, ClickHouse having forgotten everything.
    api_client.patch(path, {"deleted": True}, format="json")
    api_client.patch(path, {"deleted": False}, format="json")
    CohortsSystemAPI.flush_changes()
    assert in_hogql(cohort) == {people["ada"], people["alan"]}


def calculate_nothing(client: APIClient, path: str, user: User, team: TeamContext) -> Any:
    """The static cohort as a value; calculating it changes nothing."""
    cohort = CohortsAPI.get_cohort(team_id=team.id, cohort_id=int(path.rstrip("/").rsplit("/", 1)[1]))
    assert calculate(cohort) == cohort
    return cohort


def test_dynamic_cohort_takes_nobody_by_hand_but_can_be_copied(
    api_client: APIClient, team: TeamContext, user: User, people: dict[str, UUID]
) -> None:
    cohort = make_cohort(team.id, user)
    path = f"/api/projects/{team.id}/cohorts/{cohort.id}/"
    too_early = api_client.post(f"{path}duplicate_as_static_cohort/")
    assert (too_early.status_code, "no members yet" in too_early.json()["detail"]) == (400, True)
    calculate(cohort)
    refused = api_client.patch(f"{path}add_persons_to_static_cohort/", {"person_ids": ["alan"]}, format="json")
    assert (refused.status_code, "Make a static copy first" in refused.json()["detail"]) == (400, True)

    copy = api_client.post(f"{path}duplicate_as_static_cohort/").json()
    assert (copy["name"], copy["is_static"], copy["count"]) == ("On pro (static copy)", True, 2)
    CohortsSystemAPI.flush_changes()
    listed = api_client.get(f"/api/projects/{team.id}/cohorts/{copy['id']}/persons/").json()
    assert {person["id"] for person in listed["results"]} == {str(people["ada"]), str(people["grace"])}


def test_static_cohort_is_made_from_a_file_or_from_a_query(
    api_client: APIClient, team: TeamContext, people: dict[str, UUID]
) -> None:
    base = f"/api/projects/{team.id}/cohorts/"
    form = {"name": "From a file", "is_static": "true", "csv": SimpleUploadedFile("people.csv", b"ada\nalan\n")}
    from_file = api_client.post(base, form, format="multipart")
    assert (from_file.status_code, from_file.json()["count"]) == (201, 2), from_file.content

    query = {"kind": "HogQLQuery", "query": "SELECT id, properties.plan FROM persons WHERE properties.plan = 'pro'"}
    wrapped = {"kind": "ActorsQuery", "source": query}
    for each in (query, wrapped):
        made = api_client.post(base, {"name": "From a query", "query": each}, format="json")
        assert (made.status_code, made.json()["count"], made.json()["query"]) == (201, 2, each), made.content

    for wrong, told in (
        ({"kind": "TrendsQuery"}, "made from a HogQLQuery"),
        ({"kind": "HogQLQuery", "query": "SELECT event, timestamp FROM events"}, "needs a column person_id"),
        ({"kind": "HogQLQuery", "query": "SELECT FROM"}, ""),
    ):
        refused = api_client.post(base, {"name": "Wrong", "query": wrong}, format="json")
        assert (refused.status_code, told in refused.json()["detail"]) == (400, True), refused.content
    # What could not be filled was not made.
    assert {each["name"] for each in api_client.get(base).json()["results"]} == {"From a file", "From a query"}


def test_other_teams_people_and_cohorts_cannot_be_reached(
    api_client: APIClient, team: TeamContext, other_team: TeamContext, user: User, people: dict[str, UUID]
) -> None:
    theirs = make_cohort(other_team.id, user, is_static=True)
    path = f"/api/projects/{team.id}/cohorts/{theirs.id}/"
    asked = [
        api_client.get(f"{path}persons/"),
        api_client.get(f"{path}calculation_history/"),
        api_client.get(f"{path}used_by/"),
        api_client.get(f"{path}activity/"),
        api_client.post(f"{path}recalculate/"),
        api_client.post(f"{path}duplicate_as_static_cohort/"),
        upload(api_client, path, "ada\n"),
        api_client.patch(f"{path}add_persons_to_static_cohort/", {"person_ids": ["ada"]}, format="json"),
        api_client.patch(f"{path}remove_person_from_static_cohort/", {"person_id": str(uuid4())}, format="json"),
    ]
    assert [answer.status_code for answer in asked] == [404] * len(asked)


def test_cohorts_of_a_person_are_listed(
    api_client: APIClient, team: TeamContext, other_team: TeamContext, people: dict[str, UUID]
) -> None:
    path, cohort_id = static(api_client, team)
    upload(api_client, path, "ada\n")
    address = f"/api/projects/{team.id}/persons/cohorts/"
    for who, found in (("ada", [cohort_id]), ("alan", [])):
        answer = api_client.get(address, {"person_id": str(people[who])})
        assert answer.status_code == 200, answer.content
        assert [each["id"] for each in answer.json()["results"]] == found
    api_client.patch(path, {"deleted": True}, format="json")
    assert api_client.get(address, {"person_id": str(people["ada"])}).json() == {"results": []}
    assert api_client.get(address, {"person_id": str(uuid4())}).status_code == 404
    assert [api_client.get(address, asked).json()["attr"] for asked in ({}, {"person": "ada"})] == [
        "person_id",
        "person",
    ]
    theirs = f"/api/projects/{other_team.id}/persons/cohorts/"
    assert api_client.get(theirs, {"person_id": str(people["ada"])}).status_code == 404


def test_activity_tells_who_changed_what(api_client: APIClient, team: TeamContext, user: User, people: Any) -> None:
    path, _ = static(api_client, team)
    api_client.patch(path, {"name": "Friends"}, format="json")
    api_client.patch(f"{path}add_persons_to_static_cohort/", {"person_ids": ["ada"]}, format="json")
    api_client.patch(path, {"deleted": True}, format="json")
    log = api_client.get(f"{path}activity/").json()["results"]
    assert [(line["activity"], line["detail"]["name"], line["user"]["email"]) for line in log] == [
        ("deleted", "Friends", user.email),
        ("members_changed", "Friends", user.email),
        ("updated", "Friends", user.email),
        ("created", "Listed", user.email),
    ]
    renamed = log[2]["detail"]["changes"]
    assert [(change["field"], change["before"], change["after"]) for change in renamed] == [
        ("name", "Listed", "Friends")
    ]


def test_file_is_uploaded_by_a_session_with_the_csrf_token_only(team: TeamContext, user: User) -> None:
    """Django looks for the token in the form first, and has read the file when it comes to us."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    client.get("/_preflight/")
    token = client.cookies["prickle_csrftoken"].value
    cohorts = f"/api/projects/{team.id}/cohorts/"
    headers = {"X-CSRFToken": token}
    cohort = client.post(
        cohorts, {"name": "File", "is_static": True}, content_type="application/json", headers=headers
    ).json()
    form = {"csv": SimpleUploadedFile("people.csv", b"ada\n")}
    assert client.post(f"{cohorts}{cohort['id']}/upload/", form).status_code == 403
    form = {"csv": SimpleUploadedFile("people.csv", b"ada\n")}
    answered = client.post(f"{cohorts}{cohort['id']}/upload/", form, headers=headers)
    assert answered.status_code == 200, answered.content
    assert (answered.json()["rows"], answered.json()["rejected_count"]) == (1, 1)
