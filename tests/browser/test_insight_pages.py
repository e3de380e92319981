"""What only a real browser shows of insights and queries: that they are what the address says, also after Back."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.support.instance import Project

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_query_is_the_one_of_the_address_after_back_and_a_reload(member: Page, people: Project) -> None:
    open_query(member, people, "SELECT 1")
    editor = member.get_by_label("SQL query")
    expect(editor).to_have_text("SELECT 1")

    open_query(member, people, "SELECT 2")
    expect(editor).to_have_text("SELECT 2")
    member.reload()
    expect(editor).to_have_text("SELECT 2")
    member.go_back()
    expect(editor).to_have_text("SELECT 1")

    # What is written stays, and changes the address it was written at.
    editor.press("Control+End")
    editor.press_sequentially("0 AS n", delay=150)
    expect(editor).to_have_text("SELECT 10 AS n")
    expect(member).to_have_url(re.compile(re.escape(quote("SELECT 10 AS n")) + "$"))
    member.go_forward()
    expect(editor).to_have_text("SELECT 2")
    member.go_back()
    expect(editor).to_have_text("SELECT 10 AS n")


def test_a_chart_is_the_one_of_the_address_after_back(member: Page, people: Project) -> None:
    member.goto(f"{people.instance.url}/project/{people.id}/insights/new")
    interval = member.get_by_role("combobox", name="Interval")
    expect(interval).to_have_text("by day")
    expect(member).to_have_url(re.compile("#q="))

    member.goto(member.url.replace(quote('"interval":"day"'), quote('"interval":"week"')))
    expect(interval).to_have_text("by week")
    member.go_back()
    expect(interval).to_have_text("by day")


def open_query(page: Page, project: Project, query: str) -> None:
    """In the same tab; the browser does not load the page anew where only what is behind the # differs."""
    page.goto(f"{project.instance.url}/project/{project.id}/sql#q={quote(query)}")
