"""What is read from a database of addresses, written here by another library than the one that reads it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from common import clock
from common.geoip import PROPERTIES, GeoDatabase, GeoDatabaseError
from common.tests.geo_files import (
    COUNTRY,
    COUNTRY_FACTS,
    NOWHERE,
    SIX,
    TOWN,
    TOWN_FACTS,
    TOWN_RECORD,
    write_database,
)


@pytest.fixture
def database(tmp_path: Path) -> GeoDatabase:
    return GeoDatabase(write_database(tmp_path / "city.mmdb"))


def test_everything_that_is_known_of_a_town_has_its_name(database: GeoDatabase) -> None:
    assert database.find(TOWN) == TOWN_FACTS
    assert set(TOWN_FACTS) == set(PROPERTIES)


@pytest.mark.parametrize("address", [SIX, f"::ffff:{TOWN}"])
def test_addresses_of_the_newer_family_are_found(database: GeoDatabase, address: str) -> None:
    assert database.find(address) == TOWN_FACTS


def test_only_what_the_database_knows_is_said(database: GeoDatabase) -> None:
    assert database.find(COUNTRY) == COUNTRY_FACTS
    assert database.find(NOWHERE) == {}


@pytest.mark.parametrize("text", ["", "localhost", f"{TOWN}:443", "1.2.3", "\ud800", "9" * 100_000, "fe80::1%eth0"])
def test_what_is_no_address_is_nowhere(database: GeoDatabase, text: str) -> None:
    assert database.find(text) == {}


def test_an_address_of_the_newer_family_is_nowhere_in_a_file_of_the_older(tmp_path: Path) -> None:
    from mmdb_writer import MMDBWriter
    from netaddr import IPSet

    writer = MMDBWriter(ip_version=4, database_type="Made-Up-City")
    writer.insert_network(IPSet(["192.0.2.0/24"]), TOWN_RECORD)
    writer.to_db_file(str(tmp_path / "four.mmdb"))

    database = GeoDatabase(tmp_path / "four.mmdb")
    assert (database.find(TOWN), database.find(SIX)) == (TOWN_FACTS, {})


def test_regions_without_codes_and_records_of_another_form_are_read_as_far_as_they_go(tmp_path: Path) -> None:
    # DB-IP's free files have no codes of regions; some publishers write texts where others have objects.
    records: dict[str, dict[str, Any]] = {
        "192.0.2.0/24": {"city": {"names": {"en": "Seaford"}}, "subdivisions": [{"names": {"en": "England"}}]},
        "198.51.100.0/24": {
            "city": "Lyon",
            "country": {"iso_code": "FR", "names": "France"},
            "location": {"latitude": "45.7", "longitude": True},
            "subdivisions": {"names": {"en": "Rhône"}},
        },
    }
    database = GeoDatabase(write_database(tmp_path / "dbip.mmdb", records, kind="DBIP-City-Lite"))
    assert database.find(TOWN) == {"$geoip_city_name": "Seaford", "$geoip_subdivision_1_name": "England"}
    assert database.find(COUNTRY) == {"$geoip_country_code": "FR"}


def test_a_file_that_cannot_be_used_says_why(tmp_path: Path) -> None:
    whole = write_database(tmp_path / "city.mmdb").read_bytes()
    (tmp_path / "empty.mmdb").touch()
    (tmp_path / "text.mmdb").write_text("no database" * 100)
    (tmp_path / "part.mmdb").write_bytes(whole[: len(whole) // 2])
    write_database(tmp_path / "asn.mmdb", {"192.0.2.0/24": {"autonomous_system_number": 1}}, kind="GeoLite2-ASN")
    for name, reason in (
        ("missing.mmdb", "No such file"),
        (".", "is no database of addresses"),
        ("empty.mmdb", "is no database of addresses"),
        ("text.mmdb", "is no database of addresses"),
        ("part.mmdb", "is no database of addresses"),
        ("asn.mmdb", "of the kind GeoLite2-ASN"),
    ):
        with pytest.raises(GeoDatabaseError, match=reason) as caught:
            GeoDatabase(tmp_path / name)
        assert str(caught.value).endswith("in MaxMind's format (.mmdb), or to nothing.")


def test_a_file_is_outdated_after_three_months(database: GeoDatabase) -> None:
    assert not database.is_outdated(clock.now() + timedelta(days=89))
    assert database.is_outdated(clock.now() + timedelta(days=91))
