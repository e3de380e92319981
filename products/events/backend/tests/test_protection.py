"""Misuse of the project token, tried over HTTP: floods, foreign pages, bots, and people who say they are others.

Signatures are made here with the standard library, as a customer's backend would make them.
"""

import base64
import gzip
import hashlib
import hmac
import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import OperationalError
from django.test.client import Client
from rest_framework.test import APIClient

from common import clock
from posthog.contracts import TeamContext
from products.events.backend.facade import PersonsAPI, ProtectionAPI
from products.events.backend.facade.contracts import ChangeProtection
from products.events.backend.facade.enums import BotFilter, DrainOutcome
from products.events.backend.facade.system import IngestionAPI
from products.events.backend.logic.protection import rules
from products.events.backend.logic.protection.bots import bot_of
from products.events.backend.models import Group, GroupTypeMapping
from products.events.backend.tests.conftest import work_off_the_queue

Row = dict[str, Any]
Warnings = Callable[[], list[tuple[str, Row, str]]]
Stored = Callable[..., list[Row]]
VICTIM, ATTACKER = "victim@example.com", "mallory@example.com"
ANONYMOUS = "0195a000-0000-7000-8000-000000000001"
HUMAN = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36"


def change(team: TeamContext, **fields: Any) -> None:
    ProtectionAPI.change_protection(ChangeProtection(fields=frozenset(fields), **fields), team_id=team.id)


def event(distinct_id: str = "u", name: str = "x", **properties: Any) -> Row:
    return {"event": name, "uuid": str(uuid4()), "distinct_id": distinct_id, "properties": properties}


def post(client: Client, team: TeamContext, *events: Row, path: str = "/batch/", **headers: str) -> int:
    body = {"api_key": team.api_token, "batch": list(events)}
    return client.post(path, json.dumps(body), content_type="application/json", headers=headers).status_code


# Caps.


