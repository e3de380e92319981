"""The lines that onboarding shows for a website, as they are, in a page of somebody else's: nobody but us is asked."""

import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.support.instance import CHECKOUT, Project

pytestmark = [pytest.mark.sdk, pytest.mark.browser, pytest.mark.slow]

SNIPPETS = CHECKOUT / "products" / "events" / "frontend" / "lib" / "snippets.ts"
# What the bundler does with the file, so that the text is the page's own and no copy of it.
PRINT_SNIPPET = """
const [file, host, token] = process.argv.slice(1)
const { readFileSync } = require('node:fs')
const compiler = require('typescript')
const target = { module: compiler.ModuleKind.CommonJS, target: compiler.ScriptTarget.ES2022 }
const { outputText } = compiler.transpileModule(readFileSync(file, 'utf8'), { compilerOptions: target })
const found = { exports: {} }
new Function('module', 'exports', outputText)(found, found.exports)
process.stdout.write(found.exports.htmlSnippet({ host, token }))
"""
PAGE = """<!doctype html><html><head><title>Shop</title><link rel="icon" href="data:,">
{snippet}</head><body><button id="buy">Buy now</button></body></html>"""
# The SDK sends nothing for browsers that are driven by a program, and the snippet does not say otherwise.
LIKE_A_PERSONS = """
Object.defineProperty(navigator, 'webdriver', {get: () => false})
Object.defineProperty(navigator, 'userAgentData', {get: () => undefined})
"""


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the test's output is about the test."""


@pytest.fixture
def site(project: Project, tmp_path: Path) -> Iterator[str]:
    """The address of a page with the snippet in it, on another origin than the instance's."""
    (tmp_path / "index.html").write_text(PAGE.format(snippet=snippet(project)))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def snippet(project: Project) -> str:
    argv = ["node", "-e", PRINT_SNIPPET, str(SNIPPETS), project.instance.url, project.api_token]
    text = subprocess.run(
        argv, cwd=CHECKOUT / "frontend", capture_output=True, text=True, timeout=60, check=True
    ).stdout
    assert text.startswith("<script>")
    return text


def test_the_snippet_asks_nobody_but_us(page: Page, site: str, project: Project) -> None:
    asked: list[str] = []
    errors: list[str] = []
    # Of everything in the browser, workers and frames included.
    page.context.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(LIKE_A_PERSONS)
    # The lazy bundles come once the SDK knows its settings.
    with page.expect_response("**/array/**/config*"):
        page.goto(f"{site}/")
    page.click("#buy")
    page.evaluate("posthog.capture('bought', {amount: 9.5}, {send_instantly: true})")
    counts = "SELECT event, count() FROM events WHERE event IN ('$pageview', 'bought') GROUP BY event"
    for _ in range(100):
        if len(project.sql(counts)) == 2:
            break
        # Not a sleep: the page goes on while it is waited for.
        page.wait_for_timeout(300)
    assert sorted(project.sql(counts)) == [["$pageview", 1], ["bought", 1]]
    hosts = {urlsplit(url).netloc for url in asked if not url.startswith(("data:", "blob:"))}
    ours, theirs = urlsplit(project.instance.url).netloc, urlsplit(site).netloc
    assert hosts == {ours, theirs}
    assert [url for url in asked if urlsplit(url).netloc == theirs] == [f"{site}/"]
    assert any(urlsplit(url).path == "/static/array.js" for url in asked)
    assert errors == []
