"""The usage of a flag and what it says about its standing, held against the events that were sent.

Screenshots go to test-results/, so that whoever changes a page can look at what they made.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.everything import post
from tests.browser.people import send
from tests.browser.test_sign_up_to_chart import shoot
from tests.support.instance import Instance, Project, eventually

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WAIT_MS = 20_000


def test_usage_counts_what_sdks_reported(
    instance: Instance, project: Project, member: Page, problems: list[str]
) -> None:
    """Expected numbers are those of the events sent: people and calls, by answer, near and far."""
    page, home = member, f"{instance.url}/project/{project.id}"
    halves = [{"key": key, "rollout_percentage": 50} for key in ("control", "test")]
    everybody = {"groups": [{"properties": [], "rollout_percentage": 100}]}
    used = post(
        project, "feature_flags", {"key": "checkout", "filters": {**everybody, "multivariate": {"variants": halves}}}
    )
    settled = post(project, "feature_flags", {"key": "long-done", "filters": everybody})
    send(
        project,
        *(called("checkout", "test", f"p{number}") for number in (0, 1, 2, 3, 4, 0)),
        *(called("checkout", "control", f"p{number}") for number in (5, 6, 7)),
        called("checkout", False, "p8"),
        *(called("checkout", "control", f"p{number}", days_ago=10) for number in (5, 9)),
        called("another", "test", "p1"),
    )
    calls = "SELECT count() FROM events WHERE event = '$feature_flag_called'"
    assert eventually(lambda: project.sql(calls), lambda rows: rows == [[13]]) == [[13]]

    page.goto(f"{home}/feature-flags/{settled}?tab=usage")
    expect(page.get_by_text("Nobody asked in this time")).to_be_visible(timeout=WAIT_MS)
    page.goto(f"{home}/feature-flags/{used}?tab=usage")

    def says(what: str, *rows: str) -> None:
        """The legend, which has the sums, says this of every answer, the most frequent first."""
        legend = page.get_by_role("table", name=f"{what} by answer")
        expect(legend.get_by_role("row")).to_have_text([re.compile(rf"^\s*{row}$") for row in rows], timeout=WAIT_MS)

    says("People", r"test\s*5 person-days", r"control\s*3 person-days", r"false\s*1 person-day")
    drawing = page.get_by_role("img", name="Calls of checkout over time by answer")
    expect(drawing.locator("canvas")).to_be_visible(timeout=WAIT_MS)
    page.get_by_role("button", name="Calls", exact=True).click()
    says("Calls", r"test\s*6 calls", r"control\s*3 calls", r"false\s*1 call")
    shoot(page, "flag-usage")
    page.get_by_role("button", name="30 d").click()
    says("Calls", r"test\s*6 calls", r"control\s*5 calls", r"false\s*1 call")
    page.get_by_role("button", name="24 h").click()
    says("Calls", r"test\s*6 calls", r"control\s*3 calls", r"false\s*1 call")

    # Standing: what is asked for is active, what gives everybody the same for long is stale.
    expect(page.get_by_text("The flag is new.").last).to_be_visible()
    instance.manage(
        "shell",
        "-c",
        "from datetime import timedelta; from common import clock; "
        "from products.feature_flags.backend.logic.management.usage import sync_last_called; "
        "from products.feature_flags.backend.models import FeatureFlag; "
        f"FeatureFlag.objects.for_team({project.id}).update(created_at=clock.now() - timedelta(days=40)); "
        "sync_last_called()",
    )
    page.reload()
    expect(page.get_by_text("An SDK last asked for the flag today.").last).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_text("Active", exact=True)).to_be_visible()
    page.goto(f"{home}/feature-flags/{settled}")
    expect(page.get_by_text("Stale", exact=True)).to_be_visible(timeout=WAIT_MS)
    reason = "The flag is older than 30 days, gives everybody true, and no SDK reports using it."
    expect(page.get_by_text(reason).last).to_be_visible()
    shoot(page, "flag-stale")
    page.goto(f"{home}/feature-flags?state=STALE")
    expect(page.get_by_role("link", name="long-done")).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_role("link", name="checkout")).to_have_count(0)
    assert problems == []


def called(flag: str, answer: str | bool, distinct_id: str, days_ago: int = 0) -> dict[str, Any]:
    """What an SDK reports once it has asked for a flag."""
    at = (datetime.now(UTC) - timedelta(days=days_ago)).isoformat()
    properties = {"$feature_flag": flag, "$feature_flag_response": answer}
    return {"event": "$feature_flag_called", "distinct_id": distinct_id, "timestamp": at, "properties": properties}
