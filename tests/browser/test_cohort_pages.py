"""Cohorts in the pages: those who meet criteria, counted while they are written, and a list kept by hand."""

import re

import pytest
import requests
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.people import PRO, send
from tests.browser.test_event_pages import DAY, count, event
from tests.browser.test_flag_pages import choose
from tests.browser.test_sign_up_to_chart import shoot
from tests.support.instance import Instance, Project, eventually

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WAIT_MS = 30_000


def test_cohorts_are_built_and_filled(instance: Instance, people: Project, member: Page, problems: list[str]) -> None:
    page, project = member, people
    home = f"{instance.url}/project/{project.id}"

    # Those who pay, counted before anything is saved.
    page.goto(f"{home}/cohorts/new")
    page.get_by_label("Name", exact=True).fill("Paying people")
    page.get_by_role("button", name="Who they are").click()
    page.get_by_role("button", name="Remove this criterion").first.click()
    page.get_by_role("combobox", name="Choose a property to filter by").click()
    page.get_by_role("option", name="plan").click()
    page.get_by_role("combobox", name="Values of plan").fill("pro")
    page.get_by_role("option", name="pro").click()
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text(f"{PRO} people meet this now")).to_be_visible(timeout=WAIT_MS)
    page.get_by_role("button", name="Create cohort").click()
    page.wait_for_url(re.compile(r"/cohorts/\d+"))
    members = page.get_by_role("table", name="Members").get_by_role("row")
    expect(members).to_have_count(1 + PRO, timeout=WAIT_MS)
    page.get_by_label("Search members").fill("p3@")
    expect(members).to_have_count(2)
    cohort = int(page.url.rsplit("/", 1)[1])

    # A flag that asks for it is named, with the way to it, and keeps it.
    condition = {"type": "cohort", "key": "id", "operator": "in", "value": cohort}
    flag = {"key": "for-payers", "filters": {"groups": [{"properties": [condition], "rollout_percentage": 100}]}}
    flags = f"{instance.url}/api/projects/{project.id}/feature_flags/"
    requests.post(flags, json=flag, headers=project.headers, timeout=10).raise_for_status()
    later = {**flag, "key": "for-payers-later", "active": False}
    requests.post(flags, json=later, headers=project.headers, timeout=10).raise_for_status()
    sql = f"SELECT count() FROM events WHERE person_id IN COHORT {cohort}"
    insight = {"name": "How often they pay", "query": {"kind": "HogQLQuery", "query": sql}}
    insights = f"{instance.url}/api/projects/{project.id}/insights/"
    requests.post(insights, json=insight, headers=project.headers, timeout=10).raise_for_status()
    page.reload()
    expect(page.get_by_role("link", name="for-payers", exact=True)).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_role("listitem").filter(has_text="for-payers-later")).to_contain_text("feature flag, off")
    page.get_by_text("Used by").scroll_into_view_if_needed()
    shoot(page, "cohort-used-by")
    page.get_by_role("link", name="How often they pay").click()
    page.wait_for_url(re.compile(r"/sql/"))
    expect(page.get_by_text("How often they pay").first).to_be_visible(timeout=WAIT_MS)
    page.goto(f"{home}/cohorts/{cohort}")
    expect(page.get_by_role("link", name="for-payers", exact=True)).to_be_visible(timeout=WAIT_MS)
    shoot(page, "cohort")
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete cohort").click()
    expect(page.get_by_role("alert").filter(has_text="for-payers")).to_be_visible()
    page.get_by_role("link", name="for-payers", exact=True).click()
    page.wait_for_url(re.compile(r"/feature-flags/\d+$"))

    # A list from a file; the line that names nobody is told of.
    page.goto(f"{home}/cohorts/new")
    page.get_by_role("button", name="A list").click()
    page.get_by_label("Name", exact=True).fill("Friends")
    page.get_by_role("button", name="Create cohort").click()
    page.wait_for_url(re.compile(r"/cohorts/\d+"))
    listed = FilePayload(name="friends.csv", mimeType="text/csv", buffer=b"distinct_id\np1\np15\nnobody\n")
    page.get_by_label("CSV file with people").set_input_files(listed)
    expect(page.get_by_text("2 added, 0 already in it, 1 not found")).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_text("Line 4")).to_be_visible()
    expect(page.get_by_role("link", name="p15@example.com")).to_be_visible(timeout=WAIT_MS)
    friends = int(page.url.rsplit("/", 1)[1])
    # ClickHouse gets the list a moment after Postgres, which the page shows.
    query = f"SELECT count(DISTINCT person_id) FROM events WHERE person_id IN COHORT {friends}"
    assert eventually(lambda: project.sql(query), lambda rows: rows == [[2]]) == [[2]]
    assert problems == []


