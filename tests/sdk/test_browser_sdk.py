"""The unmodified posthog-js in headless Chromium: what pages send by themselves, what they are told to send, and what
becomes of it when the network fails or people leave."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, Route

from tests.sdk.environments import browser_package
from tests.support.instance import Instance, Project

pytestmark = [pytest.mark.sdk, pytest.mark.browser, pytest.mark.slow]

NEWEST, OLDEST = "1.449.2", "1.57.4"
PAGE = """<!doctype html><html><head><title>Shop</title><script src="{script}"></script>
<script>posthog.init({token}, {options})</script></head>
<body><h1>Everything must go</h1><button id="buy" class="primary big">Buy now</button></body></html>"""
OPTIONS = {
    "person_profiles": "identified_only",
    "disable_session_recording": True,
    "opt_out_useragent_filter": True,
    "disable_surveys": True,
    "capture_pageview": True,
    "autocapture": True,
    # The least that it takes, so that the tests wait less; three seconds otherwise.
    "request_queue_config": {"flush_interval_ms": 250},
}


# What is sent while leaving is seen by nobody, so the page notes it where the next one finds it.
NOTE_BEACONS = """
const send = navigator.sendBeacon.bind(navigator)
navigator.sendBeacon = (url, ...rest) => {
    localStorage.beacons = JSON.stringify([...JSON.parse(localStorage.beacons || '[]'), url])
    return send(url, ...rest)
}"""


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the test's output is about the test."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A folder served on another origin than the instance's, with both versions' bundles in it."""
    folder = tmp_path_factory.mktemp("shop")
    for version in (NEWEST, OLDEST):
        (folder / version).symlink_to(browser_package(version))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def first_project(instance: Instance) -> Project:
    return instance.project("browser-sdk")


@pytest.fixture
def project(first_project: Project, request: pytest.FixtureRequest) -> Project:
    return first_project.sibling(request.node.name[-60:])


@dataclass(kw_only=True)
class Visit:
    """A page of the site, open in the browser."""

    page: Page
    project: Project
    site: tuple[Path, str]
    errors: list[str] = field(default_factory=list)
    sent: list[Request] = field(default_factory=list)

    def open(self, script: str = f"/{NEWEST}/array.js", **options: Any) -> None:
        folder, origin = self.site
        all_options = {"api_host": self.project.instance.url, **OPTIONS, **options}
        name = f"{self.project.id}.html"
        page = PAGE.format(script=script, token=json.dumps(self.project.api_token), options=json.dumps(all_options))
        (folder / name).write_text(page)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.sent.append(request))
        self.page.add_init_script(NOTE_BEACONS)
        # Nothing is captured automatically before the SDK knows that it may.
        config = "**/decide/**" if OLDEST in script else "**/array/**/config*"
        with self.page.expect_response(config):
            self.page.goto(f"{origin}/{name}?utm_source=newsletter")

    def do(self, script: str) -> Any:
        return self.page.evaluate(script)

    def leave(self) -> list[str]:
        """Go to a page without the SDK; the paths to which beacons were sent on the way."""
        folder, origin = self.site
        (folder / "left.html").write_text("Bye")
        self.page.goto(f"{origin}/left.html")
        return [urlsplit(url).path for url in self.do("JSON.parse(localStorage.beacons || '[]')")]

    def counts(self) -> dict[str, int]:
        return dict(self.project.sql("SELECT event, count() FROM events GROUP BY event"))

    def expect(self, *events: str, **counts: int) -> None:
        """Wait until these have arrived, each once, and nothing else."""
        expected = {**dict.fromkeys(events, 1), **counts}
        deadline = time.monotonic() + 30
        while not (expected.items() <= (found := self.counts()).items()) and time.monotonic() < deadline:
            # Not a sleep: what the test answers in place of the server is answered while the page waits.
            self.page.wait_for_timeout(200)
        assert found == expected


@pytest.fixture
def visit(page: Page, project: Project, site: tuple[Path, str]) -> Visit:
    return Visit(page=page, project=project, site=site)


