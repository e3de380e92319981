"""Where events come from: found in a real database of addresses, told of the event and of its person."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test.client import Client
from pytest_django import Settings

from common.tests.geo_files import (
    COUNTRY,
    COUNTRY_FACTS,
    NOWHERE,
    TOWN,
    TOWN_FACTS,
    write_database,
)
from posthog import known_teams
from posthog.contracts import TeamContext
from posthog.models import Team
from products.events.backend.facade import EventsSettingsAPI
from products.events.backend.facade.contracts import ChangeEventsSettings
from products.events.backend.logic import settings as events_settings
from products.events.backend.models import Person, PropertyDefinition
from products.events.backend.tests.conftest import Row, work_off_the_queue

Send = Callable[..., None]
Stored = Callable[..., list[Row]]
INITIAL_TOWN = {name.replace("$geoip", "$initial_geoip"): fact for name, fact in TOWN_FACTS.items()}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _database(tmp_path: Path, settings: Settings) -> None:
    settings.GEOIP_DATABASE = str(write_database(tmp_path / "city.mmdb"))


def event(properties: Row | None = None, **top: Any) -> Row:
    return {"event": "x", "distinct_id": "u", "properties": properties or {}, **top}


def place_of(properties: Row) -> Row:
    """What is said of a place. ClickHouse gives declared paths also where an event has none."""
    return {name: value for name, value in properties.items() if "geoip" in name and value is not None}


def person_of(team: TeamContext) -> Row:
    properties: Row = Person.objects.for_team(team.id).get().properties
    return properties


def test_an_event_and_its_person_learn_where_the_address_is(send: Send, stored: Stored, team: TeamContext) -> None:
    send(event({"$ip": TOWN}))
    (row,) = stored("properties, person_properties")
    assert place_of(row["properties"]) == TOWN_FACTS
    assert place_of(row["person_properties"]) == TOWN_FACTS | INITIAL_TOWN
    assert person_of(team) == TOWN_FACTS | INITIAL_TOWN


def test_a_person_who_moves_has_one_place_and_keeps_the_first(send: Send, stored: Stored, team: TeamContext) -> None:
    send(event({"$ip": TOWN}, timestamp="2026-11-01T00:00:00Z"), event({"$ip": COUNTRY, "$browser": "Firefox"}))
    # No town in another country.
    browser = {"$browser": "Firefox", "$initial_browser": "Firefox"}
    assert person_of(team) == COUNTRY_FACTS | INITIAL_TOWN | browser


def test_another_place_alone_is_not_worth_a_write(send: Send, stored: Stored, team: TeamContext) -> None:
    send(event({"$ip": TOWN}))
    versions = Person.objects.for_team(team.id).values_list("version", flat=True)
    before = list(versions)
    send(event({"$ip": COUNTRY}, event="moved"))
    assert list(versions) == before
    assert person_of(team) == TOWN_FACTS | INITIAL_TOWN
    # The event has what was so when it happened.
    (row,) = stored("properties, person_properties", where="event = 'moved'")
    assert place_of(row["properties"]) == COUNTRY_FACTS
    assert place_of(row["person_properties"]) == COUNTRY_FACTS | INITIAL_TOWN

    # What is written for another reason takes the place along.
    send(event({"$ip": COUNTRY, "$set": {"plan": "paid"}}))
    assert person_of(team) == COUNTRY_FACTS | INITIAL_TOWN | {"plan": "paid"}


def test_the_place_is_known_where_the_address_is_not_kept(client: Client, team: TeamContext, stored: Stored) -> None:
    Team.objects.filter(pk=team.id).update(anonymize_ips=True)
    known_teams.forget()
    body = json.dumps({"api_key": team.api_token, "batch": [event(), event({"$ip": COUNTRY})]})
    assert client.post("/batch/", body, content_type="application/json", REMOTE_ADDR=TOWN).status_code == 200
    work_off_the_queue()
    rows = [row["properties"] for row in stored("properties")]
    assert sorted(map(place_of, rows), key=len) == [COUNTRY_FACTS, TOWN_FACTS]
    assert not [row for row in rows if "$ip" in row]


@pytest.mark.parametrize(
    "properties",
    [
        {"$ip": TOWN, "$geoip_disable": True},
        {"$ip": NOWHERE},
        {"$ip": "localhost"},
        {"$ip": 1},
        {"$ip": {"a": 1}},
    ],
)
def test_nothing_is_said_where_nothing_is_known_or_wanted(
    send: Send, stored: Stored, team: TeamContext, properties: Row
) -> None:
    send(event(properties))
    (row,) = stored("properties")
    assert place_of(row["properties"]).keys() <= {"$geoip_disable"}
    assert person_of(team) == {}


def test_a_client_that_says_where_it_is_is_believed(send: Send, stored: Stored, team: TeamContext) -> None:
    send(event({"$ip": TOWN, "$geoip_city_name": "Paris"}))
    (row,) = stored("properties")
    assert place_of(row["properties"]) == {"$geoip_city_name": "Paris"}
    assert person_of(team) == {}
    send(event({"$ip": TOWN, "$set": {"$geoip_city_name": "Rome"}}, event="said"))
    (row,) = stored("properties", where="event = 'said'")
    assert row["properties"]["$geoip_city_name"] == "Seaford"
    assert person_of(team) == {"$geoip_city_name": "Rome"}


def test_a_server_is_somewhere_but_not_its_users(send: Send, stored: Stored, team: TeamContext) -> None:
    send(event({"$ip": TOWN, "$is_server": True}))
    (row,) = stored("properties")
    assert place_of(row["properties"]) == TOWN_FACTS
    assert person_of(team) == {}


def test_events_without_a_person_have_a_place_too(send: Send, stored: Stored, team: TeamContext) -> None:
    send(event({"$ip": TOWN, "$process_person_profile": False}))
    (row,) = stored("properties, person_properties")
    assert (place_of(row["properties"]), place_of(row["person_properties"])) == (TOWN_FACTS, {})
    assert not Person.objects.for_team(team.id).exists()


def test_visitors_without_cookies_have_a_place_and_no_address(send: Send, stored: Stored, team: TeamContext) -> None:
    events_settings.forget()
    EventsSettingsAPI.change_settings(ChangeEventsSettings(cookieless_enabled=True), team_id=team.id, actor=None)
    stated = {"$cookieless_mode": True, "$ip": TOWN, "$raw_user_agent": "Firefox", "$host": "example.com"}
    send(event(stated, distinct_id="$posthog_cookieless"))
    (row,) = stored("properties, distinct_id")
    assert place_of(row["properties"]) == TOWN_FACTS
    assert "$ip" not in row["properties"]
    assert row["distinct_id"].startswith("cookieless_")
    assert not Person.objects.for_team(team.id).exists()


def test_the_properties_are_defined_with_their_types(send: Send, team: TeamContext) -> None:
    send(event({"$ip": TOWN}))
    rows = PropertyDefinition.objects.for_team(team.id).filter(name__contains="geoip")
    types = {(row.owner, row.name): row.property_type for row in rows}
    numbers = {"latitude", "longitude", "accuracy_radius"}
    expected = {
        (owner, f"{prefix}{name.removeprefix('$geoip_')}"): "Numeric"
        if name.removeprefix("$geoip_") in numbers
        else "String"
        for owner, prefix in ((1, "$geoip_"), (2, "$geoip_"), (2, "$initial_geoip_"))
        for name in TOWN_FACTS
    }
    assert types == expected


def test_without_a_database_events_are_as_they_were(send: Send, stored: Stored, settings: Settings) -> None:
    settings.GEOIP_DATABASE = ""
    send(event({"$ip": TOWN}))
    (row,) = stored("properties")
    assert place_of(row["properties"]) == {}


def test_a_broken_database_stops_nobody(send: Send, stored: Stored, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "broken.mmdb").write_bytes(b"\x00" * 5000)
    settings.GEOIP_DATABASE = str(tmp_path / "broken.mmdb")
    send(event({"$ip": TOWN}))
    (row,) = stored("properties")
    assert place_of(row["properties"]) == {}
