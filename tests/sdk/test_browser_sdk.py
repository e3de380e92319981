"""The unmodified posthog-js in headless Chromium: page views, clicks, identify, and what is sent while leaving."""

import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.support.instance import Project, clean_environment, eventually

pytestmark = [pytest.mark.sdk, pytest.mark.browser, pytest.mark.slow]

VERSION = "1.449.2"
PAGE = """<!doctype html><html><head><title>Shop</title><script src="/package/dist/{bundle}"></script>
<script>
posthog.init("{token}", {{api_host: "{host}", person_profiles: "identified_only", disable_session_recording: true,
  opt_out_useragent_filter: true, disable_surveys: true, capture_pageview: true, autocapture: true}})
</script></head><body><button id="buy" class="primary big">Buy now</button></body></html>"""


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A folder with the npm package in it, served on another origin than the instance's.

    Its bundles hold all they need, so the package alone is fetched, without its dependencies.
    """
    folder = tmp_path_factory.mktemp("shop")
    for argv in (["npm", "pack", "--silent", f"posthog-js@{VERSION}"], ["tar", "-xzf", f"posthog-js-{VERSION}.tgz"]):
        subprocess.run(argv, cwd=folder, env=clean_environment(), check=True, timeout=240, capture_output=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the test's output is about the test."""


@pytest.mark.parametrize("bundle", ["array.js", "array.full.no-external.js"])
def test_a_visit_arrives_whole(shop: tuple[Path, str], page: Page, project: Project, bundle: str) -> None:
    folder, origin = shop
    name = f"{bundle}.html"
    (folder / name).write_text(PAGE.format(token=project.api_token, host=project.instance.url, bundle=bundle))
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))

    page.goto(f"{origin}/{name}?utm_source=newsletter")
    eventually(project.count_events, lambda count: count >= 1)
    page.click("#buy")
    page.evaluate("posthog.identify('shopper-1', {email: 'shopper@example.com'}, {first_seen_on: 'web'})")
    page.evaluate("posthog.group('company', 'acme', {seats: 5})")
    eventually(project.count_events, lambda count: count >= 4)
    page.evaluate("posthog.capture('bought', {amount: 9.5})")
    # Leaving sends what is still queued, and the page leave, by beacon.
    page.goto("about:blank")

    def events() -> dict[str, int]:
        return dict(project.sql("SELECT event, count() FROM events GROUP BY event"))

    expected = {"$pageview": 1, "$autocapture": 1, "$identify": 1, "$groupidentify": 1, "bought": 1, "$pageleave": 1}
    arrived = eventually(events, lambda found: expected.items() <= found.items())
    assert {event: arrived.get(event) for event in expected} == expected
    assert errors == []
    # One visit is one person, though it began anonymously.
    assert project.sql("SELECT uniq(person_id) FROM events") == [[1]]
    people = project.get("persons/", distinct_id="shopper-1")["results"]
    assert people[0]["properties"]["email"] == "shopper@example.com"
    assert people[0]["properties"]["first_seen_on"] == "web"
    clicked = project.sql(
        "SELECT properties.$event_type, elements_chain LIKE 'button.big.primary:%' FROM events"
        " WHERE event = '$autocapture'"
    )
    assert clicked == [["click", 1]]
    source = project.sql("SELECT properties.utm_source FROM events WHERE event = '$pageview'")
    assert source == [["newsletter"]]
