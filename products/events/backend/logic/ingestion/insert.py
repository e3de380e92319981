"""Writing events to ClickHouse: few large inserts, each under a token that makes its repetition harmless.

ClickHouse refuses an insert that touches too many months, and takes hundreds of bytes for each value within a list, so a
batch is split where it has to be. How is a matter of the events themselves: a batch that is taken again after a crash lacks
those that were stored, and must not put others under a token that ClickHouse knows. It should
never refuse one for what is in it, as normalisation has seen to that; if it does, the culprit is found by halving and
put aside, and the rest goes in.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from hashlib import blake2b

import orjson
import structlog

from posthog.clickhouse import client
from products.events.backend.clickhouse.settings import INSERT_SETTINGS
from products.events.backend.clickhouse.tables import EVENTS, INGESTION_WARNINGS
from products.events.backend.facade.enums import WarningKind
from products.events.backend.logic.ingestion import native
from products.events.backend.logic.ingestion.normalise import PreparedEvent
from products.events.backend.logic.ingestion.warnings import MAX_RAW_BYTES, IngestionWarning, warning_rows

logger = structlog.get_logger(__name__)

# ClickHouse's own limit is 100 partitions.
MAX_MONTHS_PER_INSERT = 60
# Of values within lists and objects; with that many ClickHouse takes some 150 MB.
MAX_NESTED_VALUES_PER_INSERT = 250_000
# Of people's properties, each event's copy counted. An insert has them as objects, as columns and as one text.
MAX_PROFILE_BYTES_PER_INSERT = 16 * 1024 * 1024
# ClickHouse's numbers for "this data cannot be what the column holds". Anything else is no fault of the rows.
_DATA_ERRORS = frozenset(
    {6, 25, 26, 27, 32, 33, 36, 38, 41, 53, 69, 70, 72, 117, 130, 131, 153, 190, 321, 349, 376, 441, 467, 645, 675, 691}
)


def event_row(event: PreparedEvent) -> bytes:
    """The event as a row of JSON."""
    row = {
        "uuid": event.uuid,
        "team_id": event.team_id,
        "event": event.name,
        "distinct_id": event.distinct_id,
        "person_id": event.person_id,
        "timestamp": event.timestamp,
        "properties": event.properties,
        "person_properties": orjson.Fragment(event.person_properties),
        "person_mode": event.person_mode,
        "created_at": event.received_at + timedelta(microseconds=event.index),
        "elements_chain": event.elements_chain,
    }
    if event.group_keys:
        row.update(event.group_keys)
    return orjson.dumps(row, option=orjson.OPT_UTC_Z)


def insert_events(events: Sequence[PreparedEvent], *, token: str) -> list[IngestionWarning]:
    """Insert all events that can be; returns a warning for each that cannot. Repeating it with the token is harmless."""
    refused: list[IngestionWarning] = []
    for name, part in _parts(events).items():
        for piece_name, piece in _pieces(part):
            refused += _insert(piece, f"{token}:{name}{piece_name}")
    return refused


def insert_warnings(warnings: Sequence[IngestionWarning], *, token: str) -> None:
    if warnings:
        payload = b"\n".join(warning_rows(warnings))
        client.insert_json_rows(
            INGESTION_WARNINGS.name, payload, settings=INSERT_SETTINGS, deduplication_token=f"{token}:warnings"
        )


def _parts(events: Sequence[PreparedEvent]) -> dict[str, list[PreparedEvent]]:
    """What is inserted together, by a name that the rest of the batch has no part in."""
    by_number: dict[int, list[PreparedEvent]] = {}
    for event in events:
        by_number.setdefault(event.part, []).append(event)
    parts: dict[str, list[PreparedEvent]] = {}
    for number, members in by_number.items():
        months = {event.timestamp.year * 12 + event.timestamp.month for event in members}
        if len(months) <= MAX_MONTHS_PER_INSERT:
            parts[str(number)] = members
            continue
        for event in members:
            years = (event.timestamp.year * 12 + event.timestamp.month) // MAX_MONTHS_PER_INSERT
            parts.setdefault(f"{number}-{years}", []).append(event)
    return parts


def _pieces(events: Sequence[PreparedEvent]) -> Iterator[tuple[str, Sequence[PreparedEvent]]]:
    """What of a part is inserted together, so that copies of large profiles do not take more memory than there is.

    Profiles may have changed when the batch comes again, so that other pieces are made. Each is therefore named after
    the events that are in it; and a part that is a single piece is what it always was.
    """
    start = size = 0
    for number, event in enumerate(events):
        size += len(event.person_properties)
        if size > MAX_PROFILE_BYTES_PER_INSERT and number > start:
            yield _named_after(events[start:number]), events[start:number]
            start, size = number, len(event.person_properties)
    yield (_named_after(events[start:]) if start else ""), events[start:]


def _named_after(events: Sequence[PreparedEvent]) -> str:
    return ":" + blake2b("".join(event.uuid for event in events).encode(), digest_size=12).hexdigest()


def _insert(events: Sequence[PreparedEvent], token: str) -> list[IngestionWarning]:
    """Most events as columns, which costs the server least, and the others as text.

    Two inserts, so each has a token of its own: after a crash between them, only one is repeated. `native.split` puts an
    event into the same half each time. A token is good for either form.
    """
    clear, others, block = native.split(events)
    refused: list[IngestionWarning] = []
    if clear and not (block and _insert_block(block, f"{token}:columns")):
        refused += _insert_rows(clear, [event_row(event) for event in clear], f"{token}:columns")
    if others:
        refused += _insert_rows(others, [event_row(event) for event in others], token)
    return refused


def _insert_block(block: bytes, token: str) -> bool:
    """Whether it was taken. An older server may not read this form."""
    try:
        client.insert_native(
            EVENTS.name, native.column_names(), block, settings=INSERT_SETTINGS, deduplication_token=token
        )
    except client.ClickHouseError as error:
        if error.clickhouse_code not in _DATA_ERRORS:
            raise
        logger.warning("events.columns_refused", code=error.clickhouse_code, reason=error.message[:200])
        return False
    return True


def _insert_rows(events: Sequence[PreparedEvent], rows: Sequence[bytes], token: str) -> list[IngestionWarning]:
    try:
        client.insert_json_rows(EVENTS.name, b"\n".join(rows), settings=INSERT_SETTINGS, deduplication_token=token)
    except client.ClickHouseError as error:
        if error.clickhouse_code not in _DATA_ERRORS:
            raise
        if len(rows) > 1:
            middle = len(rows) // 2
            first = _insert_rows(events[:middle], rows[:middle], f"{token}<")
            return first + _insert_rows(events[middle:], rows[middle:], f"{token}>")
        event = events[0]
        details = {"reason": error.message[:500], "event": event.name, "uuid": event.uuid}
        raw = rows[0][:MAX_RAW_BYTES]
        return [IngestionWarning(event.team_id, WarningKind.REFUSED_BY_CLICKHOUSE, event.received_at, details, raw)]
    return []
