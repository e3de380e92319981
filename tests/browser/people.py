"""Whom the pages show: twenty people, of whom the first eight pay."""

from typing import Any

import requests

from tests.support.instance import Project, eventually

PEOPLE = 20
PRO = 8


def send(project: Project, *events: dict[str, Any]) -> None:
    body = {"api_key": project.api_token, "batch": list(events)}
    assert requests.post(f"{project.instance.url}/batch/", json=body, timeout=10).status_code == 200


def send_people(project: Project) -> None:
    """Send them and wait until queries know them."""
    send(project, *(_identified(number) for number in range(PEOPLE)))
    eventually(lambda: project.get("persons/", limit=1)["count"], lambda count: count == PEOPLE)


def _identified(number: int) -> dict[str, Any]:
    known = {"email": f"p{number}@example.com", "plan": "pro" if number < PRO else "free"}
    return {"event": "$identify", "distinct_id": f"p{number}", "properties": {"$set": known}}
