"""Which distinct ids belonged to people who were deleted, without keeping the ids.

A fingerprint is the SHA-256 of `<project>:<distinct id>`. Nobody can read an id from it, though somebody who already
has an id can tell whether it is this one: that is what makes a receipt checkable, and it is all that is kept.
ClickHouse and Postgres compute the same with the expressions below.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import connection

FINGERPRINT_IN_CLICKHOUSE = "lower(hex(SHA256(concat(toString(team_id), ':', distinct_id))))"
FINGERPRINT_IN_POSTGRES = "encode(sha256(convert_to(team_id::text || ':' || distinct_id, 'UTF8')), 'hex')"
Key = tuple[int, str]

_TEAMS = """
SELECT asked.id FROM unnest(%s::bigint[]) AS asked (id)
WHERE EXISTS (SELECT FROM events_forgottenid f WHERE f.team_id = asked.id)
"""
_FIND = """
SELECT f.team_id, f.fingerprint, f.refuse_until, f.least_version
FROM unnest(%s::bigint[], %s::text[]) AS asked (team_id, fingerprint)
JOIN events_forgottenid f ON f.team_id = asked.team_id AND f.fingerprint = asked.fingerprint
"""
_REMEMBER = """
INSERT INTO events_forgottenid AS f (team_id, fingerprint, refuse_until, least_version)
SELECT * FROM unnest(%s::bigint[], %s::text[], %s::timestamptz[], %s::bigint[])
ON CONFLICT (team_id, fingerprint) DO UPDATE
SET refuse_until = greatest(f.refuse_until, excluded.refuse_until),
    least_version = greatest(f.least_version, excluded.least_version)
"""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What holds for a distinct id of a deleted person, should it be seen again."""

    least_version: int
    refuse_until: datetime | None

    def refuses(self, happened_at: datetime, received_at: datetime) -> bool:
        """Whether an event is one of those that were to be erased, from the queue, an import or a client offline."""
        return self.refuse_until is not None and min(happened_at, received_at) <= self.refuse_until


def fingerprint(team_id: int, distinct_id: str) -> str:
    return sha256(f"{team_id}:{distinct_id}".encode("utf-8", "replace")).hexdigest()


def forgotten_among(keys: Iterable[Key]) -> dict[Key, Forgotten]:
    """Those of the (team, distinct id) pairs that belonged to deleted people. One small query when nobody was."""
    by_team: dict[int, list[str]] = {}
    for team_id, distinct_id in keys:
        by_team.setdefault(team_id, []).append(distinct_id)
    if not by_team:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_TEAMS, [list(by_team)])
        asked = {
            (team_id, fingerprint(team_id, distinct_id)): (team_id, distinct_id)
            for (team_id,) in cursor.fetchall()
            for distinct_id in by_team[team_id]
        }
        if not asked:
            return {}
        cursor.execute(_FIND, [[key[0] for key in asked], [key[1] for key in asked]])
        return {
            asked[(team_id, found)]: Forgotten(least_version, refuse_until)
            for team_id, found, refuse_until, least_version in cursor.fetchall()
        }


def remember(keys: Iterable[Key], versions: Iterable[int], *, refuse_until: datetime | None) -> None:
    """Note the ids of people who are being deleted, with the least version of each id's next life."""
    rows = [(team_id, fingerprint(team_id, distinct_id)) for team_id, distinct_id in keys]
    with connection.cursor() as cursor:
        cursor.execute(
            _REMEMBER,
            [[row[0] for row in rows], [row[1] for row in rows], [refuse_until] * len(rows), list(versions)],
        )
