"""Actions: what they match, against elements as a browser sees them; their REST; their use in queries."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from posthog.contracts import Actor, TeamContext
from posthog.hogql.elements import matches_selector
from posthog.models import User
from products.events.backend.facade import ActionsAPI
from products.events.backend.facade.contracts import ActionStep, CreateAction
from products.events.backend.facade.enums import TextMatching
from products.events.backend.logic.reading.hogql import context_of, run
from products.events.backend.presentation.action_serializers import ActionStepSerializer
from products.events.backend.tests.element_matching import Element, matches, written

Row = dict[str, Any]
Send = Callable[..., None]

BUTTON = Element(
    "button", ("btn", "btn-primary"), "Sign up", {"id": "signup", "data-attr": "cta", "title": "Free > paid"}, 2
)
ICON = Element("svg", ("icon",), "", {}, 1)
LINK = Element("a", ("nav", "md:flex", "px-4"), 'Say "hi"; now', {"href": "/pricing?a=1&b=2", "title": "it's"}, 3)
FORM = Element("form", ("form",), "", {"name": "join"}, 1)
MAIN = Element("main", (), "", {"id": "root"}, 4)
BODY = Element("body", ("dark",), "", {}, 2)
TRICKY = Element("div", ("btn-primary-x",), 'text="button"', {"data-attr": 'a";b:c="d'}, 1)
CHAINS: tuple[tuple[Element, ...], ...] = (
    (BUTTON, FORM, MAIN, BODY),
    (ICON, BUTTON, FORM, MAIN, BODY),
    (LINK, MAIN, BODY),
    (ICON, LINK, BODY),
    (TRICKY, MAIN, BODY),
    (TRICKY, BUTTON, BODY),
    (Element("span", ("btn",), "sign up"), Element("a", (), "", {"href": "https://x.test/docs%20a_b"}), BODY),
    (Element("li", (), "100%"), Element("ul", ("form",)), BODY),
)
URLS = ("https://shop.test/", "https://shop.test/cart?step=2", "https://shop.test/Cart", None)
SELECTORS = (
    "button",
    ".btn",
    ".btn-primary",
    "button.btn.btn-primary",
    "#signup",
    "form button",
    "form > button",
    "body > button",
    "main > form > button",
    "[data-attr='cta']",
    "[data-attr=cta]",
    "form>[title='Free > paid']",
    "form [data-attr][title].btn:nth-child(2)",
    "body [href]",
    '[title="it\'s"]',
    'a[href="/pricing?a=1&b=2"]',
    "a.px-4",
    r"a.md\:flex",
    "a:nth-child(3)",
    "button:nth-child(3)",
    "ul li",
    "body main .icon",
    "*",
)
TEXTS = ("Sign up", "sign up", "sign", 'Say "hi"; now', "button", "100%", "%", "_")
LINKS = ("/pricing?a=1&b=2", "pricing", "https://x.test/docs%20a_b", "docs%20", "DOCS")
PATTERNS = ("^sign", "up$", "(?i)SIGN", "[a-z]+ing", ".", "(a+)+$", "cart\\?step=[0-9]")


def events() -> list[tuple[Row, tuple[Element, ...]]]:
    made: list[tuple[Row, tuple[Element, ...]]] = []
    for number, chain in enumerate((*CHAINS, ())):
        for place, url in enumerate(URLS):
            properties: Row = {"plan": "pro" if number % 2 else "free"}
            if url is not None:
                properties["$current_url"] = url
            if chain:
                properties["$elements_chain"] = written(chain)
            event = {
                "event": "$autocapture" if chain else "$pageview",
                "distinct_id": "ada",
                "uuid": f"01941f29-7c00-7000-8000-0000000{number:02d}{place:03d}",
                "timestamp": f"2026-01-0{number % 8 + 1}T10:00:0{place}Z",
                "properties": properties,
            }
            made.append((event, chain))
    return made


STEPS = st.fixed_dictionaries(
    {},
    optional={
        "event": st.sampled_from(("$autocapture", "$pageview")),
        "tag_name": st.sampled_from(("button", "BUTTON", "a", "svg", "div", "text")),
        "selector": st.sampled_from(SELECTORS),
        "properties": st.sampled_from(([], [{"key": "plan", "type": "event", "operator": "exact", "value": "pro"}])),
    },
).flatmap(
    lambda step: st.tuples(
        st.just(step),
        st.sampled_from((None, "text", "href", "url")),
        st.sampled_from(("exact", "contains", "regex", None)),
        st.sampled_from((*TEXTS, *LINKS, *(url for url in URLS if url))),
        st.sampled_from(PATTERNS),
    )
)


def to_step(drawn: tuple[Row, str | None, str | None, str, str]) -> Row:
    step, name, matching, text, pattern = drawn
    if name is None:
        return step
    return {**step, name: pattern if matching == "regex" else text, f"{name}_matching": matching}


@pytest.fixture
def post(
    api_client: APIClient, team: TeamContext, django_capture_on_commit_callbacks: Callable[..., Any]
) -> Callable[..., Any]:
    def _post(path: str, body: Row, status: int = 200, method: str = "post") -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            response = getattr(api_client, method)(f"/api/projects/{team.id}/{path}", body, format="json")
        assert response.status_code == status, response.content
        return response.json()

    return _post


def test_steps_match_what_a_browser_would_select(send: Send, team: TeamContext) -> None:
    known = events()
    send(*(event for event, _ in known), historical_migration=True)

    @settings(max_examples=25, deadline=None)
    @given(st.lists(STEPS.map(to_step), min_size=1, max_size=2))
    def check(steps: list[Row]) -> None:
        steps = [step for step in steps if any(step.get(name) for name in step if not name.endswith("_matching"))]
        if not steps:
            return
        form = ActionStepSerializer(data=steps, many=True)
        form.is_valid(raise_exception=True)
        found = ActionsAPI.preview_matches(tuple(form.validated_data), team_id=team.id, limit=100)
        expected = {event["uuid"] for event, chain in known if any(matches(step, event, chain) for step in steps)}
        assert {str(event.uuid) for event in found} == expected

    check()


@pytest.fixture
def sent(send: Send) -> list[tuple[Row, tuple[Element, ...]]]:
    known = events()
    send(*(event for event, _ in known), historical_migration=True)
    return known


def test_selectors_match_as_in_a_browser(sent: list[tuple[Row, tuple[Element, ...]]], team: TeamContext) -> None:
    context = context_of(team.id)
    selected = [
        {str(row[0]) for row in run("SELECT uuid FROM events WHERE {it}", context, {"it": matches_selector(selector)})}
        for selector in SELECTORS
    ]
    for selector, found in zip(SELECTORS, selected, strict=True):
        assert found == {event["uuid"] for event, chain in sent if matches({"selector": selector}, event, chain)}
        assert found or selector == "button:nth-child(3)", f"{selector} proves nothing."


def test_action_is_kept_as_it_was_described(post: Callable[..., Any], team: TeamContext, api_client: APIClient) -> None:
    step = {"event": "$autocapture", "selector": "form > button", "text": "Sign up", "url": ""}
    made = post("actions/", {"name": " Signed up ", "tags": ["growth", "growth"], "steps": [step]}, 201)
    assert (made["name"], made["tags"], made["deleted"], made["is_action"]) == ("Signed up", ["growth"], False, True)
    assert made["created_by"]["first_name"] == "Ada"
    kept = dict(made["steps"][0])
    assert kept.pop("selector_regex").count("button") == 1
    assert kept == {
        "event": "$autocapture",
        "properties": [],
        "url": None,
        "url_matching": "contains",
        "selector": "form > button",
        "tag_name": None,
        "text": "Sign up",
        "text_matching": "exact",
        "href": None,
        "href_matching": "exact",
    }
    address = f"/api/projects/{team.id}/actions/{made['id']}/"
    assert api_client.get(address).json() == made
    assert api_client.delete(address).status_code == 405
    changed = post(f"actions/{made['id']}/", {"deleted": True}, method="patch")
    assert changed["deleted"] is True
    assert api_client.get(f"/api/projects/{team.id}/actions/").json()["results"] == []
    # A deleted action gives its name free, and cannot come back while somebody else has it.
    post("actions/", {"name": "Signed up", "steps": [step]}, 201)
    refused = post(f"actions/{made['id']}/", {"deleted": False}, 400, method="patch")
    assert (refused["attr"], refused["code"]) == ("name", "unique")


def test_pin_goes_and_comes(post: Callable[..., Any]) -> None:
    made = post("actions/", {"name": "A", "pinned_at": "2026-01-01T00:00:00Z"}, 201)
    assert made["pinned_at"] == "2026-01-01T00:00:00Z"
    assert post(f"actions/{made['id']}/", {"name": "B"}, method="patch")["pinned_at"] is not None
    assert post(f"actions/{made['id']}/", {"pinned_at": None}, method="patch")["pinned_at"] is None


@pytest.mark.parametrize(
    ("step", "attr"),
    [
        ({}, "steps__0"),
        ({"event": None, "url": "", "properties": []}, "steps__0"),
        ({"url": "(", "url_matching": "regex"}, "steps__0__url"),
        ({"text": "a" * 1001, "text_matching": "regex"}, "steps__0__text"),
        ({"href": "(?=x)", "href_matching": "regex"}, "steps__0__href"),
        ({"selector": "button:hover"}, "steps__0__selector"),
        ({"selector": "> "}, "steps__0__selector"),
        ({"properties": [{"key": "a", "operator": "sounds_like", "value": "b"}]}, "steps__0__properties__0__operator"),
        ({"properties": [{"key": "a", "operator": "gt"}]}, "steps__0__properties__0__value"),
        ({"properties": [{"key": "matchesAction(1)", "type": "hogql"}]}, "steps__0__properties"),
        ({"properties": [{"key": "count() > 1", "type": "hogql"}]}, "steps"),
        ({"properties": [{"key": "no_such_column = 1", "type": "hogql"}]}, "steps"),
        ({"event": "a", "url_matching": "sounds"}, "steps"),
    ],
)
def test_step_that_cannot_be_matched_is_refused_by_name(step: Row, attr: str, post: Callable[..., Any]) -> None:
    for path, body in (("actions/", {"name": "Odd", "steps": [step]}), ("actions/preview/", {"steps": [step]})):
        answer = post(path, body, 400)
        assert (answer["attr"] or "").startswith(attr), answer
    answer = post("actions/", {"name": "  ", "steps": []}, 400)
    assert answer["attr"] == "name"
    assert post("actions/", {"name": "A", "post_to_slack": True}, 400)["attr"] == "post_to_slack"


HOSTILE = [
    "'",
    '"',
    "\\",
    "`",
    "'; DROP TABLE events --",
    "{x:String}",
    "%",
    "%%",
    "_",
    "a\\'b",
    "\u202e",
    "é\n\t",
    "*/",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_match_themselves_and_nothing_else(text: str, send: Send, team: TeamContext) -> None:
    chain = written((Element("b", (), f"x{text}y", {"href": f"/{text}"}),))
    send(
        {"event": f"e{text}", "distinct_id": "a", "properties": {"$current_url": f"u{text}", "$elements_chain": chain}},
        {
            "event": "other",
            "distinct_id": "a",
            "properties": {"$current_url": "u", "$elements_chain": written((BODY,))},
        },
    )
    steps = [
        ActionStep(event=f"e{text}"),
        ActionStep(url=text),
        ActionStep(url=f"u{text}", url_matching=TextMatching.EXACT),
        ActionStep(properties=json.dumps([{"key": "$current_url", "value": f"u{text}"}])),
    ]
    if "\\" not in text:
        # The chain has no way to write a backslash in front of a quote.
        steps += [
            ActionStep(text=f"x{text}y"),
            ActionStep(text=text, text_matching=TextMatching.CONTAINS),
            ActionStep(href=f"/{text}"),
        ]
    for step in steps:
        found = ActionsAPI.preview_matches((step,), team_id=team.id, limit=10)
        assert [event.event for event in found] == [f"e{text}"], step


def test_action_is_a_series_and_a_condition(
    sent: list[tuple[Row, tuple[Element, ...]]], post: Callable[..., Any], team: TeamContext, other_team: TeamContext
) -> None:
    step = {"event": "$autocapture", "selector": "form button"}
    other = {"event": "$pageview", "url": "cart"}
    made = post("actions/", {"name": "Engaged", "steps": [step, other]}, 201)
    expected = sum(matches(step, event, chain) or matches(other, event, chain) for event, chain in sent)
    assert expected == 12 - 3

    def trends(**node: Any) -> Any:
        query = {
            "kind": "TrendsQuery",
            "series": [{"kind": "ActionsNode", **node}],
            "dateRange": {"date_from": "2026-01-01", "date_to": "2026-01-31"},
        }
        return post("query/", {"query": query})["results"][0]

    answer = trends(id=made["id"])
    assert (answer["count"], answer["label"]) == (expected, "Engaged")
    assert (answer["action"]["id"], answer["action"]["type"]) == (made["id"], "actions")
    for hogql in (f"matchesAction({made['id']})", "matchesAction('Engaged')", "not not MATCHESACTION('Engaged')"):
        query = {"kind": "HogQLQuery", "query": f"SELECT count() FROM events WHERE {hogql}"}
        assert post("query/", {"query": query})["results"] == [[expected]]
    rows: Row = {"kind": "EventsQuery", "actionId": made["id"], "select": ["uuid"]}
    assert len(post("query/", {"query": rows})["results"]) == expected
    # A change shows at once, although the answer is kept; the name too.
    post(f"actions/{made['id']}/", {"name": "Clicked", "steps": [step]}, method="patch")
    answer = trends(id=made["id"])
    assert (answer["count"], answer["label"]) == (8, "Clicked")
    # Nobody else's actions exist, nor deleted ones.
    for wanted in (made["id"] + 1000, 2**62):
        refused = post(
            "query/", {"query": {"kind": "TrendsQuery", "series": [{"kind": "ActionsNode", "id": wanted}]}}, 400
        )
        assert refused["attr"] == "query__series__0__id"
    post(f"actions/{made['id']}/", {"deleted": True}, method="patch")
    query = {"kind": "HogQLQuery", "query": "SELECT count() FROM events WHERE matchesAction('Clicked')"}
    assert "no action 'Clicked'" in post("query/", {"query": query}, 400)["detail"]


def test_action_of_another_project_is_not_found(
    post: Callable[..., Any], team: TeamContext, other_team: TeamContext, user: User
) -> None:
    actor = Actor(user_id=user.pk, user_uuid=user.uuid, email=user.email)
    theirs = ActionsAPI.create_action(
        CreateAction(name="Secret", steps=(ActionStep(event="x"),)), team_id=other_team.id, actor=actor
    )
    for path, method in ((f"actions/{theirs.id}/", "get"), (f"actions/{theirs.id}/references/", "get")):
        assert "Secret" not in json.dumps(post(path, {}, 404, method=method))
    post(f"actions/{theirs.id}/", {"name": "Mine"}, 404, method="patch")
    query = {"kind": "HogQLQuery", "query": f"SELECT count() FROM events WHERE matchesAction({theirs.id})"}
    assert "no action" in post("query/", {"query": query}, 400)["detail"]


def test_references_name_the_insights_that_use_an_action(post: Callable[..., Any]) -> None:
    made = post("actions/", {"name": "Engaged", "steps": [{"event": "x"}]}, 201)
    other = post("actions/", {"name": "Other", "steps": [{"event": "y"}]}, 201)
    series = {"kind": "TrendsQuery", "series": [{"kind": "ActionsNode", "id": made["id"]}]}
    post("insights/", {"name": "Trend", "query": {"kind": "InsightVizNode", "source": series}}, 201)
    sql = f"SELECT count() FROM events WHERE matchesAction( {made['id']} )"
    post("insights/", {"name": "SQL", "query": {"kind": "HogQLQuery", "query": sql}}, 201)
    post(
        "insights/",
        {"name": "By name", "query": {"kind": "HogQLQuery", "query": sql.replace(str(made["id"]), "'Engaged'")}},
        201,
    )
    unlike = f"SELECT count() FROM events WHERE matchesAction({made['id']}1)"
    post("insights/", {"name": "Unlike", "query": {"kind": "HogQLQuery", "query": unlike}}, 201)
    names = [(each["type"], each["name"]) for each in post(f"actions/{made['id']}/references/", {}, method="get")]
    assert names == [("insight", "By name"), ("insight", "SQL"), ("insight", "Trend")]
    assert post(f"actions/{other['id']}/references/", {}, method="get") == []
