"""Settings of an organization, as its people see them."""

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.browser.people import send_people
from tests.support.instance import Instance, Project, eventually

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Workers would wait some minutes for batches that are under way; nothing is here.
ERASE = "from datetime import timedelta; from posthog.deletion import work; work.SETTLE = timedelta(0); work.work_on_deleted_projects()"


def test_account_of_a_deleted_project_tells_by_itself_what_went(
    instance: Instance, project: Project, member: Page, problems: list[str]
) -> None:
    page = member
    page.goto(f"{instance.url}/project/{project.id}/settings/members")
    expect(page.get_by_text("No project of this organization has been deleted.")).to_be_visible(timeout=15_000)

    doomed = project.sibling("Prototype")
    send_people(doomed)
    path = f"{instance.url}/api/projects/{doomed.id}/"
    assert requests.delete(path, headers=project.headers, timeout=30).status_code == 204
    page.reload()
    account = page.get_by_role("listitem").filter(has_text="Prototype")
    expect(account).to_contain_text("Rows still to go", timeout=15_000)
    expect(account).to_contain_text("begin to go three minutes later")

    def statuses() -> list[str]:
        instance.manage("shell", "-c", ERASE)
        address = f"{instance.url}/api/organizations/@current/deleted_projects/"
        return [row["status"] for row in requests.get(address, headers=project.headers, timeout=30).json()["results"]]

    assert eventually(statuses, lambda found: found == ["erased"], seconds=60) == ["erased"]
    expect(account).not_to_contain_text("Rows still to go", timeout=20_000)
    rows = account.locator("summary")
    expect(rows).to_contain_text("from ClickHouse")
    rows.press("Enter")
    expect(account.get_by_text("20 rows").first).to_be_visible()
    expect(account.get_by_text("events_person", exact=True)).to_be_visible()
    assert problems == []
