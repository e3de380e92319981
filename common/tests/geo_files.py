"""Databases of addresses for tests, written in the form in which their publishers give them out.

The places are made up; the networks are those that documents may use (RFC 5737, RFC 3849).
"""

from pathlib import Path
from typing import Any

from mmdb_writer import MMDBWriter
from netaddr import IPSet

# One in a town, of which everything is known; one of which only the country is; one in both families.
TOWN, COUNTRY, SIX = "192.0.2.7", "198.51.100.7", "2001:db8::7"
NOWHERE = "203.0.113.7"

TOWN_RECORD: dict[str, Any] = {
    "city": {"geoname_id": 1, "names": {"en": "Seaford", "de": "Seefurt"}},
    "continent": {"code": "EU", "names": {"en": "Europe"}},
    "country": {"iso_code": "GB", "names": {"en": "United Kingdom"}},
    "location": {"accuracy_radius": 20, "latitude": 50.77, "longitude": -0.1, "time_zone": "Europe/London"},
    "postal": {"code": "BN25"},
    "registered_country": {"iso_code": "US", "names": {"en": "United States"}},
    "subdivisions": [
        {"iso_code": "ENG", "names": {"en": "England"}},
        {"iso_code": "ESX", "names": {"en": "East Sussex"}},
    ],
}
COUNTRY_RECORD: dict[str, Any] = {
    "continent": {"code": "EU", "names": {"en": "Europe"}},
    "country": {"iso_code": "FR", "names": {"en": "France"}},
}
TOWN_FACTS: dict[str, Any] = {
    "$geoip_city_name": "Seaford",
    "$geoip_country_name": "United Kingdom",
    "$geoip_country_code": "GB",
    "$geoip_continent_name": "Europe",
    "$geoip_continent_code": "EU",
    "$geoip_postal_code": "BN25",
    "$geoip_latitude": 50.77,
    "$geoip_longitude": -0.1,
    "$geoip_accuracy_radius": 20,
    "$geoip_time_zone": "Europe/London",
    "$geoip_subdivision_1_code": "ENG",
    "$geoip_subdivision_1_name": "England",
    "$geoip_subdivision_2_code": "ESX",
    "$geoip_subdivision_2_name": "East Sussex",
}
COUNTRY_FACTS = {
    "$geoip_country_name": "France",
    "$geoip_country_code": "FR",
    "$geoip_continent_name": "Europe",
    "$geoip_continent_code": "EU",
}


def write_database(path: Path, records: dict[str, dict[str, Any]] | None = None, *, kind: str = "Made-Up-City") -> Path:
    """A database with these records by network; by default a town, a country and an address of IPv6 in that town."""
    writer = MMDBWriter(ip_version=6, ipv4_compatible=True, database_type=kind)
    places = records or {"192.0.2.0/24": TOWN_RECORD, "198.51.100.0/24": COUNTRY_RECORD, "2001:db8::/32": TOWN_RECORD}
    for network, record in places.items():
        writer.insert_network(IPSet([network]), record)
    # As one should replace it: an open one keeps its bytes.
    beside = path.with_suffix(".new")
    writer.to_db_file(str(beside))
    return beside.rename(path)
