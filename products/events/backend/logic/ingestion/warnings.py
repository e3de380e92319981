"""Ingestion warnings: what was refused, repaired or ignored, why, and the original as far as it may be kept.

Warnings are written with the batch they come from. Their number is bounded per batch, team and type, so that a client
that is wrong about everything cannot bury the rest.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from products.events.backend.facade.enums import WarningKind

# Enough of the original to see what is wrong with it and to send it again by hand.
MAX_RAW_BYTES = 100_000
MAX_PER_BATCH_TEAM_AND_TYPE = 100
# As much of a value as tells its sender which one is meant.
_MAX_SHOWN = 200


@dataclass(slots=True)
class IngestionWarning:
    """`details` are shown to people; `raw` is the event as it came, as JSON, empty when it was stored all the same."""

    team_id: int
    type: WarningKind
    timestamp: datetime
    details: dict[str, Any] = field(default_factory=dict)
    raw: bytes = b""


def raw_json(value: Any) -> bytes:
    """The value as JSON, cut to MAX_RAW_BYTES."""
    try:
        return orjson.dumps(value, default=str)[:MAX_RAW_BYTES]
    except (orjson.JSONEncodeError, RecursionError):
        return repr(value)[:MAX_RAW_BYTES].encode("utf-8", "replace")


def shown(value: Any) -> str:
    """The beginning of the value's JSON, for `details`."""
    return raw_json(value)[:_MAX_SHOWN].decode("utf-8", "replace")


def details_json(details: dict[str, Any]) -> str:
    """The details as JSON. Values of clients are among them, and no value may keep the rest from being written."""
    try:
        return orjson.dumps(details, default=str).decode()
    except orjson.JSONEncodeError:
        return orjson.dumps({name: _writable(value) for name, value in details.items()}, default=str).decode()


def _writable(value: Any) -> Any:
    try:
        orjson.dumps(value, default=str)
    except orjson.JSONEncodeError as error:
        return f"cannot be shown: {error}"
    return value


def warning_rows(warnings: Iterable[IngestionWarning]) -> list[bytes]:
    """Rows for the table `ingestion_warnings`. The last one kept of a type says how many were left out."""
    counts = Counter((warning.team_id, warning.type) for warning in warnings)
    written: Counter[tuple[int, WarningKind]] = Counter()
    rows = []
    for warning in warnings:
        key = (warning.team_id, warning.type)
        written[key] += 1
        if written[key] > MAX_PER_BATCH_TEAM_AND_TYPE:
            continue
        details = dict(warning.details)
        if written[key] == MAX_PER_BATCH_TEAM_AND_TYPE < counts[key]:
            details["left_out"] = counts[key] - MAX_PER_BATCH_TEAM_AND_TYPE
        rows.append(
            orjson.dumps(
                {
                    "team_id": warning.team_id,
                    "type": warning.type,
                    "details": details_json(details),
                    "raw": warning.raw.decode("utf-8", "replace"),
                    "timestamp": warning.timestamp,
                },
                option=orjson.OPT_UTC_Z,
            )
        )
    return rows
