"""How the demo's history gets into a project: which one, in which order, and what it says when it cannot."""

import gzip
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from zlib import crc32

import pytest

from posthog import demo
from posthog.contracts import TeamContext
from posthog.models import Organization, Team
from posthog.products import product_modules
from products.events.backend.demo import filling
from products.events.backend.demo.delivery import EVENTS_PER_REQUEST, Delivery, DemoError
from products.events.backend.demo.furnishing import ACTIONS
from products.events.backend.demo.sitting import Event
from products.events.backend.importing.errors import ImportFailedError
from products.events.backend.importing.sending import Sender
from products.events.backend.models import Action

LANES = 3


class Recorder(ThreadingHTTPServer):
    """A capture endpoint that notes what it gets and answers as told: `answers` first, then 200."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, object]] = []
        self.paths: list[str] = []
        self.answers: list[tuple[int, dict[str, str], bytes]] = []
        super().__init__(("127.0.0.1", 0), RecordingHandler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def batches(self) -> list[list[Event]]:
        return [body["batch"] for body in self.bodies]  # type: ignore[misc]  # JSON that the test itself has sent


class RecordingHandler(BaseHTTPRequestHandler):
    server: Recorder
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.paths.append(self.path)
        status, headers, answer = self.server.answers.pop(0) if self.server.answers else (200, {}, b'{"status": 1}')
        if status == 200:
            self.server.bodies.append(json.loads(gzip.decompress(body)))
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(answer))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    server = Recorder()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def lane_of(distinct_id: str) -> int:
    return crc32(distinct_id.encode()) % LANES


def some_events(number: int) -> list[Event]:
    return [{"event": "ping", "distinct_id": f"user_{index % 7}", "uuid": str(index)} for index in range(number)]


def deliver(url: str, events: list[Event]) -> Delivery:
    delivery = Delivery(Sender(url, token="phc_demo"), lane_of=lane_of)
    delivery.add(events)
    delivery.finish()
    return delivery


def test_every_event_is_sent_once_as_a_historical_batch(recorder: Recorder) -> None:
    events = some_events(2 * EVENTS_PER_REQUEST + 50)
    assert deliver(recorder.url, events).sent == len(events)
    assert set(recorder.paths) == {"/batch/"}
    assert all(body["api_key"] == "phc_demo" and body["historical_migration"] is True for body in recorder.bodies)
    sent = [event for batch in recorder.batches for event in batch]
    assert sorted(event["uuid"] for event in sent) == sorted(event["uuid"] for event in events)


def test_events_of_a_person_stay_in_order_in_requests_of_their_lane(recorder: Recorder) -> None:
    deliver(recorder.url, some_events(3 * EVENTS_PER_REQUEST))
    assert all(len({lane_of(event["distinct_id"]) for event in batch}) == 1 for batch in recorder.batches)
    for person in {f"user_{index}" for index in range(7)}:
        order = [int(event["uuid"]) for batch in recorder.batches for event in batch if event["distinct_id"] == person]
        assert order == sorted(order)


def test_refusal_is_told_with_its_reason(recorder: Recorder) -> None:
    recorder.answers = [(401, {}, b'{"detail": "No project has this token."}')]
    with pytest.raises(ImportFailedError, match=r"status 401: No project has this token\."):
        deliver(recorder.url, some_events(1))


def test_demo_project_is_made_once_in_the_first_organization(team_row: Team) -> None:
    made = filling.choose_project(None)
    assert (made.name, made.is_demo) == ("Demo", True)
    assert made.organization == Organization.objects.order_by("created_at").first()
    assert filling.choose_project(None) == made
    assert made != team_row


@pytest.mark.django_db
def test_instance_without_an_organization_gets_one() -> None:
    assert not Organization.objects.exists()
    made = filling.choose_project(None)
    assert made.organization.name == "My organization"


def test_empty_project_may_be_chosen_and_is_marked(team_row: Team) -> None:
    assert filling.choose_project(team_row.pk) == team_row
    team_row.refresh_from_db()
    assert team_row.is_demo


def test_project_with_events_of_its_own_is_refused(team_row: Team) -> None:
    team_row.ingested_event = True
    team_row.save()
    with pytest.raises(DemoError, match="has events of its own"):
        filling.choose_project(team_row.pk)
    team_row.refresh_from_db()
    assert not team_row.is_demo


def test_unknown_project_is_refused(team: TeamContext) -> None:
    with pytest.raises(DemoError, match="There is no project"):
        filling.choose_project(team.id + 1_000_000)


def test_project_without_events_gets_what_needs_none(team_row: Team) -> None:
    """A history of a day may hold neither a company nor a sign-up."""
    filling.furnish(team_row, people=1, days=7)
    assert {action.name for action in Action.objects.for_team(team_row.pk)} == {action.name for action in ACTIONS}
    filling.furnish(team_row, people=1, days=7)
    assert Action.objects.for_team(team_row.pk).count() == len(ACTIONS)


def test_project_is_furnished_by_all_products_or_none(team_row: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(project: demo.DemoProject) -> None:
        raise RuntimeError("the last product fails")

    last = SimpleNamespace(__name__="somewhere.last", AFTER=("feature_flags",), furnish=fail)
    found = (*product_modules("demo.furnishing"), last)
    monkeypatch.setattr(demo, "product_modules", lambda suffix: found)
    with pytest.raises(RuntimeError, match="the last product"):
        filling.furnish(team_row, people=1, days=7)
    assert not Action.objects.for_team(team_row.pk).exists()