def test_a_flood_of_one_person_is_cut_off_and_shown_while_others_pass(
    client: Client, team: TeamContext, stored: Stored, warnings: Warnings, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime(2026, 11, 21, 12, 0, 30, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: now)
    change(team, person_events_per_minute=5)
    post(client, team, *(event("flood", number=number) for number in range(3)), event("calm"))
    work_off_the_queue()
    post(client, team, *(event("flood", number=number) for number in range(3, 9)), event("calm"))
    work_off_the_queue()
    kept = stored("distinct_id, toString(properties.number) AS number")
    assert sorted(int(row["number"]) for row in kept if row["distinct_id"] == "flood") == [0, 1, 2, 3, 4]
    assert [row["distinct_id"] for row in kept].count("calm") == 2
    found = [(kind, details, json.loads(raw)) for kind, details, raw in warnings()]
    assert [kind for kind, _, _ in found] == ["person_over_cap"] * 4
    assert {details["distinct_id"] for _, details, _ in found} == {"flood"}
    # What was put aside can be sent again by whoever finds that it was right.
    assert sorted(raw["properties"]["number"] for _, _, raw in found) == [5, 6, 7, 8]
    now += timedelta(minutes=1)
    post(client, team, event("flood", number=100))
    work_off_the_queue()
    assert len(stored("uuid", where="distinct_id = 'flood'")) == 6


def test_the_projects_cap_counts_everybody(
    client: Client, team: TeamContext, stored: Stored, warnings: Warnings
) -> None:
    change(team, project_events_per_minute=10)
    post(client, team, *(event(f"u{number}") for number in range(15)))
    work_off_the_queue()
    assert len(stored("uuid")) == 10
    assert [kind for kind, _, _ in warnings()] == ["project_over_cap"] * 5


def test_a_flood_is_counted_to_the_last_event(
    client: Client, team: TeamContext, api_client: APIClient, stored: Stored
) -> None:
    """Of so many only some are kept with what they said, but the number shown is that of all."""
    change(team, person_events_per_minute=10)
    post(client, team, *(event("flood") for _ in range(450)))
    work_off_the_queue()
    assert len(stored("uuid")) == 10
    [shown] = api_client.get(f"/api/projects/{team.id}/ingestion_warnings/").json()["results"]
    assert (shown["type"], shown["count"]) == ("person_over_cap", 440)


def test_a_batch_that_is_taken_again_keeps_what_it_was_given() -> None:
    from products.events.backend.logic.ingestion.normalise import PreparedEvent
    from products.events.backend.logic.protection.caps import within_caps
    from products.events.backend.logic.protection.rules import Rules

    now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    events = [
        PreparedEvent(
            team_id=1, uuid=str(uuid4()), name="x", distinct_id="u", timestamp=now, received_at=now, properties={},
            is_historical=False, wants_person=True, groups={}, elements_chain="",
        )
        for _ in range(4)
    ]  # fmt: skip
    for _ in range(3):
        kept, refused = within_caps(events, lambda _: Rules(person_cap=3), batch="0:1-0:2-0")
        assert (kept, len(refused)) == (events[:3], 1)
    assert within_caps(events, lambda _: Rules(person_cap=3), batch="0:3-0:4-0")[0] == []


# Origins.


@pytest.mark.parametrize(
    ("origin", "referer", "status"),
    [
        ("https://shop.example.com", "", 200),
        ("https://SHOP.example.com", "", 200),
        ("https://a.b.wide.example.com", "", 200),
        ("", "https://shop.example.com/cart?x=1", 200),
        ("", "", 200),
        ("https://wide.example.com", "", 403),
        ("http://shop.example.com", "", 403),
        ("https://shop.example.com:8443", "", 403),
        ("https://shop.example.com.evil.example", "", 403),
        ("https://evilwide.example.com", "", 403),
        ("https://evil.example/?https://a.wide.example.com", "", 403),
        ("null", "", 403),
        ("https://evil.example", "https://shop.example.com/", 403),
        ("", "https://evil.example/https://shop.example.com", 403),
    ],
)
def test_pages_of_other_origins_are_refused(
    client: Client, team: TeamContext, origin: str, referer: str, status: int
) -> None:
    change(team, allowed_origins=("https://shop.example.com", "https://*.wide.example.com"))
    headers = {name: value for name, value in (("origin", origin), ("referer", referer)) if value}
    assert post(client, team, event(), path="/e/", **headers) == status


def test_servers_can_be_shut_out_and_every_address_holds_to_it(client: Client, team: TeamContext) -> None:
    change(team, allowed_origins=("https://shop.example.com",), allow_without_origin=False)
    for path in ("/batch/", "/e/", "/i/v0/e/", "/capture/", "/track/", "/engage/", "/i/v0/ai/batch/"):
        assert post(client, team, event(), path=path) == 403
    v1 = client.post(
        "/i/v1/analytics/events",
        json.dumps({"batch": [event()]}),
        content_type="application/json",
        headers={"authorization": f"Bearer {team.api_token}", "origin": "https://evil.example"},
    )
    assert (v1.status_code, v1.json()["error"]) == (403, "origin_not_allowed")
    assert v1["Access-Control-Allow-Origin"] == "https://evil.example"
    pixel = client.get("/e/", {"data": json.dumps({"api_key": team.api_token, **event()})})
    assert pixel.status_code == 403


# Bots.

GOOGLE = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


@pytest.mark.parametrize(
    ("user_agent", "kind"),
    [
        (GOOGLE, "google"),
        ("Mozilla/5.0 AppleWebKit/537.36; compatible; GPTBot/1.1; +https://openai.com/gptbot", "ai"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/147.0.0.0 Safari/537.36", "headless"),
        ("SomeNewCrawler/1.0", "other"),
        (HUMAN, ""),
        ("Mozilla/5.0 (Linux; Android 9; CUBOT X19) AppleWebKit/537.36 Chrome/100 Mobile Safari/537.36", ""),
        ("posthog-python/7.91.1", ""),
        ("python-requests/2.32", ""),
        ("", ""),
        ("a-" * 100_000, ""),
    ],
)
def test_bots_are_known_by_what_they_say(user_agent: str, kind: str) -> None:
    assert bot_of(user_agent) == kind


def test_bots_are_marked_dropped_or_left_alone_as_the_project_wants(
    client: Client, team: TeamContext, stored: Stored, warnings: Warnings
) -> None:
    passed_on = {"$raw_user_agent": GOOGLE}
    for bot_filter in (BotFilter.MARK, BotFilter.OFF, BotFilter.DROP):
        change(team, bot_filter=bot_filter)
        post(client, team, event(name=f"{bot_filter} itself"), **{"user-agent": GOOGLE})
        post(client, team, event(name=f"{bot_filter} server", **passed_on), event(name=f"{bot_filter} human"))
        work_off_the_queue()
    rows = stored("event, toString(properties.$is_bot) AS is_bot, toString(properties.$bot_kind) AS kind")
    assert {row["event"]: (row["is_bot"], row["kind"]) for row in rows} == {
        "mark itself": ("true", "google"),
        "mark server": ("true", "google"),
        "mark human": ("", ""),
        "off itself": ("", ""),
        "off server": ("", ""),
        "off human": ("", ""),
        "drop human": ("", ""),
    }
    assert sorted((kind, details["event"]) for kind, details, _ in warnings()) == [
        ("bot_event_dropped", "drop itself"),
        ("bot_event_dropped", "drop server"),
    ]


# Signed identity.


class Backend:
    """A customer's server, which alone knows the secret."""

    def __init__(self, team: TeamContext) -> None:
        self.secret = ProtectionAPI.rotate_identity_secret(team_id=team.id).secret

    def sign(self, distinct_id: str) -> str:
        return hmac.new(self.secret.encode(), distinct_id.encode(), hashlib.sha256).hexdigest()


@pytest.fixture
def backend(client: Client, team: TeamContext) -> Backend:
    """Signatures are required, and the victim is a person who once signed in."""
    made = Backend(team)
    change(team, require_signed_identity=True)
    proof = made.sign(VICTIM)
    post(client, team, {**event(VICTIM, "$identify", **{"$identity_hmac": proof}), "$set": {"plan": "pro"}})
    work_off_the_queue()
    return made


def victim(team: TeamContext) -> tuple[set[str], Row]:
    person = PersonsAPI.find_person_by_distinct_id(team_id=team.id, distinct_id=VICTIM)
    assert person is not None
    return set(person.distinct_ids), json.loads(person.properties)


SPOILED = {"plan": "spoiled", "$email": "x"}
ATTACKS: dict[str, tuple[str, Row]] = {
    "identify as the victim": ("/batch/", {**event(VICTIM, "$identify", **{"$anon_distinct_id": ANONYMOUS}), "$set": SPOILED}),
    "identify without another id": ("/batch/", {**event(VICTIM, "$identify"), "$set": SPOILED}),
    "id in the properties": ("/e/", {"event": "$identify", "properties": {"distinct_id": VICTIM, "$set": SPOILED}}),
    "id with a dollar": ("/e/", {"event": "$set", "$distinct_id": VICTIM, "properties": {"$set": SPOILED}}),
    "the victim as the anonymous one": ("/batch/", event(ANONYMOUS, "$identify", **{"$anon_distinct_id": VICTIM})),
    "alias": ("/batch/", event(ANONYMOUS, "$create_alias", alias=VICTIM)),
    "alias the other way": ("/batch/", event(VICTIM, "$create_alias", alias=ANONYMOUS)),
    "merge": ("/batch/", event(ANONYMOUS, "$merge_dangerously", alias=VICTIM)),
    "merge the other way": ("/batch/", event(VICTIM, "$merge_dangerously", alias=ANONYMOUS)),
    "a $set event": ("/batch/", {**event(VICTIM, "$set"), "$set": SPOILED}),
    "$set on any event": ("/batch/", event(VICTIM, "bought", **{"$set": SPOILED})),
    "$set_once of something new": ("/batch/", event(VICTIM, "bought", **{"$set_once": {"$email": "x"}})),
    "$unset": ("/batch/", event(VICTIM, "bought", **{"$unset": ["plan"]})),
    "what browsers add": ("/batch/", event(VICTIM, "$pageview", utm_source="spoiled", **{"$browser": "spoiled"})),
    "engage": ("/engage/", {"$distinct_id": VICTIM, "$set": SPOILED}),
    "track": ("/track/", {**event(VICTIM, "$set"), "$set": SPOILED}),
    "an empty proof": ("/batch/", {**event(VICTIM, "$set", **{"$identity_hmac": ""}), "$set": SPOILED}),
    "a list of nothing": ("/batch/", {**event(VICTIM, "$set", **{"$identity_hmac": [None, {}, []]}), "$set": SPOILED}),
    "saying that it is verified": ("/batch/", {**event(VICTIM, "$set", **{"$identity_verified": True}), "$set": SPOILED}),
    "historical": ("/batch/", {**event(VICTIM, "$set"), "$set": SPOILED, "timestamp": "2020-01-01T00:00:00Z"}),
}  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_without_proof_nobody_speaks_as_somebody(
    client: Client, team: TeamContext, backend: Backend, stored: Stored, name: str
) -> None:
    before = victim(team)
    path, sent = ATTACKS[name]
    envelope = (
        {"api_key": team.api_token, **sent} if path == "/engage/" else {"api_key": team.api_token, "batch": [sent]}
    )
    assert client.post(path, json.dumps(envelope), content_type="application/json").status_code == 200
    work_off_the_queue()
    assert victim(team) == before
    verified = stored(
        "toString(properties.$identity_verified) AS verified, toString(properties.$identity_hmac) AS proof"
    )
    # The victim's own event is; the one that was just sent is kept, and is not.
    assert sorted(str(row["verified"]) for row in verified) == ["false", "true"]
    # A proof in an event could be used by everybody who may read events.
    assert {row["proof"] for row in verified} == {""}


def spoiling(team: TeamContext) -> Iterator[tuple[str, str, bytes, dict[str, str]]]:
    """(method, address, body, headers): the same attacks in every form in which SDKs have ever sent events."""
    attacks = [
        {**event(VICTIM, "$identify", **{"$anon_distinct_id": ANONYMOUS}), "$set": SPOILED},
        {**event(VICTIM, "$set"), "$set": SPOILED},
        event(ANONYMOUS, "$create_alias", alias=VICTIM),
        event(ANONYMOUS, "$merge_dangerously", alias=VICTIM),
        {**event(VICTIM, "$groupidentify", **{"$group_type": "company", "$group_key": "c"}), "$set": SPOILED},
        {**event(VICTIM, "$feature_enrollment_update"), "$set": SPOILED},
    ]
    json_type = {"content-type": "application/json"}
    form = {"content-type": "application/x-www-form-urlencoded"}
    single = [{**attack, "properties": {**attack["properties"], "token": team.api_token}} for attack in attacks]
    envelope = json.dumps({"api_key": team.api_token, "batch": attacks}).encode()
    yield "POST", "/batch/", envelope, json_type
    yield "POST", "/batch/", gzip.compress(envelope), {**json_type, "content-encoding": "gzip"}
    yield (
        "POST",
        "/i/v0/e/?compression=gzip-js",
        gzip.compress(json.dumps(single).encode()),
        {"content-type": "text/plain"},
    )
    yield "POST", "/e/", json.dumps(single).encode(), json_type
    yield (
        "POST",
        "/e/?historical_migration=true",
        json.dumps({"historical_migration": True, **json.loads(envelope)}).encode(),
        json_type,
    )
    for one in single:
        packed = base64.b64encode(json.dumps(one).encode()).decode()
        yield "POST", "/e/?compression=base64", urlencode({"data": packed}).encode(), form
        yield "POST", "/track/", urlencode({"data": packed, "compression": "base64"}).encode(), form
        yield "GET", f"/e/?{urlencode({'data': packed})}", b"", {}
        yield "GET", f"/i/v0/e/?{urlencode({'data': json.dumps(one)})}", b"", {}
        yield "POST", "/capture/", json.dumps({**one, "api_key": team.api_token}).encode(), json_type
        yield (
            "POST",
            "/engage/",
            json.dumps({"token": team.api_token, "$distinct_id": VICTIM, "$set": SPOILED}).encode(),
            json_type,
        )
    v1 = {"authorization": f"Bearer {team.api_token}", **json_type}
    yield "POST", "/i/v1/analytics/events", json.dumps({"batch": attacks}).encode(), v1


def test_no_form_of_a_request_is_a_way_around(
    client: Client, team: TeamContext, backend: Backend, stored: Stored
) -> None:
    before = victim(team)
    taken = 0
    for method, address, body, headers in spoiling(team):
        content_type = headers.pop("content-type", "application/octet-stream")
        response = client.generic(method, address, body, content_type=content_type, headers=headers)
        assert response.status_code in {200, 400}, (method, address, response.content)
        taken += response.status_code == 200
    assert taken >= 30, "an attack that is refused as such shows nothing"
    work_off_the_queue()
    assert victim(team) == before
    by_name = {
        row["event"]: row["verified"] for row in stored("event, toString(properties.$identity_verified) AS verified")
    }
    assert {"$set", "$create_alias", "$merge_dangerously", "$groupidentify"} <= set(by_name)


def test_without_proof_nobody_describes_groups_or_takes_their_columns(
    client: Client, team: TeamContext, backend: Backend, stored: Stored, warnings: Warnings
) -> None:
    """A project has five columns for kinds of groups, for good: whoever takes them first could leave none."""

    def describe(who: str, group_type: str, **properties: Any) -> Row:
        return event(who, "$groupidentify", **{"$group_type": group_type, "$group_key": "acme", **properties})

    proof = {"$identity_hmac": backend.sign(ATTACKER)}
    for number in range(6):
        post(client, team, event(ANONYMOUS, "x", **{"$groups": {f"junk-{number}": "k"}}))
        post(client, team, describe(VICTIM, f"rubbish-{number}", **{"$group_set": {"plan": "spoiled"}}))
    post(client, team, describe(ATTACKER, "company", **{"$group_set": {"plan": "pro"}}, **proof))
    post(client, team, describe(VICTIM, "company", **{"$group_set": {"plan": "spoiled"}}))
    post(client, team, describe(VICTIM, "company", **{"$group_set": {"plan": "spoiled"}}, **proof))
    post(client, team, event(ANONYMOUS, "in company", **{"$groups": {"company": "acme"}}))
    work_off_the_queue()
    assert set(GroupTypeMapping.objects.for_team(team.id).values_list("group_type", flat=True)) == {"company"}
    [group] = Group.objects.for_team(team.id)
    assert group.group_properties == {"plan": "pro"}
    assert stored("group_key_0", where="event = 'in company'") == [{"group_key_0": "acme"}]
    kinds = Counter(kind for kind, _, _ in warnings())
    assert (kinds["unsigned_group_type"], kinds["unsigned_group_update"]) == (12, 8)


def test_without_its_rules_no_project_is_without_rules(
    client: Client, team: TeamContext, backend: Backend, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that starts while Postgres is away, and is faster than Postgres when it is back."""
    before = victim(team)
    sent = len(stored("uuid"))
    row = rules._row

    def away(_: int) -> Any:
        raise OperationalError("the connection is closed")

    rules.forget()
    monkeypatch.setattr(rules, "_row", away)
    assert post(client, team, {**event(VICTIM, "$set"), "$set": SPOILED}) == 200, "taken on trust"
    assert IngestionAPI.drain_partition(0).outcome == DrainOutcome.FAILED
    assert len(stored("uuid")) == sent
    monkeypatch.setattr(rules, "_row", row)
    work_off_the_queue()
    assert len(stored("uuid")) == sent + 1
    assert victim(team) == before


@pytest.mark.parametrize("named", ["$create_alias", "$merge_dangerously", "$identify"])
def test_what_somebody_signed_for_themself_says_nothing_about_others(
    client: Client, team: TeamContext, backend: Backend, warnings: Warnings, named: str
) -> None:
    before = victim(team)
    mine = {"$identity_hmac": backend.sign(ATTACKER)}
    other = "$anon_distinct_id" if named == "$identify" else "alias"
    # The victim, somebody who has not come yet, and the victim in another spelling of the attacker's own event.
    post(
        client,
        team,
        event(ATTACKER, named, **{other: VICTIM}, **mine),
        event(VICTIM, named, **{other: ATTACKER}, **mine),
    )
    post(client, team, event(ATTACKER, named, **{other: "not-yet@example.com"}, **mine))
    post(client, team, {**event(VICTIM, "$set", **mine), "$set": SPOILED})
    work_off_the_queue()
    assert victim(team) == before
    later = PersonsAPI.find_person_by_distinct_id(team_id=team.id, distinct_id="not-yet@example.com")
    assert later is None
    assert [kind for kind, _, _ in warnings()].count("unsigned_identity") == 3


def test_the_newer_protocol_is_no_way_around(client: Client, team: TeamContext, backend: Backend) -> None:
    before = victim(team)
    options = {"process_person_profile": True, "disable_skew_correction": True}
    batch = [
        {**event(VICTIM, "$set", **{"$set": SPOILED}), "options": options},
        {**event(ANONYMOUS, "$merge_dangerously", alias=VICTIM), "options": options},
    ]
    headers = {"authorization": f"Bearer {team.api_token}"}
    path = "/i/v1/analytics/events"
    response = client.post(path, json.dumps({"batch": batch}), content_type="application/json", headers=headers)
    assert response.status_code == 200
    work_off_the_queue()
    assert victim(team) == before


def test_nobody_can_lay_hands_on_a_name_before_its_owner_comes(
    client: Client, team: TeamContext, backend: Backend
) -> None:
    post(client, team, {**event("future@example.com", "$set"), "$set": SPOILED})
    post(client, team, event("future@example.com", "$identify", **{"$anon_distinct_id": ANONYMOUS}))
    proof = {"$identity_hmac": backend.sign("future@example.com")}
    post(client, team, {**event("future@example.com", "$identify", **proof), "$set": {"plan": "free"}})
    work_off_the_queue()
    person = PersonsAPI.find_person_by_distinct_id(team_id=team.id, distinct_id="future@example.com")
    assert person is not None
    assert (set(person.distinct_ids), json.loads(person.properties)) == ({"future@example.com"}, {"plan": "free"})


def test_who_proves_it_is_identified_and_anonymous_visitors_go_on_as_ever(
    client: Client, team: TeamContext, backend: Backend
) -> None:
    post(client, team, event(ANONYMOUS, "$pageview", **{"$set": {"seen": "anonymous"}}))
    signed_in = event("ada@example.com", "$identify", **{"$anon_distinct_id": ANONYMOUS})
    signed_in["properties"]["$identity_hmac"] = backend.sign("ada@example.com").upper()
    post(client, team, {**signed_in, "$set": {"plan": "pro"}})
    # Python's alias names the earlier id as the event's, the signed one as the alias.
    second = str(uuid4())
    post(
        client,
        team,
        event(second, "$create_alias", alias="ada@example.com", **{"$identity_hmac": backend.sign("ada@example.com")}),
    )
    both = [backend.sign("ada@example.com"), backend.sign("ada@old.example.com")]
    post(
        client, team, event("ada@example.com", "$create_alias", alias="ada@old.example.com", **{"$identity_hmac": both})
    )
    work_off_the_queue()
    person = PersonsAPI.find_person_by_distinct_id(team_id=team.id, distinct_id="ada@example.com")
    assert person is not None
    assert set(person.distinct_ids) == {ANONYMOUS, "ada@example.com", second, "ada@old.example.com"}
    properties = json.loads(person.properties)
    assert (properties["seen"], properties["plan"]) == ("anonymous", "pro")


def test_an_earlier_secret_counts_for_a_day_after_a_rotation(
    client: Client, team: TeamContext, backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = backend.sign(VICTIM), Backend(team).sign(VICTIM)
    start = clock.now()
    for hours, proof, plan in ((23, old, "old in time"), (25, new, "new"), (25, old, "old too late")):
        monkeypatch.setattr(clock, "now", lambda moment=start + timedelta(hours=hours): moment)
        from products.events.backend.logic.protection import rules

        rules.forget()
        post(client, team, {**event(VICTIM, "$set", **{"$identity_hmac": proof}), "$set": {plan: True}})
        work_off_the_queue()
    assert {key for key in victim(team)[1] if " " in key or key == "new"} == {"old in time", "new"}


# The settings themselves.


def test_settings_are_strict_and_the_secret_is_shown_once(api_client: APIClient, team: TeamContext) -> None:
    path = f"/api/projects/{team.id}/capture_protection/"
    assert api_client.get(path).json() == {
        "person_events_per_minute": None,
        "project_events_per_minute": None,
        "allowed_origins": [],
        "allow_without_origin": True,
        "require_signed_identity": False,
        "bot_filter": "mark",
        "has_identity_secret": False,
        "previous_secret_until": None,
    }
    wrong: list[tuple[Row, str]] = [
        ({"person_events_per_minute": 0}, "person_events_per_minute"),
        ({"project_events_per_minute": "many"}, "project_events_per_minute"),
        ({"allowed_origins": ["shop.example.com"]}, "allowed_origins__0"),
        ({"allowed_origins": ["https://shop.example.com/path"]}, "allowed_origins__0"),
        ({"allowed_origins": ["*"]}, "allowed_origins__0"),
        ({"bot_filter": "maybe"}, "bot_filter"),
        ({"require_signed_identity": True}, "require_signed_identity"),
        ({"unknown": 1}, "unknown"),
    ]
    for body, attr in wrong:
        response = api_client.patch(path, body, format="json")
        assert (response.status_code, response.json().get("attr")) == (400, attr), response.content
    secret = api_client.post(f"{path}rotate_secret/").json()
    assert secret["secret"].startswith("phi_")
    assert secret["previous_valid_until"] is None
    changed = api_client.patch(
        path, {"require_signed_identity": True, "allowed_origins": ["https://Shop.example.com"]}, format="json"
    ).json()
    assert (changed["require_signed_identity"], changed["allowed_origins"]) == (True, ["https://shop.example.com"])
    assert secret["secret"] not in json.dumps(api_client.get(path).json())
    assert api_client.post(f"{path}rotate_secret/").json()["previous_valid_until"] is not None
