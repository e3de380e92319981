"""Where an address is, from a file in MaxMind's format: the City and Country databases of MaxMind, DB-IP and others.

Knows no settings, so that `bin/hogli doctor` can judge a file before any process reads it. Facts have the names that
PostHog's SDKs and pages know them by.
"""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from math import isfinite
from pathlib import Path
from typing import Any

import maxminddb

Fact = str | int | float
# What may be known about a place.
PROPERTIES = (
    "$geoip_city_name",
    "$geoip_country_name",
    "$geoip_country_code",
    "$geoip_continent_name",
    "$geoip_continent_code",
    "$geoip_postal_code",
    "$geoip_latitude",
    "$geoip_longitude",
    "$geoip_accuracy_radius",
    "$geoip_time_zone",
    "$geoip_subdivision_1_code",
    "$geoip_subdivision_1_name",
    "$geoip_subdivision_2_code",
    "$geoip_subdivision_2_name",
)
# Addresses change hands: publishers give out a new file every month or week, and their licences want old ones gone.
OUTDATED_AFTER = timedelta(days=90)
# The longest one there is, with its zone. What clients call an address may be anything.
MAX_ADDRESS_LENGTH = 64
# A visitor's events come together; 10,000 answers take some 10 MB.
MAX_REMEMBERED = 10_000
_LANGUAGE = "en"
_WAY_OUT = "Set GEOIP_DATABASE to a City or Country database in MaxMind's format (.mmdb), or to nothing."


class GeoDatabaseError(Exception):
    """The file cannot be used; the message says why, and what to do."""


class GeoDatabase:
    """One open file; safe to use from many threads.

    It is mapped into memory, so processes share what they read of it. Whoever replaces it should put another file in its
    place (a rename): the bytes of an open one must not change. Raises GeoDatabaseError.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._reader = maxminddb.open_database(os.fspath(path))
            metadata = self._reader.metadata()
        except OSError as error:
            raise GeoDatabaseError(f"{path} cannot be read ({error.strerror or error}). {_WAY_OUT}") from error
        except (maxminddb.InvalidDatabaseError, ValueError) as error:
            raise GeoDatabaseError(f"{path} is no database of addresses, or only a part of one. {_WAY_OUT}") from error
        self.kind = metadata.database_type
        self.built_at = datetime.fromtimestamp(metadata.build_epoch, UTC)
        if not any(word in self.kind for word in ("City", "Country", "Enterprise")):
            raise GeoDatabaseError(
                f"{path} does not say where addresses are: it is of the kind {self.kind}. {_WAY_OUT}"
            )
        self._remembered: Callable[[str], dict[str, Fact]] = lru_cache(maxsize=MAX_REMEMBERED)(self._look_up)

    def find(self, address: str) -> dict[str, Fact]:
        """What is known about the address by name, perhaps nothing. The answer is shared: it must not be changed."""
        return self._remembered(address) if len(address) <= MAX_ADDRESS_LENGTH else {}

    def is_outdated(self, now: datetime) -> bool:
        return now - self.built_at > OUTDATED_AFTER

    def _look_up(self, address: str) -> dict[str, Fact]:
        try:
            record = self._reader.get(_parsed(address))
        except (ValueError, maxminddb.InvalidDatabaseError):
            # No address, one of IPv6 where the file has none, or a part of the file is broken.
            return {}
        return _facts(record) if isinstance(record, dict) else {}


def _parsed(address: str) -> IPv4Address | IPv6Address:
    parsed = ip_address(address)
    return (parsed.ipv4_mapped or parsed) if isinstance(parsed, IPv6Address) else parsed


def _facts(record: dict[str, Any]) -> dict[str, Fact]:
    city, country, continent = (_part(record, name) for name in ("city", "country", "continent"))
    location, postal = _part(record, "location"), _part(record, "postal")
    stated = record.get("subdivisions")
    nothing: dict[str, Any] = {}
    regions = [region for region in stated if isinstance(region, dict)] if isinstance(stated, list) else []
    first, second, *_ = [*regions, nothing, nothing]
    facts = {
        "$geoip_city_name": _name(city),
        "$geoip_country_name": _name(country),
        "$geoip_country_code": _text(country.get("iso_code")),
        "$geoip_continent_name": _name(continent),
        "$geoip_continent_code": _text(continent.get("code")),
        "$geoip_postal_code": _text(postal.get("code")),
        "$geoip_latitude": _number(location.get("latitude")),
        "$geoip_longitude": _number(location.get("longitude")),
        "$geoip_accuracy_radius": _number(location.get("accuracy_radius")),
        "$geoip_time_zone": _text(location.get("time_zone")),
        "$geoip_subdivision_1_code": _text(first.get("iso_code")),
        "$geoip_subdivision_1_name": _name(first),
        "$geoip_subdivision_2_code": _text(second.get("iso_code")),
        "$geoip_subdivision_2_name": _name(second),
    }
    return {name: fact for name, fact in facts.items() if fact is not None}


def _part(record: dict[str, Any], name: str) -> dict[str, Any]:
    part = record.get(name)
    return part if isinstance(part, dict) else {}


def _name(part: dict[str, Any]) -> str | None:
    return _text(_part(part, "names").get(_LANGUAGE))


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _number(value: Any) -> int | float | None:
    return value if type(value) in (int, float) and isfinite(value) else None