@pytest.mark.parametrize(
    "bundle",
    [f"{NEWEST}/array.js", f"{NEWEST}/array.full.no-external.js", f"{OLDEST}/array.js", "served by the instance"],
)
def test_a_visit_arrives_whole(visit: Visit, project: Project, bundle: str) -> None:
    own = bundle == "served by the instance"
    visit.open(script=f"{project.instance.url}/static/array.js" if own else f"/{bundle}")
    visit.expect("$pageview")
    visit.page.click("#buy")
    visit.do("posthog.identify('shopper-1', {email: 'shopper@example.com'}, {first_seen_on: 'web'})")
    visit.do("posthog.group('company', 'acme', {seats: 5})")
    visit.expect("$pageview", "$autocapture", "$identify", "$groupidentify")
    visit.do("posthog.capture('bought', {amount: 9.5})")
    # Leaving sends what is still queued, and the page leave, by beacon.
    assert set(visit.leave()) & {"/e/", "/i/v0/e/"}
    visit.expect("$pageview", "$autocapture", "$identify", "$groupidentify", "bought", "$pageleave")
    assert visit.errors == []
    # One visit is one person, though it began anonymously.
    assert project.sql("SELECT uniq(person_id), uniq(uuid) FROM events") == [[1, 6]]
    people = project.get("persons/", distinct_id="shopper-1")["results"]
    assert people[0]["properties"]["email"] == "shopper@example.com"
    assert people[0]["properties"]["first_seen_on"] == "web"
    clicked = project.sql(
        "SELECT properties.$event_type, elements_chain LIKE 'button.big.primary:%' FROM events"
        " WHERE event = '$autocapture'"
    )
    assert clicked == [["click", 1]]
    source = project.sql("SELECT properties.utm_source, properties.title FROM events WHERE event = '$pageview'")
    assert source[0][0] == "newsletter"
    bought = project.sql("SELECT properties.amount, $group_0, distinct_id FROM events WHERE event = 'bought'")
    assert bought == [[9.5, "acme", "shopper-1"]]
    groups = project.get("groups/", group_type_index=0)["results"]
    assert [(group["group_key"], group["group_properties"]) for group in groups] == [("acme", {"seats": 5})]
    if bundle.startswith(NEWEST):
        assert project.sql("SELECT DISTINCT properties.$lib_version FROM events") == [[NEWEST]]
    assert project.get("ingestion_warnings/")["results"] == []


def test_what_is_registered_is_sent_along_until_a_reset(visit: Visit, project: Project) -> None:
    visit.open(autocapture=False)
    visit.do("posthog.register({plan: 'pro', theme: 'dark'}); posthog.register_once({plan: 'free'})")
    visit.do("posthog.identify('shopper-2'); posthog.capture('first')")
    visit.do("posthog.unregister('theme'); posthog.capture('second')")
    visit.do("posthog.reset(); posthog.capture('third')")
    visit.expect("$pageview", "$identify", "first", "second", "third")
    told = project.sql(
        "SELECT event, properties.plan, properties.theme, distinct_id = 'shopper-2' FROM events"
        " WHERE event IN ('first', 'second', 'third') ORDER BY event"
    )
    assert told == [["first", "pro", "dark", 1], ["second", "pro", None, 1], ["third", None, None, 0]]
    # Somebody else from then on, of whom no profile is made.
    assert project.sql("SELECT uniq(person_id) FROM events") == [[2]]
    assert project.get("persons/")["count"] == 1


def test_nothing_is_sent_of_who_opted_out(visit: Visit, project: Project) -> None:
    visit.open(autocapture=False)
    visit.expect("$pageview")
    visit.do("posthog.opt_out_capturing(); posthog.capture('secret')")
    visit.page.wait_for_timeout(1000)
    visit.do("posthog.opt_in_capturing(); posthog.capture('public')")
    visit.expect("$pageview", "$opt_in", "public")


def test_web_vitals_and_exceptions_arrive_by_scripts_of_the_instance(visit: Visit, project: Project) -> None:
    """The SDK of the instance, as its extensions are those of one version."""
    vitals = {"web_vitals": True, "web_vitals_allowed_metrics": ["FCP"], "web_vitals_delayed_flush_ms": 300}
    visit.open(
        script=f"{project.instance.url}/static/array.js",
        autocapture=False,
        capture_exceptions=True,
        capture_performance=vitals,
    )
    visit.page.wait_for_function("window.__PosthogExtensions__?.errorWrappingFunctions")
    visit.do("setTimeout(() => { throw new TypeError('no basket') })")
    visit.do("void Promise.reject(new Error('no answer'))")
    visit.do("posthog.captureException(new RangeError('too many'))")
    visit.expect("$pageview", "$web_vitals", **{"$exception": 3})
    vital = project.sql("SELECT toFloat(properties.$web_vitals_FCP_value) > 0 FROM events WHERE event = '$web_vitals'")
    assert vital == [[1]]
    rows = project.sql("SELECT toString(properties.$exception_list) FROM events WHERE event = '$exception'")
    thrown = {
        (thrown["type"], thrown["value"], thrown["mechanism"]["handled"])
        for (row,) in rows
        for thrown in json.loads(row)
    }
    assert thrown == {
        ("TypeError", "no basket", False),
        ("Error", "no answer", False),
        ("RangeError", "too many", True),
    }


def test_events_refused_for_a_while_or_made_offline_arrive_once(visit: Visit, project: Project) -> None:
    def refuse(route: Route) -> None:
        headers = {"Access-Control-Allow-Origin": visit.site[1], "Retry-After": "1"}
        route.fulfill(status=503, headers=headers, body="overloaded")

    visit.open(autocapture=False)
    visit.expect("$pageview")
    visit.page.route("**/e/**", refuse, times=1)
    visit.do("posthog.capture('refused at first')")
    visit.expect("$pageview", "refused at first")
    assert any("retry_count=1" in request.url for request in visit.sent)

    visit.page.context.set_offline(True)
    visit.do("posthog.capture('made offline')")
    visit.page.wait_for_timeout(1000)
    assert visit.counts() == {"$pageview": 1, "refused at first": 1}
    visit.page.context.set_offline(False)
    visit.expect("$pageview", "refused at first", "made offline")
    assert project.sql("SELECT count(), uniq(uuid) FROM events") == [[3, 3]]
