"""One entry of the queue: a request's body as it was sent (decompressed), and what only the web server knew.

The body is passed on unparsed: writing it again would cost more than reading it later, and could change it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

import orjson

META_FIELD = b"m"
BODY_FIELD = b"b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What is known about a request besides its body.

        `request_id` is random: events without a uuid get theirs from it, so an entry that was appended twice makes them
        once. `team_id` is 0 when the token could not be checked at the time. `sent_at_ms` is the client's clock from the
        query, 0 when it said nothing. `as_identify`: an event without a name is an `$identify` (very old snippets). `bot`: the
    kind of bot that the user agent belongs to.
    """

    request_id: str
    team_id: int
    token: str
    received_at: datetime
    ip: str = ""
    sent_at_ms: int = 0
    as_identify: bool = False
    bot: str = ""


@dataclass(slots=True)
class Entry:
    """An entry as read from the stream; `id` is Redis' `<milliseconds>-<number>`."""

    id: str
    received: Received
    body: bytes


def position(entry_id: str) -> tuple[int, int]:
    """An entry's id as numbers, which sort as entries do."""
    milliseconds, _, sequence = entry_id.partition("-")
    return int(milliseconds), int(sequence)


def encode_meta(received: Received) -> bytes:
    microseconds = int(received.received_at.timestamp() * 1_000_000)
    return orjson.dumps(
        (
            received.request_id,
            received.team_id,
            received.token,
            microseconds,
            received.ip,
            received.sent_at_ms,
            received.as_identify,
            received.bot,
        )
    )


def decode_entry(entry_id: bytes, fields: dict[bytes, bytes]) -> Entry:
    """Raises ValueError or KeyError when the entry was not written by `encode_meta`."""
    # What was queued before an upgrade ends earlier.
    request_id, team_id, token, microseconds, ip, sent_at_ms, as_identify, *more = orjson.loads(fields[META_FIELD])
    received = Received(
        request_id=request_id,
        team_id=team_id,
        token=token,
        received_at=datetime.fromtimestamp(microseconds / 1_000_000, UTC),
        ip=ip,
        sent_at_ms=sent_at_ms,
        as_identify=as_identify,
        bot=more[0] if more else "",
    )
    return Entry(id=entry_id.decode(), received=received, body=fields[BODY_FIELD])
