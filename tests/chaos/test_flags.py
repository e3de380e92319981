"""Flags while stores stand still: always an answer, never a wrong one, and quickly; a process that knows nothing says so."""

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests

from tests.chaos.violence import frozen, keep_down, kill, processes_of
from tests.support.instance import Instance, Project, eventually

pytestmark = [pytest.mark.chaos, pytest.mark.slow, pytest.mark.timeout(300)]

ASKERS = 4
OUTAGE_SECONDS = 2.5
STORES = ("clickhouse", "redis", "postgres")
# One of two who ask is known: on the plan, in the list, and their company is large.
KNOWN = tuple(f"ada-{number}" for number in range(ASKERS))
LARGE, SMALL = "acme", "tiny"
# What cannot be decided without something stored.
NEED_POSTGRES = {"pro", "pros", "listed", "large", "after-pro", "kept"}


def half(distinct_id: str, key: str = "half") -> bool:
    """Whether a flag for half of all people is on, by the published formula."""
    digest = hashlib.sha1(f"{key}.{distinct_id}".encode(), usedforsecurity=False).hexdigest()
    return int(digest[:15], 16) / 0xFFFFFFFFFFFFFFF <= 0.5


def expected(distinct_id: str) -> dict[str, Any]:
    known = distinct_id in KNOWN
    return {
        "half": half(distinct_id),
        "sent": True,
        "held": "holdout-7",
        **dict.fromkeys(("pro", "pros", "listed", "large", "after-pro"), known),
        "kept": half(distinct_id, "kept"),
    }


def ask(project: Project, distinct_id: str, **properties: Any) -> requests.Response:
    body = {
        "token": project.api_token,
        "distinct_id": distinct_id,
        "person_properties": properties,
        "groups": {"company": LARGE if distinct_id in KNOWN else SMALL},
    }
    return requests.post(f"{project.instance.url}/flags/?v=2", json=body, timeout=20)


def post(project: Project, path: str, body: dict[str, Any]) -> int:
    url = f"{project.instance.url}/api/projects/{project.id}/{path}/"
    made = requests.post(url, json=body, headers=project.headers, timeout=30)
    assert made.status_code == 201, made.text
    return int(made.json()["id"])


def given_flag(project: Project, key: str, *properties: dict[str, Any], share: int = 100, **more: Any) -> int:
    filters = {"groups": [{"properties": list(properties), "rollout_percentage": share}], **more.pop("filters", {})}
    return post(project, "feature_flags", {"key": key, "filters": filters, **more})


def is_on(key: str, value: Any, operator: str = "exact", **more: Any) -> dict[str, Any]:
    return {"key": key, "type": "person", "operator": operator, "value": value, **more}


@dataclass(kw_only=True)
class Asking:
    """What people were answered, and how long they waited."""

    seconds: list[float] = field(default_factory=list)
    wrong: list[Any] = field(default_factory=list)
    undecided: int = 0

    def note(self, distinct_id: str, response: requests.Response, seconds: float) -> None:
        self.seconds.append(seconds)
        if response.status_code != 200:
            self.wrong.append((response.status_code, response.text))
            return
        answer = response.json()
        found = {key: record.get("variant") or record["enabled"] for key, record in answer["flags"].items()}
        wanted = expected(distinct_id)
        missing = wanted.keys() - found.keys()
        self.undecided += bool(missing)
        right = found == {key: value for key, value in wanted.items() if key not in missing}
        if not right or answer["errorsWhileComputingFlags"] is not bool(missing) or missing - NEED_POSTGRES:
            self.wrong.append((distinct_id, found))


@contextmanager
def asking(project: Project) -> Iterator[Asking]:
    """Several people who ask for flags all the time."""
    found, stop = Asking(), threading.Event()

    def go_on(number: int) -> None:
        turn = 0
        while not stop.is_set():
            turn += 1
            distinct_id = KNOWN[number] if turn % 2 else f"user-{number}-{turn % 50}"
            started = time.monotonic()
            response = ask(project, distinct_id, channel="beta")
            found.note(distinct_id, response, time.monotonic() - started)
            time.sleep(0.01)

    threads = [threading.Thread(target=go_on, args=(number,)) for number in range(ASKERS)]
    for thread in threads:
        thread.start()
    try:
        yield found
    finally:
        stop.set()
        for thread in threads:
            thread.join(30)


