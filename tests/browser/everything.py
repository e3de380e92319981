"""A project with one of everything that has a page, as rich as people make them, and the addresses of these pages."""

from datetime import UTC, datetime
from typing import Any

import requests

from tests.browser.people import send
from tests.support.instance import Project, eventually

LONG = "a plan with a name that is longer than usual and in one word: Entwicklungsabteilung"
# Wider than a phone by far, with and without a place to break: names, and what is said of them.
WORDS = "that somebody put into words in a meeting and that nobody has made shorter ever since, though all meant to"
WORD = "donaudampfschifffahrtsgesellschaftskapitaensmuetzenabzeichen_" * 2
DESCRIPTION = f"What it is for, {WORDS}, with a word for it: {WORD}"
FLAG = f"checkout_{WORD}"
ON_PLAN = {"key": "plan", "type": "person", "operator": "exact", "value": ["pro", "enterprise", LONG]}
DID_SIGN_UP = {
    **{"key": "signed up", "type": "behavioral", "event_type": "events", "value": "performed_event_multiple"},
    **{"operator": "gte", "operator_value": 1, "explicit_datetime": "-30d"},
}


def given_everything(project: Project) -> tuple[str, ...]:
    """Make it, beside the people who are there, and give the addresses of single things below the project."""
    send(
        project,
        {
            "event": "$groupidentify",
            "distinct_id": "p1",
            "properties": {"$group_type": "company", "$group_key": "acme", "$group_set": {"name": "ACME", "size": 12}},
        },
        {"event": "signed up", "distinct_id": "p1", "properties": {"plan": LONG, "$groups": {"company": "acme"}}},
        *(
            {
                "event": "$feature_flag_called",
                "distinct_id": f"p{number}",
                "properties": {"$feature_flag": FLAG, "$feature_flag_response": ("control", "test")[number % 2]},
            }
            for number in range(8)
        ),
    )
    eventually(lambda: project.get("groups/", group_type_index=0)["count"], bool)
    eventually(lambda: project.get("event_definitions/", search="feature_flag_called")["count"], bool)
    criteria = {"type": "OR", "values": [{"type": "AND", "values": [ON_PLAN, DID_SIGN_UP]}]}
    cohort = post(project, "cohorts", {**called("Paying, for a month"), "filters": {"properties": criteria}})
    flag = post(project, "feature_flags", {"key": FLAG, "name": DESCRIPTION, "filters": filters(cohort)})
    at = "2040-01-01T00:00:00Z"
    off = {"operation": "update_status", "value": False}
    post(project, "scheduled_changes", {"record_id": flag, "payload": off, "scheduled_at": at})
    offer = post(project, "early_access_feature", {**called("Dark mode"), "stage": "beta"})
    selector = "main > div.pricing section:nth-child(2) button.upgrade[data-attr='upgrade']"
    steps = [{"event": "$autocapture", "selector": selector, "url": "/pricing", "url_matching": "contains"}]
    action = post(project, "actions", {**called("Clicked upgrade"), "steps": steps})
    series = [{"kind": "EventsNode", "event": "signed up"}]
    query = {"kind": "TrendsQuery", "series": series, "breakdownFilter": {"breakdown": "plan"}}
    insight = post(project, "insights", {**called("Sign-ups by plan"), "query": query}, "short_id")
    sql = {"kind": "DataVisualizationNode", "source": {"kind": "HogQLQuery", "query": f"SELECT 1 AS n, '{WORD}' AS s"}}
    saved_sql = post(project, "insights", {"name": WORD, "description": DESCRIPTION, "query": sql}, "short_id")
    post(project, "annotations", {"content": DESCRIPTION, "date_marker": datetime.now(UTC).isoformat()})
    person = project.get("persons/", distinct_id="p1")["results"][0]["uuid"]
    event = project.get("events/", event="signed up")["results"][0]["id"]
    return (
        f"feature-flags/{flag}",
        f"cohorts/{cohort}",
        f"early-access/{offer}",
        f"data/actions/{action}",
        f"insights/{insight}",
        f"sql/{saved_sql}",
        f"persons/{person}",
        "groups/0/acme",
        f"activity?open={event}",
        *("feature-flags", "cohorts", "early-access", "insights", "data/actions", "data/events"),
    )


def called(name: str) -> dict[str, str]:
    return {"name": f"{name}, {WORDS}", "description": DESCRIPTION}


def filters(cohort: int) -> dict[str, Any]:
    variants = [{"key": key, "rollout_percentage": 50} for key in ("control", "test")]
    in_cohort = {"key": "id", "type": "cohort", "operator": "in", "value": cohort}
    return {
        "groups": [
            {"properties": [ON_PLAN, in_cohort], "rollout_percentage": 50, "variant": "test", "description": LONG},
            {"properties": [], "rollout_percentage": 12.5},
        ],
        "multivariate": {"variants": variants},
        "payloads": {"test": '{"color": "green", "text": "' + LONG + '"}'},
    }


def post(project: Project, resource: str, body: dict[str, Any], field: str = "id") -> Any:
    url = f"{project.instance.url}/api/projects/{project.id}/{resource}/"
    made = requests.post(url, json=body, headers=project.headers, timeout=30)
    assert made.status_code == 201, (resource, made.text)
    return made.json()[field]
