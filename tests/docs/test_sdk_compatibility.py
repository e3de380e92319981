"""docs/sdk-compatibility.md says how each address answers; here each is asked."""

import re

import pytest
from django.test.client import Client

from common.json import dumps
from posthog.contracts import TeamContext
from tests.docs import pages

PAGE = pages.DOCS / "sdk-compatibility.md"
ROWS = [cells for cells in pages.table_rows(PAGE.read_text()) if cells[0] in ("GET", "POST")]


@pytest.mark.parametrize(
    ("method", "path", "status"), [(cells[0], cells[1].strip("`"), int(cells[3])) for cells in ROWS]
)
def test_address_answers_as_documented(team: TeamContext, method: str, path: str, status: int) -> None:
    event = {"api_key": team.api_token, "event": "ping", "distinct_id": "docs"}
    address = path.replace("<token>", team.api_token)
    body = dumps(event).decode() if method == "POST" else ""
    response = Client().generic(method, address, body, content_type="application/json")
    assert response.status_code == status


def test_every_capture_endpoint_is_on_the_page() -> None:
    from products.events.backend.presentation.urls import ENDPOINTS

    documented = {re.sub(r"^/|/$", "", cells[1].strip("`")) for cells in ROWS}
    assert sorted(set(ENDPOINTS) - documented) == []