@pytest.fixture(scope="module")
def project(victim: Instance) -> Project:
    """A project with a flag of each kind, which every test leaves as they were."""
    made = victim.project("flags")
    groups = [
        {"$group_type": "company", "$group_key": key, "$group_set": {"size": size}}
        for key, size in ((LARGE, 500), (SMALL, 5))
    ]
    events = [{"event": "$groupidentify", "distinct_id": "setup", "properties": group} for group in groups]
    events += [{"event": "$set", "distinct_id": who, "properties": {"$set": {"plan": "pro"}}} for who in KNOWN]
    body = {"api_key": made.api_token, "batch": events}
    assert requests.post(f"{victim.url}/batch/", json=body, timeout=30).status_code == 200
    eventually(lambda: made.get("groups/", group_type_index=0)["results"], lambda found: len(found) == 2)
    people = eventually(
        lambda: [made.get("persons/", distinct_id=who)["results"] for who in KNOWN], lambda found: all(found)
    )
    given_flag(made, "half", share=50)
    pro = given_flag(made, "pro", is_on("plan", "pro"))
    tree = {"type": "OR", "values": [{"type": "AND", "values": [is_on("plan", "pro")]}]}
    pros = post(made, "cohorts", {"name": "Pro", "filters": {"properties": tree}})
    given_flag(made, "pros", is_on("id", pros, "in", type="cohort"))
    listed = post(made, "cohorts", {"name": "Listed", "is_static": True})
    added = requests.patch(
        f"{victim.url}/api/projects/{made.id}/cohorts/{listed}/add_persons_to_static_cohort/",
        json={"person_ids": [found[0]["id"] for found in people]},
        headers=made.headers,
        timeout=30,
    )
    assert added.status_code == 200, added.text
    given_flag(made, "listed", is_on("id", listed, "in", type="cohort"))
    size = is_on("size", 100, "gt", type="group", group_type_index=0)
    given_flag(made, "large", size, filters={"aggregation_group_type_index": 0})
    given_flag(made, "after-pro", is_on(str(pro), True, "flag_evaluates_to", type="flag"))
    given_flag(made, "kept", share=50, ensure_experience_continuity=True)
    given_flag(made, "held", filters={"holdout": {"id": 7, "exclusion_percentage": 100}})
    given_flag(made, "sent", is_on("channel", "beta"))

    def settled() -> list[Any]:
        with asking(made) as found:
            time.sleep(0.3)
        return found.wrong

    eventually(settled, lambda wrong: not wrong)
    return made


@pytest.mark.parametrize("stores", [*((store,) for store in STORES), STORES], ids="-".join)
def test_flags_go_on_while_stores_stand_still(victim: Instance, project: Project, stores: tuple[str, ...]) -> None:
    with asking(project) as before:
        time.sleep(1)
    with asking(project) as found:
        time.sleep(0.3)
        with ExitStack() as stack:
            for store in stores:
                stack.enter_context(frozen(processes_of(victim, store)))
            time.sleep(OUTAGE_SECONDS)
        time.sleep(0.5)
    assert (before.wrong, before.undecided) == ([], 0)
    assert found.wrong == []
    assert bool(found.undecided) is ("postgres" in stores)
    # Those who were waiting when it happened wait for their time-out; the others do not.
    slow = [seconds for seconds in found.seconds if seconds > 0.4]
    assert len(found.seconds) > 100
    assert len(slow) <= 3 * ASKERS, sorted(slow)
    assert_everything_is_back(project)


@pytest.mark.parametrize("store", STORES)
def test_flags_go_on_while_a_store_is_killed_again_and_again(victim: Instance, project: Project, store: str) -> None:
    with asking(project) as found:
        time.sleep(0.3)
        keep_down(victim, store, seconds=OUTAGE_SECONDS)
        time.sleep(0.5)
    assert found.wrong == []
    assert len(found.seconds) > 100
    assert_everything_is_back(project)


def assert_everything_is_back(project: Project) -> None:
    def ask_again(who: str) -> Any:
        return eventually(
            lambda: ask(project, who, channel="beta").json(),
            lambda answer: not answer["errorsWhileComputingFlags"],
            seconds=60,
        )

    for who in (KNOWN[0], "user"):
        assert ask_again(who)["flags"].keys() == expected(who).keys()


def test_change_is_answered_within_a_second(project: Project) -> None:
    waited = []
    for active in (False, True):
        flags = requests.get(
            f"{project.instance.url}/api/projects/{project.id}/feature_flags/", headers=project.headers, timeout=30
        ).json()["results"]
        flag_id = next(flag["id"] for flag in flags if flag["key"] == "sent")
        changed = requests.patch(
            f"{project.instance.url}/api/projects/{project.id}/feature_flags/{flag_id}/",
            json={"active": active},
            headers=project.headers,
            timeout=30,
        )
        assert changed.status_code == 200, changed.text
        started = time.monotonic()
        while ask(project, "u", channel="beta").json()["flags"]["sent"]["enabled"] is not active:
            assert time.monotonic() - started < 10
            time.sleep(0.02)
        waited.append(time.monotonic() - started)
    assert max(waited) < 1.5, waited


def test_process_that_knows_nothing_and_can_read_nothing_says_so(victim: Instance, project: Project) -> None:
    with ExitStack() as stack:
        for store in STORES:
            stack.enter_context(frozen(processes_of(victim, store)))
        kill(victim, "web")

        def status() -> int:
            try:
                return ask(project, "user").status_code
            except requests.RequestException:
                return 0

        assert eventually(status, lambda code: code != 0, seconds=60) == 503
        started = time.monotonic()
        refused = ask(project, "user")
        assert (refused.status_code, refused.json()["code"]) == (503, "definitions_unavailable")
        assert time.monotonic() - started < 5
        assert "Retry-After" in refused.headers
    back = eventually(status, lambda code: code == 200, seconds=60)
    assert back == 200
    assert ask(project, "user", channel="beta").json()["flags"]["half"]["enabled"] is half("user")