def test_cohort_of_what_people_did_grows(
    instance: Instance, people: Project, member: Page, problems: list[str]
) -> None:
    """Twice or more in 30 days: the page counts, names and plots those whose events were sent so."""
    page, project = member, people
    home = f"{instance.url}/project/{project.id}"
    send(
        project,
        *(event("invoice paid", "p0", 3600 * hours) for hours in range(1, 7)),
        *(event("invoice paid", "p1", 3600 * hours) for hours in (1, 30)),
        event("invoice paid", "p2", 3600),
        # Long ago, and something else.
        *(event("invoice paid", "p3", 40 * DAY + hours) for hours in (1, 2, 3)),
        *(event("invoice opened", "p4", hours) for hours in (1, 2, 3)),
    )
    assert eventually(lambda: count(project, "invoice opened"), lambda found: found == 3) == 3
    (opened,) = project.get("event_definitions/", search="invoice opened")["results"]
    url = f"{instance.url}/api/projects/{project.id}/event_definitions/{opened['id']}/"
    requests.patch(url, json={"hidden": True}, headers=project.headers, timeout=10).raise_for_status()

    page.goto(f"{home}/cohorts/new")
    page.get_by_label("Name", exact=True).fill("Pay again")
    choose(page, page.get_by_role("combobox", name="Behaviour"), "did a number of times")
    page.get_by_role("combobox", name="Choose an event").click()
    expect(page.get_by_role("option", name="invoice paid")).to_be_visible(timeout=WAIT_MS)
    # Somebody has hidden it.
    expect(page.get_by_role("option", name="invoice opened")).to_have_count(0)
    page.get_by_role("option", name="invoice paid").click()
    page.get_by_label("Times", exact=True).fill("2")
    expect(page.get_by_text("2 people meet this now")).to_be_visible(timeout=WAIT_MS)
    shoot(page, "cohort-behaviour")
    page.get_by_role("button", name="Create cohort").click()
    page.wait_for_url(re.compile(r"/cohorts/\d+"))
    members = page.get_by_role("table", name="Members").get_by_role("link")
    expect(members).to_have_count(2, timeout=WAIT_MS)
    # Their first letters stand before the names.
    assert sorted(text.splitlines()[-1] for text in members.all_inner_texts()) == ["p0@example.com", "p1@example.com"]
    expect(page.get_by_role("img", name="Size over time: from 2 to 2 people in 1 calculation")).to_be_visible()
    cohort = project.get(f"cohorts/{page.url.rsplit('/', 1)[1]}/")
    (criterion,) = cohort["filters"]["properties"]["values"][0]["values"]
    asked = {name: criterion[name] for name in ("key", "value", "operator", "operator_value")}
    assert asked == {
        "key": "invoice paid",
        "value": "performed_event_multiple",
        "operator": "gte",
        "operator_value": 2,
    }

    # Another one pays again.
    send(project, event("invoice paid", "p2", 60))
    assert eventually(lambda: count(project, "invoice paid"), lambda found: found == 13) == 13
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("menuitem", name="Calculate now").click()
    expect(page.get_by_role("img", name="Size over time: from 2 to 3 people in 2 calculations")).to_be_visible(
        timeout=WAIT_MS
    )
    expect(members).to_have_count(3, timeout=WAIT_MS)
    expect(page.get_by_role("link", name="p2@example.com")).to_be_visible()
    expect(page.get_by_text("3 people meet this now")).to_be_visible(timeout=WAIT_MS)
    shoot(page, "cohort-size")
    assert problems == []
