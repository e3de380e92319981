"""Visitors without cookies: who they are for one day, and nobody after it.

The client sends no id. The server makes one from the visitor's address, browser and site, and a random salt of that
calendar day where the visitor is. With the salt a day's events of a visitor belong together; when the salt is deleted,
nobody can tell any more from which address an id was made, nor that two days' ids are the same visitor. Neither the
address nor the browser's full name is stored.
"""

import base64
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from ipaddress import ip_address
from secrets import token_bytes
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from common import clock
from products.events.backend.facade.enums import WarningKind
from products.events.backend.logic.queue import connection, keys

# Events of a day may arrive until then; afterwards its salt is gone and they are refused.
KEPT_AFTER_DAY = timedelta(days=3)
MAX_EXTRA = 100
_SALT_BYTES = 16
# What tells devices apart.
DEVICE_PROPERTIES = ("$ip", "$raw_user_agent", "$cookieless_extra", "$device_id", "$user_id", "$anon_distinct_id")
# Salts never change, so a process may remember those it has seen for as long as Redis does.
_salts: dict[str, tuple[datetime, bytes]] = {}


@dataclass(frozen=True, slots=True)
class Visitor:
    """What a visitor is called today."""

    distinct_id: str
    session_id: str


def visitor_of(
    properties: dict[str, Any], *, team_id: int, timestamp: datetime, ip: str
) -> tuple[Visitor | None, tuple[WarningKind, str] | None]:
    """(the visitor, None), or (None, the warning that says why there is none). Raises redis.RedisError."""
    address = _text(properties.get("$ip")) or ip
    agent = _text(properties.get("$raw_user_agent"))
    host = _text(properties.get("$host"))
    missing = [name for name, value in (("$ip", address), ("$raw_user_agent", agent), ("$host", host)) if not value]
    if missing:
        return None, (WarningKind.COOKIELESS_EVENT_INCOMPLETE, f"A visitor without cookies needs {', '.join(missing)}.")
    day = _local_day(timestamp, properties.get("$timezone"))
    salt = _salt_of(day)
    if salt is None:
        return None, (
            WarningKind.COOKIELESS_DAY_IS_OVER,
            f"Events of {day.isoformat()} are not linked to visitors any more.",
        )
    extra = _text(properties.get("$cookieless_extra"))[:MAX_EXTRA]
    parts = "\x00".join((str(team_id), address, site_of(host), agent, extra))
    digest = blake2b(parts.encode("utf-8", "replace"), key=salt, digest_size=26).digest()
    name = base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")
    return Visitor(f"cookieless_{name}", str(_session(day, digest[16:]))), None


def forget_device(properties: dict[str, Any], visitor: Visitor) -> None:
    """Take out of the properties what would tell the visitor's device apart, and put today's ids in."""
    for name in DEVICE_PROPERTIES:
        properties.pop(name, None)
    if "distinct_id" in properties:
        properties["distinct_id"] = visitor.distinct_id
    properties["$session_id"] = visitor.session_id


def site_of(host: str) -> str:
    """The host without port and subdomain, as far as can be told without a list of all public suffixes."""
    name = host.lower().rsplit("@")[-1].split("/")[0]
    if name.startswith("[") or _is_address(name.partition(":")[0]):
        return name
    labels = name.partition(":")[0].rstrip(".").split(".")
    # example.co.uk, example.com.au
    wanted = 3 if len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3 else 2
    return ".".join(labels[-wanted:])


def _local_day(timestamp: datetime, timezone: Any) -> date:
    """The calendar day at the visitor's, by UTC when they do not say where they are."""
    try:
        return timestamp.astimezone(ZoneInfo(_text(timezone) or "UTC")).date()
    except (ValueError, OSError, LookupError):
        return timestamp.astimezone(UTC).date()


def _salt_of(day: date) -> bytes | None:
    """The day's salt, the same in every process; None when the day is over for good or far ahead."""
    now = clock.now()
    expires_at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1) + KEPT_AFTER_DAY
    if now >= expires_at or day > (now + timedelta(days=2)).date():
        return None
    name = keys.cookieless_salt(day.isoformat())
    known = _salts.get(name)
    if known is not None and now < known[0]:
        return known[1]
    client = connection.client()
    client.set(name, token_bytes(_SALT_BYTES), nx=True, exat=int(expires_at.timestamp()))
    salt = client.get(name)
    if not isinstance(salt, bytes):
        return None
    for old in [each for each, (until, _) in _salts.items() if now >= until]:
        del _salts[old]
    _salts[name] = (expires_at, salt)
    return salt


def _session(day: date, bits: bytes) -> UUID:
    """A UUID of version 7 for the visitor's one session of the day: its beginning in front, then what is theirs."""
    milliseconds = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)
    value = (milliseconds << 80) | int.from_bytes(bits, "big")
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    return UUID(int=(value & ~(0x3 << 62)) | (0x2 << 62))


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _text(value: Any) -> str:
    return value if type(value) is str else ""
